use super::*;
use crate::encoding::Encoding;

fn rows(text: &str) -> Vec<(u32, Vec<String>, bool)> {
    let mut splitter = Splitter::new(TextReader::new(text.as_bytes(), Encoding::Utf8), b',');
    let (mut rows, mut row) = (Vec::new(), RawRow::default());
    while splitter.next_row(&mut row).unwrap() {
        rows.push((row.line, row.cells().map(str::to_owned).collect(), row.unclosed));
    }
    rows
}

fn lines_and_cells(text: &str) -> Vec<(u32, String)> {
    rows(text).into_iter().map(|(line, cells, _)| (line, cells.join("|"))).collect()
}

fn told(rows: &[(u32, &str)]) -> Vec<(u32, String)> {
    rows.iter().map(|(line, cells)| (*line, (*cells).to_owned())).collect()
}

#[test]
fn lines_are_counted_over_blank_lines_and_breaks_in_quotes() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["a,b", "", " ,", "\"1", "2\",c", "d,e", ""].join(end);
        let middle = format!("1{end}2|c");
        // A lone carriage return within quotes is not a line of its own to anybody else either.
        let last = if end == "\r" { 5 } else { 6 };
        assert_eq!(lines_and_cells(&text), told(&[(1, "a|b"), (4, &middle), (last, "d|e")]), "{end:?}");
    }
}

#[test]
fn quotes_are_undoubled_and_stray_ones_kept() {
    assert_eq!(lines_and_cells("\"a \"\"b\"\"\",\"\",c\"d\n"), told(&[(1, "a \"b\"||c\"d")]));
    assert_eq!(lines_and_cells("\"a\"b,c"), told(&[(1, "ab|c")]));
}

#[test]
fn a_quote_never_closed_is_noticed() {
    assert_eq!(rows("a,\"b\nc,d\n"), [(1, vec!["a".to_owned(), "b\nc,d\n".to_owned()], true)]);
}

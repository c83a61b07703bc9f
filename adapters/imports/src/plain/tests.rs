use kernel::Refusal;
use ports::Fault;
use ports::deliveries::PlainTable;
use rust_decimal::Decimal;

use super::read;

fn table(content: impl AsRef<[u8]>, wanted: &[&str]) -> Result<PlainTable, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table.csv");
    std::fs::write(&path, content).unwrap();
    read(&path, wanted).map_err(|fault| match fault {
        Fault::Refused(Refusal::Rejected(words)) => words,
        other => panic!("not rejected: {other}"),
    })
}

fn texts(table: &PlainTable, place: usize) -> Vec<&str> {
    let column = table.columns[place].as_ref().unwrap();
    column.cells.iter().map(|cell| cell.text.as_str()).collect()
}

fn numbers(table: &PlainTable, place: usize) -> Vec<Option<Decimal>> {
    table.columns[place].as_ref().unwrap().cells.iter().map(|cell| cell.number).collect()
}

#[test]
fn columns_come_in_the_order_asked_for_with_their_lines() {
    let found = table("a,b,c\n1,x,y\n\n 2 ,z,w\n", &["c", "a", "d"]).unwrap();
    assert_eq!(found.headings, ["a", "b", "c"]);
    assert_eq!((texts(&found, 0), texts(&found, 1)), (vec!["y", "w"], vec!["1", "2"]));
    assert!(found.columns[2].is_none());
    assert_eq!(found.lines, [2, 4]);
    assert_eq!(numbers(&found, 1), [Some(Decimal::ONE), Some(Decimal::TWO)]);
    assert_eq!(numbers(&found, 0), [None, None]);
}

#[test]
fn a_decimal_comma_is_proved_by_its_column() {
    let found = table("who;wert\na;1.234,5\nb;2.000\n", &["wert"]).unwrap();
    assert_eq!(numbers(&found, 0), [Some(Decimal::new(12345, 1)), Some(Decimal::from(2000))]);
    assert_eq!(found.findings, ["UTF-8", "columns parted by `;`"]);
}

#[test]
fn what_is_left_open_is_asked_of_that_column_alone() {
    let found = table("who\twert\tsum\na\t1,234\t3\n", &["wert", "sum"]).unwrap();
    let question = found.columns[0].as_ref().unwrap().question.as_ref().unwrap();
    assert!(question.contains("1234") && question.contains("1.234"), "{question}");
    assert!(found.columns[1].as_ref().unwrap().question.is_none());
    let mixed = table("arr\nUSD 5\nEUR 6\n", &["arr"]).unwrap();
    assert!(mixed.columns[0].as_ref().unwrap().question.as_ref().unwrap().contains("mixes currencies"));
}

#[test]
fn other_encodings_and_headings_written_another_way_are_found() {
    let found = table(b"Gr\xF6\xDFe des Kunden,b\n5,1\n", &["größe des kunden"]).unwrap();
    assert_eq!(texts(&found, 0), ["5"]);
    let twice = table("Won?,won!\n1,2\n", &["won"]);
    assert!(twice.unwrap_err().contains("more than one column `won`"));
    let exactly = table("Won,won\n1,2\n", &["won"]).unwrap();
    assert_eq!(texts(&exactly, 0), ["2"]);
}

#[test]
fn rows_that_cannot_be_cut_are_told_and_the_others_taken() {
    let found = table("a,b\n1\n1,2,3\n4,5,\n6,\"7", &["a"]).unwrap();
    assert_eq!(texts(&found, 0), ["4"]);
    assert_eq!(found.rejected.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3, 5]);
}

#[test]
fn the_first_sheet_that_holds_anything_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("blank").unwrap();
    let sheet = book.add_worksheet().set_name("rows").unwrap();
    sheet.write_string(0, 0, "won").unwrap();
    sheet.write_boolean(1, 0, true).unwrap();
    sheet.write_number(2, 0, 0.25).unwrap();
    book.save(&path).unwrap();
    let found = read(&path, &["won"]).unwrap();
    assert_eq!(texts(&found, 0), ["true", "0.25"]);
    assert_eq!(found.findings, ["sheet rows, one of 2"]);
}

#[test]
fn nothing_at_all_is_refused() {
    assert!(table("", &["a"]).unwrap_err().contains("is empty"));
    assert!(table("a,b\n", &["a"]).unwrap().lines.is_empty());
}

use kernel::Column;
use kernel::fact::ColumnKind::Text;

use super::*;

const fn shape(columns: &'static [Column]) -> FactShape {
    FactShape { object: "things", noun: "thing", help: "", columns, key: &["a"], opened_by: None, closed_by: None }
}

const SHAPE: FactShape = shape(&[
    Column::required("a", Text, ""),
    Column::optional("b", Text, ""),
    Column::optional("end", Text, "").when_closed(),
    Column::optional("tier", Text, "").undated(),
]);

fn content(texts: [&str; 4]) -> Content {
    let cell = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::text(text) };
    Content::of(&SHAPE, &texts.map(cell))
}

#[test]
fn equal_cells_are_equal_content() {
    assert_eq!(content(["1", "2", "3", "4"]), content(["1", "2", "3", "4"]));
    assert_ne!(content(["1", "2", "3", "4"]), content(["2", "1", "3", "4"]));
}

#[test]
fn each_stage_has_a_digest_of_its_own() {
    let (one, other) = (content(["1", "", "3", "4"]), content(["1", "", "5", "4"]));
    assert_eq!((one.opening, one.undated), (other.opening, other.undated));
    assert_ne!(one.closing, other.closing);
}

#[test]
fn a_silent_stage_is_all_zeros_and_not_stored_at_the_end() {
    assert_eq!(content(["", "", "", ""]), Content::default());
    assert_eq!(content(["1", "", "", ""]).to_bytes().len(), 16);
    assert_eq!(content(["1", "", "3", ""]).to_bytes().len(), 32);
    assert_eq!(content(["1", "", "", "4"]).to_bytes().len(), 48);
    assert!(Content::default().to_bytes().is_empty());
}

#[test]
fn what_is_stored_reads_back() {
    for texts in [["1", "2", "3", "4"], ["1", "", "", ""], ["", "", "3", ""], ["", "", "", "4"], ["", "", "", ""]] {
        assert_eq!(Content::from_bytes(&content(texts).to_bytes()), content(texts));
    }
    assert_eq!(Content::from_bytes(&[7; 5]), Content::default());
}

#[test]
fn a_column_that_comes_later_leaves_old_rows_alone() {
    const WIDER: FactShape =
        shape(&[Column::required("a", Text, ""), Column::optional("new", Text, ""), Column::optional("b", Text, "")]);
    let wider = Content::of(&WIDER, &[Cell::text("1"), Cell::Empty, Cell::text("2")]);
    assert_eq!(wider, content(["1", "2", "", ""]));
}

#[test]
fn no_text_passes_for_two_cells() {
    let forged = "x\u{1f}3\u{1e}b\u{1f}y";
    assert_ne!(content([forged, "", "", ""]), content(["x", "y", "", ""]));
    assert_ne!(content(["xy", "", "", ""]), content(["x", "y", "", ""]));
}

#[test]
fn numbers_are_equal_whatever_their_trailing_zeros() {
    let of = |text: &str| Content::of(&SHAPE, &[Cell::Number(text.parse().unwrap())]);
    assert_eq!(of("1.50"), of("1.5"));
    assert_ne!(of("1.5"), of("15"));
}

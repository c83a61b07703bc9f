use super::*;

fn all(rows: &[&[&str]]) -> Vec<HeadingRows> {
    let rows: Vec<(u32, Vec<String>)> =
        (1..).zip(rows).map(|(line, row)| (line, row.iter().map(|cell| (*cell).to_owned()).collect())).collect();
    candidates(&rows)
}

fn first(rows: &[&[&str]]) -> HeadingRows {
    all(rows).remove(0)
}

#[test]
fn merged_cells_name_the_columns_under_them() {
    let found = &all(&[&["Account", "", "Seats"], &["id", "name", "licensed"], &["A-1", "Ada", "5"]])[1];
    assert_eq!((found.line, found.cells.join("|").as_str()), (2, "Account id|Account name|Seats licensed"));
}

#[test]
fn parts_of_answers_stand_under_their_question() {
    let found = first(&[
        &["Respondent ID", "How likely?", "Why?", "Which?", ""],
        &["", "Response", "Open-Ended Response", "Price", "Support"],
        &["1001", "9", "", "", ""],
    ]);
    assert_eq!(
        found.cells.join("|"),
        "Respondent ID|How likely? Response|Why? Open-Ended Response|Which? Price|Which? Support"
    );
}

#[test]
fn labels_and_import_ids_are_no_rows() {
    let import = "{\"ImportId\":\"a\"}";
    let found = first(&[&["ResponseId", "Q1"], &["Response ID", "How likely?"], &[import, import], &["R_1", "9"]]);
    assert_eq!((found.line, found.cells.join("|").as_str()), (3, "ResponseId|Q1 How likely?"));
}

#[test]
fn a_row_of_values_is_no_second_row_of_headings() {
    let found = first(&[&["id", "", "name"], &["A-1", "5", "Ada"], &["A-2", "6", "Bo"]]);
    assert_eq!(found.line, 1);
}

#[test]
fn a_first_row_without_a_key_is_a_row() {
    let found = first(&[&["account_id", "name"], &["", "Ada"], &["A-2", "Bo"]]);
    assert_eq!(found.line, 1);
}

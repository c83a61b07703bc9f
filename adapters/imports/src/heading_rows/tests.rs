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

fn singles(rows: &[&[&str]]) -> Vec<u32> {
    let is_one = |found: &HeadingRows| rows[found.line as usize - 1].len() == found.cells.len();
    all(rows).iter().filter(|found| is_one(found)).map(|found| found.line).collect()
}

#[test]
fn titles_are_not_glued_to_the_headings_under_them() {
    let headings: &[&str] = &["Kundennummer", "Kunde", "Land"];
    let row: &[&str] = &["7", "Ada", "DE"];
    for title in [&["Kundenliste 2024"][..], &["Stand: 15.11.2024, Vertrieb Süd"], &["Stand: 15.11.2024", "Vertrieb"]]
    {
        let found = all(&[title, headings, row]);
        assert!(found.iter().all(|one| one.cells != ["Stand: 15.11.2024 Kundennummer"]), "{found:?}");
        assert!(found.iter().filter(|one| one.line == 2).all(|one| one.cells == headings), "{found:?}");
    }
    // An index column without a name is no part of an answer.
    let found = all(&[&["Invoice list"], &["", "Date", "Num"], &["0", "2024-01-31", "1000"]]);
    assert!(found.iter().any(|one| one.cells == ["", "Date", "Num"]), "{found:?}");
    assert!(found.iter().all(|one| !one.cells.iter().any(|cell| cell.starts_with("Invoice list "))), "{found:?}");
}

#[test]
fn rows_of_values_are_no_headings() {
    let people: &[&[&str]] = &[
        &["ID", "Vorname", "E-Mail", "Status"],
        &["1200300", "Anna", "a@ourco.example", "Aktiv"],
        &["7", "Ben", "b@ourco.example", "Aktiv"],
        &["8", "Cia", "", "31.12.2023"],
    ];
    assert_eq!(singles(people), [1]);
    // Numbers alone are no names, also in the first row.
    assert_eq!(singles(&[&["EXTF", "700", "20241104"], &["Konto", "Name", "Ort"]]), [2]);
    // A column may be called by a year or a day.
    assert_eq!(singles(&[&["Account", "Seats", "2024"], &["Ada", "5", "6"]]), [1]);
    assert_eq!(singles(&[&["Account", "Seats", "2024-01-31"], &["Ada", "5", "6"]]), [1]);
}

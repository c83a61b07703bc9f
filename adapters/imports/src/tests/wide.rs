//! Wide sheets and answers for one of several sheets.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::*;
use ports::deliveries::ToldColumn;

/// A sheet of months whose headings are days, as spreadsheets keep them, and one that leaves its account open.
fn workbook(folder: &Path) -> PathBuf {
    let (path, mut book) = (folder.join("book.xlsx"), Workbook::new());
    let month = Format::new().set_num_format("mmm yyyy");
    let page = book.add_worksheet().set_name("Active users").unwrap();
    page.write(0, 0, "Customer").unwrap();
    for (place, day) in [(1, "2026-01-01"), (2, "2026-02-01"), (3, "2026-03-01")] {
        page.write_with_format(0, place, ExcelDateTime::parse_from_str(day).unwrap(), &month).unwrap();
        page.write(1, place, f64::from(place)).unwrap();
    }
    page.write(1, 0, "Acme").unwrap();
    let page = book.add_worksheet().set_name("Calls").unwrap();
    for (place, (heading, value)) in (0_u16..).zip([
        ("Call ID", "c1"),
        ("Firma", "Acme"),
        ("Kunde", "Cobalt"),
        ("Type", "call"),
        ("Date", "2026-01-14"),
    ]) {
        page.write(0, place, heading).unwrap();
        page.write(1, place, value).unwrap();
    }
    book.save(&path).unwrap();
    path
}

#[test]
fn months_of_a_sheet_are_rows_and_an_answer_is_for_the_sheet_it_names() {
    let folder = tempfile::tempdir().unwrap();
    let (path, deliveries) = (workbook(folder.path()), deliveries());
    let surveys = survey(&deliveries, std::slice::from_ref(&path), &ReadingOptions::default());
    let of = |surveys: &[FileSurvey], sheet: &str| {
        surveys.iter().find(|survey| survey.sheet.as_deref() == Some(sheet)).unwrap().clone()
    };
    assert_eq!(of(&surveys, "Calls").questions.len(), 1);
    let users = of(&surveys, "Active users");
    assert_eq!(users.matched.as_ref().unwrap().shape.object, "usage_monthly");
    let (rows, rejected) = read(&deliveries, &users, &ReadingOptions::default());
    assert_eq!((rows.len(), rejected.len()), (3, 0));
    assert_eq!(cell(&users, &rows[1], "month").to_string(), "2026-02-01");
    assert_eq!(cell(&users, &rows[1], "active_users").to_string(), "2");
    for file in ["book.xlsx, sheet Calls", "calls", "book.xlsx", "book"] {
        let told = ToldColumn { file: Some(file.into()), column: "account_id".into(), heading: "Kunde".into() };
        let options = ReadingOptions { columns: vec![told], ..ReadingOptions::default() };
        let surveys = survey(&deliveries, std::slice::from_ref(&path), &options);
        assert!(surveys.iter().all(|survey| survey.questions.is_empty()), "{file}");
        let calls = of(&surveys, "Calls");
        let (rows, _) = read(&deliveries, &calls, &options);
        assert_eq!(cell(&calls, &rows[0], "account_id").to_string(), "accounts:Cobalt\u{1F}Acme", "{file}");
    }
}

#[test]
fn rejected_rows_of_a_wide_file_are_written_long_and_can_be_mended() {
    let table = "Customer,Jan 2026,Feb 2026,Mar 2026\nAcme,1,many,3\nCobalt,4,5,6\nDune,7,8,9\nEcho,1,2,3\n";
    let (folder, path) = file("logins.csv", table);
    let (told, rows, rejected) = read_file(&path, &ReadingOptions::default());
    assert_eq!((rows.len(), rejected.len()), (11, 1));
    let written = deliveries().write_rejects(&told, &rejected, folder.path()).unwrap();
    let text = std::fs::read_to_string(written).unwrap();
    assert!(text.starts_with("Customer,month,events,reason\n"), "{text}");
    assert!(text.contains("Acme,2026-02-01,many,many is not a number"), "{text}");
    assert!(!text.contains("Cobalt"), "{text}");
}

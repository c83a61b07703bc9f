use jiff::civil::{date, datetime};
use kernel::Refusal;
use ports::Fault;
use ports::deliveries::DateOrder;

use super::*;

fn refusal(fault: Fault) -> Refusal {
    match fault {
        Fault::Refused(refusal) => refusal,
        other => panic!("not a refusal: {other}"),
    }
}

fn survey_error(path: &Path) -> Refusal {
    let told = deliveries().survey(&[path.to_owned()], &ReadingOptions::default(), &mut |_| ());
    refusal(told.unwrap_err())
}

/// The reasons of the rejected rows, each with its line.
fn reasons(rejected: &[RejectedRow]) -> Vec<(u32, &str)> {
    rejected.iter().map(|row| (row.line, row.reason.as_str())).collect()
}

#[test]
fn what_is_not_there_is_not_found() {
    assert!(matches!(survey_error(Path::new("/nowhere/at/all.csv")), Refusal::NotFound(_)));
}

#[test]
fn a_folder_without_a_file_to_read_is_rejected_by_name() {
    let (folder, _path) = file("_history.csv", "object");
    std::fs::write(folder.path().join("LICENSE"), "words").unwrap();
    let Refusal::Rejected(words) = survey_error(folder.path()) else { panic!() };
    assert!(words.contains(&folder.path().display().to_string()), "{words}");
}

#[test]
fn a_truncated_workbook_is_rejected_with_advice() {
    let (_folder, path) = file("accounts.xlsx", b"PK\x03\x04\x14\x00\x00\x00\x08\x00half a workbook");
    let Refusal::Rejected(words) = survey_error(&path) else { panic!() };
    assert!(words.contains("accounts.xlsx") && words.contains("save it as XLSX or CSV"), "{words}");
}

#[test]
fn empty_files_and_files_of_headings_only_are_surveyed() {
    let (folder, empty) = file("accounts.csv", "");
    std::fs::write(folder.path().join("surveys.csv"), "response_id,account_id,kind,score,responded_on\r\n\r\n")
        .unwrap();
    let deliveries = deliveries();
    let surveys = survey(&deliveries, &[folder.path().to_owned()], &ReadingOptions::default());
    assert_eq!(surveys[1].path, empty);
    assert!(surveys[1].matched.is_none() && surveys[1].findings == ["empty"]);
    assert_eq!(
        (surveys[0].row_count, surveys[0].findings.as_slice()),
        (0, ["no rows under the headings".to_owned()].as_slice())
    );
    assert_eq!(read(&deliveries, &surveys[0], &ReadingOptions::default()), (Vec::new(), Vec::new()));
}

#[test]
fn a_file_that_fits_nothing_is_told_what_is_missing() {
    let (_folder, path) = file("people.csv", "name,shoe\nA,44\n");
    let surveys = survey(&deliveries(), &[path], &ReadingOptions::default());
    assert!(surveys[0].matched.is_none());
    assert_eq!(surveys[0].findings, ["not recognised: closest is the template people, without person_id"]);
}

#[test]
fn files_are_ordered_as_they_must_be_imported() {
    let (folder, _path) = file("ownership.csv", "account_id,owner_email,from\n");
    for (name, headings) in [("accounts.csv", "account_id,name"), ("people.csv", "person_id,name"), ("zzz.csv", "a,b")]
    {
        std::fs::write(folder.path().join(name), headings).unwrap();
    }
    let surveys = survey(&deliveries(), &[folder.path().to_owned()], &ReadingOptions::default());
    let objects: Vec<_> =
        surveys.iter().map(|survey| survey.matched.as_ref().map(|matched| matched.shape.object)).collect();
    assert_eq!(objects, [Some("people"), Some("accounts"), Some("ownership"), None]);
}

#[test]
fn windows_letters_semicolons_decimal_commas_and_quotes_are_read() {
    let text = "Contract ID;Account-Id;starts on;ARR amount;currency;Plan\r\nC1;A1;31.12.2023;1.234,56;EUR;\"Caf\u{e9} \"\"X\"\"\r\nline; two\"\r\n\r\nC2;A1;01.02.2024;(5,00);EUR;\r\nC3;A1;29.02.2023;5;EUR;\r\nC4;A1\r\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let (_folder, path) = file("my contracts.csv", bytes);
    let (told, rows, rejected) = read_file(&path, &ReadingOptions::default());
    assert_eq!(told.encoding.as_deref(), Some("Windows-1252: byte 0xE9 in line 2 is not UTF-8"));
    assert_eq!(told.separator, Some(';'));
    assert_eq!(rows.len(), 1);
    assert_eq!((&*rows[0].source, rows[0].line), ("own", 2));
    assert_eq!(cell(&told, &rows[0], "starts_on"), &Cell::Day(date(2023, 12, 31)));
    assert_eq!(cell(&told, &rows[0], "arr_amount").to_string(), "1234.56");
    assert_eq!(cell(&told, &rows[0], "plan"), &Cell::text("Caf\u{e9} \"X\"\r\nline; two"));
    assert_eq!(
        reasons(&rejected),
        [
            (5, "negative amount: (5,00)"),
            (6, "29.02.2023 is not a date, day first; write it as 2024-12-31"),
            (7, "too few cells: 2 where the headings are 6")
        ]
    );
}

#[test]
fn open_dates_are_a_question_until_somebody_answers() {
    let text = "response_id,account_id,kind,score,responded_on\n1,A,NPS,9,01-02-2024\n2,A,nps,11,03-03-2024\n";
    let (_folder, path) = file("surveys.csv", text);
    let deliveries = deliveries();
    let open = survey(&deliveries, std::slice::from_ref(&path), &ReadingOptions::default());
    let question = "01-02-2024 in column responded_on (line 2) can be 1 February or 2 January: say --date-order day-first or month-first";
    assert_eq!(open[0].questions, [question]);
    let refused = deliveries.read(&open[0], &ReadingOptions::default(), &mut |_| Ok(())).unwrap_err();
    assert_eq!(refusal(refused), Refusal::Rejected(format!("surveys.csv: {question}")));

    let said = ReadingOptions { date_order: Some(DateOrder::MonthFirst), ..ReadingOptions::default() };
    let (told, rows, rejected) = read_file(&path, &said);
    assert_eq!(cell(&told, &rows[0], "responded_on"), &Cell::Day(date(2024, 1, 2)));
    assert_eq!(cell(&told, &rows[0], "kind"), &Cell::text("nps"));
    assert_eq!(reasons(&rejected), [(3, "11 is outside 0 to 10")]);
    assert_eq!(told.findings, ["month first: as said by --date-order, column responded_on"]);
}

#[test]
fn contradictory_dates_are_a_question_that_names_both_lines() {
    let text = "response_id,account_id,kind,score,responded_on\n1,A,nps,9,13-01-2024\n2,A,nps,9,01-13-2024\n";
    let (_folder, path) = file("surveys.csv", text);
    let told = survey(&deliveries(), std::slice::from_ref(&path), &ReadingOptions::default());
    assert!(
        told[0].questions[0].contains("line 2") && told[0].questions[0].contains("line 3"),
        "{:?}",
        told[0].questions
    );
    let said = ReadingOptions { date_order: Some(DateOrder::DayFirst), ..ReadingOptions::default() };
    let (_, rows, rejected) = read_file(&path, &said);
    assert_eq!((rows.len(), rejected[0].line), (1, 3));
}

#[test]
fn amounts_without_a_currency_are_a_question() {
    let (_folder, path) = file("contracts.csv", "contract_id,account_id,starts_on,arr_amount\nC1,A,2024-01-31,100\n");
    let deliveries = deliveries();
    let open = survey(&deliveries, std::slice::from_ref(&path), &ReadingOptions::default());
    assert_eq!(open[0].questions, ["which currency are the amounts in? say --currency USD, or whichever it is"]);
    let (told, rows, _) = read_file(&path, &in_dollars());
    assert!(told.questions.is_empty());
    assert_eq!(cell(&told, &rows[0], "currency"), &Cell::text("USD"));
}

#[test]
fn currencies_are_taken_from_the_cell_then_the_heading() {
    let text = "contract_id,account_id,starts_on,ARR amount (EUR)\n1,A,2024-01-31,\"€ 1,250.00\"\n2,A,2024-01-31,100\n3,A,2024-01-31,GBP 7\n";
    let (_folder, path) = file("contracts.csv", text);
    let (told, rows, _) = read_file(&path, &in_dollars());
    let currencies: Vec<String> = rows.iter().map(|row| cell(&told, row, "currency").to_string()).collect();
    assert_eq!(currencies, ["EUR", "EUR", "GBP"]);
}

#[test]
fn a_key_with_different_content_rejects_all_its_rows_and_the_same_content_counts_once() {
    let text = "account_id,name\nA,Ada\nB,Bo\nA,Ada\nB,Bob\nC,Cy\nB,Bo\nD,Di\nD,Di\nD,Dina\n";
    let (_folder, path) = file("accounts.csv", text);
    let (_, rows, rejected) = read_file(&path, &ReadingOptions::default());
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 6]);
    assert_eq!(rejected.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 5, 7, 8, 9, 10]);
    assert_eq!(rejected[0].reason, "B appears with different content in lines 3, 5, 7: keep one of them");
}

#[test]
fn doubled_headings_matter_only_when_they_are_used() {
    let (_folder, path) = file("accounts.csv", "account_id,name,note,note\nA,Ada,x,y\n");
    assert!(survey(&deliveries(), &[path], &ReadingOptions::default())[0].questions.is_empty());
    let (_folder, path) = file("accounts.csv", "account_id,name,Name\nA,Ada,x\n");
    let told = survey(&deliveries(), &[path], &ReadingOptions::default());
    assert_eq!(told[0].questions, ["the heading name stands in the file more than once: remove all but one"]);
}

#[test]
fn implausible_days_and_ends_before_beginnings_are_rejected() {
    let text = "account_id,owner_email,from,to\nA,x@y.example,1900-01-01,\nA,x@y.example,2024-02-01,2024-01-31\nA,x@y.example,2024-02-01,2024-02-01\n";
    let (_folder, path) = file("ownership.csv", text);
    let (_, rows, rejected) = read_file(&path, &ReadingOptions::default());
    // The same key with other content: both are rejected before their dates are compared.
    assert!(rows.is_empty());
    assert_eq!(reasons(&rejected)[0], (2, "1900-01-01 is outside 1970 to 2100"));
    let (_folder, path) = file("ownership.csv", "account_id,owner_email,from,to\nA,x,2024-02-01,2024-01-31\n");
    let (_, _, rejected) = read_file(&path, &ReadingOptions::default());
    assert_eq!(reasons(&rejected), [(2, "ends on 2024-01-31 before it begins on 2024-02-01")]);
    let (_folder, path) =
        file("milestones.csv", "account_id,milestone,due_on,reached_on\nA,go,2024-02-01,2024-01-31\n");
    assert_eq!(read_file(&path, &ReadingOptions::default()).1.len(), 1);
}

#[test]
fn moments_with_an_offset_are_told_in_the_zone_of_the_book() {
    let text = "ticket_id,account_id,opened_at,closed_at,known_at,source\n1,A,2024-01-31T23:30:00Z,2024-02-01 3:00,2024-02-02T10:00:00+02:00,zen\n";
    let (_folder, path) = file("tickets.csv", text);
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(1));
    let options = ReadingOptions { time_zone: Some(zone), ..ReadingOptions::default() };
    let (told, rows, _) = read_file(&path, &options);
    assert_eq!(cell(&told, &rows[0], "opened_at"), &Cell::Moment(datetime(2024, 2, 1, 0, 30, 0, 0)));
    assert_eq!(cell(&told, &rows[0], "closed_at"), &Cell::Moment(datetime(2024, 2, 1, 3, 0, 0, 0)));
    assert_eq!(rows[0].known_at, Some(datetime(2024, 2, 2, 9, 0, 0, 0)));
    assert_eq!(&*rows[0].source, "zen");
}

#[test]
fn a_cell_of_two_hundred_thousand_letters_is_read() {
    let name = "long, ".repeat(40_000);
    let (_folder, path) = file("accounts.csv", format!("account_id,name\nA,\"{name}\"\n"));
    let (told, rows, _) = read_file(&path, &ReadingOptions::default());
    assert_eq!(cell(&told, &rows[0], "name"), &Cell::text(name.trim()));
}

#[test]
fn headings_are_found_below_a_preamble_and_a_separator_hint() {
    let (_folder, path) = file("accounts.csv", "sep=;\nExport of accounts;;\n\naccount_id;name;country\nA;Ada;PT\n");
    let (told, rows, rejected) = read_file(&path, &ReadingOptions::default());
    assert_eq!((told.heading_line, told.separator, rows.len()), (4, Some(';'), 1));
    assert_eq!((rows[0].line, rejected), (5, Vec::new()));
}

fn workbook(path: &Path) {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    let page = workbook.add_worksheet().set_name("Contracts").unwrap();
    for (place, heading) in
        (0..).zip(["contract_id", "account_id", "starts_on", "ends_on", "arr_amount", "currency", "trial"])
    {
        page.write(0, place, heading).unwrap();
    }
    page.write(1, 0, 9_240_000_000_u64).unwrap();
    page.write(1, 1, "=A1").unwrap();
    page.write_with_format(1, 2, rust_xlsxwriter::ExcelDateTime::parse_from_str("2024-03-01").unwrap(), &day).unwrap();
    page.write(1, 3, 45_500).unwrap();
    page.write(1, 4, 1.234).unwrap();
    page.write(1, 5, "EUR").unwrap();
    page.write(1, 6, true).unwrap();
    page.write(3, 0, "C2").unwrap();
    page.write(3, 1, "A").unwrap();
    page.write(3, 2, "31/01/2024").unwrap();
    page.write(3, 4, -1).unwrap();
    page.write(3, 5, "EUR").unwrap();
    workbook.add_worksheet().set_name("_notes").unwrap();
    workbook.save(path).unwrap();
}

#[test]
fn sheets_are_read_with_their_dates_and_numbers_and_rejects_go_back_into_a_workbook() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.xlsx");
    workbook(&path);
    let (told, rows, rejected) = read_file(&path, &ReadingOptions::default());
    assert_eq!((told.format, told.sheet.as_deref(), told.row_count), ("XLSX", Some("Contracts"), 2));
    let cells: Vec<String> = rows[0].cells.iter().take(6).map(ToString::to_string).collect();
    assert_eq!(cells, ["9240000000", "=A1", "2024-03-01", "2024-07-27", "1.234", "EUR"]);
    assert_eq!(cell(&told, &rows[0], "trial"), &Cell::Flag(true));
    assert_eq!(reasons(&rejected), [(4, "negative amount: -1")]);

    let written = deliveries().write_rejects(&told, &rejected, folder.path()).unwrap();
    let again = survey(&deliveries(), &[written], &ReadingOptions::default());
    assert_eq!((again[0].row_count, again[0].headings.last().unwrap().as_str()), (1, "reason"));
}

#[test]
fn rejected_rows_are_written_as_they_stand_with_the_reason() {
    let text = "account_id;name;seats\r\n\"A;1\";Ada;many\r\nB;Bo;2\r\nC;\"C\"\"y\"\r\n";
    let (folder, path) = file("accounts.csv", text);
    let (told, _, rejected) = read_file(&path, &ReadingOptions::default());
    let written = deliveries().write_rejects(&told, &rejected, &folder.path().join("out")).unwrap();
    assert_eq!(
        std::fs::read_to_string(&written).unwrap(),
        "account_id;name;seats;reason\n\"A;1\";Ada;many;many is not a number\nC;\"C\"\"y\";;too few cells: 2 where the headings are 3\n"
    );
    let (told, _, rejected) = read_file(&written, &ReadingOptions::default());
    assert_eq!(told.matched.as_ref().unwrap().shape.object, "accounts");
    let again = deliveries().write_rejects(&told, &rejected, folder.path()).unwrap();
    assert_eq!(
        std::fs::read_to_string(again).unwrap(),
        "account_id;name;seats;reason\n\"A;1\";Ada;many;many is not a number\n"
    );
}

#[test]
fn a_file_changed_after_the_survey_is_looked_at_again() {
    let (_folder, path) = file("accounts.csv", "account_id,name\nA,Ada\n");
    let deliveries = deliveries();
    let told = survey(&deliveries, std::slice::from_ref(&path), &ReadingOptions::default());
    std::fs::write(&path, "name;account_id\nAda;A\nBo;B\n").unwrap();
    let (rows, _) = read(&deliveries, &told[0], &ReadingOptions::default());
    assert_eq!(rows.iter().map(|row| row.cells[0].to_string()).collect::<Vec<_>>(), ["A", "B"]);
}

#[test]
fn the_reason_beside_rejected_rows_is_no_column_of_ours() {
    let text = "review_id,account_id,due_on,reason\nR-1,A-1,2024-01-31,no account is known\n";
    let (_folder, path) = file("business_reviews_rejected.csv", text);
    let (told, rows, _) = read_file(&path, &ReadingOptions::default());
    assert_eq!(cell(&told, &rows[0], "missed_reason"), &Cell::Empty);
    let (_folder, path) = file("business_reviews.csv", text);
    let (told, rows, _) = read_file(&path, &ReadingOptions::default());
    assert_eq!(cell(&told, &rows[0], "missed_reason"), &Cell::text("no account is known"));
}

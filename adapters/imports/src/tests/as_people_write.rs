//! Lists people keep by hand: how cells are written, and where the table begins and ends.

use jiff::civil::date;
use ports::deliveries::DecimalMark;

use super::*;

fn texts(told: &FileSurvey, rows: &[ReadRow], column: &str) -> Vec<String> {
    rows.iter().map(|row| cell(told, row, column).to_string()).collect()
}

fn reasons(rejected: &[RejectedRow]) -> Vec<(u32, &str)> {
    rejected.iter().map(|row| (row.line, row.reason.as_str())).collect()
}

fn says(told: &FileSurvey, finding: &str) {
    assert!(told.findings.iter().any(|found| found == finding), "{finding}: {:?}", told.findings);
}

fn contracts(amounts: &[&str]) -> (tempfile::TempDir, PathBuf) {
    let rows: String =
        (1..).zip(amounts).map(|(number, amount)| format!("C{number};A;31.01.2024;{amount};EUR\n")).collect();
    file("contracts.csv", format!("contract_id;account_id;starts_on;arr_amount;currency\n{rows}"))
}

#[test]
fn amounts_are_read_as_lists_write_them() {
    let (_folder, path) = contracts(&["€ 12.500,-", "12 TEUR", "1,2 Mio. €", "9.000 EUR p.a.", "500 €/Monat"]);
    let (told, rows, rejected) = read_file(&path, &ReadingOptions::default());
    assert_eq!(texts(&told, &rows, "arr_amount"), ["12500", "12000", "1200000", "9000"]);
    assert_eq!(reasons(&rejected), [(6, "500 €/Monat is an amount of a month where that of a year is wanted")]);
    says(&told, "amounts in thousands: 12 TEUR in line 3, column arr_amount");
    says(&told, "amounts in millions: 1,2 Mio. € in line 4, column arr_amount");
    says(&told, "amounts of a year: 9.000 EUR p.a. in line 5, column arr_amount");
}

#[test]
fn a_single_amount_with_three_digits_is_asked_and_answered() {
    let (_folder, path) = contracts(&["12.500 €"]);
    let told = &survey(shared(), std::slice::from_ref(&path), &ReadingOptions::default())[0];
    let question = "12.500 € in column arr_amount (line 2) can be 12500 or 12.500: say --decimal comma or point";
    assert_eq!(told.questions, [question]);
    for (mark, amount) in [(DecimalMark::Comma, "12500"), (DecimalMark::Point, "12.5")] {
        let said = ReadingOptions { decimal: Some(mark), ..ReadingOptions::default() };
        let (told, rows, _) = read_file(&path, &said);
        let read = cell(&told, &rows[0], "arr_amount").to_string();
        assert_eq!(read.trim_end_matches('0').len().max(amount.len()), amount.len(), "{read}");
        assert!(read.starts_with(amount), "{read}");
    }
    let (_folder, path) = contracts(&["12.500 €", "1.250 €"]);
    let (told, rows, _) = read_file(&path, &ReadingOptions::default());
    assert_eq!(texts(&told, &rows, "arr_amount"), ["12500", "1250"]);
    // Dinars have thousandths.
    let (_folder, path) = contracts(&["KWD 12.500", "KWD 1.250"]);
    assert_eq!(survey(shared(), &[path], &ReadingOptions::default())[0].questions.len(), 1);
}

#[test]
fn a_month_is_its_first_day_where_a_day_is_wanted() {
    let text = "account_id,month,active_users\nA,2024-11,5\nA,Dez. 2024,6\nA,Q1 2025,7\n";
    let (_folder, path) = file("usage_monthly.csv", text);
    let (told, rows, _) = read_file(&path, &ReadingOptions::default());
    assert_eq!(texts(&told, &rows, "month"), ["2024-11-01", "2024-12-01", "2025-01-01"]);
    says(
        &told,
        "months are taken for their first day: 2024-11 in line 2 is 2024-11-01, column month; quarters are taken for their first day: Q1 2025 in line 4 is 2025-01-01, column month",
    );
    let (_folder, path) = file("tickets.csv", "ticket_id,account_id,opened_at\n1,A,Nov 2024\n");
    let (_, _, rejected) = read_file(&path, &ReadingOptions::default());
    assert_eq!(reasons(&rejected), [(2, "Nov 2024 is not a date; write it as 2024-12-31")]);
}

#[test]
fn money_is_no_date_though_spreadsheets_count_days_so() {
    let text = "Invoice,Account ID,Invoice date,Due date,Total,Paid,Currency\nR1,A,2024-01-14,2024-02-14,45000,45000,EUR\nR2,A,2024-01-15,2024-02-15,45100,45100,EUR\n";
    let (_folder, path) = file("invoices.csv", text);
    let (told, rows, _) = read_file(&path, &ReadingOptions::default());
    assert_eq!(texts(&told, &rows, "paid_on"), ["", ""]);
    let (_folder, path) = file("invoices.csv", text.replace("Paid", "Paid on"));
    let (told, rows, _) = read_file(&path, &ReadingOptions::default());
    assert_eq!(cell(&told, &rows[0], "paid_on"), &Cell::Day(date(2023, 3, 15)));
}

#[test]
fn one_column_that_proves_the_order_speaks_for_its_file() {
    let text = "account_id,owner_email,from,to\nA,x@y.example,24/01/2024,01/02/2025\n";
    let (_folder, path) = file("ownership.csv", text);
    let (told, rows, _) = read_file(&path, &ReadingOptions::default());
    assert_eq!(cell(&told, &rows[0], "to"), &Cell::Day(date(2025, 2, 1)));
    says(&told, "day first: as column from proves, column to");
    // Columns that contradict each other prove nothing for a third.
    let text =
        "invoice_id,account_id,issued_on,due_on,paid_on,amount,currency\n1,A,24/01/2024,02/24/2024,01/02/2024,5,EUR\n";
    let (_folder, path) = file("invoices.csv", text);
    assert_eq!(survey(shared(), &[path], &ReadingOptions::default())[0].questions.len(), 1);
}

#[test]
fn titles_stand_over_the_headings_and_totals_under_and_between_the_rows() {
    let text = "Kundenliste 2024;;;\nStand: 15.11.2024, Vertrieb Süd;;;\n\nKundennummer;Kunde;Land;Lizenzen\n01;Firma A;DE;5\n02;Total;FR;6\nZwischensumme;;;11\n03;Firma C;DE;7\nGesamt;;;18\nAnzahl Kunden: 3;;;\nStand 15.11.2024, erstellt von Maya;;;\n";
    let (_folder, path) = file("liste.csv", text);
    let deliveries = deliveries();
    let told = &survey(&deliveries, &[path], &ReadingOptions::default())[0];
    assert_eq!((told.heading_line, told.row_count), (4, 3));
    assert_eq!(told.headings[0], "Kundennummer");
    says(told, "left out: 2 rows of totals, the first in line 7 (`Zwischensumme`)");
    says(told, "left out: 2 lines under the table from line 10 (`Anzahl Kunden: 3`)");
    let (mut names, mut left_out) = (Vec::new(), 0);
    let mut take = |batch| {
        match batch {
            Batch::Rows(rows) => names.extend(texts(told, &rows, "name")),
            Batch::Rejected(rejected) => panic!("{rejected:?}"),
            Batch::LeftOut(lines) => left_out += lines,
        }
        Ok(())
    };
    deliveries.read(told, &ReadingOptions::default(), &mut take).unwrap();
    assert_eq!((names, left_out), (vec!["Firma A".to_owned(), "Total".to_owned(), "Firma C".to_owned()], 4));
}

#[test]
fn headings_of_sections_are_rejected_and_rows_with_a_key_alone_are_not() {
    let text = "Customer,Country,Seats\nEnterprise,,\nFirm A,DE,5\nFirm B,DE,7\n\nSMB,,\nFirm C,FR,50\nK-9,,\n";
    let (_folder, path) = file("customers.csv", text);
    let (told, rows, rejected) = read_file(&path, &ReadingOptions::default());
    assert_eq!(texts(&told, &rows, "name"), ["Firm A", "Firm B", "Firm C", "K-9"]);
    let why = "stands in the row, as headings of sections do: fill in another cell or remove it";
    assert_eq!(reasons(&rejected), [(2, &*format!("only `Enterprise` {why}")), (6, &*format!("only `SMB` {why}"))]);
    says(&told, "rejected: 2 rows that hold one name only, as headings of sections do: Enterprise in line 2");
    // A template says what every column is; a list of names alone is one.
    let (_folder, path) = file("accounts.csv", "account_id,name,country\nA,,\nB,Bo,DE\nC,Cy,DE\n");
    let (_, _, rejected) = read_file(&path, &ReadingOptions::default());
    assert_eq!(reasons(&rejected), [(2, "name is empty")]);
    let (_folder, path) = file("customers.csv", "Customer,Country,Seats\nFirm A,,\nFirm B,,\nFirm C,DE,7\n");
    assert_eq!(read_file(&path, &ReadingOptions::default()).1.len(), 3);
}

#[test]
fn what_is_not_recognised_is_told_by_its_headings_and_not_by_its_title() {
    let text = "OurCo Inc\nInvoice List\n\"January - December, 2024\"\n\n,Shoe,Colour,Lace\n,44,red,long\n";
    let (_folder, path) = file("shoes.csv", text);
    let told = &survey(shared(), &[path], &ReadingOptions::default())[0];
    assert_eq!((told.heading_line, told.headings.join("|").as_str()), (5, "|Shoe|Colour|Lace"));
    let text = "\"Active Users by Company\"\n\n,2024-11-01,2024-11-02,2024-11-03\nAcme,20,28,18\nBluefin,56,40,50\n";
    let (_folder, path) = file("pivot.csv", text);
    let told = &survey(shared(), &[path], &ReadingOptions::default())[0];
    assert_eq!(told.heading_line, 3);
}

#[test]
fn hidden_sheets_are_passed_over_and_zeros_a_sheet_shows_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("liste.xlsx");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let five = rust_xlsxwriter::Format::new().set_num_format("00000");
    let page = workbook.add_worksheet().set_name("Kunden").unwrap();
    for (place, heading) in (0..).zip(["Kundennummer", "Kunde", "Lizenzen"]) {
        page.write(0, place, heading).unwrap();
    }
    page.write_with_format(1, 0, 42, &five).unwrap();
    page.write(1, 1, "Firma A").unwrap();
    page.write_with_format(1, 2, 7, &five).unwrap();
    workbook.add_worksheet().set_name("hiddenSheet").unwrap().set_hidden(true);
    workbook.add_worksheet().set_name("secret").unwrap().set_very_hidden(true);
    workbook.save(&path).unwrap();
    let (told, rows, _) = read_file(&path, &ReadingOptions::default());
    assert_eq!(
        (texts(&told, &rows, "account_id"), texts(&told, &rows, "seats")),
        (vec!["00042".to_owned()], vec!["7".to_owned()])
    );
    says(&told, "passed over: the hidden sheets hiddenSheet, secret");
}

#[test]
fn a_file_is_called_what_it_is() {
    let format = |name: &str, text: &str| {
        let (_folder, path) = file(name, text);
        survey(shared(), &[path], &ReadingOptions::default())[0].format
    };
    assert_eq!(format("accounts.csv", "account_id,name\nA,Ada\n"), "CSV");
    assert_eq!(format("accounts.tsv", "account_id\tname\nA\tAda\n"), "TSV");
    let event = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20240511T071940Z\r\nDTEND:20240511T074940Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    assert_eq!(format("meetings.ics", event), "ICS");
}

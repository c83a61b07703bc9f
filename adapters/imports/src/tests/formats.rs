//! Workbooks of every kind, packed files, headings over two rows, and lines under a table.

use std::io::Write as _;

use jiff::civil::date;
use kernel::Refusal;
use ports::Fault;
use zip::write::SimpleFileOptions;

use super::*;

/// An old workbook with a date, a serial day, an error and names in several scripts, packed.
const XLS: &[u8] = include_bytes!("made/accounts.xls.gz");

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn refusal(path: &Path) -> String {
    match deliveries().survey(&[path.to_owned()], &ReadingOptions::default(), &mut |_| ()) {
        Err(Fault::Refused(Refusal::Rejected(words))) => words,
        other => panic!("not rejected: {other:?}"),
    }
}

fn names(rows: &[ReadRow]) -> Vec<String> {
    rows.iter().map(|row| row.cells[1].to_string()).collect()
}

#[test]
fn an_old_workbook_is_read_with_its_dates_and_its_error() {
    let (_folder, path) = file("accounts.xls.gz", XLS);
    let (told, rows, rejected) = read_file(&path, &ReadingOptions::default());
    assert_eq!((told.format, told.sheet.as_deref(), told.row_count), ("XLS", Some("Kunden"), 3));
    assert_eq!(names(&rows), ["Müller & Söhne 株式会社", "Leer"]);
    assert_eq!(cell(&told, &rows[0], "signed_up_on"), &Cell::Day(date(2024, 2, 29)));
    assert_eq!(cell(&told, &rows[1], "signed_up_on"), &Cell::Day(date(2024, 1, 1)));
    assert_eq!(
        (rejected[0].line, rejected[0].reason.as_str()),
        (3, "#DIV/0! is an error of the spreadsheet; mend it there")
    );
}

#[test]
fn an_opendocument_sheet_is_read() {
    let row = |cells: &str| format!("<table:table-row>{cells}</table:table-row>");
    let text = |words: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{words}</text:p></table:table-cell>")
    };
    let day = "<table:table-cell office:value-type=\"date\" office:date-value=\"2024-02-29\"><text:p>29.02.24</text:p></table:table-cell>";
    let headings = row(&["account_id", "name", "signed_up_on"].map(text).concat());
    let rows = row(&format!("{}{}{day}", text("A-1"), text("Ωμέγα")));
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet><table:table table:name=\"Konten\">{headings}{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let mimetype = b"application/vnd.oasis.opendocument.spreadsheet";
    let manifest = b"<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>";
    let bytes =
        zipped(&[("mimetype", mimetype), ("content.xml", content.as_bytes()), ("META-INF/manifest.xml", manifest)]);
    let (_folder, path) = file("konten.ods", bytes);
    let (told, rows, _) = read_file(&path, &ReadingOptions::default());
    assert_eq!((told.format, told.sheet.as_deref()), ("ODS", Some("Konten")));
    assert_eq!(names(&rows), ["Ωμέγα"]);
    assert_eq!(cell(&told, &rows[0], "signed_up_on"), &Cell::Day(date(2024, 2, 29)));
}

#[test]
fn what_libreoffice_makes_of_a_file_gives_the_same_rows() {
    let program = ["soffice", "libreoffice"].into_iter().find(|name| {
        std::process::Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success())
    });
    let Some(program) = program else {
        let _ =
            writeln!(std::io::stderr(), "SKIPPED: LibreOffice is not installed, so no XLS, XLSX and ODS made by it");
        return;
    };
    let (folder, path) =
        file("accounts.csv", "account_id,name,signed_up_on\nA-1,Zoë,2024-02-29\nA-2,Ωμέγα,2024-12-31\n");
    let (_, plain, _) = read_file(&path, &ReadingOptions::default());
    for ending in ["xls", "xlsx", "ods"] {
        let made = std::process::Command::new(program)
            // Commas, quotes and UTF-8, whatever the language of the machine.
            .args(["--headless", "--infilter=CSV:44,34,76,1", "--convert-to", ending, "--outdir"])
            .args([folder.path(), &path])
            .env("HOME", folder.path())
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        let (told, rows, _) = read_file(&path.with_extension(ending), &ReadingOptions::default());
        assert_eq!(told.format.to_lowercase(), ending);
        assert_eq!(rows, plain, "{ending}");
    }
}

#[test]
fn packed_files_are_read_as_if_they_lay_there() {
    let accounts = "account_id,name\nA-1,Ærø\n".as_bytes();
    let contacts = "contact_id,account_id\nC-1,A-1\n".as_bytes();
    let (_folder, path) = file("accounts.csv.gz", gzipped(accounts));
    let (_, rows, _) = read_file(&path, &ReadingOptions::default());
    assert_eq!(names(&rows), ["Ærø"]);

    let bytes = zipped(&[
        ("Kunden/accounts.csv", accounts),
        ("連絡先.csv", contacts),
        ("__MACOSX/a.csv", b"x"),
        ("read me.txt", b"x"),
    ]);
    let (folder, path) = file("export.zip", bytes);
    let deliveries = deliveries();
    let surveys = survey(&deliveries, std::slice::from_ref(&path), &ReadingOptions::default());
    let told: Vec<_> = surveys.iter().map(|survey| survey.sheet.as_deref().unwrap()).collect();
    assert_eq!(told, ["Kunden/accounts.csv", "連絡先.csv"]);
    let (rows, rejected) = read(&deliveries, &surveys[0], &ReadingOptions::default());
    assert_eq!((names(&rows), rejected.len()), (vec!["Ærø".to_owned()], 0));
    let reject = RejectedRow { line: 2, column: None, value: None, reason: "no".to_owned() };
    let written = deliveries.write_rejects(&surveys[1], &[reject], &folder.path().join("rejects")).unwrap();
    assert_eq!(std::fs::read_to_string(written).unwrap(), "contact_id,account_id,reason\nC-1,A-1,no\n");
}

#[test]
fn archives_that_lead_out_nest_or_are_damaged_are_refused_in_one_line() {
    let inner = zipped(&[("accounts.csv", b"account_id,name\n")]);
    let cases: [(&str, Vec<u8>, &str); 6] = [
        ("up.zip", zipped(&[("../accounts.csv", b"a")]), "wants to lie elsewhere (`../accounts.csv`)"),
        ("root.zip", zipped(&[("/etc/accounts.csv", b"a")]), "wants to lie elsewhere"),
        ("drive.zip", zipped(&[("C:\\accounts.csv", b"a")]), "wants to lie elsewhere"),
        ("nested.zip", zipped(&[("inner.zip", &inner)]), "another packed file (`inner.zip`)"),
        ("twice.csv.gz", gzipped(&gzipped(b"a,b\n")), "is packed within another packed file"),
        ("cut.csv.gz", gzipped(&[b'a'; 10_000])[..30].to_vec(), "cannot be unpacked"),
    ];
    for (name, bytes, says) in cases {
        let (_folder, path) = file(name, bytes);
        let words = refusal(&path);
        assert!(words.contains(says) && words.starts_with(name) && words.lines().count() == 1, "{name}: {words}");
    }
}

#[test]
fn notices_under_a_table_are_left_out_and_told() {
    let footer = "\nGrand Totals (2 records),,\nConfidential Information - Do Not Distribute,,\n\"Copyright © 2000-2026 salesforce.com, inc.\",,\n";
    let text = format!("account_id,name,plan\nA-1,Total,x\nA-2,Copyright Clearing,\n{footer}");
    let (_folder, path) = file("accounts.csv", text);
    let (told, rows, rejected) = read_file(&path, &ReadingOptions::default());
    assert_eq!((names(&rows), rejected), (vec!["Total".to_owned(), "Copyright Clearing".to_owned()], vec![]));
    let said = told.findings.iter().find(|finding| finding.starts_with("left out")).unwrap();
    assert_eq!(said, "left out: 3 lines under the table from line 5 (`Grand Totals (2 records)`)");
    // What looks like a notice and has rows under it is a row.
    let (_folder, path) = file("accounts.csv", "account_id,name,plan\nTotal,Total Energies,\nA-2,Bo,\n");
    assert_eq!(read_file(&path, &ReadingOptions::default()).1.len(), 2);
}

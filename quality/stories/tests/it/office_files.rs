//! The small company as office programs save it: workbooks and sheets hold the same facts as the plain files.

use std::path::{Path, PathBuf};
use std::process::Command;

use stories::Scene;

/// Objects whose files are saved again: days, moments, amounts, flags, empty cells and identifiers that look like numbers.
const SAVED_AGAIN: [&str; 6] = ["accounts", "contacts", "contracts", "touchpoints", "tickets", "surveys"];

/// Runs a program of this machine; `None`, said loudly, where it is not there.
fn run(program: &str, arguments: &[&str]) -> Option<()> {
    match Command::new(program).args(arguments).output() {
        Ok(done) => {
            assert!(done.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
            Some(())
        }
        Err(_) => {
            eprintln!("SKIPPED: {program} is not on this machine");
            None
        }
    }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Everything the small company comes to, after these files took the place of its own.
fn exported(files: &dyn Fn(&Scene, &Path) -> Option<Vec<PathBuf>>) -> Option<Vec<String>> {
    let scene = Scene::empty();
    let folder = scene.folder("plain");
    testkit::small_company(&folder).unwrap();
    let saved_again = files(&scene, &folder)?;
    let mut all: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    if !saved_again.is_empty() {
        all.retain(|path| !SAVED_AGAIN.iter().any(|object| path.file_stem().is_some_and(|stem| stem == *object)));
    }
    all.extend(saved_again);
    scene.import(&all).unwrap();
    scene.export(&scene.folder("out")).unwrap();
    let read = |object: &&str| std::fs::read_to_string(scene.folder("out").join(format!("{object}.csv"))).unwrap();
    Some(SAVED_AGAIN.iter().map(read).collect())
}

fn check(kind: &str, files: &dyn Fn(&Scene, &Path) -> Option<Vec<PathBuf>>) {
    let plain = exported(&|_, _| Some(Vec::new())).unwrap();
    let Some(other) = exported(files) else { return };
    for (object, (ours, theirs)) in SAVED_AGAIN.iter().zip(plain.iter().zip(&other)) {
        let differs = ours.lines().zip(theirs.lines()).find(|(ours, theirs)| ours != theirs);
        assert!(ours == theirs, "{object} as {kind}: {differs:?}");
    }
}

/// LibreOffice opens the plain files and saves them in its own way.
fn by_libreoffice(scene: &Scene, plain: &Path, kind: &str) -> Option<Vec<PathBuf>> {
    let (out, profile) = (scene.folder(kind), scene.folder("profile"));
    let profile = format!("-env:UserInstallation=file://{}", text(&profile));
    let out_words = text(&out);
    let files: Vec<String> = SAVED_AGAIN.iter().map(|object| text(&plain.join(format!("{object}.csv")))).collect();
    // Commas, quotes, UTF-8, and what looks like a day or a number becomes one.
    let reading = "--infilter=CSV:44,34,76,1,,0,false,true";
    let mut arguments = vec![&*profile, "--headless", reading, "--convert-to", kind, "--outdir", &out_words];
    arguments.extend(files.iter().map(String::as_str));
    run("soffice", &arguments)?;
    Some(SAVED_AGAIN.iter().map(|object| out.join(format!("{object}.{kind}"))).collect())
}

#[test]
fn workbooks_of_libreoffice_hold_the_same_facts() {
    for kind in ["xlsx", "ods", "xls"] {
        check(kind, &|scene, plain| by_libreoffice(scene, plain, kind));
    }
}

/// Typed cells, a title over the headings and a sheet of notes before the one with rows, as reports are made by scripts.
const BY_OPENPYXL: &str = r#"
import csv, datetime, re, sys
from openpyxl import Workbook
plain, out = sys.argv[1], sys.argv[2]
def typed(text):
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return datetime.date.fromisoformat(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?", text):
        return datetime.datetime.fromisoformat(text)
    if re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", text):
        return float(text) if "." in text else int(text)
    return {"true": True, "false": False}.get(text, text or None)
for name in sys.argv[3:]:
    rows = list(csv.reader(open(f"{plain}/{name}.csv", encoding="utf-8", newline="")))
    book = Workbook()
    notes = book.active
    notes.title = "Notes"
    notes.append(["Made for the quarterly review"])
    sheet = book.create_sheet(name)
    sheet.append([f"All {name}"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(rows[0]))
    sheet.append(rows[0])
    for row in rows[1:]:
        sheet.append([typed(cell) for cell in row])
    book.save(f"{out}/{name}.xlsx")
"#;

#[test]
fn workbooks_written_by_openpyxl_hold_the_same_facts() {
    check("openpyxl", &|scene, plain| {
        let out = scene.folder("openpyxl");
        std::fs::create_dir_all(&out).unwrap();
        let has_library = Command::new("/usr/bin/python3").args(["-c", "import openpyxl"]).status();
        if !has_library.is_ok_and(|done| done.success()) {
            eprintln!("SKIPPED: the library openpyxl of the system's python3 is not on this machine");
            return None;
        }
        let (plain, out_words) = (text(plain), text(&out));
        let mut arguments = vec!["-c", BY_OPENPYXL, &plain, &out_words];
        arguments.extend(SAVED_AGAIN);
        run("/usr/bin/python3", &arguments)?;
        Some(SAVED_AGAIN.iter().map(|object| out.join(format!("{object}.xlsx"))).collect())
    });
}

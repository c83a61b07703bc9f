//! The table of docs/imports.md: every sample file, what was read of it, and whether it comes back as it was.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use app::shapes;
use kernel::Cell;
use ports::deliveries::ReadingOptions;
use ports::store::FactQuery;
use report::{Block, Report, TableCell};
use stories::{Scene, samples};

/// Folders that are taken in together, each into an empty home.
const TOGETHER: [&[&str]; 9] = [
    &["ravenstack"],
    &["ravenstack-iso", "ravenstack-team"],
    &["fivetran-salesforce"],
    &["fivetran-hubspot"],
    &["fivetran-zendesk"],
    &["fivetran-stripe"],
    &["fivetran-workday"],
    &["salesforce-dataloader"],
    &["salesforce-dataloader/encodings"],
];
/// The document, and the marks the table stands between.
const DOCUMENT: &str = "docs/imports.md";
const BEGIN: &str = "<!-- begin: printed by `cargo xtask imports` -->\n";
const END: &str = "<!-- end: printed by `cargo xtask imports` -->";
/// Where the table is written instead of being compared.
const PRINT_TO: &str = "EVENKEEL_PRINT_IMPORTS";

/// One row of the table.
#[derive(Default)]
struct Line {
    read_as: String,
    rows: u64,
    new: i64,
    left_out: i64,
    rejected: BTreeMap<String, u64>,
    altered: u64,
}

fn lines_of(folders: &[PathBuf]) -> BTreeMap<String, Line> {
    let scene = Scene::empty();
    let surveys = scene.desk().deliveries.survey(folders, &ReadingOptions::default(), &mut |_| ()).unwrap();
    let mut lines: BTreeMap<String, Line> = BTreeMap::new();
    for survey in &surveys {
        let line = lines.entry(name_of(&survey.path)).or_default();
        line.rows = survey.row_count;
        let read_as = match (&survey.matched, &survey.aside) {
            (Some(matched), _) => format!("{} by {}", matched.shape.object, matched.preset),
            (None, Some(aside)) => format!("known: {aside}"),
            (None, None) => survey.findings.last().cloned().unwrap_or_default(),
        };
        line.read_as = if line.read_as.is_empty() { read_as } else { format!("{}, {read_as}", line.read_as) };
    }
    let wanted: Vec<PathBuf> =
        surveys.iter().filter(|survey| survey.questions.is_empty()).map(|s| s.path.clone()).collect();
    for survey in surveys.iter().filter(|survey| !survey.questions.is_empty()) {
        lines.entry(name_of(&survey.path)).or_default().read_as = format!("asks: {}", survey.questions.join("; "));
    }
    match scene.import(&wanted) {
        Ok(report) => count(&report, &mut lines),
        Err(refusal) => {
            assert!(
                refusal.to_string().contains("rejected") || refusal.to_string().contains("recognised"),
                "{refusal}"
            );
        }
    }
    tell_rejects(&scene, &mut lines);
    tell_altered(&scene, &mut lines);
    lines
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

fn number(cell: Option<&TableCell>) -> i64 {
    match cell {
        Some(TableCell::Figure(figure)) => figure.value.and_then(|value| i64::try_from(value).ok()).unwrap_or(0),
        _ => 0,
    }
}

fn count(report: &Report, lines: &mut BTreeMap<String, Line>) {
    let Some(Block::Table(table)) = report.blocks.first() else { return };
    for row in &table.rows {
        let TableCell::Text(name) = &row[0] else { continue };
        let line = lines.get_mut(name.as_str()).unwrap();
        (line.new, line.left_out) = (line.new + number(row.get(3)), line.left_out + number(row.get(7)));
    }
}

/// The reasons stand in the reject files, with what is different from row to row taken out.
fn tell_rejects(scene: &Scene, lines: &mut BTreeMap<String, Line>) {
    let folder = scene.folder("rejects").join("delivery-1");
    let Ok(entries) = std::fs::read_dir(&folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        let stem = name_of(&path).replace("_rejected.csv", "");
        // A file that is read for two objects has two reject files.
        let is_of = |name: &&String| {
            let own = name.trim_end_matches(".csv");
            stem == own
                || stem.strip_prefix(own).is_some_and(|rest| shapes::find(rest.trim_start_matches('_')).is_some())
        };
        let name = lines.keys().find(is_of).cloned().unwrap();
        let table = scene.desk().deliveries.read_table(&path, &["reject_reason", "reason"]).unwrap();
        let reasons = table.columns.iter().flatten().next().unwrap();
        for cell in &reasons.cells {
            *lines.get_mut(&name).unwrap().rejected.entry(in_general(&cell.text)).or_default() += 1;
        }
    }
}

fn in_general(reason: &str) -> String {
    let mut words = String::new();
    for (place, part) in reason.split('`').enumerate() {
        words.push_str(if place % 2 == 0 { part } else { "…" });
    }
    match words.split_once(" appears with different content") {
        Some(_) => "the key appears with different content".to_owned(),
        None => words,
    }
}

/// Facts that are not the same when an export of them is taken into another home.
fn tell_altered(scene: &Scene, lines: &mut BTreeMap<String, Line>) {
    let folder = scene.folder("out");
    if scene.export(&folder).is_err() {
        return;
    }
    let other = Scene::empty();
    if other.import(&[folder]).is_err() {
        return;
    }
    for shape in shapes::ALL {
        let mut theirs: HashMap<String, Vec<Cell>> = HashMap::new();
        other
            .desk()
            .store
            .each_fact(&FactQuery::all(shape), &mut |record| {
                theirs.insert(record.key.to_string(), record.cells);
                true
            })
            .unwrap();
        scene
            .desk()
            .store
            .each_fact(&FactQuery::all(shape), &mut |record| {
                if theirs.get(&*record.key) != Some(&record.cells) {
                    lines.get_mut(&*record.origin.file).unwrap().altered += 1;
                }
                true
            })
            .unwrap();
    }
}

fn table(samples: &Path) -> String {
    let mut text = String::from(
        "| file | read as | rows | new | left out | rejected | altered |\n|---|---|--:|--:|--:|---|--:|\n",
    );
    for folders in TOGETHER {
        let paths: Vec<PathBuf> = folders.iter().map(|folder| samples.join(folder)).collect();
        for (name, line) in lines_of(&paths) {
            let folder = folders.iter().find(|folder| samples.join(folder).join(&name).is_file()).unwrap();
            let all: u64 = line.rejected.values().sum();
            let reasons: Vec<String> = line.rejected.iter().map(|(reason, rows)| format!("{rows}: {reason}")).collect();
            let rejected = if all == 0 { "0".to_owned() } else { reasons.join("<br>") };
            let (read_as, rows, new, left_out, altered) =
                (line.read_as.replace('|', "/"), line.rows, line.new, line.left_out, line.altered);
            writeln!(
                text,
                "| {folder}/{name} | {read_as} | {rows} | {new} | {left_out} | {} | {altered} |",
                rejected.replace('|', "/")
            )
            .unwrap();
            assert_eq!(altered, 0, "{name}");
        }
    }
    text
}

#[test]
fn the_table_of_the_documents_is_what_imports_give() {
    let Some(samples) = samples() else {
        eprintln!("SKIPPED: the samples are not at hand; set EVENKEEL_SAMPLES to their folder");
        return;
    };
    let table = table(&samples);
    if let Some(path) = std::env::var_os(PRINT_TO) {
        std::fs::write(path, table).unwrap();
        return;
    }
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let document = std::fs::read_to_string(Path::new(&here).join("../..").join(DOCUMENT)).unwrap();
    let printed =
        document.split_once(BEGIN).and_then(|(_, rest)| rest.split_once(END)).map(|(printed, _)| printed.trim());
    assert_eq!(printed, Some(table.trim()), "run `cargo xtask imports` and look at what changed");
}

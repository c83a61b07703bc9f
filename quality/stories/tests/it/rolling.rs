//! Health and churn risk held against what happened: the scores judged are those that were shown, nothing known later moves
//! them, and odd worlds get an answer.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use app::shapes;
use contract::{Inputs, Value};
use jiff::civil::{Date, date};
use kernel::fact::{ColumnKind, Stage};
use kernel::{FactShape, Refusal};
use ports::worlds::{WorldPlan, Worlds as _};
use proptest::prelude::*;
use report::{Block, Report};
use stories::{Scene, figure};
use testkit::SMALL_COMPANY;
use worlds::SeededWorlds;

fn backtest(scene: &Scene, what: &str, numbers: &[(&'static str, i64)]) -> Result<Report, Refusal> {
    let mut inputs = Inputs::default();
    for (name, number) in numbers {
        inputs.give(name, Value::Whole(*number));
    }
    scene.perform(&format!("backtest.{what}"), &inputs).map(|answer| answer.report)
}

/// A row of the trials a backtest writes out, by its headings.
type Row = BTreeMap<String, String>;

fn trials(scene: &Scene, what: &str, months: i64) -> Vec<Row> {
    let folder = tempfile::TempDir::new().unwrap();
    let mut inputs = Inputs::default();
    inputs.give("months", Value::Whole(months));
    inputs.give("trials", Value::Paths(vec![folder.path().to_path_buf()]));
    scene.perform(&format!("backtest.{what}"), &inputs).unwrap();
    table(&std::fs::read_to_string(folder.path().join("backtest_trials.csv")).unwrap())
}

fn table(text: &str) -> Vec<Row> {
    let mut lines = text.lines();
    let headings: Vec<&str> = lines.next().unwrap().split(',').collect();
    let row =
        |line: &str| headings.iter().map(|name| (*name).to_owned()).zip(line.split(',').map(str::to_owned)).collect();
    lines.map(row).collect()
}

fn number(row: &Row, name: &str) -> f64 {
    row[name].parse().unwrap_or_else(|_| panic!("{name} of {row:?}"))
}

fn lead(report: &Report) -> String {
    let Block::Text { prose } = &report.blocks[0] else { panic!("no text first") };
    prose.plain()
}

/// A simulated company, and the folder it lies in.
pub(crate) fn simulated(accounts: u32, from: Date) -> (Scene, PathBuf) {
    let scene = Scene::empty();
    let folder = scene.folder("world");
    let plan = WorldPlan { seed: 7, csms: 6, accounts, from, to: date(2025, 1, 1) };
    SeededWorlds.write(&plan, &folder, &mut |_| {}).unwrap();
    scene.import(std::slice::from_ref(&folder)).unwrap();
    (scene, folder)
}

#[test]
fn the_chances_judged_are_those_that_were_shown() {
    let mut scene = simulated(40, date(2021, 1, 1)).0;
    let rows = trials(&scene, "churn", 3);
    assert!(rows.len() > 40, "{}", rows.len());
    for row in rows.iter().step_by(17) {
        scene.as_of = row["cut_off"].parse().ok();
        let shown = scene.ask("churn.show", &[("account", &row["account_id"])]).unwrap();
        let shown = figure(&shown, "chance of being lost").unwrap().value.unwrap();
        let shown: f64 = shown.try_into().unwrap();
        assert!((shown - number(row, "chance")).abs() < 1e-9, "{row:?} shows {shown}");
    }
}

#[test]
fn the_scores_judged_are_those_that_were_shown() {
    let mut scene = simulated(40, date(2021, 1, 1)).0;
    let rows = trials(&scene, "health", 3);
    assert!(rows.len() > 40, "{}", rows.len());
    for row in rows.iter().step_by(13) {
        scene.as_of = row["cut_off"].parse().ok();
        let shown = scene.ask("health.show", &[("account", &row["account_id"])]).unwrap();
        let shown: f64 = figure(&shown, "health score").unwrap().value.unwrap().try_into().unwrap();
        assert!((shown - number(row, "score")).abs() < 1e-9, "{row:?} shows {shown}");
    }
}

/// What is done to rows that became known after a day.
#[derive(Debug, Clone, Copy)]
enum Later {
    Deleted,
    Scrambled,
}

/// The text of a template with everything known after a day deleted or scrambled: rows that began later, ends that came later
/// and days that are known on themselves.
fn without_later(shape: &FactShape, text: &str, cut_off: Date, later: Later) -> String {
    let mut lines = text.lines();
    let Some(head) = lines.next() else { return String::new() };
    let headings: Vec<&str> = head.split(',').collect();
    let place = |name: &str| headings.iter().position(|heading| *heading == name);
    let day = |cells: &[String], column: Option<&str>| -> Option<Date> {
        cells.get(place(column?)?)?.get(..10)?.parse().ok()
    };
    let mut out = format!("{head}\n");
    for line in lines {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        if cells.len() != headings.len() {
            // A comma within quotes: kept as it stands where it is old enough to tell.
            writeln!(out, "{line}").unwrap();
            continue;
        }
        let opened = day(&cells, shape.opened_by).or_else(|| day(&cells, shape.closed_by));
        if opened.is_some_and(|day| day > cut_off) {
            // Owners that overlap or no longer add up would be handed back, and say nothing about a score.
            if matches!(later, Later::Scrambled) && shape.object != "ownership" {
                scramble(shape, &headings, &mut cells);
                writeln!(out, "{}", cells.join(",")).unwrap();
            }
            continue;
        }
        let closed_later = day(&cells, shape.closed_by).is_some_and(|day| day > cut_off);
        for column in shape.columns {
            let Some(at) = place(column.name) else { continue };
            let own_later =
                column.stage == Stage::OwnDay && day(&cells, Some(column.name)).is_some_and(|day| day > cut_off);
            if (column.stage == Stage::Closing && closed_later) || own_later {
                cells[at].clear();
            }
        }
        writeln!(out, "{}", cells.join(",")).unwrap();
    }
    out
}

/// Numbers become others; what they stand for stays possible.
fn scramble(shape: &FactShape, headings: &[&str], cells: &mut [String]) {
    for column in shape.columns {
        let Some(at) = headings.iter().position(|heading| *heading == column.name) else { continue };
        let is_number = matches!(column.kind, ColumnKind::Whole(..) | ColumnKind::Number(..) | ColumnKind::Amount);
        if is_number && !cells[at].is_empty() {
            let turned = if cells[at].starts_with('1') { "2" } else { "1" };
            turned.clone_into(&mut cells[at]);
        }
    }
}

/// A home that holds what was known by a day, and what came later in another shape or not at all.
fn retold(files: &[(String, String)], cut_off: Date, later: Later) -> Scene {
    let scene = Scene::empty();
    let mut paths = Vec::new();
    for (object, text) in files {
        let shape = shapes::find(object).unwrap();
        paths.push(scene.file(&format!("retold/{object}.csv"), &without_later(shape, text, cut_off, later)));
    }
    scene.import(&paths).unwrap();
    scene
}

fn files_of(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let object = path.file_stem().unwrap().to_string_lossy().into_owned();
        if shapes::find(&object).is_some() {
            found.push((object, std::fs::read_to_string(&path).unwrap()));
        }
    }
    found.sort();
    found
}

fn asked_at(scene: &mut Scene, cut_off: Date) -> Vec<Vec<Block>> {
    scene.as_of = Some(cut_off);
    let lists = ["health.list", "churn.list"].map(|action| match scene.ask(action, &[]) {
        Ok(report) => report.blocks,
        Err(why) => vec![Block::text(why.to_string())],
    });
    scene.as_of = None;
    lists.to_vec()
}

fn nothing_later_moves_a_score(files: &[(String, String)], whole: &mut Scene, cut_off: Date) {
    let shown = asked_at(whole, cut_off);
    for later in [Later::Deleted, Later::Scrambled] {
        let mut other = retold(files, cut_off, later);
        assert_eq!(asked_at(&mut other, cut_off), shown, "{cut_off} {later:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn deleting_or_scrambling_what_the_small_company_learned_later_moves_no_score(days in 60..500_i32) {
        let files: Vec<(String, String)> =
            SMALL_COMPANY.iter().map(|(object, text)| ((*object).to_owned(), (*text).to_owned())).collect();
        let cut_off = date(2023, 9, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        nothing_later_moves_a_score(&files, &mut Scene::small_company(), cut_off);
    }
}

#[test]
fn deleting_or_scrambling_what_a_simulated_company_learned_later_moves_no_score() {
    let (mut scene, folder) = simulated(30, date(2021, 6, 1));
    let files = files_of(&folder);
    for cut_off in [date(2023, 5, 17), date(2024, 2, 29)] {
        nothing_later_moves_a_score(&files, &mut scene, cut_off);
    }
}

#[test]
fn scrambling_the_future_moves_no_trial_before_it() {
    let (scene, folder) = simulated(30, date(2021, 6, 1));
    let cut_off = date(2024, 3, 31);
    let scrambled = retold(&files_of(&folder), cut_off, Later::Scrambled);
    for what in ["health", "churn"] {
        let said = |scene: &Scene| -> Vec<Vec<String>> {
            let rows = trials(scene, what, 12).into_iter();
            let before = rows.filter(|row| row["cut_off"].parse::<Date>().unwrap() <= cut_off);
            let said = ["account_id", "cut_off", "chance", "score", "arr", "share_of_segment", "share_of_colour"];
            before.map(|row| said.map(|name| row[name].clone()).to_vec()).collect()
        };
        let (plain, other) = (said(&scene), said(&scrambled));
        assert!(plain.len() > 30, "{what}: {}", plain.len());
        assert_eq!(plain, other, "{what}");
    }
}

#[test]
fn every_run_checks_itself_for_leaks() {
    let scene = simulated(40, date(2021, 1, 1)).0;
    for what in ["health", "churn"] {
        let says = format!("{:?}", backtest(&scene, what, &[("months", 6)]).unwrap().blocks);
        assert!(says.contains("Checked for leaks") && says.contains("are the same"), "{what}");
    }
}

#[test]
fn the_trials_that_are_written_out_make_the_same_figures_again() {
    let scene = simulated(60, date(2021, 1, 1)).0;
    let folder = scene.folder("out");
    let mut inputs = Inputs::default();
    inputs.give("trials", Value::Paths(vec![folder.clone()]));
    let told = scene.perform("backtest.churn", &inputs).unwrap().report;
    let mut inputs = Inputs::default();
    inputs.give("file", Value::Paths(vec![folder.join("backtest_trials.csv")]));
    for (name, column) in
        [("score", "chance"), ("outcome", "lost"), ("amount", "arr"), ("at", "cut_off"), ("key", "account_id")]
    {
        inputs.give(name, Value::Text(column.to_owned()));
    }
    let again = scene.perform("backtest.table", &inputs).unwrap().report;
    for label in ["area under the curve", "log loss", "calibration slope", "recall, top tenth", "lost"] {
        let value = |report: &Report| figure(report, label).unwrap_or_else(|| panic!("no {label}")).value;
        assert_eq!(value(&told), value(&again), "{label}");
    }
}

#[test]
fn few_losses_are_too_few_and_the_page_says_how_many_are_missing() {
    let report = backtest(&Scene::small_company(), "churn", &[]).unwrap();
    assert!(lead(&report).starts_with("Too few events"), "{}", lead(&report));
    let says = format!("{:?}", report.blocks);
    assert!(says.contains("more would be enough for a verdict"), "{says}");
    // A handful of losses has no range, and nothing else is asked of the score.
    assert_eq!(figure(&report, "area under the curve").unwrap().interval, None);
    let refused = backtest(&Scene::small_company(), "health", &[]).unwrap_err().to_string();
    assert!(refused.contains("too little was known for a score"), "{refused}");
}

#[test]
fn accuracy_stands_on_the_page_of_a_score_once_it_was_looked_for() {
    let scene = simulated(40, date(2021, 1, 1)).0;
    let account = trials(&scene, "churn", 1)[0]["account_id"].clone();
    let line = |action: &str, inputs: &[(&str, &str)]| format!("{:?}", scene.ask(action, inputs).unwrap().blocks);
    let before = line("health.show", &[("account", &account)]);
    assert!(before.contains("no backtest was made") && before.contains("evenkeel backtest health"), "{before}");
    backtest(&scene, "health", &[("months", 6)]).unwrap();
    let after = line("health.show", &[("account", &account)]);
    assert!(after.contains("As of 2025-01-15, from ") && !after.contains("no backtest was made"), "{after}");
    // Another profile was not judged.
    let other = line("health.show", &[("account", &account), ("profile", "eight-factor")]);
    assert!(other.contains("no backtest was made") && other.contains("--profile eight-factor"), "{other}");
    assert!(line("churn.list", &[]).contains("As of 2025-01-15, from "));
    // New facts, and what was found before no longer holds.
    let call = format!("touchpoint_id,account_id,kind,happened_at\nT-new,{account},call,2025-01-10 10:00\n");
    let mut inputs = Inputs::default();
    inputs.give("paths", Value::Paths(vec![scene.file("later/touchpoints.csv", &call)]));
    inputs.give("source", Value::Text("world".to_owned()));
    scene.perform("imports.import", &inputs).unwrap();
    assert!(line("health.show", &[("account", &account)]).contains("no backtest was made"));
}

#[test]
fn numbers_out_of_range_are_refused_by_name() {
    let scene = Scene::small_company();
    for (name, number, says) in
        [("months", 0, "1 to 60"), ("months", 61, "1 to 60"), ("within", 3, "14 to 365"), ("capacity", 0, "1 or more")]
    {
        let refused = backtest(&scene, "churn", &[(name, number)]).unwrap_err().to_string();
        assert!(refused.contains(says), "{refused}");
    }
    let unknown = scene.ask("backtest.health", &[("profile", "none such")]).unwrap_err().to_string();
    assert!(unknown.contains("none such"), "{unknown}");
    let empty = Scene::empty();
    assert!(matches!(backtest(&empty, "health", &[]), Err(Refusal::NotEnoughData(_))));
}

fn range(report: &Report, label: &str) -> (f64, f64) {
    let found = figure(report, label).and_then(|figure| figure.interval.clone());
    let found = found.unwrap_or_else(|| panic!("{label} has no range"));
    (found.low.try_into().unwrap(), found.high.try_into().unwrap())
}

#[test]
fn chances_that_are_true_by_design_are_found_to_be_right() {
    let scene = Scene::empty();
    let folder = scene.folder("world");
    let plan = WorldPlan { seed: 7, csms: 6, accounts: 800, from: date(2020, 1, 1), to: date(2025, 1, 1) };
    SeededWorlds.write(&plan, &folder, &mut |_| {}).unwrap();
    let truth = table(&std::fs::read_to_string(folder.join("_truth.csv")).unwrap());
    let mut text = "account,p,left\n".to_owned();
    for row in truth.iter().filter(|row| row["what"] == "decision") {
        let chance = 1.0 / (1.0 + (-number(row, "log_odds")).exp());
        let left = u8::from(row["churned"] == "true");
        writeln!(text, "{},{chance},{left}", row["id"]).unwrap();
    }
    let mut inputs = Inputs::default();
    inputs.give("file", Value::Paths(vec![scene.file("truth.csv", &text)]));
    for (name, column) in [("score", "p"), ("outcome", "left"), ("key", "account")] {
        inputs.give(name, Value::Text(column.to_owned()));
    }
    let report = scene.perform("backtest.table", &inputs).unwrap().report;
    let (low, high) = range(&report, "calibration slope");
    assert!(low < 1.0 && 1.0 < high, "{low} to {high}");
    let (low, high) = range(&report, "calibration in the large");
    assert!(low < 0.0 && 0.0 < high, "{low} to {high}");
}

#[test]
fn churn_risk_in_a_company_whose_truth_is_a_logit_means_what_it_says() {
    let scene = simulated(220, date(2020, 1, 1)).0;
    let report = backtest(&scene, "churn", &[]).unwrap();
    let (low, high) = range(&report, "calibration slope");
    assert!(low < 1.0 && 1.0 < high, "{low} to {high}");
    let (low, _) = range(&report, "area under the curve");
    assert!(low > 0.6, "{low}");
    // Everything that is counted opens to the accounts behind it.
    let events = figure(&report, "events").unwrap();
    let opened = scene.ask("evidence.show", &[("reference", &events.evidence.as_ref().unwrap().to_string())]).unwrap();
    assert!(format!("{:?}", opened.blocks).contains("the same value"));
}

//! Every figure that is worked out opens to what it was made from, and is made from it again.

use std::collections::{BTreeMap, BTreeSet};

use app::{evidence, shapes};
use ports::printers::{Format, Printer};
use ports::store::FactQuery;
use print_page::PagePrinter;
use report::{Address, EvidenceRef, Report};
use rust_decimal::Decimal;
use serde_json::Value;
use stories::Scene;

/// Reports about accounts, books and use.
mod accounts;

/// Why a change a month does not open.
const MIDDLE_SLOPE: &str = "the middle slope of all pairs of steps, each of which opens as what was used";

/// What is set or estimated rather than worked out: the action, the label (any when empty), how its note begins, and why it
/// does not open.
const NOT_WORKED_OUT: &[(&str, &str, &str, &str)] = &[
    ("csm-performance.show", "target", "default", "an anchor of the profile, brought to the length of the period"),
    ("csm-performance.show", "target", "of ", "the whole of a target, whose row stands behind the attainment itself"),
    ("backtest.health", "", "", "a figure of many trials, by the method it names; --trials writes them out"),
    ("backtest.churn", "", "", "a figure of many trials, by the method it names; --trials writes them out"),
    ("health.show", "weight", "", "what the profile says a measure weighs"),
    ("renewals.forecast", "", "estimated", "a point of the distribution of a sum, which no list of rows makes"),
    ("usage.show", "change a month", "estimated", MIDDLE_SLOPE),
    ("usage.list", "change a month", "estimated", MIDDLE_SLOPE),
    ("retention.curves", "hazard ratio", "estimated", "the maximum of a likelihood, which no list of rows makes"),
];

/// Rows that are no facts and no figures, and what they are.
const NO_FACTS: &[(&str, &str)] = &[
    ("card", "what a signal contributes to a chance; its reading opens on the same page"),
    ("profile", "an anchor that the profile sets"),
    ("method", "a rule that docs/method names"),
    ("metrics", "whether a metric is scored; its own row stands in the review"),
    ("measures", "whether a measure is known; its own row stands in the health of the account"),
    ("period", "the day after the period"),
    ("spread", "what all others are worth beside one's own cases, estimated from how far they differ"),
];

/// A number as the published JSON writes it.
fn written(number: Decimal) -> f64 {
    number.round_dp(12).to_string().parse().unwrap()
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64()
}

fn word<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}

/// Figures and charts of a document, and the numbers that stand in neither.
#[derive(Default)]
struct Found<'a> {
    figures: Vec<&'a Value>,
    charts: Vec<&'a Value>,
    rows: Vec<&'a Vec<Value>>,
    loose: Vec<String>,
}

impl<'a> Found<'a> {
    fn walk(&mut self, at: &str, value: &'a Value) {
        match value {
            Value::Object(fields) if fields.contains_key("evidence") && fields.contains_key("convention") => {
                self.figures.push(value);
            }
            Value::Object(fields) if fields.get("block").is_some_and(|block| block == "chart") => {
                self.charts.push(value);
            }
            Value::Object(fields) => {
                if let Some(Value::Array(rows)) = fields.get("rows") {
                    self.rows.extend(rows.iter().filter_map(Value::as_array));
                }
                fields.iter().for_each(|(name, value)| self.walk(&format!("{at}/{name}"), value));
            }
            Value::Array(values) => {
                values.iter().enumerate().for_each(|(place, value)| self.walk(&format!("{at}/{place}"), value));
            }
            Value::Number(number) => self.loose.push(format!("{at}: {number}")),
            _ => {}
        }
    }

    /// The known numbers of figures under this name, or in rows that begin with it.
    fn named(&self, name: &str) -> Vec<f64> {
        let labelled = self.figures.iter().filter(|figure| word(figure, "label") == name).copied();
        let begins = |row: &&&'a Vec<Value>| {
            let first = &row[0];
            let says = first["text"].as_str().or(first["band"].as_str()).unwrap_or_default();
            says.to_lowercase().starts_with(&name.to_lowercase())
        };
        let beside = self.rows.iter().filter(begins).flat_map(|row| row.iter()).map(|cell| &cell["figure"]);
        labelled.chain(beside).filter_map(|figure| number(&figure["value"])).collect()
    }
}

/// The names and numbers that a chart draws.
fn drawn(chart: &Value) -> Vec<(String, f64)> {
    let mut found = Vec::new();
    for list in ["bars", "parts", "steps"] {
        for item in chart[list].as_array().into_iter().flatten() {
            found.extend(number(&item["value"]).map(|value| (word(item, "name").to_owned(), value)));
            found.extend(number(&item["mark"]).map(|mark| (word(chart, "mark").to_owned(), mark)));
        }
    }
    for line in chart["series"].as_array().into_iter().flatten() {
        let values = line["values"].as_array().into_iter().flatten().filter_map(number);
        found.extend(values.map(|value| (word(line, "name").to_owned(), value)));
    }
    found
}

/// Opens references, each report made once.
struct Opener<'a> {
    scene: &'a Scene,
    reports: BTreeMap<String, Report>,
    facts: BTreeMap<&'static str, BTreeSet<String>>,
    seen: BTreeSet<String>,
    faults: Vec<String>,
}

impl<'a> Opener<'a> {
    fn new(scene: &'a Scene) -> Self {
        Self { scene, reports: BTreeMap::new(), facts: BTreeMap::new(), seen: BTreeSet::new(), faults: Vec::new() }
    }

    /// Looks at every figure of a report and says what does not open. Answers how many opened.
    fn check(&mut self, action: &str, inputs: &[(&str, &str)]) -> usize {
        let report = self.scene.ask(action, inputs).unwrap_or_else(|why| panic!("{action} {inputs:?}: {why}"));
        let json: Value = serde_json::from_str(&PagePrinter.print(&report, Format::Json)).unwrap();
        let mut found = Found::default();
        found.walk("", &json);
        self.faults.extend(found.loose.iter().map(|loose| format!("{action}: a number outside of figures, {loose}")));
        for chart in &found.charts {
            for (name, value) in drawn(chart) {
                if !found.named(&name).contains(&value) {
                    self.faults.push(format!("{action}: `{}` draws {name} {value}, no figure", word(chart, "title")));
                }
            }
        }
        let known: Vec<&Value> = found.figures.into_iter().filter(|figure| figure["value"].is_number()).collect();
        known.iter().filter(|figure| self.figure(action, figure)).count()
    }

    fn figure(&mut self, action: &str, figure: &Value) -> bool {
        let (label, note) = (word(figure, "label"), word(figure, "note"));
        let Some(reference) = figure["evidence"].as_str() else {
            let set = |(of, what, begins, _): &(&str, &str, &str, &str)| {
                *of == action && (what.is_empty() || *what == label) && note.starts_with(begins)
            };
            if !NOT_WORKED_OUT.iter().any(set) {
                self.faults.push(format!("{action}: {label} = {} does not open ({note})", figure["value"]));
            }
            return false;
        };
        let Some((value, rows)) = self.open(reference) else { return false };
        let stated = number(&figure["value"]);
        if stated != Some(written(value)) {
            self.faults.push(format!("{action}: {label} says {stated:?}, {reference} makes {value}"));
        }
        let n = figure["n"].as_u64();
        if n.is_some_and(|n| n != rows) {
            self.faults.push(format!("{action}: {label} says n {n:?}, {reference} has {rows} rows"));
        }
        true
    }

    /// The value that the rows behind a reference make, with the number of cases; what the rows refer to is opened too.
    fn open(&mut self, reference: &str) -> Option<(Decimal, u64)> {
        let Some((at, key)) = EvidenceRef::parts(reference) else {
            self.faults.push(format!("{reference} is no reference"));
            return None;
        };
        let (at, key) = (at.to_owned(), key.to_owned());
        if !self.reports.contains_key(&at) {
            match Address::parse(&at).map(|address| evidence::report_at(&self.scene.desk(), &address)) {
                Some(Ok(report)) => drop(self.reports.insert(at.clone(), report)),
                other => {
                    self.faults.push(format!("{reference} does not open: {:?}", other.map(|found| found.err())));
                    return None;
                }
            }
        }
        let trace = self.reports[&at].ledger.trace(&key).cloned();
        let value = trace.as_ref().and_then(report::Trace::value);
        let (Some(trace), Some(value)) = (trace, value) else {
            self.faults.push(format!("{reference} opens to nothing"));
            return None;
        };
        if self.seen.insert(reference.to_owned()) {
            for row in &trace.rows {
                self.row(reference, row);
            }
        }
        let cases = trace.rows.iter().filter(|row| !matches!(row.object, "targets" | "spread")).count();
        Some((value, cases as u64))
    }

    fn row(&mut self, of: &str, row: &report::TraceRow) {
        if row.object == "figure" {
            let Some((value, _)) = self.open(&row.key) else { return };
            if !row.numbers.first().is_some_and(|number| written(*number) == written(value)) {
                self.faults.push(format!("{of} rests on {} of {}, which makes {value}", row.key, row.numbers[0]));
            }
        } else if NO_FACTS.iter().all(|(object, _)| *object != row.object) {
            let scene = self.scene;
            let known = self.facts.entry(row.object).or_insert_with(|| {
                let shape = shapes::find(row.object).unwrap_or_else(|| panic!("{of} lists {}", row.object));
                let facts = scene.desk().store.facts(&FactQuery::all(shape)).unwrap();
                facts.iter().map(|fact| fact.key.to_string()).collect()
            });
            if !known.contains(&*row.key) {
                self.faults.push(format!("{of} lists {} {}, which is not on record", row.object, row.key));
            }
        }
    }

    fn settle(self) {
        let shown = self.faults.iter().take(40).cloned().collect::<Vec<_>>().join("\n");
        assert!(self.faults.is_empty(), "{} faults:\n{shown}", self.faults.len());
    }
}

#[test]
fn every_figure_of_every_review_of_the_small_company_opens() {
    let scene = Scene::small_company();
    let mut opener = Opener::new(&scene);
    for csm in ["maya", "dan", "ines"] {
        for period in ["2024-Q3", "2024-Q4", "2024-11"] {
            let opened = opener.check("csm-performance.show", &[("csm", csm), ("period", period)]);
            assert!(opened > 60, "{csm} {period}: {opened}");
        }
    }
    opener.settle();
}

#[test]
fn every_figure_of_the_fair_comparison_and_the_leaders_page_opens() {
    let scene = Scene::small_company();
    let mut opener = Opener::new(&scene);
    assert!(opener.check("fairness.show", &[("csm", "maya"), ("period", "2024-Q4")]) > 5);
    assert!(opener.check("csm-performance.team", &[("period", "2024-Q4")]) > 10);
    opener.settle();
}

#[test]
fn every_figure_with_and_without_an_exclusion_opens() {
    let scene = Scene::small_company();
    let left_out = [("account", "garrow"), ("from", "2024-10-01"), ("to", "2025-01-01"), ("reason", "went bankrupt")];
    scene.ask("fairness.exclude", &left_out).unwrap();
    let mut opener = Opener::new(&scene);
    assert!(opener.check("fairness.show", &[("csm", "dan"), ("period", "2024-Q4")]) > 10);
    assert!(opener.check("csm-performance.team", &[("period", "2024-Q4")]) > 20);
    assert!(opener.check("csm-performance.show", &[("csm", "dan"), ("period", "2024-Q4")]) > 60);
    let opened = opener.seen.iter().filter(|reference| reference.contains("#unexcluded.")).count();
    assert!(opened > 8, "{opened}");
    opener.settle();
}

#[test]
fn what_was_known_earlier_opens_as_it_was_known() {
    let mut scene = Scene::small_company();
    for (as_of, period) in [("2024-10-20", "2024-Q3"), ("2024-11-20", "2024-Q4")] {
        scene.as_of = as_of.parse().ok();
        let mut opener = Opener::new(&scene);
        opener.check("csm-performance.show", &[("csm", "dan"), ("period", period)]);
        opener.check("health.list", &[]);
        opener.check("health.explain", &[("account", "A-03"), ("profile", "eight-factor")]);
        opener.settle();
    }
}

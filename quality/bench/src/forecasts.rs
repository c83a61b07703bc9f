//! How far forecasts may be believed over many simulated companies, whose renewals are decided by chances that are known
//! to be steady: one company alone holds too few losses to tell.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tempfile::TempDir;

use crate::process::run_with_home as run;

/// Companies that are made.
const COMPANIES: u32 = 24;
const FIRST_SEED: u32 = 101;
const WHAT: [&str; 3] = ["renewals", "churn", "health"];

/// Makes companies, lets each judge itself, and prints what comes of it on the whole.
pub(crate) fn all(program: &Path) -> Result<()> {
    let mut found: BTreeMap<&str, Found> = BTreeMap::new();
    for seed in FIRST_SEED..FIRST_SEED + COMPANIES {
        let home = TempDir::new()?;
        run(program, home.path(), &["demo", "--seed", &seed.to_string(), "--years", "4"])?;
        for what in WHAT {
            let report = judged(program, home.path(), what)?;
            found.entry(what).or_default().see(&report);
        }
    }
    println!("\n{COMPANIES} simulated companies of four years, seeds from {FIRST_SEED}:\n");
    println!(
        "| `backtest` | in the large, mean (standard deviation) | its 95 % range holds 0 | slope, mean (standard deviation) | its 95 % range holds 1 | area, mean |"
    );
    println!("|---|---|---|---|---|---|");
    for what in WHAT {
        if let Some(found) = found.get(what) {
            println!("| {what} | {} |", found.line());
        }
    }
    let ranges = &found["renewals"].ranges;
    println!("\n| range of the ARR kept | looked at | held |\n|---|---|---|");
    for (range, (held, of)) in ranges {
        println!("| {range} | {of} | {:.1} % |", 100.0 * held / of);
    }
    println!("\n| verdict | companies |\n|---|---|");
    for (what, found) in &found {
        for (verdict, count) in &found.verdicts {
            println!("| {what}: {verdict} | {count} |");
        }
    }
    Ok(())
}

fn judged(program: &Path, home: &Path, what: &str) -> Result<Value> {
    let mut command = Command::new(program);
    let done = command.args(["backtest", what, "--json", "--quiet"]).env("EVENKEEL_HOME", home).output()?;
    ensure!(done.status.success(), "backtest {what}: {}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).with_context(|| format!("reading what backtest {what} says"))
}

/// What the companies found so far.
#[derive(Default)]
struct Found {
    in_the_large: Vec<Estimate>,
    slope: Vec<Estimate>,
    area: Vec<f64>,
    /// How many ranges held, of how many.
    ranges: BTreeMap<String, (f64, f64)>,
    verdicts: BTreeMap<String, u32>,
}

struct Estimate {
    value: f64,
    low: f64,
    high: f64,
}

impl Found {
    fn see(&mut self, report: &Value) {
        let mut figures = Vec::new();
        figures_of(report, &mut figures);
        let first = |label: &str| figures.iter().find(|figure| figure["label"] == label).copied();
        let estimate = |figure: &Value| {
            let range = &figure["interval"];
            Some(Estimate {
                value: figure["value"].as_f64()?,
                low: range["low"].as_f64()?,
                high: range["high"].as_f64()?,
            })
        };
        self.in_the_large.extend(first("calibration in the large").and_then(estimate));
        self.slope.extend(first("calibration slope").and_then(estimate));
        self.area.extend(first("area under the curve").and_then(|figure| figure["value"].as_f64()));
        for figure in figures {
            let range = figure["label"].as_str().and_then(|label| label.strip_prefix("held, "));
            if let (Some(range), Some(share), Some(n)) = (range, figure["value"].as_f64(), figure["n"].as_f64()) {
                let sums = self.ranges.entry(range.to_owned()).or_default();
                *sums = (sums.0 + share * n, sums.1 + n);
            }
        }
        let verdict =
            words_of(report).into_iter().find(|words| words.starts_with("The ") || words.starts_with("Too few"));
        let verdict = verdict.and_then(|words| words.split([':', '.']).next().map(str::to_owned));
        *self.verdicts.entry(verdict.unwrap_or_else(|| "none".to_owned())).or_default() += 1;
    }

    fn line(&self) -> String {
        let values = |of: &[Estimate]| of.iter().map(|one| one.value).collect::<Vec<_>>();
        let holds = |of: &[Estimate], truth: f64| of.iter().filter(|one| one.low <= truth && truth <= one.high).count();
        format!(
            "{} | {} of {} | {} | {} of {} | {:.3}",
            spread(&values(&self.in_the_large)),
            holds(&self.in_the_large, 0.0),
            self.in_the_large.len(),
            spread(&values(&self.slope)),
            holds(&self.slope, 1.0),
            self.slope.len(),
            mean(&self.area)
        )
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn spread(values: &[f64]) -> String {
    let middle = mean(values);
    let squares: f64 = values.iter().map(|value| (value - middle) * (value - middle)).sum();
    format!("{middle:+.3} ({:.3})", (squares / (values.len() as f64 - 1.0)).sqrt())
}

/// Every figure of a report.
fn figures_of<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(fields) => {
            if fields.contains_key("label") && fields.contains_key("value") {
                found.push(value);
            }
            fields.values().for_each(|field| figures_of(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| figures_of(item, found)),
        _ => {}
    }
}

/// Every text of a report.
fn words_of(value: &Value) -> Vec<&str> {
    match value {
        Value::String(words) => vec![words],
        Value::Object(fields) => fields.values().flat_map(words_of).collect(),
        Value::Array(items) => items.iter().flat_map(words_of).collect(),
        _ => Vec::new(),
    }
}

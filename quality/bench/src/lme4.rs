//! Our half of the comparison with R's lme4: the tables as files, and what we find in them in what time.

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::engine::{NODES, maximised, maximum};
use crate::tables::Table;

/// Writes one CSV per table and `ours.json` into a folder, for `lme4.R` to read.
pub(crate) fn ours(folder: &Path) -> Result<()> {
    let mut found = Vec::new();
    for (place, table) in maximised()?.iter().enumerate() {
        let file = format!("table{place}.csv");
        std::fs::write(folder.join(&file), text(table)).context("writing a table")?;
        for nodes in NODES {
            found.push(case(table, nodes, &file)?);
        }
    }
    std::fs::write(folder.join("ours.json"), Value::from(found).to_string()).context("writing what we found")
}

fn case(table: &Table, nodes: usize, file: &str) -> Result<Value> {
    let top = maximum(table, nodes)?;
    Ok(json!({
        "table": table.name,
        "file": file,
        "nodes": nodes,
        "seconds": seconds(table, nodes)?,
        "coefficients": top.coefficients,
        "sigma": top.spread,
        "log_likelihood": top.log_likelihood,
    }))
}

/// Fits are made for so long: the clock of the processor advances in steps of some milliseconds.
const LONG: Duration = Duration::from_millis(500);

/// Seconds of the processor per fit, as the other half takes them: a busy machine stretches wall time, and that of many
/// milliseconds more than that of few.
fn seconds(table: &Table, nodes: usize) -> Result<f64> {
    let (begun, before) = (Instant::now(), time_had()?);
    let mut fits = 0.0;
    while begun.elapsed() < LONG {
        black_box(maximum(black_box(table), nodes)?);
        fits += 1.0;
    }
    Ok((time_had()? - before) / fits)
}

/// What this process has had of the processor so far, in seconds.
fn time_had() -> Result<f64> {
    let text = std::fs::read_to_string("/proc/self/schedstat").context("the clock of the processor needs Linux")?;
    let nanoseconds: f64 = text.split(' ').next().unwrap_or_default().parse()?;
    Ok(nanoseconds / 1e9)
}

/// Covariates are named so that R takes them in our order.
fn text(table: &Table) -> String {
    let rows = &table.rows;
    let width = rows.covariates_of(0).len();
    let heads: String = (0..width).map(|column| format!(",x{column}")).collect();
    let mut text = format!("successes,trials,owner{heads}\n");
    for (row, (successes, trials)) in table.counts.iter().enumerate() {
        let owner = rows.members_of(row).first().map_or(0, |member| member.0);
        let covariates: String = rows.covariates_of(row).iter().map(|value| format!(",{value}")).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{successes},{trials},{owner}{covariates}");
    }
    text
}

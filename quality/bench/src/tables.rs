//! The tables that the statistics engine is timed on.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use statistics::mixed::{Case, Observations};

/// One table with the name it is printed under.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) rows: Observations,
    /// Successes and trials by row: the engine does not hand them out again.
    pub(crate) counts: Vec<(f64, f64)>,
}

/// The reference world: 1,155 accounts of 40 CSMs, with the owner alone or with whoever shared the account.
pub(crate) fn world_a(shared: bool) -> Result<Table> {
    let cells = Cells::read(&beside_statistics("csm_world_a.csv"))?;
    let name = if shared { "world A, shared accounts" } else { "world A, one owner each" };
    let mut table = Table { name, rows: Observations::new(5, 40), counts: Vec::new() };
    for row in &cells.rows {
        let number = |head: &str| cells.number(row, head);
        let segment = cells.word(row, "segment")?;
        let is = |other: &str| f64::from(u8::from(segment == other));
        let tenure = number("tenure_years")?.min(5.0);
        let covariates = [is("MM"), is("ENT"), tenure, number("risk0")?, number("onboarded")?];
        let (first, second, share) = (number("csm")? as usize, number("csm2")?, number("w1")?);
        let both = [(first, share), (second.max(0.0) as usize, 1.0 - share)];
        let members = if shared && second >= 0.0 { &both[..] } else { &[(first, 1.0)] };
        table.push(&covariates, (number("renewed")?, 1.0), members)?;
    }
    Ok(table)
}

/// Deaths of twelve hospitals.
pub(crate) fn hospitals() -> Result<Table> {
    counts("12 hospitals", &beside_statistics("surgical12.csv"), ["hospital", "deaths", "n"], None)
}

/// Ill animals of fifteen herds in four periods (`cbpp` of lme4): only where the folder with the reference tables is.
pub(crate) fn herds() -> Option<Result<Table>> {
    let path = PathBuf::from(std::env::var_os("EVENKEEL_REFERENCE")?).join("data/cbpp.csv");
    path.is_file().then(|| counts("cbpp, 15 herds", &path, ["herd", "incidence", "size"], Some("period")))
}

/// Rows of counts under the heads of group, successes and trials, with dummies of one column of words.
fn counts(name: &'static str, path: &Path, heads: [&str; 3], dummies: Option<&str>) -> Result<Table> {
    let cells = Cells::read(path)?;
    let [group, good, trials] = heads;
    let groups = cells.distinct(group)?;
    let levels = dummies.map(|head| cells.distinct(head)).transpose()?.unwrap_or_default();
    let rows = Observations::new(levels.len().saturating_sub(1), groups.len());
    let mut table = Table { name, rows, counts: Vec::new() };
    for row in &cells.rows {
        let own = dummies.map_or(Ok(""), |head| cells.word(row, head))?;
        let covariates: Vec<f64> = levels.iter().skip(1).map(|level| f64::from(u8::from(level == own))).collect();
        let word = cells.word(row, group)?;
        let member = groups.iter().position(|name| name == word).context("a group that is not there")?;
        table.push(&covariates, (cells.number(row, good)?, cells.number(row, trials)?), &[(member, 1.0)])?;
    }
    Ok(table)
}

impl Table {
    fn push(&mut self, covariates: &[f64], counts: (f64, f64), members: &[(usize, f64)]) -> Result<()> {
        let (successes, trials) = counts;
        self.rows.push(Case { covariates, successes, trials, offset: 0.0, members })?;
        self.counts.push(counts);
        Ok(())
    }
}

fn beside_statistics(name: &str) -> PathBuf {
    // Asked when it runs: a build folder shared by two checkouts may have been filled from the other one.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&here).join("../../foundation/statistics/tests/data").join(name)
}

/// A file of cells with heads.
struct Cells {
    heads: csv::StringRecord,
    rows: Vec<csv::StringRecord>,
}

impl Cells {
    fn read(path: &Path) -> Result<Self> {
        let mut reader = csv::Reader::from_path(path).with_context(|| format!("reading {}", path.display()))?;
        let heads = reader.headers()?.clone();
        Ok(Self { heads, rows: reader.records().collect::<Result<_, _>>()? })
    }

    fn word<'a>(&self, row: &'a csv::StringRecord, head: &str) -> Result<&'a str> {
        let column = self.heads.iter().position(|name| name == head);
        column.and_then(|column| row.get(column)).with_context(|| format!("no column {head}"))
    }

    fn number(&self, row: &csv::StringRecord, head: &str) -> Result<f64> {
        self.word(row, head)?.trim().parse().with_context(|| format!("not a number in {head}"))
    }

    /// The words of a column in the order they first come.
    fn distinct(&self, head: &str) -> Result<Vec<String>> {
        let mut words: Vec<String> = Vec::new();
        for row in &self.rows {
            let word = self.word(row, head)?;
            if words.iter().all(|known| known != word) {
                words.push(word.to_owned());
            }
        }
        ensure!(!words.is_empty(), "no rows under {head}");
        Ok(words)
    }
}

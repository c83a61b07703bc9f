use std::collections::BTreeMap;
use std::fmt::Write;

use crate::manifest::Ring;
use crate::outline::{Function, Outline};
use crate::repository::Source;
use crate::{Finding, Repository};

const FUNCTION_LINES: usize = 70;
const TEST_FUNCTION_LINES: usize = 100;
const INNER_FILE_LINES: usize = 500;
const OUTER_FILE_LINES: usize = 800;
const CRATE_LINES: usize = 12_000;
const PARAMETERS: usize = 5;

/// Checks functions, parameters, files and crates against their limits.
#[must_use]
pub fn check(repository: &Repository) -> Vec<Finding> {
    let sources = repository.sources();
    let mut findings: Vec<Finding> = sources.iter().filter_map(file).collect();
    for source in &sources {
        match Outline::of(source.text) {
            Ok(outline) => findings.extend(outline.functions.iter().flat_map(|function| functions(source, function))),
            Err(error) => findings.push(Finding::new("sizes", source.path, "file", format!("cannot be read: {error}"))),
        }
    }
    findings.extend(crates(&sources).into_iter().filter(|(_, lines)| *lines > CRATE_LINES).map(|(folder, lines)| {
        Finding::new("sizes", folder, "crate", format!("the crate has {lines} lines, the limit is {CRATE_LINES}"))
    }));
    findings
}

fn file_limit(ring: Ring) -> usize {
    if ring <= Ring::Application { INNER_FILE_LINES } else { OUTER_FILE_LINES }
}

fn file(source: &Source<'_>) -> Option<Finding> {
    let (lines, limit) = (source.line_count(), file_limit(source.ring));
    let says = format!("the file has {lines} lines, the limit is {limit}");
    (lines > limit).then(|| Finding::new("sizes", source.path, "file", says))
}

fn functions(source: &Source<'_>, function: &Function) -> Vec<Finding> {
    let name = &function.name;
    let limit = if source.is_test_code() { TEST_FUNCTION_LINES } else { FUNCTION_LINES };
    let finding = |says| Finding::new("sizes", source.path, name, says).at_line(function.line);
    let mut findings = Vec::new();
    if function.line_count > limit {
        findings.push(finding(format!("`{name}` has {} lines, the limit is {limit}", function.line_count)));
    }
    if function.parameter_count > PARAMETERS && !function.given_by_trait {
        let count = function.parameter_count;
        findings.push(finding(format!("`{name}` takes {count} parameters, the limit is {PARAMETERS}; take a struct")));
    }
    findings
}

fn crates<'a>(sources: &[Source<'a>]) -> BTreeMap<&'a str, usize> {
    let mut lines = BTreeMap::new();
    // Tests hold a crate together; what a reader has to take in is the rest.
    for source in sources.iter().filter(|source| !source.is_test_code()) {
        *lines.entry(source.crate_folder).or_default() += source.line_count();
    }
    lines
}

/// How one kind of thing is spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spread {
    /// How many there are.
    pub count: usize,
    /// The middle one.
    pub median: usize,
    /// Nine in ten are no larger.
    pub p90: usize,
    /// The largest.
    pub largest: usize,
}

impl Spread {
    /// The spread of these sizes, by nearest rank.
    #[must_use]
    pub fn of(mut sizes: Vec<usize>) -> Self {
        sizes.sort_unstable();
        let at = |percent: usize| sizes.get((sizes.len() * percent).div_ceil(100).saturating_sub(1)).copied();
        Self {
            count: sizes.len(),
            median: at(50).unwrap_or_default(),
            p90: at(90).unwrap_or_default(),
            largest: at(100).unwrap_or_default(),
        }
    }
}

/// A table of how long things are, beside what is aimed at.
#[must_use]
pub fn summary(repository: &Repository) -> String {
    let sources = repository.sources();
    let (tests, code): (Vec<_>, Vec<_>) = Outline::all(&sources).into_iter().partition(|(file, _)| file.is_test_code());
    let lines = |files: &[(Source<'_>, Outline)]| measured(files, |function| function.line_count);
    let files = |inner: bool| {
        let wanted = code.iter().filter(|(file, _)| (file.ring <= Ring::Application) == inner);
        Spread::of(wanted.map(|(file, _)| file.line_count()).collect())
    };
    let crates = Spread::of(crates(&sources).into_values().collect());
    let mut table = format!("{:<20}{:>7}{:>8}{:>7}{:>9}   aim\n", "", "count", "median", "p90", "largest");
    for (what, spread, aim) in [
        ("function", lines(&code), "median 8, p90 30, limit 70"),
        ("test function", lines(&tests), "limit 100"),
        ("parameters", measured(&code, |function| function.parameter_count), "median 3, p90 4, limit 5"),
        ("file, rings 0-2", files(true), "median 120, p90 300, limit 500"),
        ("file, elsewhere", files(false), "median 200, p90 500, limit 800"),
        ("crate, no tests", crates, "1000 to 6000, limit 12000"),
    ] {
        let Spread { count, median, p90, largest } = spread;
        let _ = writeln!(table, "{what:<20}{count:>7}{median:>8}{p90:>7}{largest:>9}   {aim}");
    }
    table
}

fn measured(files: &[(Source<'_>, Outline)], size: impl Fn(&Function) -> usize) -> Spread {
    Spread::of(files.iter().flat_map(|(_, outline)| &outline.functions).map(size).collect())
}

#[cfg(test)]
mod tests;

use crate::{Finding, Repository};

/// Where the list stands.
pub const PATH: &str = "quality/tidy/exceptions.txt";
/// The rules that know exceptions.
const RULES: [&str; 2] = ["names", "sizes"];

/// The findings that are not put up with, and the entries of the list that are wrong or no longer needed.
#[must_use]
pub fn apply(repository: &Repository, rule: &str, findings: Vec<Finding>) -> Vec<Finding> {
    let entries = entries(repository);
    let entries: Vec<&Entry<'_>> = entries.iter().filter(|entry| entry.rule == rule).collect();
    let unneeded = entries.iter().filter(|entry| !findings.iter().any(|finding| entry.covers(finding)));
    let unneeded: Vec<Finding> = unneeded.map(|entry| entry.finding("is no longer needed; take it out")).collect();
    let kept = findings.into_iter().filter(|finding| !entries.iter().any(|entry| entry.covers(finding)));
    kept.chain(unneeded).collect()
}

/// Entries that cannot be read or that name a rule without exceptions.
#[must_use]
pub fn check(repository: &Repository) -> Vec<Finding> {
    let entries = entries(repository);
    let wrong = entries.iter().filter(|entry| entry.item.is_empty() || !RULES.contains(&entry.rule));
    wrong.map(|entry| entry.finding("is not `rule path item` with a rule that knows exceptions")).collect()
}

struct Entry<'a> {
    line: usize,
    text: &'a str,
    rule: &'a str,
    path: &'a str,
    item: &'a str,
}

impl Entry<'_> {
    fn covers(&self, finding: &Finding) -> bool {
        self.rule == finding.rule && (self.path == "*" || self.path == finding.path) && self.item == finding.item
    }

    fn finding(&self, says: &str) -> Finding {
        Finding::new("exceptions", PATH, self.item, format!("`{}` {says}", self.text)).at_line(self.line)
    }
}

fn entries(repository: &Repository) -> Vec<Entry<'_>> {
    let lines = repository.text(PATH).unwrap_or_default().lines().enumerate();
    let told = lines.map(|(place, line)| (place + 1, line.split('#').next().unwrap_or_default().trim()));
    let entries = told.filter(|(_, text)| !text.is_empty()).map(|(line, text)| {
        let mut parts = text.split_whitespace();
        let mut next = || parts.next().unwrap_or_default();
        Entry { line, text, rule: next(), path: next(), item: next() }
    });
    entries.collect()
}

#[cfg(test)]
mod tests;

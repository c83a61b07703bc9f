use crate::outline::Outline;
use crate::{Finding, Repository};

/// Finds tests that stand in the file they test.
#[must_use]
pub fn check(repository: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (source, outline) in Outline::all(&repository.sources()) {
        findings.extend(outline.inline_tests.iter().map(|module| {
            let says = format!("move `mod {}` into a file of its own beside the code", module.name);
            Finding::new("inline-tests", source.path, &module.name, says).at_line(module.line)
        }));
    }
    findings
}

#[cfg(test)]
mod tests;

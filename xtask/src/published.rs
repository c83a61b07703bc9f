use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::command::{cargo, root, run};

/// Where the simulations are published.
const DOCUMENT: &str = "docs/method/fairness.md";

/// Around what a command printed.
const BEGIN: &str = "<!-- begin: printed by `cargo xtask simulate` -->\n";
const END: &str = "<!-- end: printed by `cargo xtask simulate` -->\n";

/// Simulates in release, with whatever is to be handed on, and puts what was printed into the document.
pub(crate) fn simulate(arguments: &[&str]) -> Result<ExitCode> {
    let folder = std::env::temp_dir().join(format!("evenkeel-simulate-{}", std::process::id()));
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let printed = folder.join("simulation.md");
    let mut command = cargo(&["run", "--release", "--quiet", "-p", "evenkeel", "--", "fairness", "simulate"]);
    command.arg("--home").arg(&folder).arg("--out").arg(&printed).args(arguments);
    let code = run(&mut command)?;
    // A run whose gates fail has printed its tables all the same, and they are published as they are.
    let text = fs::read_to_string(&printed);
    fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    if let Ok(text) = text {
        let path = root().join(DOCUMENT);
        let document = fs::read_to_string(&path).with_context(|| format!("cannot read {DOCUMENT}"))?;
        let spliced = splice(&document, &text).with_context(|| format!("{DOCUMENT} has no marks to write between"))?;
        fs::write(&path, spliced).with_context(|| format!("cannot write {DOCUMENT}"))?;
    }
    Ok(ExitCode::from(code))
}

/// The document with other text between its marks, its headings one level further down; `None` without marks.
fn splice(document: &str, printed: &str) -> Option<String> {
    let (before, rest) = document.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    let lower = |line: &str| if line.starts_with('#') { format!("#{line}\n") } else { format!("{line}\n") };
    let printed: String = printed.lines().map(lower).collect();
    Some(format!("{before}{BEGIN}\n{printed}\n{END}{after}"))
}

#[cfg(test)]
mod tests;

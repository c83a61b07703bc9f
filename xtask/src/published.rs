use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::command::{cargo, root, run};

/// Where what a task printed is published.
struct Place {
    document: &'static str,
    task: &'static str,
}

const SIMULATIONS: Place = Place { document: "docs/method/fairness.md", task: "simulate" };
const IMPORTS: Place = Place { document: "docs/imports.md", task: "imports" };

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
        SIMULATIONS.publish(&text)?;
    }
    Ok(ExitCode::from(code))
}

/// Imports every sample file and puts the table of what became of them into the document.
pub(crate) fn imports() -> Result<ExitCode> {
    let printed = std::env::temp_dir().join(format!("evenkeel-imports-{}.md", std::process::id()));
    let test = "the_table_of_the_documents_is_what_imports_give";
    let mut command = cargo(&["test", "-p", "stories", "--test", "it", test]);
    let code = run(command.env("EVENKEEL_PRINT_IMPORTS", &printed))?;
    let text = fs::read_to_string(&printed).context("nothing was printed: are the samples at hand?")?;
    fs::remove_file(&printed).with_context(|| format!("cannot remove {}", printed.display()))?;
    IMPORTS.publish(&text)?;
    Ok(ExitCode::from(code))
}

impl Place {
    fn publish(&self, text: &str) -> Result<()> {
        let name = self.document;
        let path = root().join(name);
        let document = fs::read_to_string(&path).with_context(|| format!("cannot read {name}"))?;
        let spliced = self.splice(&document, text).with_context(|| format!("{name} has no marks to write between"))?;
        fs::write(&path, spliced).with_context(|| format!("cannot write {name}"))
    }

    /// Around what the task printed.
    fn mark(&self, word: &str) -> String {
        format!("<!-- {word}: printed by `cargo xtask {}` -->\n", self.task)
    }

    /// The document with other text between its marks, its headings one level further down; `None` without marks.
    fn splice(&self, document: &str, printed: &str) -> Option<String> {
        let (begin, end) = (self.mark("begin"), self.mark("end"));
        let (before, rest) = document.split_once(&begin)?;
        let (_, after) = rest.split_once(&end)?;
        let lower = |line: &str| if line.starts_with('#') { format!("#{line}\n") } else { format!("{line}\n") };
        let printed: String = printed.lines().map(lower).collect();
        Some(format!("{before}{begin}\n{printed}\n{end}{after}"))
    }
}

#[cfg(test)]
mod tests;

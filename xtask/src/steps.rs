use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::command::{cargo, run, say, succeeds};
use crate::{postgres, tools};

const FORMAT: [&str; 4] = ["fmt", "--all", "--", "--check"];
const LINTS: [&str; 6] = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
const LIGHT_LINTS: [&str; 5] = ["clippy", "--all-targets", "--", "-D", "warnings"];
const DOC_TESTS: [&str; 8] = ["test", "--doc", "-p", "kernel", "-p", "statistics", "-p", "ports"];
const NEXTEST: [&str; 4] = ["nextest", "run", "--workspace", "--no-fail-fast"];
const TESTS: [&str; 6] = ["test", "--workspace", "--no-fail-fast", "--lib", "--bins", "--tests"];

/// Everything. The tests come last, so that the last thing said is their summary.
pub(crate) fn test() -> Result<ExitCode> {
    let server = tools::prepare();
    let mut failed = Vec::new();
    for (name, arguments) in [("formatting", &FORMAT[..]), ("lints", &LINTS), ("doc tests", &DOC_TESTS)] {
        if step(name, &mut cargo(arguments))? != 0 {
            failed.push(name);
        }
    }
    if !failed.is_empty() {
        say(&format!("FAILED: {}; this run ends as failed whatever the tests say", failed.join(", ")));
    }
    let mut tests = if succeeds(&mut cargo(&["nextest", "--version"])) { cargo(&NEXTEST) } else { cargo(&TESTS) };
    if let Some(server) = &server {
        tests.env(postgres::VARIABLE, &server.url);
    }
    let code = step("tests", &mut tests)?;
    Ok(ExitCode::from(outcome(code, &failed)))
}

/// The exit code of the tests, or 1 where only an earlier step failed.
fn outcome(tests: u8, failed: &[&str]) -> u8 {
    if tests == 0 { u8::from(!failed.is_empty()) } else { tests }
}

/// Formatting, lints and tests of the crates a bare cargo builds; ends with the first that fails.
pub(crate) fn check() -> Result<ExitCode> {
    let steps = [("formatting", &FORMAT[..]), ("lints", &LIGHT_LINTS), ("tests", &["test", "--quiet"])];
    for (name, arguments) in steps {
        let code = step(name, &mut cargo(arguments))?;
        if code != 0 {
            return Ok(ExitCode::from(code));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The table of sizes.
pub(crate) fn sizes() -> Result<ExitCode> {
    Ok(ExitCode::from(run(&mut cargo(&["run", "--quiet", "-p", "tidy", "--bin", "sizes"]))?))
}

/// The benchmarks, with whatever is to be handed to them.
pub(crate) fn bench(arguments: &[&str]) -> Result<ExitCode> {
    let built = run(&mut cargo(&["build", "--release", "-p", "evenkeel", "-p", "bench"]))?;
    if built != 0 {
        return Ok(ExitCode::from(built));
    }
    let mut command = cargo(&["run", "--release", "--quiet", "-p", "bench", "--"]);
    Ok(ExitCode::from(run(command.args(arguments))?))
}

fn step(name: &str, command: &mut Command) -> Result<u8> {
    say(&format!("\n== {name}"));
    run(command)
}

#[cfg(test)]
mod tests;

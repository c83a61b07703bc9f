//! What a person working on Evenkeel runs: `cargo xtask test`, `check`, `sizes`, `bench`.

/// Running programs and saying what happens.
mod command;
/// A PostgreSQL for the tests.
mod postgres;
/// The steps of a full and of a light run.
mod steps;
/// What the tests need from the machine.
mod tools;

use std::env;
use std::process::ExitCode;

use anyhow::Result;

const HELP: &str = "cargo xtask TASK

  test          install what is missing (as root), then formatting, lints, doc tests and every test
  check         formatting, lints and tests of the light crates: seconds, before every commit
  sizes         how long functions, files and crates are, beside what is aimed at
  bench [ARGS]  the benchmarks, in release";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match run(&arguments) {
        Ok(code) => code,
        Err(error) => {
            command::say(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<ExitCode> {
    let task = arguments.first().map(String::as_str);
    let rest: Vec<&str> = arguments.iter().skip(1).map(String::as_str).collect();
    match (task, rest.as_slice()) {
        (Some("test"), []) => steps::test(),
        (Some("check"), []) => steps::check(),
        (Some("sizes"), []) => steps::sizes(),
        (Some("bench"), rest) => steps::bench(rest),
        _ => {
            command::say(HELP);
            Ok(ExitCode::from(2))
        }
    }
}

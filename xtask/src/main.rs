//! What a person working on Evenkeel runs: `cargo xtask test`, `check`, `sizes`, `bench`, `simulate`, `imports`.

/// Running programs and saying what happens.
mod command;
/// A PostgreSQL for the tests.
mod postgres;
/// What documents show of a run.
mod published;
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
  bench [ARGS]  the benchmarks, in release
  imports       every sample file taken in; writes the table of docs/imports.md
  simulate      whether comparisons do people justice, in release; writes docs/method/fairness.md";

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
        (Some("imports"), []) => published::imports(),
        (Some("simulate"), rest) => published::simulate(rest),
        _ => {
            command::say(HELP);
            Ok(ExitCode::from(2))
        }
    }
}

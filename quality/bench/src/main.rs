//! Times the release build as whole processes.
#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]

mod accounts;
mod backtests;
mod engine;
mod forecasts;
mod growth;
mod intake;
mod lme4;
mod process;
mod scoring;
mod tables;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use process::{RUNS, repeat, run_with_home as run};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["--backtests"] => backtests::all(&program()?),
        ["--forecasts"] => forecasts::all(&program()?),
        ["fit", kind, accounts] => growth::fit(kind, accounts),
        ["lme4", folder] => lme4::ours(Path::new(folder)),
        ["scoring", folder, accounts] => scoring::beside(&program()?, Path::new(folder), accounts),
        _ => all(&words),
    }
}

fn all(words: &[&str]) -> Result<()> {
    let large_too = words.contains(&"--large");
    engine::all()?;
    if large_too {
        growth::all()?;
    }
    if words.contains(&"--statistics") {
        return Ok(());
    }
    let program = program()?;
    if words.contains(&"--imports") {
        println!("\n| what | wall, median | slowest | peak memory |\n|---|---|---|---|");
        return intake::all(&program);
    }
    println!("\n| what | wall, median | slowest | peak memory |");
    println!("|---|---|---|---|");
    repeat("`evenkeel --version`", RUNS, || run(&program, Path::new("."), &["--version"]))?;
    match samples() {
        Some(samples) => ravenstack(&program, &samples)?,
        None => println!("| RavenStack | skipped: set EVENKEEL_SAMPLES | | |"),
    }
    if large_too {
        large(&program)?;
        backtests::all(&program)?;
        accounts::all(&program)?;
    }
    Ok(())
}

fn program() -> Result<PathBuf> {
    let own = std::env::current_exe().context("finding this program")?;
    let beside = own.with_file_name("evenkeel");
    ensure!(beside.is_file(), "{} is missing: cargo build --release -p evenkeel", beside.display());
    Ok(beside)
}

fn samples() -> Option<PathBuf> {
    let told = std::env::var_os("EVENKEEL_SAMPLES").map(PathBuf::from);
    // Asked when it runs: a build folder shared by two checkouts may have been filled from the other one.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let beside = Path::new(&here).join("../../../shared/samples");
    told.into_iter().chain([beside]).find(|folder| folder.is_dir())
}

fn ravenstack(program: &Path, samples: &Path) -> Result<()> {
    let (data, team) = (samples.join("ravenstack-iso"), samples.join("ravenstack-team"));
    let import = ["import", &data.to_string_lossy(), &team.to_string_lossy(), "--currency", "USD"].map(str::to_owned);
    let import: Vec<&str> = import.iter().map(String::as_str).collect();
    repeat("import of RavenStack and its team into a new home", RUNS, || {
        let home = tempfile::TempDir::new()?;
        run(program, home.path(), &import)
    })?;
    let review = ["csm-performance", "maya", "2024-Q4"];
    repeat("first review after an import (the whole team is worked out)", RUNS, || {
        let home = tempfile::TempDir::new()?;
        run(program, home.path(), &import)?;
        run(program, home.path(), &review)
    })?;
    let home = tempfile::TempDir::new()?;
    run(program, home.path(), &import)?;
    run(program, home.path(), &review)?;
    repeat("review of one CSM", RUNS, || run(program, home.path(), &review))?;
    repeat("bridge by book", RUNS, || run(program, home.path(), &["bridge", "2024-Q4", "--by", "book"]))
}

/// The large world: made once, imported once, reviewed several times.
fn large(program: &Path) -> Result<()> {
    let home = tempfile::TempDir::new()?;
    let demo = ["demo", "--csms", "2000", "--accounts", "100000", "--years", "5"];
    repeat("large world: made, imported and one review", 1, || run(program, home.path(), &demo))?;
    let folder = home.path().join("demo-company").to_string_lossy().into_owned();
    let second = tempfile::TempDir::new()?;
    repeat("large world: import into a new home", 1, || {
        run(program, second.path(), &["import", &folder, "--currency", "USD"])
    })?;
    let person = ["csm-performance", &first_csm(&folder)?, "last-quarter"].map(str::to_owned);
    let person: Vec<&str> = person.iter().map(String::as_str).collect();
    repeat("large world: review of one CSM, team figures kept", RUNS, || run(program, home.path(), &person))
}

/// The e-mail address of somebody who owns accounts at the end.
fn first_csm(folder: &str) -> Result<String> {
    let ownership =
        std::fs::read_to_string(Path::new(folder).join("ownership.csv")).context("reading the ownership")?;
    let open = ownership
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect::<Vec<_>>())
        .find(|cells| cells.iter().any(|cell| cell.contains('@')) && cells.get(4).is_some_and(|to| to.is_empty()));
    let cells = open.context("nobody owns anything")?;
    let email = cells.iter().find(|cell| cell.contains('@')).context("no e-mail address")?;
    Ok((*email).to_owned())
}

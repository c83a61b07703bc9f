//! Our scores of all accounts beside the same scoring in DuckDB, from the same rows.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::process::{RUNS, Taken, run, run_with_home};

/// Makes a company, scores it on both sides, prints what each took and holds the answers against each other.
pub(crate) fn beside(program: &Path, folder: &Path, accounts: &str) -> Result<()> {
    let csms = (accounts.parse::<u32>()? / 50).max(3).to_string();
    let (home, fresh) = (folder.join("home"), folder.join("fresh"));
    run_with_home(program, &home, &["demo", "--csms", &csms, "--accounts", accounts, "--years", "5"])?;
    let rows = home.join("demo-company").to_string_lossy().into_owned();
    let import = run_with_home(program, &fresh, &["import", &rows, "--currency", "USD"])?;
    let at = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let (table, day, ours, theirs) = (at("rows.duckdb"), at("day"), at("ours.json"), at("theirs.csv"));
    let load = run(&mut duckdb(folder, &["load", &table, &rows, &day]))?;
    let day = std::fs::read_to_string(day).context("reading the last day")?;
    let health = ["health", "--as-of", day.trim(), "--out", &ours];
    let first = run_with_home(program, &fresh, &health)?;
    let again = middle(|| run_with_home(program, &fresh, &health))?;
    let score = middle(|| run(&mut duckdb(folder, &["score", &table, day.trim(), &theirs])))?;
    print(
        accounts,
        &[
            ("rows into an empty store", import, load),
            ("all accounts scored and ranked, first", first, score),
            ("again, what the book tells kept", again, score),
        ],
    );
    let compared = duckdb(folder, &["compare", &ours, &theirs]).status().context("comparing the answers")?;
    ensure!(compared.success(), "the answers differ");
    Ok(())
}

fn duckdb(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(folder.join("python/bin/python"));
    command.arg("quality/bench/scoring.py").args(words);
    command
}

/// The median of several runs.
fn middle(once: impl Fn() -> Result<Taken>) -> Result<Taken> {
    let mut taken: Vec<Taken> = (0..RUNS).map(|_| once()).collect::<Result<_>>()?;
    taken.sort_by_key(|taken| taken.wall);
    Ok(taken[taken.len() / 2])
}

fn print(accounts: &str, lines: &[(&str, Taken, Taken)]) {
    println!("{accounts} accounts of a simulated company; whole processes, reading included.\n");
    println!("| what | ours | peak memory | DuckDB | peak memory | ratio |");
    println!("|---|---|---|---|---|---|");
    for (what, ours, theirs) in lines {
        let cells = [ours, theirs].map(|one| format!("{:.2} s | {} MB", one.wall.as_secs_f64(), one.memory_kib / 1024));
        let ratio = ours.wall.as_secs_f64() / theirs.wall.as_secs_f64();
        println!("| {what} | {} | {ratio:.1} |", cells.join(" | "));
    }
    println!(
        "\nOurs keeps every version of a row with two clocks and traces every figure to its rows; scores two days, for the fall \
         in a week; and names signals, floors and confidence. DuckDB computes the score of one day.\n"
    );
    println!("| | ours | DuckDB |\n|---|---|---|");
}

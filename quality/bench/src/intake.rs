//! Large files taken in, beside what a database engine needs for the same file.

use std::cell::Cell;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use rust_xlsxwriter::Workbook;
use tempfile::TempDir;

use crate::process::{RUNS, repeat, run_with_home as run};

const ACCOUNTS: usize = 10_000;
const TOUCHPOINTS: usize = 1_000_000;
const SHEET_ROWS: usize = 100_000;
const LARGE_BYTES: u64 = 2_000_000_000;
const HEADINGS: [&str; 6] = ["touchpoint_id", "account_id", "person_email", "kind", "happened_at", "direction"];

/// A million touchpoints, a workbook of a hundred thousand rows, and a look at two gigabytes.
pub(crate) fn all(program: &Path) -> Result<()> {
    let folder = TempDir::new()?;
    let (accounts, people) = (accounts(folder.path())?, people(folder.path())?);
    let csv = touchpoints(folder.path(), TOUCHPOINTS as u64 * 200, TOUCHPOINTS)?;
    let told = |path: &Path| path.to_string_lossy().into_owned();
    let import = |file: &Path| {
        let home = TempDir::new()?;
        run(program, home.path(), &["import", &told(&accounts), &told(&people), "--quiet"])?;
        run(program, home.path(), &["import", &told(file), "--quiet"])
    };
    let ours = Cell::new(None);
    repeat("import of 1,000,000 touchpoints, CSV, into a home with their 10,000 accounts", 1, || {
        let taken = import(&csv)?;
        ours.set(Some(taken.wall));
        Ok(taken)
    })?;
    match (duckdb(&csv)?, ours.get()) {
        (Some(theirs), Some(ours)) => {
            let times = ours.as_secs_f64() / theirs;
            println!(
                "| DuckDB's read_csv of the same file into a table; ours takes {times:.1} times as long | {theirs:.3} s | | |"
            );
        }
        _ => println!("| DuckDB beside it | skipped: python3 has no duckdb; quality/bench/imports.sh brings it | | |"),
    }
    let sheet = sheet(folder.path())?;
    repeat("import of 100,000 touchpoints, XLSX", 1, || import(&sheet))?;
    let large = touchpoints(folder.path(), LARGE_BYTES, usize::MAX)?;
    repeat("inspect of a file of 2 GB", RUNS, || {
        let home = TempDir::new()?;
        run(program, home.path(), &["import", "inspect", &told(&large), "--quiet"])
    })
}

fn accounts(folder: &Path) -> Result<PathBuf> {
    let mut text = String::from("account_id,name\n");
    for number in 0..ACCOUNTS {
        writeln!(text, "A-{number},Account {number}")?;
    }
    written(folder, "accounts.csv", &text)
}

fn people(folder: &Path) -> Result<PathBuf> {
    written(folder, "people.csv", "person_id,name,email\nP-1,Ada Lind,ada@ours.example\nP-2,Bo Ek,bo@ours.example\n")
}

fn written(folder: &Path, name: &str, text: &str) -> Result<PathBuf> {
    let path = folder.join(name);
    std::fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
    Ok(path)
}

fn row(number: usize) -> [String; 6] {
    let (day, hour, minute) = (number / 2000 % 28 + 1, number % 10 + 8, number % 60);
    let month = number / 60_000 % 12 + 1;
    [
        format!("T-{number}"),
        format!("A-{}", number * 7919 % ACCOUNTS),
        if number.is_multiple_of(3) { "ada@ours.example" } else { "bo@ours.example" }.to_owned(),
        ["email", "call", "meeting"][number % 3].to_owned(),
        format!("2024-{month:02}-{day:02}T{hour:02}:{minute:02}:00"),
        if number.is_multiple_of(4) { "inbound" } else { "outbound" }.to_owned(),
    ]
}

/// A CSV file of so many rows, or of about so many bytes, whichever comes first.
fn touchpoints(folder: &Path, bytes: u64, rows: usize) -> Result<PathBuf> {
    let path = folder.join(if rows == usize::MAX { "large/touchpoints.csv" } else { "touchpoints.csv" });
    std::fs::create_dir_all(path.parent().context("a folder")?)?;
    let mut file = BufWriter::new(File::create(&path)?);
    let mut written = 0_u64;
    writeln!(file, "{}", HEADINGS.join(","))?;
    for number in 0..rows {
        let line = row(number).join(",");
        writeln!(file, "{line}")?;
        written += line.len() as u64 + 1;
        if written >= bytes {
            break;
        }
    }
    file.flush()?;
    Ok(path)
}

fn sheet(folder: &Path) -> Result<PathBuf> {
    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet();
    page.write_row(0, 0, HEADINGS)?;
    for number in 0..SHEET_ROWS {
        page.write_row(u32::try_from(number + 1)?, 0, row(number))?;
    }
    let path = folder.join("touchpoints.xlsx");
    workbook.save(&path)?;
    Ok(path)
}

/// Seconds DuckDB for Python needs to read the same file into a table of a new database, where it is installed.
fn duckdb(csv: &Path) -> Result<Option<f64>> {
    let python = |words: &str| Command::new("python3").args(["-c", words]).arg(csv).output();
    if !python("import duckdb").is_ok_and(|done| done.status.success()) {
        return Ok(None);
    }
    let database = csv.with_extension("duckdb");
    let words = format!(
        "import duckdb, sys; duckdb.connect({:?}).execute('create table t as select * from read_csv(?)', [sys.argv[1]])",
        database.to_string_lossy()
    );
    let begun = Instant::now();
    let done = python(&words).context("running DuckDB")?;
    let seconds = begun.elapsed().as_secs_f64();
    ensure!(done.status.success(), "DuckDB: {}", String::from_utf8_lossy(&done.stderr));
    Ok(Some(seconds))
}

//! Commands over all accounts and over one, and how they grow with the number of accounts.

use std::path::Path;

use anyhow::{Context, Result};

use crate::growth::exponent;
use crate::process::{RUNS, Taken, run_with_home as run};

/// Accounts of the companies, the largest last.
const ACCOUNTS: [usize; 3] = [1_000, 10_000, 100_000];
/// Accounts of one CSM.
const BOOK: usize = 50;

/// What is asked of the day first after the import, each for the first time.
const FIRST: [(&str, &[&str]); 2] = [
    ("health of one account, the first question after the import", &["health", "show", "A"]),
    ("what moved its health, for the first time", &["health", "explain", "A"]),
];
/// The same about a day that is over, which nobody asked about before.
const LONG_AGO: (&str, &[&str]) = ("health of one account on a past day, first", &["health", "show", "A"]);
/// What is asked; `A` stands for an account, `last` for the last day of the company.
const COMMANDS: [(&str, &[&str]); 12] = [
    ("health of all accounts, first", &["health"]),
    ("health of all accounts, what the book tells kept", &["health"]),
    ("health of one account", &["health", "show", "A"]),
    ("what moved its health, first", &["health", "explain", "A"]),
    ("what moved its health", &["health", "explain", "A"]),
    ("churn risk of all accounts, first (the card is learned)", &["churn"]),
    ("churn risk of all accounts", &["churn"]),
    ("churn risk of one account", &["churn", "show", "A"]),
    ("whose use fell", &["usage"]),
    ("use of one account", &["usage", "show", "A"]),
    ("NPS of the last quarter", &["nps"]),
    ("today", &["today"]),
];
/// All the others that go through every account.
const LISTS: [(&str, &[&str]); 3] =
    [("engagement", &["engagement"]), ("relationships", &["relationships"]), ("segments", &["segments"])];

pub(crate) fn all(program: &Path) -> Result<()> {
    let mut columns: Vec<Vec<Taken>> = Vec::new();
    for accounts in ACCOUNTS {
        let home = tempfile::TempDir::new()?;
        let (csms, count) = ((accounts / BOOK).to_string(), accounts.to_string());
        run(program, home.path(), &["demo", "--csms", &csms, "--accounts", &count, "--years", "5"])?;
        let folder = home.path().join("demo-company");
        let (day, account) = (last_day(&folder)?, staying(&folder)?);
        let asked = |words: &[&str]| run(program, home.path(), &named(words, &account));
        let mut column: Vec<Taken> = FIRST.iter().map(|(_, words)| asked(words)).collect::<Result<_>>()?;
        column.push(asked(&[LONG_AGO.1, &["--as-of", &day]].concat())?);
        for (_, words) in COMMANDS.iter().chain(&LISTS) {
            column.push(take((program, home.path()), words, (&account, &day))?);
        }
        columns.push(column);
    }
    let headings: Vec<String> = ACCOUNTS.iter().map(|accounts| format!("{accounts} accounts | peak memory")).collect();
    println!("\n| what, as a whole process | {} | grows with accounts to the power of |", headings.join(" | "));
    println!("|---|{}---|", "---|---|".repeat(ACCOUNTS.len()));
    for (place, (what, _)) in each().enumerate() {
        let line: Vec<Taken> = columns.iter().map(|column| column[place]).collect();
        let cells: Vec<String> =
            line.iter().map(|one| format!("{:.2} s | {} MB", one.wall.as_secs_f64(), one.memory_kib / 1024)).collect();
        println!("| {what} | {} | {:.2} |", cells.join(" | "), exponent(&ACCOUNTS, &line));
    }
    Ok(())
}

fn each() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    FIRST.into_iter().chain([LONG_AGO]).chain(COMMANDS).chain(LISTS)
}

/// The words, about an account.
fn named<'a>(words: &[&'a str], account: &'a str) -> Vec<&'a str> {
    words.iter().map(|word| if *word == "A" { account } else { *word }).collect()
}

/// The median of several runs for one account, a single run for all of them.
fn take((program, home): (&Path, &Path), words: &[&str], (account, day): (&str, &str)) -> Result<Taken> {
    let is_one = words.contains(&"A");
    let words = [&named(words, account)[..], &["--as-of", day]].concat();
    let runs = if is_one { RUNS } else { 1 };
    let mut taken: Vec<Taken> = (0..runs).map(|_| run(program, home, &words)).collect::<Result<_>>()?;
    taken.sort_by_key(|taken| taken.wall);
    Ok(taken[taken.len() / 2])
}

/// Some cells of every row of a table.
fn cells<const N: usize>(file: &Path, headings: [&str; N]) -> Result<Vec<[String; N]>> {
    let mut rows = csv::Reader::from_path(file).with_context(|| format!("reading {}", file.display()))?;
    let found: Vec<String> = rows.headers()?.iter().map(str::to_owned).collect();
    let place = |heading: &str| found.iter().position(|one| one == heading).context("a column is missing");
    let places = headings.iter().map(|heading| place(heading)).collect::<Result<Vec<_>>>()?;
    let row = |row: csv::Result<csv::StringRecord>| {
        let row = row?;
        Ok(std::array::from_fn(|cell| row.get(places[cell]).unwrap_or_default().to_owned()))
    };
    rows.records().map(row).collect()
}

/// An account that never left.
fn staying(folder: &Path) -> Result<String> {
    let rows = cells(&folder.join("accounts.csv"), ["account_id", "churned"])?;
    let stays = rows.into_iter().find(|[_, churned]| churned == "false");
    stays.map(|[account, _]| account).context("every account left")
}

/// The last day of the last month that is told.
fn last_day(folder: &Path) -> Result<String> {
    let rows = cells(&folder.join("usage_monthly.csv"), ["month"])?;
    let last = rows.into_iter().map(|[month]| month).max().context("no month of use")?;
    let days = match last.get(5..7).unwrap_or_default() {
        "02" => 28,
        "04" | "06" | "09" | "11" => 30,
        _ => 31,
    };
    Ok(format!("{}{days}", last.get(..8).unwrap_or_default()))
}

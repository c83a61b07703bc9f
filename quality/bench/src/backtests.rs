//! Backtests as whole processes: how time grows with months and with accounts.

use std::path::Path;

use anyhow::Result;
use tempfile::TempDir;

use crate::process::{Taken, run_with_home as run};

/// Accounts of the simulated companies of five years, the largest last.
const ACCOUNTS: [u32; 3] = [2_500, 5_000, 10_000];
/// Month-ends judged, the most last.
const MONTHS: [u32; 3] = [6, 12, 24];
const ACCOUNTS_PER_CSM: u32 = 50;

pub(crate) fn all(program: &Path) -> Result<()> {
    println!("\nBacktests of a simulated company of five years:\n");
    println!("| accounts | months | `backtest churn` | peak memory | `backtest health` | peak memory |");
    println!("|---|---|---|---|---|---|");
    for accounts in ACCOUNTS {
        let home = TempDir::new()?;
        let made = [("--accounts", accounts), ("--csms", accounts / ACCOUNTS_PER_CSM), ("--years", 5)];
        let words: Vec<String> =
            made.iter().flat_map(|(name, value)| [(*name).to_owned(), value.to_string()]).collect();
        run(program, home.path(), &["demo"].into_iter().chain(words.iter().map(String::as_str)).collect::<Vec<_>>())?;
        let largest = accounts == ACCOUNTS[ACCOUNTS.len() - 1];
        for months in MONTHS.into_iter().filter(|months| largest || *months == MONTHS[MONTHS.len() - 1]) {
            let both = ["churn", "health"]
                .map(|what| run(program, home.path(), &["backtest", what, "--months", &months.to_string()]));
            let [churn, health] = both;
            println!("| {accounts} | {months} | {} | {} |", shown(churn?), shown(health?));
        }
    }
    println!("| limit | 24 | 60 s | | 60 s | |");
    Ok(())
}

fn shown(taken: Taken) -> String {
    format!("{:.1} s | {} MB", taken.wall.as_secs_f64(), taken.memory_kib / 1024)
}

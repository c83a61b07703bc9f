//! The whole spread grid on large synthetic books, each in a process of its own, and how it grows.

use std::process::Command;

use anyhow::{Context, Result, bail};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use statistics::mixed::{Case, Observations, Prior, fit as fit_spreads};

use crate::process::{Taken, run};

/// Accounts of the books, the largest last.
const ACCOUNTS: [usize; 4] = [12_500, 25_000, 50_000, 100_000];

/// Accounts of one CSM.
const BOOK: usize = 50;

const COVARIATES: usize = 12;

/// The share of accounts that two CSMs share, any two: all books hang together, which is the hardest case.
const SHARED: f64 = 0.2;

pub(crate) fn all() -> Result<()> {
    println!("\nWhole spread grid, {COVARIATES} covariates, the making of the rows included:\n");
    println!("| accounts × CSMs | one owner each | peak memory | 20 % shared | peak memory |");
    println!("|---|---|---|---|---|");
    let mut taken: Vec<[Taken; 2]> = Vec::new();
    for accounts in ACCOUNTS {
        let both = [run_fit("single", accounts)?, run_fit("shared", accounts)?];
        let cells = both.map(|one| format!("{:.2} s | {} MB", one.wall.as_secs_f64(), one.memory_kib / 1024));
        println!("| {accounts} × {} | {} |", accounts / BOOK, cells.join(" | "));
        taken.push(both);
    }
    let [single, shared] =
        [0, 1].map(|kind| exponent(&ACCOUNTS, &taken.iter().map(|both| both[kind]).collect::<Vec<_>>()));
    println!("| limit at the largest | 10 s | 1 GB | 60 s | 1 GB |");
    println!("| time grows with accounts to the power of | {single:.2} | | {shared:.2} | |");
    Ok(())
}

fn run_fit(kind: &str, accounts: usize) -> Result<Taken> {
    let own = std::env::current_exe().context("finding this program")?;
    run(Command::new(own).args(["fit", kind, &accounts.to_string()]))
}

/// The slope of a straight line through the logarithms.
pub(crate) fn exponent(accounts: &[usize], taken: &[Taken]) -> f64 {
    let points =
        accounts.iter().zip(taken).map(|(accounts, one)| ((*accounts as f64).ln(), one.wall.as_secs_f64().ln()));
    let points: Vec<(f64, f64)> = points.collect();
    let count = points.len() as f64;
    let (across, up) =
        points.iter().fold((0.0, 0.0), |sums, point| (sums.0 + point.0 / count, sums.1 + point.1 / count));
    let both: f64 = points.iter().map(|point| (point.0 - across) * (point.1 - up)).sum();
    both / points.iter().map(|point| (point.0 - across) * (point.0 - across)).sum::<f64>()
}

/// What the process of one fit does.
pub(crate) fn fit(kind: &str, accounts: &str) -> Result<()> {
    let shared = match kind {
        "single" => 0.0,
        "shared" => SHARED,
        other => bail!("{other} is neither single nor shared"),
    };
    let fit = fit_spreads(&book(accounts.parse()?, shared)?, &Prior::default())?;
    println!("spread {:.3}, {} steps, {:?}", fit.spread(), fit.steps(), fit.caveats());
    Ok(())
}

/// Accounts that renew or not, by covariates and by the CSM: true spread 0.4.
fn book(accounts: usize, shared: f64) -> Result<Observations> {
    let mut dice = Dice(ChaCha8Rng::seed_from_u64(20));
    let csms = accounts / BOOK;
    let effects: Vec<f64> = (0..csms).map(|_| 0.4 * dice.normal()).collect();
    let mut rows = Observations::new(COVARIATES, csms);
    for account in 0..accounts {
        let covariates: [f64; COVARIATES] = std::array::from_fn(|_| dice.normal());
        let owner = account % csms;
        let other = (owner + 1 + (dice.even() * (csms - 1) as f64) as usize) % csms;
        let both = [(owner, 0.7), (other, 0.3)];
        let members = if dice.even() < shared { &both[..] } else { &[(owner, 1.0)] };
        let known: f64 = covariates.iter().enumerate().map(|(place, value)| value * (place as f64 - 5.5) / 20.0).sum();
        let odds = 1.5 + known + members.iter().map(|(csm, share)| effects[*csm] * share).sum::<f64>();
        let successes = f64::from(u8::from(dice.even() < 1.0 / (1.0 + (-odds).exp())));
        rows.push(Case { covariates: &covariates, successes, trials: 1.0, offset: 0.0, members })?;
    }
    Ok(rows)
}

/// Dice from a seed.
struct Dice(ChaCha8Rng);

impl Dice {
    /// 0 to 1, either left out.
    fn even(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// By Box and Muller.
    fn normal(&mut self) -> f64 {
        (-2.0 * self.even().ln()).sqrt() * (std::f64::consts::TAU * self.even()).cos()
    }
}

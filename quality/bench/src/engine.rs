//! The statistics engine on small tables, timed inside this process: it is done before a process has started.

use std::hint::black_box;
use std::time::{Duration, Instant};

use anyhow::Result;
use renewals::{Habits, Outlook, Promise};
use statistics::mixed::maximum::{Maximum, laplace, quadrature};
use statistics::mixed::{Prior, Unfit, fit};

use crate::tables::{Table, herds, hospitals, world_a};

/// How often a fit is made; the median is printed.
const RUNS: usize = 21;

/// Nodes of the quadratures that are timed; one is Laplace's approximation.
pub(crate) const NODES: [usize; 3] = [1, 9, 25];

pub(crate) fn all() -> Result<()> {
    println!("| fit | median | slowest | limit |");
    println!("|---|---|---|---|");
    for shared in [false, true] {
        let table = world_a(shared)?;
        let (middle, slowest) = timed(|| fit(black_box(&table.rows), &Prior::default()))?;
        line(&format!("whole spread grid, {}", table.name), (middle, slowest), "20 ms");
    }
    line("Laplace, world A, shared accounts", timed_on(&world_a(true)?, 1)?, "");
    for table in maximised()? {
        for nodes in NODES {
            line(&format!("{}, {}", called(nodes), table.name), timed_on(&table, nodes)?, "");
        }
    }
    line("ARR distribution of 10,000 renewals under a shared shock", timed(book_of_renewals)?, "1 s");
    Ok(())
}

/// How many renewals the large book holds.
const RENEWALS: u32 = 10_000;

/// Chances from .60 to .99 and amounts from 2,000 to 200,000, some of which renew for less.
fn book_of_renewals() -> Result<Outlook, statistics::forecast::total::Refusal> {
    let promise = |at: u32| Promise {
        chance: 0.60 + 0.39 * f64::from(at * 7_919 % RENEWALS) / f64::from(RENEWALS),
        amount: 2_000.0 + f64::from(at * 104_729 % RENEWALS) * 19.8,
        signed: None,
    };
    let promises: Vec<Promise> = (0..RENEWALS).map(promise).collect();
    let habits = Habits { renewed: 5_000, contracted: 0.1, kept_then: 0.75 };
    Outlook::of(black_box(&promises), Some(&habits), 0.25)
}

/// The tables of one owner per row whose likelihood is maximised.
pub(crate) fn maximised() -> Result<Vec<Table>> {
    let mut tables = vec![world_a(false)?, hospitals()?];
    match herds() {
        Some(table) => tables.push(table?),
        None => println!("| cbpp | skipped: set EVENKEEL_REFERENCE | | |"),
    }
    Ok(tables)
}

fn line(what: &str, (middle, slowest): (Duration, Duration), limit: &str) {
    let milliseconds = |wall: Duration| format!("{:.3} ms", wall.as_secs_f64() * 1e3);
    println!("| {what} | {} | {} | {limit} |", milliseconds(middle), milliseconds(slowest));
}

fn called(nodes: usize) -> String {
    if nodes == 1 { "Laplace".to_owned() } else { format!("quadrature of {nodes} nodes") }
}

/// The top as lme4 finds it with `nAGQ = nodes`.
pub(crate) fn maximum(table: &Table, nodes: usize) -> Result<Maximum, Unfit> {
    if nodes == 1 { laplace(&table.rows) } else { quadrature(&table.rows, nodes) }
}

fn timed_on(table: &Table, nodes: usize) -> Result<(Duration, Duration)> {
    timed(|| maximum(black_box(table), nodes))
}

/// The median and the slowest of several runs.
fn timed<T, E: std::error::Error + Send + Sync + 'static>(
    once: impl Fn() -> Result<T, E>,
) -> Result<(Duration, Duration)> {
    let mut walls = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let begun = Instant::now();
        black_box(once()?);
        walls.push(begun.elapsed());
    }
    walls.sort_unstable();
    Ok((walls[RUNS / 2], walls[RUNS - 1]))
}

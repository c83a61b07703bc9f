//! Runs whole processes and watches what they take.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

/// How often a process is run; the median is printed.
pub(crate) const RUNS: usize = 5;

/// What one process took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Taken {
    pub(crate) wall: Duration,
    pub(crate) memory_kib: u64,
}

/// A line of the table: the median and the slowest of several runs.
pub(crate) fn repeat(what: &str, runs: usize, once: impl Fn() -> Result<Taken>) -> Result<()> {
    let mut taken: Vec<Taken> = (0..runs).map(|_| once()).collect::<Result<_>>()?;
    taken.sort_by_key(|taken| taken.wall);
    let (middle, slowest) = (taken[taken.len() / 2], taken[taken.len() - 1]);
    let memory = taken.iter().map(|taken| taken.memory_kib).max().unwrap_or(0);
    let seconds = |wall: Duration| format!("{:.3} s", wall.as_secs_f64());
    println!("| {what} | {} | {} | {} MB |", seconds(middle.wall), seconds(slowest.wall), memory / 1024);
    Ok(())
}

/// Runs the product once in a home.
pub(crate) fn run_with_home(program: &Path, home: &Path, arguments: &[&str]) -> Result<Taken> {
    run(Command::new(program).args(arguments).env("EVENKEEL_HOME", home))
}

/// Runs a program once, watching the most memory it held.
pub(crate) fn run(command: &mut Command) -> Result<Taken> {
    let begun = Instant::now();
    let started = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut child = started.with_context(|| format!("starting {command:?}"))?;
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut memory_kib = 0;
    let ended = loop {
        memory_kib = memory_kib.max(peak(&status));
        if let Some(ended) = child.try_wait()? {
            break ended;
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    let wall = begun.elapsed();
    ensure!(ended.success(), "{command:?} ended with {ended}");
    Ok(Taken { wall, memory_kib })
}

/// The peak resident memory so far, where the system tells.
fn peak(status: &Path) -> u64 {
    let text = std::fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok()).unwrap_or(0)
}

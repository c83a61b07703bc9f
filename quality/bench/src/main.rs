//! Times the release build as whole processes.
#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

/// How often a process is run; the median is printed.
const RUNS: usize = 5;

/// What one process took.
#[derive(Debug, Clone, Copy)]
struct Taken {
    wall: Duration,
    memory_kib: u64,
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let program = program()?;
    println!("| what | wall, median | slowest | peak memory |");
    println!("|---|---|---|---|");
    repeat("`evenkeel --version`", RUNS, || run(&program, Path::new("."), &["--version"]))?;
    match samples() {
        Some(samples) => ravenstack(&program, &samples)?,
        None => println!("| RavenStack | skipped: set EVENKEEL_SAMPLES | | |"),
    }
    if arguments.iter().any(|argument| argument == "--large") {
        large(&program)?;
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
    let home = tempfile::TempDir::new()?;
    run(program, home.path(), &import)?;
    let review = ["csm-performance", "maya", "2024-Q4"];
    repeat("first review after an import (the whole team is worked out)", 1, || run(program, home.path(), &review))?;
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

fn repeat(what: &str, runs: usize, once: impl Fn() -> Result<Taken>) -> Result<()> {
    let mut taken: Vec<Taken> = (0..runs).map(|_| once()).collect::<Result<_>>()?;
    taken.sort_by_key(|taken| taken.wall);
    let (middle, slowest) = (taken[taken.len() / 2], taken[taken.len() - 1]);
    let memory = taken.iter().map(|taken| taken.memory_kib).max().unwrap_or(0);
    let seconds = |wall: Duration| format!("{:.3} s", wall.as_secs_f64());
    println!("| {what} | {} | {} | {} MB |", seconds(middle.wall), seconds(slowest.wall), memory / 1024);
    Ok(())
}

/// Runs the program once, watching the most memory it held.
fn run(program: &Path, home: &Path, arguments: &[&str]) -> Result<Taken> {
    let begun = Instant::now();
    let mut child = Command::new(program)
        .args(arguments)
        .env("EVENKEEL_HOME", home)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("starting {}", program.display()))?;
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
    ensure!(ended.success(), "evenkeel {} ended with {ended}", arguments.join(" "));
    Ok(Taken { wall, memory_kib })
}

/// The peak resident memory so far, where the system tells.
fn peak(status: &Path) -> u64 {
    let text = std::fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok()).unwrap_or(0)
}

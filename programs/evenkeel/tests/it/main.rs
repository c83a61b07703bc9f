//! The real binary, as a shell sees it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]
#![expect(clippy::print_stderr, reason = "a skipped test says so loudly")]

mod backups;
mod killed;
mod page;
mod shell;
mod timer;
mod watch;

use std::path::Path;
use std::process::{Command, Output};

/// Runs the program in a home, with nothing of the machine's own configuration.
fn evenkeel(home: &Path, arguments: &[&str]) -> Output {
    command(home).args(arguments).output().unwrap()
}

fn command(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_evenkeel"));
    command
        .env_clear()
        .env("HOME", home)
        .env("EVENKEEL_HOME", home)
        .env("EVENKEEL_ACTOR", "a test")
        .env("COLUMNS", "90");
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A home that holds the small company.
fn small_company() -> tempfile::TempDir {
    let home = tempfile::TempDir::new().unwrap();
    let folder = home.path().join("small-company");
    testkit::small_company(&folder).unwrap();
    let done = evenkeel(home.path(), &["import", &folder.to_string_lossy(), "--currency", "USD"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    home
}

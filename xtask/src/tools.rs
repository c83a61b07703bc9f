use std::path::PathBuf;
use std::process::Command;

use crate::command::{find_program, is_root, run, say, succeeds};
use crate::postgres::{self, Postgres};

/// Any of these shows a page.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Sees to it that the tests find a browser and a PostgreSQL, as far as this user may.
pub(crate) fn prepare() -> Option<Postgres> {
    let server = postgres::running();
    let mut missing = Vec::new();
    if !has_browser() {
        missing.push("chromium");
    }
    if server.is_none() && postgres::programs().is_none() {
        missing.push("postgresql");
    }
    if !missing.is_empty() && is_root() && find_program("apt-get", &[]).is_some() {
        install(&missing);
    }
    if !has_browser() {
        say("missing: chromium; the tests that open pages in a browser will be skipped");
    }
    let server = server.or_else(postgres::running).or_else(postgres::start);
    if server.is_none() {
        say("missing: a PostgreSQL that can be reached or started; the tests of the store on it will be skipped");
    }
    server
}

fn has_browser() -> bool {
    let none: &[PathBuf] = &[];
    BROWSERS.iter().any(|name| find_program(name, none).is_some())
}

fn install(packages: &[&str]) {
    say(&format!("installing {}", packages.join(", ")));
    let _ = succeeds(Command::new("apt-get").args(["update", "-qq"]));
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command.args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages);
    if !run(&mut command).is_ok_and(|code| code == 0) {
        say("the packages could not be installed");
    }
}

use std::path::PathBuf;
use std::process::Command;

use crate::command::{find_program, is_root, run, say, succeeds};
use crate::postgres::{self, Postgres};

/// Any of these shows a page.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Saves files the way an office does.
const OFFICE: &str = "soffice";

/// Sees to it that the tests find a browser, an office, a workbook library and a PostgreSQL, as far as this user may.
pub(crate) fn prepare() -> Option<Postgres> {
    let server = postgres::running();
    let mut missing = Vec::new();
    if !has_browser() {
        missing.push("chromium");
    }
    if !has_office() {
        missing.push("libreoffice-calc-nogui");
    }
    if !has_workbook_library() {
        missing.push("python3-openpyxl");
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
    if !has_office() {
        say("missing: libreoffice; the tests of files it saves will be skipped");
    }
    if !has_workbook_library() {
        say("missing: openpyxl of the system's python3; the tests of workbooks it writes will be skipped");
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

fn has_office() -> bool {
    let none: &[PathBuf] = &[];
    find_program(OFFICE, none).is_some()
}

/// Packages go to the system's python3, which need not be the first on the path.
fn has_workbook_library() -> bool {
    succeeds(Command::new("/usr/bin/python3").args(["-c", "import openpyxl"]))
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

#![doc = include_str!("../README.md")]

/// Commands, from the catalogue.
pub mod commands;
/// Texts handed in as files or through standard input.
mod documents;
/// What a refusal means to a shell.
pub mod exit;
/// How long work goes on.
mod progress;
/// What shells, manual readers and other programs need to know.
mod shells;
/// Reports as terminal text.
pub mod terminal;

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use app::{Desk, Progress};
use clap::ArgMatches;
use contract::{Action, Answer, Inputs, Value};
use jiff::civil::Date;
use kernel::Refusal;
use ports::printers::{Format, Printer};

use crate::progress::Bars;
use crate::terminal::TerminalStyle;

/// What was typed besides the action: where, as of when, and what overrides the configuration.
#[derive(Debug)]
pub struct Entry {
    /// The folder everything lies under, if typed.
    pub home: Option<PathBuf>,
    /// The day as of which to answer, if typed.
    pub as_of: Option<Date>,
    /// Whether the action only reads, so that a home that is not there need not be made.
    pub reads_only: bool,
    /// Whether the action works in the home, so that it must be opened.
    pub opens_home: bool,
    /// Settings typed as flags: name, value, and the flag.
    pub settings: Vec<(String, String, String)>,
}

/// What an action is done with, once everything is wired.
pub type Work<'a> = dyn FnMut(&Desk<'_>) -> Result<Answer, Refusal> + 'a;

/// Where everything is wired: the program provides it.
pub trait House {
    /// Opens the home and does the work at its desk.
    ///
    /// # Errors
    /// When the home cannot be opened, or the work is refused.
    fn enter(&self, entry: &Entry, progress: &dyn Progress, work: &mut Work<'_>) -> Result<Answer, Refusal>;

    /// What turns reports into pages.
    fn printer(&self) -> &dyn Printer;
}

/// Runs one command line, and returns the exit code.
pub fn run(arguments: impl IntoIterator<Item = std::ffi::OsString>, house: &dyn House) -> u8 {
    let words: Vec<std::ffi::OsString> = arguments.into_iter().collect();
    if shells::asks_for_json_help(&words) {
        return code_of(shells::print_json_help(&words));
    }
    let matches = match commands::root().try_get_matches_from(words) {
        Ok(matches) => matches,
        Err(shown) => {
            let code = if shown.use_stderr() { exit::USAGE } else { exit::OK };
            // Help that cannot be written has nobody to read it.
            let _ = match commands::elsewhere(&shown) {
                Some(says) => writeln!(anstream::stderr().lock(), "{says}"),
                None => shown.print(),
            };
            return code;
        }
    };
    code_of(shells::answer(&matches).unwrap_or_else(|| answer(&matches, house)))
}

fn code_of(done: Result<(), Refusal>) -> u8 {
    match done {
        Ok(()) => exit::OK,
        Err(refusal) => {
            complain(&refusal);
            exit::code(&refusal)
        }
    }
}

fn complain(refusal: &Refusal) {
    let mut out = anstream::stderr().lock();
    let says = refusal.to_string();
    let _ = writeln!(out, "evenkeel: {}", without_control(&says));
}

/// Data stands in messages, so nothing in it may steer the terminal.
fn without_control(says: &str) -> String {
    says.chars().map(|letter| if letter.is_control() && letter != '\n' { '\u{fffd}' } else { letter }).collect()
}

fn answer(matches: &ArgMatches, house: &dyn House) -> Result<(), Refusal> {
    let Some((action, found)) = commands::action_of(matches) else {
        return Err(Refusal::invalid("command", "say what to do; `evenkeel help` lists it"));
    };
    let reads_only = action.access == kernel::Access::Read;
    let entry = Entry { reads_only, opens_home: action.opens_home(), ..commands::entry(matches)? };
    let mut inputs = commands::inputs(action, found);
    documents::read(action, &mut inputs)?;
    let as_json = matches.get_flag("json");
    let bars = Bars::new(!matches.get_flag("quiet") && std::io::stderr().is_terminal());
    let run = |inputs: &Inputs| {
        let made = house.enter(&entry, &bars, &mut |desk| (action.run)(desk, inputs));
        bars.end();
        made
    };
    let answer = run(&inputs)?;
    tell(house, action, &answer, matches)?;
    match &answer.confirm {
        Some(question) if !as_json && agrees(question) => {
            inputs.give("yes", Value::Given);
            tell(house, action, &run(&inputs)?, matches)
        }
        _ => answer.refusal.map_or(Ok(()), Err),
    }
}

/// Asks a person at a terminal; nobody else is asked, and nothing is done then.
fn agrees(question: &str) -> bool {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return false;
    }
    let mut out = anstream::stderr().lock();
    let _ = write!(out, "{question} [y/N] ");
    let _ = out.flush();
    let mut typed = String::new();
    let read = std::io::stdin().read_line(&mut typed);
    read.is_ok() && matches!(typed.trim().to_lowercase().as_str(), "y" | "yes")
}

/// Shows the answer, and writes it to the files that were asked for.
fn tell(house: &dyn House, action: &Action, answer: &Answer, matches: &ArgMatches) -> Result<(), Refusal> {
    if let Some(path) = matches.get_one::<PathBuf>("out") {
        save(house, answer, path)?;
    }
    if let Some(path) = &answer.page {
        save(house, answer, path)?;
    }
    show(house, action, answer, matches.get_flag("json"))
}

/// Writes the report as a file of the kind its ending names.
fn save(house: &dyn House, answer: &Answer, path: &Path) -> Result<(), Refusal> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let format = Format::ALL.into_iter().find(|format| format.extension() == ending);
    let format = format.ok_or_else(|| {
        Refusal::invalid(
            "out",
            format!("`{}` does not say what to write; end it in .html, .md or .json", path.display()),
        )
    })?;
    let page = printed(house, answer, format);
    let failed = |cause: std::io::Error| Refusal::Unavailable(format!("{} cannot be written: {cause}", path.display()));
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    // Written beside and then moved, so that a full disk leaves the old page whole.
    let beside = path.with_extension(format!("{ending}.part"));
    std::fs::write(&beside, page).and_then(|()| std::fs::rename(&beside, path)).map_err(failed)
}

/// The report in a format; as JSON in the form that was agreed on, where there is one.
fn printed(house: &dyn House, answer: &Answer, format: Format) -> String {
    match &answer.form {
        Some(form) if format == Format::Json => form.clone(),
        _ => house.printer().print(&answer.report, format),
    }
}

fn show(house: &dyn House, action: &Action, answer: &Answer, as_json: bool) -> Result<(), Refusal> {
    let mut text =
        if as_json { printed(house, answer, Format::Json) } else { terminal::render(&answer.report, style()) };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    if let Err(cause) = written {
        // A reader that went away (`| head`) is no failure.
        return match cause.kind() {
            std::io::ErrorKind::BrokenPipe => Ok(()),
            _ => Err(Refusal::Unavailable(format!("the answer of {} cannot be written: {cause}", action.name))),
        };
    }
    let mut aside = std::io::stderr().lock();
    if let Some(page) = &answer.page {
        let _ = writeln!(aside, "\nThe same report as a page with charts: {}", page.display());
    }
    if !answer.next.is_empty() {
        let _ = writeln!(aside, "\nWhat to try next:");
        for next in &answer.next {
            let _ = writeln!(aside, "  {next}");
        }
    }
    Ok(())
}

fn style() -> TerminalStyle {
    let out = std::io::stdout();
    let terminal = out.is_terminal();
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let width =
        columns.or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))).unwrap_or(100);
    let language = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    // Only a terminal that says it cannot show Unicode gets plain signs.
    let plain = terminal && language.is_some_and(|language| matches!(language.as_str(), "C" | "POSIX"));
    TerminalStyle { width: width.clamp(40, 140), colour: terminal && !set("NO_COLOR"), unicode: !plain }
}

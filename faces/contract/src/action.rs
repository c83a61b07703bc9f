use std::path::PathBuf;

use app::Desk;
use kernel::{Access, Refusal};
use report::Report;

use crate::inputs::Inputs;

/// What an input holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputKind {
    /// Any text.
    Text,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A whole number.
    Whole,
    /// A file or folder.
    Path,
    /// One or more files or folders.
    Paths,
    /// What a text file holds, or standard input: the face reads it and hands over the text.
    Document,
    /// Yes when given.
    Flag,
}

/// One input of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Input {
    /// Its name, in lower case with underscores.
    pub name: &'static str,
    /// What it holds.
    pub kind: InputKind,
    /// Whether it is typed by its place rather than by its name.
    pub positional: bool,
    /// Whether the action needs it.
    pub required: bool,
    /// One line of help.
    pub help: &'static str,
}

impl Input {
    /// An input typed by its place that must be there.
    #[must_use]
    pub const fn needed(name: &'static str, kind: InputKind, help: &'static str) -> Self {
        Self { name, kind, positional: true, required: true, help }
    }

    /// An input typed by its place that may be left out.
    #[must_use]
    pub const fn then(name: &'static str, kind: InputKind, help: &'static str) -> Self {
        Self { name, kind, positional: true, required: false, help }
    }

    /// A text typed by its name that must be there.
    #[must_use]
    pub const fn must(name: &'static str, help: &'static str) -> Self {
        Self { name, kind: InputKind::Text, positional: false, required: true, help }
    }

    /// An input typed by its name.
    #[must_use]
    pub const fn named(name: &'static str, kind: InputKind, help: &'static str) -> Self {
        Self { name, kind, positional: false, required: false, help }
    }
}

/// What an action answers with.
#[derive(Debug)]
pub struct Answer {
    /// What is said.
    pub report: Report,
    /// The JSON to show in place of the report's own, where a form was agreed on with those who ask.
    pub form: Option<String>,
    /// Where the face should also write the report as a page, if the action asks for it.
    pub page: Option<PathBuf>,
    /// What to try next, as commands.
    pub next: Vec<String>,
    /// What to ask before it is done: it was only shown, and is done when asked for again with `yes`.
    pub confirm: Option<String>,
    /// Why it must not be relied on all the same: told after the report, and it decides the exit code.
    pub refusal: Option<Refusal>,
}

impl From<Report> for Answer {
    fn from(report: Report) -> Self {
        Self { report, form: None, page: None, next: Vec::new(), confirm: None, refusal: None }
    }
}

/// Something that can be asked.
#[derive(Debug, Clone, Copy)]
pub struct Action {
    /// `subject.verb`.
    pub name: &'static str,
    /// The words that ask for it on the command line.
    pub command: &'static [&'static str],
    /// One line: what it does for the one who asks.
    pub summary: &'static str,
    /// Its inputs.
    pub inputs: &'static [Input],
    /// What it does to what is stored.
    pub access: Access,
    /// A real example, as typed.
    pub example: &'static str,
    /// Does it.
    pub run: fn(&Desk<'_>, &Inputs) -> Result<Answer, Refusal>,
}

/// Actions that work on homes from outside, so that they also work where the home is damaged or in use.
const FROM_OUTSIDE: [&str; 3] = ["backups.verify", "backups.restore", "timers.install"];

impl Action {
    /// Whether the home is opened for it. Otherwise its desk has an empty store and the settings of no file.
    #[must_use]
    pub fn opens_home(&self) -> bool {
        !FROM_OUTSIDE.contains(&self.name)
    }
}

use std::path::PathBuf;
use std::time::Duration;

use jiff::civil::{Date, Time};

use crate::Outside;

/// What a system runs commands by at set times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimerKind {
    /// User units of systemd.
    Systemd,
    /// Agents of launchd, on macOS.
    Launchd,
    /// The Task Scheduler of Windows.
    TaskScheduler,
    /// A line in the crontab of the user.
    Crontab,
}

/// When a command runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Each day at this time on the wall of this computer.
    DailyAt(Time),
    /// Again and again with so much time in between.
    Every(Duration),
}

/// A command of this program that is to run by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimedCommand {
    /// What its timer is called: ASCII letters, digits and `-`.
    pub name: String,
    /// What it does, in a line.
    pub about: String,
    /// Its arguments, without the program.
    pub arguments: Vec<String>,
}

/// Which commands are to run when, or no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimerRequest {
    /// The program, by its whole path.
    pub program: String,
    /// The commands.
    pub commands: Vec<TimedCommand>,
    /// When they run.
    pub when: When,
    /// Take their timers away instead.
    pub uninstall: bool,
    /// A folder for files that only the making needs.
    pub folder: PathBuf,
    /// Today; the first day of schedules that need one.
    pub today: Date,
}

/// Something to do to the system, shown before it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Write a file.
    Write {
        /// Where.
        path: PathBuf,
        /// What it holds.
        text: String,
        /// As UTF-16 with a byte order mark, and not as UTF-8.
        utf16: bool,
    },
    /// Remove a file, where it is there.
    Remove {
        /// Which.
        path: PathBuf,
    },
    /// Run a command.
    Run {
        /// The program and its arguments.
        command: Vec<String>,
        /// What it reads from standard input.
        input: Option<String>,
        /// Whether it may fail because there is nothing to do.
        may_fail: bool,
    },
}

impl Step {
    /// Writing a text in UTF-8.
    #[must_use]
    pub fn text(path: PathBuf, text: String) -> Self {
        Self::Write { path, text, utf16: false }
    }
}

/// The timers of the system this program runs on.
pub trait Timers: Send + Sync {
    /// Which timer this system has; the best where there are several.
    ///
    /// # Errors
    /// `Refusal::Precondition` when there is none.
    fn kind(&self) -> Outside<TimerKind>;

    /// What has to be done, in order. Nothing is changed.
    ///
    /// # Errors
    /// `Refusal::Invalid` for what this kind of timer cannot do; when the present schedule cannot be read.
    fn plan(&self, kind: TimerKind, request: &TimerRequest) -> Outside<Vec<Step>>;

    /// Does it.
    ///
    /// # Errors
    /// When a file cannot be written or a command fails; the steps before it are done then.
    fn carry_out(&self, steps: &[Step]) -> Outside<()>;
}

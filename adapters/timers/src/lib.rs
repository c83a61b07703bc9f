#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

mod carrying;
mod crontab;
mod launchd;
mod schtasks;
mod systemd;
mod xml;

use std::path::PathBuf;

use kernel::Refusal;
use ports::timers::{Step, TimerKind, TimerRequest, Timers};
use ports::{Fault, Outside};

/// The timers of this system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemTimers;

impl Timers for SystemTimers {
    fn kind(&self) -> Outside<TimerKind> {
        if cfg!(target_os = "macos") {
            return Ok(TimerKind::Launchd);
        }
        if cfg!(windows) {
            return Ok(TimerKind::TaskScheduler);
        }
        // Made by systemd when it runs the system, and by nothing else.
        if PathBuf::from("/run/systemd/system").is_dir() && is_on_path("systemctl") {
            return Ok(TimerKind::Systemd);
        }
        if is_on_path("crontab") {
            return Ok(TimerKind::Crontab);
        }
        Err(Fault::Refused(Refusal::Precondition(
            "neither systemd nor crontab is there to run commands by a clock; install cron, or have whatever you use \
             run `evenkeel import watch FOLDER --once`"
                .into(),
        )))
    }

    fn plan(&self, kind: TimerKind, request: &TimerRequest) -> Outside<Vec<Step>> {
        refuse_control(request)?;
        match kind {
            TimerKind::Systemd => systemd::plan(request, &configuration_folder()?.join("systemd/user")),
            TimerKind::Launchd => launchd::plan(request, &user_home()?),
            TimerKind::TaskScheduler => schtasks::plan(request),
            TimerKind::Crontab => crontab::plan(request, &crontab::present()?),
        }
    }

    fn carry_out(&self, steps: &[Step]) -> Outside<()> {
        steps.iter().try_for_each(carrying::carry_out)
    }
}

/// Not every format can hold a line end or a bell within an argument, so none is asked to.
fn refuse_control(request: &TimerRequest) -> Outside<()> {
    let all = request.commands.iter().flat_map(|command| command.arguments.iter()).chain([&request.program]);
    match all.into_iter().find(|text| text.chars().any(char::is_control)) {
        None => Ok(()),
        Some(text) => {
            let words = format!("the path {text:?} holds a control character, which a timer cannot; rename it");
            Err(Fault::Refused(Refusal::invalid("folder", words)))
        }
    }
}

fn user_home() -> Outside<PathBuf> {
    let home = std::env::home_dir().filter(|home| !home.as_os_str().is_empty());
    home.ok_or_else(|| {
        Fault::Refused(Refusal::Precondition("it is not known where your own files lie; set HOME".into()))
    })
}

fn configuration_folder() -> Outside<PathBuf> {
    match std::env::var_os("XDG_CONFIG_HOME").filter(|folder| !folder.is_empty()) {
        Some(folder) => Ok(PathBuf::from(folder)),
        None => Ok(user_home()?.join(".config")),
    }
}

fn is_on_path(program: &str) -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).any(|folder| folder.join(program).is_file())
}

#[cfg(test)]
mod tests;

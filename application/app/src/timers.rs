use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::{Time, time};
use kernel::Refusal;
use ports::timers::{Step, TimedCommand, TimerKind, TimerRequest, When};
use report::{Block, Report, Tone};

use crate::desk::{Desk, refused};
use crate::intervals::interval;

/// What timers are called.
mod names;
/// What is shown.
mod told;

use names::name_of;

/// When nothing is said: before a working day begins.
const USUAL: Time = time(6, 30, 0, 0);
/// No timer of the systems runs more often than once a minute.
const OFTENEST: Duration = Duration::from_secs(60);

/// What is to run by itself, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct InstallRequest {
    /// The folder to watch.
    pub folder: Option<PathBuf>,
    /// The folder to write backups into.
    pub backup: Option<PathBuf>,
    /// How many of those backups stay; all when left out.
    pub keep: Option<i64>,
    /// `06:30`.
    pub at: Option<String>,
    /// `1h`.
    pub every: Option<String>,
    /// `systemd`, `launchd`, `schtasks` or `crontab`; the one this system has when left out.
    pub with: Option<String>,
    /// Take the timers away.
    pub uninstall: bool,
    /// Do it, and not only show it.
    pub yes: bool,
}

/// What was shown, or done.
#[derive(Debug)]
pub struct Installed {
    /// In words.
    pub report: Report,
    /// What to ask before it is done, where it was only shown.
    pub confirm: Option<String>,
}

/// Shows what has to be done so that the system runs commands by itself, and does it when that was asked for.
///
/// # Errors
/// When a folder is not there, a time is none, the system has no timer, or a step fails.
pub fn install(desk: &Desk<'_>, request: &InstallRequest) -> Result<Installed, Refusal> {
    let kind = match request.with.as_deref() {
        Some("systemd") => TimerKind::Systemd,
        Some("launchd") => TimerKind::Launchd,
        Some("schtasks") => TimerKind::TaskScheduler,
        Some("crontab") => TimerKind::Crontab,
        _ => desk.timers.kind().map_err(refused)?,
    };
    refuse_unheard(desk)?;
    let home = absolute("home", desk.home)?;
    let timed = TimerRequest {
        program: program()?,
        commands: commands(request, &home)?,
        when: when(request)?,
        uninstall: request.uninstall,
        folder: PathBuf::from(&home),
        today: desk.today(),
    };
    let steps = desk.timers.plan(kind, &timed).map_err(refused)?;
    if request.yes {
        desk.timers.carry_out(&steps).map_err(refused)?;
    }
    let report = told::report(desk, request, kind, &steps);
    let question = if request.uninstall { "Take these timers away?" } else { "Write this and run these commands?" };
    Ok(Installed { report, confirm: (!request.yes).then(|| question.to_owned()) })
}

/// A timer knows nothing of this terminal's environment, and would take files into a store of its own.
fn refuse_unheard(desk: &Desk<'_>) -> Result<(), Refusal> {
    let told = desk.settings.told.get("database").filter(|_| desk.settings.database.is_some());
    told.map_or(Ok(()), |told| {
        Err(Refusal::Precondition(format!(
            "{} names a database, which a timer does not hear of; write it into evenkeel.toml in the home, and take it \
             away here",
            told.origin
        )))
    })
}

fn when(request: &InstallRequest) -> Result<When, Refusal> {
    match (&request.at, &request.every) {
        (Some(_), Some(_)) => Err(Refusal::invalid("at", "say either --at or --every")),
        (None, Some(every)) => interval("every", every, OFTENEST).map(When::Every),
        (Some(at), None) => time_of(at).map(When::DailyAt),
        (None, None) => Ok(When::DailyAt(USUAL)),
    }
}

fn time_of(text: &str) -> Result<Time, Refusal> {
    let parts = text.trim().split_once(':');
    let read = parts.and_then(|(hour, minute)| {
        let is_short = (1..=2).contains(&hour.len()) && minute.len() == 2;
        let is_digits = [hour, minute].iter().all(|part| part.bytes().all(|letter| letter.is_ascii_digit()));
        let time = Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()?;
        (is_short && is_digits).then_some(time)
    });
    read.ok_or_else(|| Refusal::invalid("at", format!("`{text}` is no time of day; write it as 06:30")))
}

fn commands(request: &InstallRequest, home: &str) -> Result<Vec<TimedCommand>, Refusal> {
    let command = |what: &str, path: &Path, about: &str, words: &[&str]| -> Result<TimedCommand, Refusal> {
        let place = absolute(what, path)?;
        if !request.uninstall && what == "folder" && !path.is_dir() {
            return Err(Refusal::NotFound(format!("there is no folder {place}; make it, or name another one")));
        }
        let fill = |word: &&str| if *word == "PLACE" { place.clone() } else { (*word).to_owned() };
        let arguments = ["--home", home].map(str::to_owned).into_iter().chain(words.iter().map(fill)).collect();
        Ok(TimedCommand { name: name_of(what, home, &place), about: format!("{about} {place}"), arguments })
    };
    let mut commands = Vec::new();
    if let Some(folder) = &request.folder {
        let words = ["import", "watch", "PLACE", "--once"];
        commands.push(command("folder", folder, "evenkeel: take in what is dropped into", &words)?);
    }
    if let Some(folder) = &request.backup {
        // The end tells that a folder is meant, also before it is there.
        let folder = folder.join("");
        let keep = request.keep.map(crate::backups::keep_count).transpose()?.map(|keep| keep.to_string());
        let kept = keep.iter().flat_map(|keep| ["--keep", keep.as_str()]);
        let words: Vec<&str> = ["backup", "PLACE"].into_iter().chain(kept).collect();
        commands.push(command("backup", &folder, "evenkeel: write a backup into", &words)?);
    } else if request.keep.is_some() {
        return Err(Refusal::invalid("keep", "says how many backups stay; say where they go: --backup FOLDER"));
    }
    if commands.is_empty() {
        return Err(Refusal::invalid(
            "folder",
            "say what is to run: --folder FOLDER to watch, --backup FOLDER, or both",
        ));
    }
    Ok(commands)
}

/// A timer runs from anywhere, so paths are whole.
fn absolute(what: &str, path: &Path) -> Result<String, Refusal> {
    let whole = std::path::absolute(path)
        .map_err(|cause| Refusal::invalid(what, format!("{} cannot be found: {cause}", path.display())))?;
    whole.to_str().map(str::to_owned).ok_or_else(|| {
        Refusal::invalid(what, format!("{} is no Unicode, which a timer cannot hold; rename it", whole.display()))
    })
}

fn program() -> Result<String, Refusal> {
    let unknown = || Refusal::Precondition("it is not known where this program lies, so no timer can run it".into());
    let path = std::env::current_exe().map_err(|_| unknown())?;
    path.to_str().map(str::to_owned).ok_or_else(unknown)
}

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::time::Duration;

use kernel::Refusal;
use report::{Block, Figure, Report, Table, TableCell, Unit};
use rust_decimal::Decimal;

use super::ReadingRequest;
use crate::desk::{Desk, refused};
use crate::intervals;

/// Taking in what has come to rest.
mod delivery;
/// What stands beside files that were not taken in.
mod notes;
/// Which files can be taken in now.
mod sorting;

use delivery::Delivery;

/// What to watch, and how its files are read.
#[derive(Debug, Clone)]
pub struct WatchRequest {
    /// The folder.
    pub folder: PathBuf,
    /// How its files are read; its paths are not used.
    pub reading: ReadingRequest,
    /// Time between two looks.
    pub every: Duration,
    /// Look for what is at rest once, and end.
    pub once: bool,
}

/// What was done while the folder was watched.
#[derive(Debug)]
pub struct Watched {
    /// In numbers.
    pub report: Report,
    /// Whether files wait for a person, when the watch was to look once.
    pub refusal: Option<Refusal>,
}

/// Files by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Tally {
    deliveries: u64,
    done: u64,
    rejected: u64,
    questions: u64,
}

/// Watches a folder: files that have come to rest are taken in as one delivery and put away, until somebody asks to end.
///
/// # Errors
/// When there is no such folder, another program watches it, or a file cannot be moved; with `once`, also when the
/// store cannot be written.
pub fn watch(desk: &Desk<'_>, request: &WatchRequest) -> Result<Watched, Refusal> {
    refuse_home(desk, &request.folder)?;
    // Options that do not work are told now and not with the first file.
    request.reading.options(desk)?;
    let inbox = desk.inboxes.open(&request.folder).map_err(refused)?;
    log(desk, &format!("watching {} every {}", request.folder.display(), intervals::words(request.every)));
    let mut tally = Tally::default();
    let mut worked_for = None;
    let mut before = inbox.look().map_err(refused)?;
    while inbox.wait(request.every) {
        let now = inbox.look().map_err(refused)?;
        let resting: Vec<PathBuf> =
            now.iter().filter(|file| before.contains(file)).map(|file| file.path.clone()).collect();
        before = now;
        let is_idle = resting.is_empty();
        if !is_idle {
            let taken = Delivery { desk, inbox: &*inbox, request }.take(&resting);
            tally = tally.plus(or_later(desk, request, taken)?);
        }
        if is_idle || request.once {
            let state = desk.store.data_version().ok().map(|version| (version, desk.today()));
            if state != worked_for {
                work_ahead(desk);
            }
            worked_for = state;
        }
        if request.once {
            break;
        }
    }
    Ok(Watched { report: report(desk, request, tally), refusal: waiting(request, tally) })
}

/// Nobody waits now, so what the first questions of a day need of all accounts is worked out, once a day and after every
/// delivery. What fails here fails again,
/// and is told, when somebody asks for it.
fn work_ahead(desk: &Desk<'_>) {
    for work in [crate::health::work_ahead, crate::usage::work_ahead, crate::churn::work_ahead] {
        let _ = work(desk);
    }
}

/// A store that is busy or a drive that does not answer may do so at the next look; the files lie where they lay.
fn or_later(desk: &Desk<'_>, request: &WatchRequest, taken: Result<Tally, Refusal>) -> Result<Tally, Refusal> {
    match taken {
        Err(Refusal::Unavailable(says)) if !request.once => {
            log(desk, &format!("not now, and again at the next look: {says}"));
            Ok(Tally::default())
        }
        taken => taken,
    }
}

/// The store of a home is no export.
fn refuse_home(desk: &Desk<'_>, folder: &Path) -> Result<(), Refusal> {
    let same = std::fs::canonicalize(folder).ok().zip(std::fs::canonicalize(desk.home).ok());
    if same.is_some_and(|(folder, home)| folder == home) {
        let words = format!("{} is the home itself; watch a folder of its own", folder.display());
        return Err(Refusal::invalid("folder", words));
    }
    Ok(())
}

/// One line for the log.
fn log(desk: &Desk<'_>, says: &str) {
    let now = desk.clock.now().strftime("%Y-%m-%d %H:%M:%S");
    desk.progress.say(&format!("{now} {says}"));
}

impl Tally {
    fn plus(self, other: Self) -> Self {
        Self {
            deliveries: self.deliveries + other.deliveries,
            done: self.done + other.done,
            rejected: self.rejected + other.rejected,
            questions: self.questions + other.questions,
        }
    }
}

fn report(desk: &Desk<'_>, request: &WatchRequest, tally: Tally) -> Report {
    let folder = request.folder.display();
    let mut report = Report::new("imports.watch", format!("Watched {folder}"), desk.as_of());
    let mut table = Table::new("", &["what became of files", ">how many", "where they are"]);
    let mut row = |what: &str, count: u64, place: String| {
        let count = Figure::known(what, Decimal::from(count), Unit::Count, desk.as_of());
        table.row([TableCell::from(what), count.into(), place.into()]);
    };
    row("taken in", tally.done, format!("{folder}/done"));
    row("refused, or with rejected rows", tally.rejected, format!("{folder}/rejected"));
    row("with a question", tally.questions, format!("{folder}/questions"));
    table.note = Some(format!("deliveries: {}; evenkeel import history lists them", tally.deliveries));
    report.push(table);
    if tally.rejected + tally.questions > 0 {
        report.push(Block::text("Beside each of these files lies a text that says why, and what to run."));
    }
    report
}

/// A look that was to be the only one ends with what waits for a person, so that a timer shows it.
fn waiting(request: &WatchRequest, tally: Tally) -> Option<Refusal> {
    let count = tally.rejected + tally.questions;
    (request.once && count > 0).then(|| {
        let folder = request.folder.display();
        let files = if count == 1 { "file waits" } else { "files wait" };
        Refusal::Rejected(format!(
            "{count} {files} for a person in {folder}/rejected and {folder}/questions; the text beside each says why"
        ))
    })
}

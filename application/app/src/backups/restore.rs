use std::path::Path;

use kernel::Refusal;
use ports::backups::RestorePlan;
use report::{Block, Report, Tone};

use super::{counts, origin};
use crate::desk::{Desk, refused};
use crate::settings::database_address;

/// What is to be put back, and where.
#[derive(Debug, Clone, Copy)]
pub struct RestoreRequest<'a> {
    /// The backup.
    pub backup: &'a Path,
    /// The folder that becomes the home; the usual one when left out.
    pub into: Option<&'a Path>,
    /// The address of an empty PostgreSQL database for the facts; a file of the home when left out.
    pub database: Option<&'a str>,
    /// Whether a home that is there already may be put aside.
    pub replace: bool,
}

/// Puts a backup back: the whole home, or nothing of it.
///
/// # Errors
/// When the backup is none, damaged, or from a newer version; when the home or the database holds something, or another
/// program has the home open.
pub fn restore(desk: &Desk<'_>, request: &RestoreRequest<'_>) -> Result<Report, Refusal> {
    let home = request.into.unwrap_or(desk.home);
    refuse_hidden(desk, request)?;
    if let Some(address) = request.database {
        let valid = database_address(address);
        valid.map_err(|why| Refusal::invalid("database", format!("`{address}` is no database: {why}")))?;
    }
    desk.progress.begin("restoring", None);
    let plan = RestorePlan {
        backup: request.backup,
        home,
        database: request.database,
        replace: request.replace,
        at: desk.clock.now(),
    };
    let restored = desk.backups.restore(&plan);
    desk.progress.end();
    let restored = restored.map_err(refused)?;
    let mut report = Report::new("backups.restore", "Home restored", desk.as_of());
    let place = request.database.map_or("in a file there", |_| "in the database you named");
    report.push(Block::text(format!(
        "{} is a home again, its facts {place}. {}",
        home.display(),
        origin(&restored.manifest)
    )));
    report.push(counts(desk, &restored.manifest));
    if let Some(aside) = &restored.aside {
        report.push(Block::callout(
            Tone::Note,
            format!(
                "The home that was there lies in {}; delete it when you are sure that you do not need it.",
                aside.display()
            ),
        ));
    }
    report.push(Block::text(format!("Look at it: evenkeel --home {} doctor", home.display())));
    Ok(report)
}

/// Facts in a file would not be found again while the environment names a database.
fn refuse_hidden(desk: &Desk<'_>, request: &RestoreRequest<'_>) -> Result<(), Refusal> {
    let told = desk.settings.told.get("database").filter(|_| desk.settings.database.is_some());
    match told {
        Some(told) if request.database.is_none() => Err(Refusal::Precondition(format!(
            "{} names a database, so facts in a file would not be found; say --database ADDRESS to restore into an \
             empty one, or take the name away",
            told.origin
        ))),
        _ => Ok(()),
    }
}

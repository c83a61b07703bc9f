//! The engine on anybody's table.

/// Which column is which.
mod columns;
/// From cells to rows, or to the reason why not.
mod rows;

use std::path::Path;

use fairness::Incomparable;
use fairness::profile::page::{Telling, blocks};
use fairness::profile::{Inquiry, Profile, SHARED_GROUPS_MAX};
use jiff::civil::Date;
use kernel::Refusal;
use ports::deliveries::{PlainColumn, PlainTable};
use report::Report;
use statistics::mixed::Unfit;

use crate::desk::{Desk, refused};
use columns::{Columns, Found};
use rows::Taken;

/// More columns than this, words spread out, are not weighed.
// method: fairness.profile_columns_max
const COLUMNS_MAX: usize = 100;

/// A table and what its columns mean.
#[derive(Debug, Clone, Copy)]
pub struct ProfileRequest<'a> {
    /// CSV, TSV or XLSX.
    pub file: &'a Path,
    /// The column of outcomes.
    pub outcome: &'a str,
    /// The column of those compared.
    pub group: &'a str,
    /// The column of trials, where outcomes are counts.
    pub trials: Option<&'a str>,
    /// The column of second owners.
    pub group2: Option<&'a str>,
    /// The column of the first owner's share.
    pub share: Option<&'a str>,
    /// The column of what a row weighs.
    pub weights: Option<&'a str>,
    /// Columns that were known before, with commas.
    pub covariates: Option<&'a str>,
    /// The column of given chances or expected counts.
    pub expected: Option<&'a str>,
    /// Whether the outcome is something nobody wants.
    pub bad: bool,
}

/// Holds everybody named in a table against what was to be expected of their rows. Nothing is kept.
///
/// # Errors
/// When the file or a column is not there, too many rows cannot be read, or nothing is left to compare.
pub fn profile(desk: &Desk<'_>, request: &ProfileRequest<'_>) -> Result<Report, Refusal> {
    desk.progress.begin("reading the table", None);
    let columns = Columns::of(request)?;
    let table = desk.deliveries.read_table(request.file, &columns.names()).map_err(refused)?;
    let name = request.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let found = columns.found(&table, &name)?;
    let taken = Taken::of(&found, &table, request.bad)?;
    desk.progress.begin("comparing", None);
    check_size(&taken.inquiry)?;
    let profile = Profile::of(&taken.inquiry).map_err(cannot)?;
    desk.progress.end();
    let telling = telling(&found, (&table, name), &taken, desk.as_of());
    let title = format!("Fair comparison of \"{}\" by \"{}\"", telling.outcome, telling.group);
    let mut report = Report::new("fairness.profile", title, desk.as_of());
    report.subtitle.push(format!(
        "{}, {}",
        telling.file,
        report::display::counted(taken.inquiry.study.cases.len(), "row", "rows")
    ));
    blocks(&taken.inquiry, &profile, &telling).into_iter().for_each(|block| report.push(block));
    Ok(report)
}

fn telling(found: &Found<'_>, (table, file): (&PlainTable, String), taken: &Taken, as_of: Date) -> Telling {
    let mut reading = vec![format!("{file} was read as {}.", table.findings.join(", "))];
    reading.extend(taken.reading.iter().cloned());
    let heading = |column: Option<&PlainColumn>| column.map(|column| column.heading.clone());
    Telling {
        file,
        outcome: found.outcome.heading.clone(),
        trials: heading(found.trials),
        group: found.group.heading.clone(),
        weights: heading(found.weights),
        fractional: taken.fractional,
        as_of,
        reading,
        caveats: taken.caveats.clone(),
    }
}

fn check_size(inquiry: &Inquiry) -> Result<(), Refusal> {
    let study = &inquiry.study;
    let columns = fairness::design::Design::of(study).names().count();
    if columns > COLUMNS_MAX {
        return Err(Refusal::TooMany(format!(
            "the covariates have so many different words that they make {columns} columns; leave out those with many words"
        )));
    }
    if inquiry.is_shared() && study.groups.len() > SHARED_GROUPS_MAX {
        return Err(Refusal::TooMany(format!(
            "{} share rows with each other; more than {SHARED_GROUPS_MAX} cannot be told apart in a bearable time: take a part",
            study.groups.len()
        )));
    }
    Ok(())
}

fn cannot(why: Incomparable) -> Refusal {
    match why {
        Incomparable::Unfit(Unfit::Empty | Unfit::NoGroups) => {
            Refusal::NotEnoughData("no row of the table is anybody's; nothing can be compared".to_owned())
        }
        other => Refusal::Rejected(format!("the table cannot be compared: {other}")),
    }
}

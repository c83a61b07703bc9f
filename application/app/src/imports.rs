/// What the person said of files, taken apart.
mod answers;
/// What a delivery would change.
mod changes;
/// Keys that several files of one delivery tell differently.
mod collisions;
/// Rows that contradict each other.
mod contradictions;
/// Writing everything out.
mod export;
/// What was imported, and taking it back.
mod history;
/// What files hold, without taking anything in.
mod inspect;
/// How files nobody described were understood, kept for the next delivery.
mod mappings;
/// Which row a reference points to.
mod references;
/// How things stand today, told again and again: what becomes history.
mod snapshots;
/// Taking files in.
mod take;
/// Empty templates.
mod templates;
/// A folder that is watched.
mod watch;

pub use export::export;
pub use history::{history, undo};
pub use inspect::inspect;
pub use mappings::{forget_mapping, list_mappings};
pub use take::{ImportRequest, Imported, import};
pub use templates::templates;
pub use watch::{WatchRequest, Watched, watch};

use std::path::PathBuf;

use jiff::tz::TimeZone;
use kernel::Refusal;
use ports::deliveries::{DateOrder, DecimalMark, FileSurvey, ReadingOptions};

use crate::desk::{Desk, refused};

/// How files are to be read, as the person typed it.
#[derive(Debug, Clone, Default)]
pub struct ReadingRequest {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// The name of the source system.
    pub source: Option<String>,
    /// The currency of amounts whose file names none.
    pub currency: Option<String>,
    /// `day-first`, `month-first` or `year-first`.
    pub date_order: Option<String>,
    /// `comma` or `point`.
    pub decimal: Option<String>,
    /// What the rows of files are that nobody described: `contacts`, `list.csv=contacts; book.xlsx=accounts`.
    pub object: Option<String>,
    /// Which heading is which column: `happened_at=Datum; list.csv:account_id=Kunde`.
    pub columns: Option<String>,
}

impl ReadingRequest {
    pub(crate) fn options(&self, desk: &Desk<'_>) -> Result<ReadingOptions, Refusal> {
        let told = match &self.currency {
            Some(code) => Some(code.parse().map_err(|refused: kernel::money::UnknownCurrency| {
                Refusal::invalid("currency", refused.to_string())
            })?),
            None => None,
        };
        let currency = told.or(desk.currency().ok());
        let date_order = self.date_order.as_deref().map(date_order).transpose()?;
        let decimal = self.decimal.as_deref().map(decimal).transpose()?;
        if self.source.as_deref().is_some_and(|source| source.is_empty() || source.contains('/')) {
            return Err(Refusal::invalid(
                "source",
                "name the source system in one word without `/`, such as salesforce",
            ));
        }
        let objects = answers::objects(self.object.as_deref().unwrap_or_default())?;
        let time_zone = TimeZone::get(&desk.settings.time_zone).ok();
        let columns = answers::columns(self.columns.as_deref().unwrap_or_default())?;
        let source = self.source.clone();
        Ok(ReadingOptions { source, currency, date_order, decimal, objects, columns, time_zone })
    }
}

fn date_order(word: &str) -> Result<DateOrder, Refusal> {
    match word {
        "day-first" => Ok(DateOrder::DayFirst),
        "month-first" => Ok(DateOrder::MonthFirst),
        "year-first" => Ok(DateOrder::YearFirst),
        other => Err(Refusal::invalid(
            "date_order",
            format!("`{other}` is no date order; write day-first, month-first or year-first"),
        )),
    }
}

fn decimal(word: &str) -> Result<DecimalMark, Refusal> {
    match word {
        "comma" => Ok(DecimalMark::Comma),
        "point" => Ok(DecimalMark::Point),
        other => Err(Refusal::invalid("decimal", format!("`{other}` is no decimal mark; write comma or point"))),
    }
}

/// Looks at every file, saying which one is being looked at.
fn survey(desk: &Desk<'_>, request: &ReadingRequest, options: &ReadingOptions) -> Result<Vec<FileSurvey>, Refusal> {
    desk.progress.begin("looking at the files", None);
    let found = desk.deliveries.survey(&request.paths, options, &mut |_| desk.progress.advance(1));
    desk.progress.end();
    found.map_err(refused)
}

/// The file's name without its folders, and the sheet.
fn short_name(survey: &FileSurvey) -> String {
    let file = survey
        .path
        .file_name()
        .map_or_else(|| survey.path.display().to_string(), |name| name.to_string_lossy().into_owned());
    match &survey.sheet {
        Some(sheet) => format!("{file}, sheet {sheet}"),
        None => file,
    }
}

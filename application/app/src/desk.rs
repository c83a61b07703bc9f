use std::path::Path;

use jiff::civil::{Date, DateTime};
use kernel::{Actor, Currency, Period, PersonId, Refusal};
use ports::Fault;
use ports::backups::Backups;
use ports::clock::Clock;
use ports::deliveries::Deliveries;
use ports::inboxes::Inboxes;
use ports::store::{FactQuery, KeptFigure, Store};
use ports::timers::Timers;
use ports::worlds::Worlds;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::settings::Settings;
use crate::shapes;

/// Told how long work goes on.
pub trait Progress: Send + Sync {
    /// A stretch of work begins: what, and how many steps where that is known.
    fn begin(&self, what: &str, steps: Option<u64>);
    /// So many steps more are done.
    fn advance(&self, steps: u64);
    /// The stretch is over.
    fn end(&self);
    /// Something happened that is worth a line in a log, while work goes on.
    fn say(&self, line: &str) {
        let _ = line;
    }
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _what: &str, _steps: Option<u64>) {}
    fn advance(&self, _steps: u64) {}
    fn end(&self) {}
}

/// Everything a use case may ask for.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// Where facts are kept.
    pub store: &'a dyn Store,
    /// How files become facts.
    pub deliveries: &'a dyn Deliveries,
    /// Folders that are watched for files.
    pub inboxes: &'a dyn Inboxes,
    /// How the home is written down and put back.
    pub backups: &'a dyn Backups,
    /// What runs commands by itself.
    pub timers: &'a dyn Timers,
    /// Where simulated companies come from.
    pub worlds: &'a dyn Worlds,
    /// What time it is.
    pub clock: &'a dyn Clock,
    /// What is configured.
    pub settings: &'a Settings,
    /// Who asks.
    pub actor: &'a Actor,
    /// Who is told how long work goes on.
    pub progress: &'a dyn Progress,
    /// The folder everything lies under.
    pub home: &'a Path,
    /// The day as of which to answer; `None` is now.
    pub as_of: Option<Date>,
}

impl std::fmt::Debug for Desk<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("home", &self.home).field("actor", &self.actor).finish_non_exhaustive()
    }
}

/// Days without any fact at the end of a quarter that do not make it incomplete: weekends and holidays.
const QUIET_DAYS_MAX: i64 = 7;
/// Days without any fact after which a page says up to when facts reach.
const QUIET_DAYS_MOST: i32 = 14;
const LAST_DAY: &str = "last day of work";

impl Desk<'_> {
    /// Today.
    #[must_use]
    pub fn today(&self) -> Date {
        self.clock.now().date()
    }

    /// The day as of which to answer.
    #[must_use]
    pub fn as_of(&self) -> Date {
        self.as_of.unwrap_or_else(|| self.today())
    }

    /// The moment up to which facts count as known; `None` when everything known now does.
    #[must_use]
    pub fn known_by(&self) -> Option<DateTime> {
        let as_of = self.as_of.filter(|day| *day < self.today())?;
        Some(end_of(as_of))
    }

    /// The currency of the book: configured, or settled by the first import.
    ///
    /// # Errors
    /// When it is not known.
    pub fn currency(&self) -> Result<Currency, Refusal> {
        if let Some(currency) = self.settings.currency {
            return Ok(currency);
        }
        let kept = self.store.setting("currency").map_err(refused)?;
        kept.and_then(|code| code.parse().ok()).ok_or_else(|| {
            Refusal::NotEnoughData(
                "the currency of the book is not known; import amounts, or set it: currency = \"USD\" in evenkeel.toml"
                    .into(),
            )
        })
    }

    /// The period asked for, or the last quarter that facts cover.
    ///
    /// # Errors
    /// When the text is no period, or there are no facts to take one from.
    pub fn period(&self, typed: Option<&str>) -> Result<Period, Refusal> {
        let fiscal = self.settings.fiscal_year;
        match typed {
            Some("last-quarter") | None => {
                let covered = self.covered_to()?;
                fiscal
                    .last_complete_quarter(covered)
                    .ok_or_else(|| Refusal::invalid("period", "no quarter lies before the facts"))
            }
            Some(text) => Period::parse(text, fiscal, self.as_of())
                .map_err(|refused| Refusal::invalid("period", refused.to_string())),
        }
    }

    /// The first day that facts of daily work no longer cover, never later than the as-of day.
    fn covered_to(&self) -> Result<Date, Refusal> {
        let last = self.last_day_of_work()?.ok_or_else(|| {
            Refusal::NotEnoughData(
                "no daily work (touchpoints, tickets, surveys, time entries, usage) is on record, so there is no last quarter; import some (`evenkeel import FOLDER`), name a period, or run `evenkeel demo`".into(),
            )
        })?;
        let quiet = last.checked_add(jiff::Span::new().days(QUIET_DAYS_MAX + 1)).unwrap_or(last);
        Ok(quiet.min(self.as_of()))
    }

    /// The last day of daily work on record; kept, since every row is looked at for it.
    pub(crate) fn last_day_of_work(&self) -> Result<Option<Date>, Refusal> {
        let version = self.store.data_version().map_err(refused)?;
        let kept = self.store.kept_figures(LAST_DAY, version).map_err(refused)?;
        if let Some(figure) = kept.first() {
            let days = figure.value.and_then(|days| days.to_i32());
            return Ok(days.and_then(|days| Date::ZERO.checked_add(jiff::Span::new().days(days)).ok()));
        }
        let mut last: Option<Date> = None;
        for shape in shapes::DAILY_WORK {
            let range = self.store.day_range(shape).map_err(refused)?;
            last = last.max(range.map(|(_, last)| last));
        }
        let value = last.map(|day| Decimal::from((day - Date::ZERO).get_days()));
        let figure = KeptFigure { person: PersonId::new("company"), metric: LAST_DAY.into(), value, n: 0 };
        self.keep(LAST_DAY, version, &[figure])?;
        Ok(last)
    }

    /// The last day of work on record, where it lies so far back that what came since is not on record. Not asked as of a
    /// past day, where facts written since would give the answer.
    pub(crate) fn quiet_since(&self) -> Result<Option<Date>, Refusal> {
        if self.known_by().is_some() {
            return Ok(None);
        }
        let quiet = |last: &Date| (self.as_of() - *last).get_days() > QUIET_DAYS_MOST;
        Ok(self.last_day_of_work()?.filter(quiet))
    }

    /// Keeps figures for the next time. While another program writes they are simply not kept.
    pub(crate) fn keep(&self, name: &str, version: i64, figures: &[KeptFigure]) -> Result<(), Refusal> {
        match self.store.keep_figures(name, version, figures) {
            Ok(()) | Err(Fault::Busy(_)) => Ok(()),
            Err(fault) => Err(refused(fault)),
        }
    }

    /// Narrows a question to what was known as of the day asked about.
    #[must_use]
    pub fn known<'q>(&self, query: FactQuery<'q>) -> FactQuery<'q> {
        match self.known_by() {
            Some(moment) => query.known_by(moment),
            None => query,
        }
    }
}

/// Two pieces of work at once: while one waits for the store, the other computes.
pub(crate) fn both<A: Send, B>(
    one: impl FnOnce() -> Result<A, Refusal> + Send,
    other: impl FnOnce() -> Result<B, Refusal>,
) -> Result<(A, B), Refusal> {
    std::thread::scope(|threads| {
        let beside = threads.spawn(one);
        let other = other();
        let one = beside.join().map_err(|_| Refusal::Fault("a piece of work broke down".into()))?;
        Ok((one?, other?))
    })
}

/// The last moment of a day.
#[must_use]
pub fn end_of(day: Date) -> DateTime {
    day.at(23, 59, 59, 999_999_000)
}

/// What a failure outside means for the one who asked.
#[must_use]
pub fn refused(fault: Fault) -> Refusal {
    match fault {
        Fault::Refused(refusal) => refusal,
        Fault::Busy(says) => Refusal::Unavailable(says),
        broken @ Fault::Broken { .. } => Refusal::Unavailable(broken.to_string()),
    }
}

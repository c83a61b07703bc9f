use jiff::civil::Date;
use kernel::{Period, Refusal};

use crate::churn::days_after;
use crate::desk::Desk;

/// How far ahead is looked when nothing is said.
// method: renewals.window_days
const WINDOW_DAYS: i32 = 90;
/// Further ahead hardly any contract has its day yet.
// method: renewals.window_most
const WINDOW_MOST: i32 = 730;

/// The days that are asked about, from tomorrow on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Window {
    /// As people type it.
    pub(super) typed: String,
    /// The first day.
    pub(super) from: Date,
    /// The last day.
    pub(super) last: Date,
    /// Whether a decision whose day is over counts, where nothing was signed.
    reaches_back: bool,
}

impl Window {
    /// `next-90-days`, or a period that is not over.
    pub(super) fn parse(desk: &Desk<'_>, typed: Option<&str>) -> Result<Self, Refusal> {
        let day = desk.as_of();
        let next = format!("next-{WINDOW_DAYS}-days");
        let typed = typed.map_or(next, |typed| typed.trim().to_ascii_lowercase());
        if let Some(days) = typed.strip_prefix("next-").and_then(|rest| rest.strip_suffix("-days")) {
            let days = days.parse::<i32>().ok().filter(|days| (1..=WINDOW_MOST).contains(days)).ok_or_else(|| {
                Refusal::invalid("period", format!("`{typed}`; say next-1-days to next-{WINDOW_MOST}-days"))
            })?;
            let (from, last) = (days_after(day, 1), days_after(day, days));
            return Ok(Self { typed, from, last, reaches_back: true });
        }
        let period = Period::parse(&typed, desk.settings.fiscal_year, day)
            .map_err(|refused| Refusal::invalid("period", format!("{refused}, or next-90-days")))?;
        if period.last_day() <= day {
            return Err(Refusal::invalid(
                "period",
                format!(
                    "{period} is over on {day}; `evenkeel retention {period}` shows what renewed, and \
                     `evenkeel renewals accuracy` how good forecasts were"
                ),
            ));
        }
        let reaches_back = period.contains(day);
        let from = period.from().max(days_after(day, 1));
        Ok(Self { typed: period.to_string(), from, last: period.last_day(), reaches_back })
    }

    /// Whether a decision lies in it.
    pub(super) fn holds(&self, on: Date, day: Date) -> bool {
        (self.from <= on && on <= self.last) || (self.reaches_back && on <= day)
    }

    /// In words.
    pub(super) fn words(&self) -> String {
        format!("{} to {}", self.from, self.last)
    }
}

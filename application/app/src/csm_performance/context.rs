use jiff::civil::Date;
use kernel::{Currency, Period, Refusal};
use people::calendar::WorkCalendar;
use ports::store::FactQuery;
use retention::{Basis, Rates};

use crate::desk::{Desk, refused};
use crate::facts::stays::{People, everybody};
use crate::facts::{histories, typed};
use crate::health::Books;

/// Everything a review needs besides the rows of one book.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) period: Period,
    pub(crate) as_of: Date,
    pub(crate) people: People,
    pub(crate) currency: Currency,
    pub(crate) rates: Rates,
    pub(crate) calendar: WorkCalendar,
    pub(crate) opportunities_recorded: bool,
    pub(crate) escalations_recorded: bool,
    pub(crate) churn_events_recorded: bool,
}

impl Context {
    pub(crate) fn load(desk: &Desk<'_>, period: Period) -> Result<Self, Refusal> {
        let recorded = |shape| desk.store.count(shape).map(|count| count > 0).map_err(refused);
        Ok(Self {
            period,
            as_of: desk.as_of(),
            people: everybody(desk)?,
            currency: desk.currency()?,
            rates: histories::rates(desk)?,
            calendar: desk.settings.calendar.clone().with_holidays(holidays(desk)?),
            opportunities_recorded: recorded(&customers::opportunity::SHAPE)?,
            escalations_recorded: recorded(&customers::escalation::SHAPE)?,
            churn_events_recorded: recorded(&customers::churn_event::SHAPE)?,
        })
    }

    pub(crate) fn basis<'a>(&'a self, desk: &Desk<'a>) -> Basis<'a> {
        Basis { rules: &desk.settings.rules, rates: &self.rates, currency: self.currency, as_of: self.as_of }
    }

    /// The last day of the period, or the as-of day where that comes first.
    pub(crate) fn last_day(&self) -> Date {
        self.period.last_day().min(self.as_of)
    }

    /// The health books of both ends.
    pub(crate) fn books(&self, desk: &Desk<'_>) -> Result<[Books; 2], Refusal> {
        let opening = self.period.from().yesterday().unwrap_or(self.period.from());
        Books::of_days(desk, [opening, self.last_day()])
    }
}

/// Days on which nobody works, as known as of the day asked about.
pub(crate) fn holidays(desk: &Desk<'_>) -> Result<Vec<Date>, Refusal> {
    let country = desk.settings.holiday_country.as_deref();
    let rows = typed(desk, FactQuery::all(&people::holiday::SHAPE), |record| {
        Some((record.text("country")?, record.day("day")?))
    })?;
    Ok(rows.into_iter().filter(|(of, _)| country.is_none_or(|country| **of == *country)).map(|(_, day)| day).collect())
}

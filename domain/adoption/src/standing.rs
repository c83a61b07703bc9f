use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use report::{Fold, Interval, Trace};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;
use statistics::interval::wilson;

use crate::WINDOW_DAYS;
use crate::usage::{Book, Gathering, Unit, Use};

const LEVEL: f64 = 0.95;

/// Why something is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Nobody's use is told of the window.
    Silent,
    /// Use is told, but not this of it.
    NotTold,
    /// Nobody uses any feature that has a name.
    NoFeatures,
    /// How many could use it is not told, or nobody could.
    NoSeats,
    /// There was no use to look into.
    NoUse,
}

impl Gap {
    /// In a sentence: what is missing.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Silent => "no use is on record of the last 28 days or the latest month that is over",
            Self::NotTold => "rows of use do not tell it; active_users and events would",
            Self::NoFeatures => "rows of use name no features",
            Self::NoSeats => "licensed users or seats are not told, or are zero",
            Self::NoUse => "no use in the window",
        }
    }
}

/// Something known of an account, with the rows that make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The rows and the fold.
    pub trace: Trace,
    /// Where the truth may lie.
    pub interval: Option<Interval>,
    /// Which definition was used.
    pub convention: &'static str,
}

impl Read {
    fn of(trace: Trace, convention: &'static str) -> Self {
        Self { trace, interval: None, convention }
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> Option<Decimal> {
        self.trace.value()
    }
}

/// How much active users do, now and before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Depth {
    /// In the window.
    pub now: Read,
    /// In the windows before, if told.
    pub usual: Option<Read>,
}

/// What is paid for and may be used.
#[derive(Debug, Clone, Default)]
pub struct Owned {
    /// Features the account may use, with the entitlement; empty where nothing is told.
    pub entitled: BTreeMap<Arc<str>, (Arc<str>, Date)>,
    /// Seats of running contracts.
    pub seats: Vec<(Arc<str>, i64)>,
}

/// What one account makes of the product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Features used of those it may use, or of those in use anywhere.
    pub breadth: Result<Read, Gap>,
    /// Events per active user.
    pub depth: Result<Depth, Gap>,
    /// The part of the month's users who come on a day, or days with use.
    pub stickiness: Result<Read, Gap>,
    /// Active of licensed users.
    pub utilisation: Result<Read, Gap>,
    /// Features in use, by name.
    pub features: BTreeSet<Arc<str>>,
}

impl Standing {
    /// What an account's rows say, in a book.
    #[must_use]
    pub fn of(gathering: &Gathering, owned: &Owned, book: &Book) -> Self {
        let Some(unit) = book.unit() else {
            let gap = Gap::Silent;
            let features = BTreeSet::new();
            return Self { breadth: Err(gap), depth: Err(gap), stickiness: Err(gap), utilisation: Err(gap), features };
        };
        let rows = gathering.window(unit, 0);
        let used: Vec<&Use> = rows.iter().copied().filter(|row| row.is_use()).collect();
        let features: BTreeSet<Arc<str>> = used.iter().filter_map(|row| row.feature.clone()).collect();
        Self {
            breadth: breadth(&used, &features, owned, book),
            depth: depth(gathering, unit),
            stickiness: stickiness(gathering, unit),
            utilisation: utilisation(gathering, owned),
            features,
        }
    }

    /// Whether more people came than could.
    #[must_use]
    pub fn is_beyond_licences(&self) -> bool {
        self.utilisation.as_ref().ok().and_then(Read::value).is_some_and(|share| share > Decimal::ONE)
    }

    /// The mean of breadth and utilisation, as far as known; each is at most the whole.
    #[must_use]
    pub fn level(&self) -> Option<Decimal> {
        let known = [&self.breadth, &self.utilisation].into_iter().filter_map(|read| read.as_ref().ok()?.value());
        let known: Vec<Decimal> = known.map(|value| value.min(Decimal::ONE)).collect();
        known.iter().sum::<Decimal>().checked_div(Decimal::from(known.len()))
    }
}

fn breadth(used: &[&Use], features: &BTreeSet<Arc<str>>, owned: &Owned, book: &Book) -> Result<Read, Gap> {
    let mut trace = Trace::new(Fold::Ratio, &["used", "could be"]);
    let (yes, no) = ([Decimal::ONE, Decimal::ONE], [Decimal::ZERO, Decimal::ONE]);
    if owned.entitled.is_empty() {
        for (feature, known) in &book.features {
            match used.iter().rev().find(|row| row.feature.as_ref() == Some(feature)) {
                Some(own) => trace.push(own.unit.object(), &own.key, &**feature, Some(own.on), &yes),
                None => trace.push(known.object, &known.key, format!("{feature}, not used"), Some(known.on), &no),
            }
        }
    } else {
        for (feature, (key, from)) in &owned.entitled {
            let numbers = if features.contains(feature) { yes } else { no };
            trace.push("entitlements", key, &**feature, Some(*from), &numbers);
        }
    }
    let convention = match owned.entitled.is_empty() {
        true => "features used of those in use by anybody in the window",
        false => "features used of those the account may use",
    };
    // All features there are were looked at, so nothing is left to chance and there is no interval.
    if trace.rows.is_empty() { Err(Gap::NoFeatures) } else { Ok(Read::of(trace, convention)) }
}

/// Rows of the whole product where there are any, else those of features.
fn whole<'a>(rows: &[&'a Use]) -> Vec<&'a Use> {
    let whole: Vec<&Use> = rows.iter().copied().filter(|row| row.feature.is_none()).collect();
    if whole.is_empty() { rows.to_vec() } else { whole }
}

fn per_user(rows: &[&Use], unit: Unit) -> Option<Read> {
    let told: Vec<&Use> = whole(rows).into_iter().filter(|row| row.events.is_some() && row.active.is_some()).collect();
    let mut trace = Trace::new(Fold::Ratio, &["events", "active users"]);
    for row in told {
        let [events, active] = [row.events, row.active].map(|number| Decimal::from(number.unwrap_or_default()));
        let label = row.feature.as_deref().unwrap_or("whole product");
        trace.push(unit.object(), &row.key, label, Some(row.on), &[events, active]);
    }
    let convention = match unit {
        Unit::Day => "events over active users, day by day",
        Unit::Month => "events over active users of the month",
    };
    trace.value().map(|_| Read::of(trace, convention))
}

fn depth(gathering: &Gathering, unit: Unit) -> Result<Depth, Gap> {
    // Months tell how many people there are even where days do not.
    for unit in [unit, Unit::Month] {
        if let Some(now) = per_user(&gathering.window(unit, 0), unit) {
            return Ok(Depth { now, usual: per_user(&gathering.usual(unit), unit) });
        }
    }
    let nothing = gathering.window(unit, 0).iter().all(|row| !row.is_use());
    Err(if nothing { Gap::NoUse } else { Gap::NotTold })
}

/// People on each day, the busiest row of the day speaking for it.
fn by_day<'a>(rows: &[&'a Use]) -> BTreeMap<Date, &'a Use> {
    let mut found: BTreeMap<Date, &Use> = BTreeMap::new();
    for row in rows.iter().copied().filter(|row| row.is_use()) {
        let known = found.entry(row.on).or_insert(row);
        if row.active > known.active {
            *known = row;
        }
    }
    found
}

fn stickiness(gathering: &Gathering, unit: Unit) -> Result<Read, Gap> {
    let months = gathering.window(Unit::Month, 0);
    let month = whole(&months).into_iter().max_by_key(|row| row.active);
    if unit == Unit::Day {
        let days = by_day(&gathering.window(Unit::Day, 0));
        let people = days.values().filter_map(|row| row.active).sum::<i64>();
        let mut trace = Trace::new(Fold::Ratio, &["came on a day", "could have"]);
        let monthly = month.filter(|month| month.active.is_some_and(|active| active > 0) && people > 0);
        for row in days.values() {
            let came = Decimal::from(if monthly.is_some() { row.active.unwrap_or_default() } else { 1 });
            trace.push("usage_daily", &row.key, row.on.to_string(), Some(row.on), &[came, Decimal::ZERO]);
        }
        let each = Decimal::from(WINDOW_DAYS);
        if let Some((month, active)) = monthly.and_then(|month| Some((month, month.active?))) {
            let could = Decimal::from(active) * each;
            trace.push("usage_monthly", &month.key, "users of the month x 28", Some(month.on), &[Decimal::ZERO, could]);
            return Ok(Read::of(trace, "mean daily users over users of the month"));
        }
        trace.push("method", &Arc::from("adoption.window_days"), "days of the window", None, &[Decimal::ZERO, each]);
        return Ok(Read::of(trace, "days with use over days of the window"));
    }
    let (month, days) = month.and_then(|month| Some((month, month.days?))).ok_or(Gap::NotTold)?;
    let length = i64::from(month.on.days_in_month());
    let mut trace = Trace::new(Fold::Ratio, &["days with use", "days"]);
    let numbers = [Decimal::from(days.clamp(0, length)), Decimal::from(length)];
    trace.push("usage_monthly", &month.key, "the month", Some(month.on), &numbers);
    Ok(Read::of(trace, "days with use over days of the month"))
}

fn utilisation(gathering: &Gathering, owned: &Owned) -> Result<Read, Gap> {
    let months = gathering.window(Unit::Month, 0);
    let month = whole(&months).into_iter().filter(|row| row.active.is_some()).max_by_key(|row| row.active);
    let days = by_day(&gathering.window(Unit::Day, 0));
    let busiest = days.values().copied().filter(|row| row.active.is_some()).max_by_key(|row| (row.active, row.on));
    let row = month.or(busiest).ok_or(Gap::NotTold)?;
    let active = row.active.unwrap_or_default();
    let mut trace = Trace::new(Fold::Ratio, &["active", "licensed"]);
    let told = row.licensed.filter(|licensed| *licensed > 0);
    let numbers = [Decimal::from(active), Decimal::from(told.unwrap_or_default())];
    trace.push(row.unit.object(), &row.key, "active users", Some(row.on), &numbers);
    let mut licensed = told.unwrap_or_default();
    if told.is_none() {
        for (key, seats) in &owned.seats {
            trace.push("contracts", key, "seats", None, &[Decimal::ZERO, Decimal::from(*seats)]);
            licensed = licensed.saturating_add(*seats);
        }
    }
    if licensed <= 0 {
        return Err(Gap::NoSeats);
    }
    let convention = match row.unit {
        Unit::Month => "active users of the latest month that is over, of those licensed",
        Unit::Day => "active users of the busiest day, of those licensed",
    };
    Ok(Read { interval: share_interval(active, licensed), ..Read::of(trace, convention) })
}

/// Where a share of people may lie; `None` where more came than could.
fn share_interval(hits: i64, of: i64) -> Option<Interval> {
    let found = wilson(u64::try_from(hits).ok()?, u64::try_from(of).ok()?, LEVEL)?;
    Some(Interval {
        level: Decimal::from_f64(LEVEL)?,
        low: Decimal::from_f64(found.low)?.round_dp(6),
        high: Decimal::from_f64(found.high)?.round_dp(6),
        method: "Wilson".to_owned(),
    })
}

#[cfg(test)]
mod tests;

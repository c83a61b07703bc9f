use health::{Health, signal, velocity};
use jiff::Span;
use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use report::chart::{Point, Series};
use report::{Address, Block, Chart, ChartKind, Figure, Fold, Ledger, Prose, Report, Table, TableCell, Trace, Unit};
use rust_decimal::Decimal;

use super::show::{account_name, contracts};
use super::{Books, address, back_then, days_before, scores_by};
use crate::desk::Desk;
use crate::names;

/// Months shown where nobody says otherwise, and at most.
const MONTHS: i64 = 12;
const MONTHS_MAX: i64 = 60;
/// Fewest months in a row that make a trend.
const TREND_MONTHS: usize = 3;

/// The health of one account at the end of each month, as it was known then, and how fast it moves.
///
/// # Errors
/// When the account or the profile is not known, or the months are too many.
pub fn history(
    desk: &Desk<'_>,
    typed_account: &str,
    months: Option<i64>,
    profile: Option<&str>,
) -> Result<Report, Refusal> {
    let months = months.unwrap_or(MONTHS);
    if !(1..=MONTHS_MAX).contains(&months) {
        let says = format!("`{months}` months cannot be shown; name 1 to {MONTHS_MAX}");
        return Err(Refusal::invalid("months", says));
    }
    over(desk, &names::account(desk, typed_account)?, months, profile)
}

/// One day of the history.
struct Past {
    day: Date,
    health: Option<Health>,
    score: Figure,
}

impl Past {
    fn of(desk: &Desk<'_>, account: &AccountId, day: Date, profile: Option<&str>) -> Result<Self, Refusal> {
        let then = back_then(desk, day);
        let only = std::slice::from_ref(account);
        let books = Books::of(&then, day)?;
        let health = scores_by(&then, &[&books], profile, only, &contracts(&then, only)?)?.remove(0).remove(account);
        let score = match health.as_ref().and_then(|health| health.score) {
            Some(score) => Figure::known("health", score, Unit::Score, day)
                .with_evidence(address("health", account.as_str(), day, day, profile).figure("score")),
            None => Figure::unknown("health", Unit::Score, day, "too little was known then"),
        };
        Ok(Self { day, health, score })
    }
}

/// The history of an account over so many months.
pub(crate) fn over(
    desk: &Desk<'_>,
    account: &AccountId,
    months: i64,
    profile: Option<&str>,
) -> Result<Report, Refusal> {
    let as_of = desk.as_of();
    let past = |day| Past::of(desk, account, day, profile);
    let ends = month_ends(as_of, months).into_iter().map(past).collect::<Result<Vec<_>, _>>()?;
    let (month_ago, week_ago) =
        (past(days_before(as_of, health::PACE_DAYS))?, past(days_before(as_of, health::FALL_DAYS))?);
    let name = account_name(desk, account)?;
    let mut report = Report::new("health.history", format!("Health of {name} over time"), as_of);
    let by = judged_by(desk, profile)?;
    report.subtitle = vec![format!("{} · {by} · each day as it was known then", account.external())];
    let address = address("health-history", account.as_str(), months, as_of, profile);
    let mut pen = Pen { ledger: Ledger::new(address.to_string()), address, as_of };
    let Some(now) = ends.last() else { return Ok(report) };
    report.push(Block::Figures { figures: pen.headline(now, &month_ago, &ends) });
    report.push(Block::text(pace(now, &month_ago, &week_ago)));
    report.push(drawn(&name, &ends));
    report.push(table(&ends));
    report.ledger = pen.ledger;
    Ok(report)
}

fn judged_by(desk: &Desk<'_>, profile: Option<&str>) -> Result<String, Refusal> {
    let profiles = &desk.settings.health;
    let named = profile.map(|key| profiles.find(key)).transpose()?;
    if named.is_none() && profiles.differ_by_segment() {
        return Ok("by the profile of its segment on each day".to_owned());
    }
    Ok(format!("profile {}", named.unwrap_or_else(|| profiles.standard()).name()))
}

/// The as-of day, and the ends of the months before it; oldest first.
fn month_ends(as_of: Date, months: i64) -> Vec<Date> {
    let last_of_month = |back: i64| as_of.checked_sub(Span::new().months(back)).map(Date::last_of_month);
    let mut days: Vec<Date> = (1..=months).rev().filter_map(|back| last_of_month(back).ok()).collect();
    days.push(as_of);
    days
}

struct Pen {
    address: Address,
    ledger: Ledger,
    as_of: Date,
}

impl Pen {
    fn headline(&mut self, now: &Past, month_ago: &Past, ends: &[Past]) -> Vec<Figure> {
        let change = self.change(now, month_ago);
        let mut pace = Trace::new(Fold::Ratio, &["points", "days"]);
        pace.push_known(&change, &[health::PACE_DAYS.into()]);
        let velocity = self.figure("velocity", "velocity, points a day", Unit::Number, pace);
        let trend = self.trend(ends);
        vec![now.score.clone().labelled("health now"), change, velocity, trend]
    }

    fn figure(&mut self, key: &str, label: &str, unit: Unit, trace: Trace) -> Figure {
        if trace.value().is_none() {
            return Figure::unknown(label, unit, self.as_of, "a score it needs is unknown");
        }
        Figure { n: None, ..self.ledger.figure(key, label, unit, self.as_of, trace) }
    }

    fn change(&mut self, now: &Past, month_ago: &Past) -> Figure {
        let mut trace = Trace::new(Fold::SumOfProducts, &["health", "times"]);
        if now.score.value.is_some() && month_ago.score.value.is_some() {
            trace.push_known(&now.score, &[Decimal::ONE]);
            trace.push_known(&month_ago.score, &[Decimal::NEGATIVE_ONE]);
        } else {
            return Figure::unknown("change in 30 days", Unit::ScorePoints, self.as_of, "a score it needs is unknown");
        }
        self.figure("change", "change in 30 days", Unit::ScorePoints, trace)
    }

    /// The slope over the latest months that are known without a gap.
    fn trend(&mut self, ends: &[Past]) -> Figure {
        let months = &ends[..ends.len().saturating_sub(1)];
        let run = months.iter().rev().take_while(|past| past.score.value.is_some()).count();
        let run = &months[months.len() - run..];
        if run.len() < TREND_MONTHS {
            let why = format!("fewer than {TREND_MONTHS} months in a row are known");
            return Figure::unknown("trend, points a month", Unit::ScorePoints, self.as_of, why);
        }
        let mut trace = Trace::new(Fold::Slope, &["health"]);
        run.iter().for_each(|past| trace.push_known(&past.score, &[]));
        let figure = self.figure("trend", "trend, points a month", Unit::ScorePoints, trace);
        figure.with_convention(format!("least squares over the last {} month-ends, {}", run.len(), self.address.when))
    }
}

/// How fast the score moves, in words.
fn pace(now: &Past, month_ago: &Past, week_ago: &Past) -> Prose {
    let found = velocity(now.score.value, month_ago.score.value);
    let says = found.map_or_else(
        || "How fast it moves is not known: a score is missing.".to_owned(),
        |found| format!("Over 30 days it is {}.", found.pace.words()),
    );
    let prose = Prose::from(says);
    if signal::fell(now.score.value, week_ago.score.value).is_none() {
        return prose;
    }
    let before = week_ago.score.clone().labelled("health a week ago");
    prose.strong(" Rapid decline: ").words("a week ago it was ").figure(before).words(".")
}

fn drawn(name: &str, ends: &[Past]) -> Chart {
    let labels = ends.iter().map(|past| past.day.to_string()).collect();
    let values = ends.iter().map(|past| Point(past.score.value)).collect();
    let known = ends.iter().filter(|past| past.score.value.is_some());
    let (lowest, highest) =
        (known.clone().min_by_key(|past| past.score.value), known.max_by_key(|past| past.score.value));
    let summary = match (lowest, highest) {
        (Some(low), Some(high)) => {
            format!("lowest {} on {}, highest {} on {}", low.score.display(), low.day, high.score.display(), high.day)
        }
        _ => "no score is known in this time".to_owned(),
    };
    Chart {
        title: format!("Health of {name}"),
        summary,
        unit: Unit::Score,
        kind: ChartKind::Lines { labels, series: vec![Series { name: "health".to_owned(), values }] },
    }
}

fn table(ends: &[Past]) -> Table {
    let mut table = Table::new("Month by month", &["day", ">health", "colour", "confidence", "what holds it down"]);
    for past in ends {
        let health = past.health.as_ref();
        let band = health.map_or(report::Band::Unknown, |health| health.band);
        let confidence = health.and_then(Health::confidence).map_or("none", |found| found.word());
        let floors: Vec<String> = health.iter().flat_map(|health| &health.floors).map(health::Floor::words).collect();
        table.row([
            TableCell::from(past.day.to_string()),
            past.score.clone().into(),
            band.into(),
            confidence.into(),
            floors.join("; ").into(),
        ]);
    }
    table.note = Some("Each score opens to the report of its day, made from what was known by then.".to_owned());
    table
}

#[cfg(test)]
mod tests;

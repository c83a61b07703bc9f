/// Section 3.
mod book;
/// Sections 7 to 9.
mod coaching;
/// What to know before reading.
mod context;
/// Sections 4 to 6.
mod findings;
/// Sections 1 and 2.
mod performance;
/// What scores, goals and coverage are folded from.
mod steps;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use kernel::AccountId;
use report::{Address, Figure, Fold, Ledger, Report, Section, Trace, Unit};
use rust_decimal::Decimal;

use crate::benchmark::{Past, Team};
use crate::facts::Facts;
use crate::measure::{Measured, Measurements};
use crate::metric::Metric;
use crate::plan::{Gap, gaps};
use crate::portfolio::{Portfolio, portfolio};
use crate::profile::{Profile, Settled};
use crate::score::{ScoreInput, Scorecard, rests_on_too_few, score};
use crate::trend::{Direction, direction};

/// What the person reviewed says to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// When it was written.
    pub written_on: Date,
    /// In their own words.
    pub words: Arc<str>,
}

/// Everything a review is made from.
#[derive(Debug, Clone, Copy)]
pub struct ReviewInput<'a> {
    /// The person and the period.
    pub facts: &'a Facts,
    /// What was measured.
    pub measurements: &'a Measurements,
    /// The team in the same period.
    pub team: &'a Team,
    /// The same person in earlier periods, oldest first, this period not included.
    pub history: &'a [Past],
    /// The overall score had the other source said who was lost: that source, and the score. Only when they disagree.
    pub other_overall: Option<(&'a str, Option<Decimal>)>,
    /// The mean of all expansions won in the period, against which deal size is held.
    pub team_deal_size: Option<Decimal>,
    /// The profile in force.
    pub profile: &'a Profile,
    /// The person's own words.
    pub notes: &'a [Note],
    /// The part that holds the book against what it would have done under anyone.
    pub fair: &'a Section,
    /// The address under which this review can be asked for again.
    pub address: &'a Address,
}

/// A review being written.
pub(crate) struct Desk<'a> {
    pub(crate) input: ReviewInput<'a>,
    pub(crate) card: Scorecard,
    pub(crate) shape: Portfolio,
    pub(crate) gaps: Vec<Gap>,
    pub(crate) values: BTreeMap<Metric, Decimal>,
    pub(crate) counts: BTreeMap<Metric, u64>,
    pub(crate) ledger: Ledger,
}

/// Writes the review: what to know first, then the nine sections of the source in their order.
#[must_use]
pub fn review(input: ReviewInput<'_>) -> Report {
    let facts = input.facts;
    let mut desk = Desk::open(input);
    let title = format!("Performance review: {}, {}", facts.subject.name, facts.period);
    let mut report = Report::new("csm-performance.show", title, facts.as_of);
    report.period = Some(facts.period.to_string());
    report.subtitle = context::subtitle(facts, input.profile);
    let sections: [fn(&mut Desk<'_>) -> Section; 10] = [
        context::section,
        performance::overall,
        performance::by_category,
        book::section,
        findings::trending,
        findings::strengths,
        findings::development,
        coaching::plan,
        coaching::goals,
        coaching::career,
    ];
    for write in sections {
        let section = write(&mut desk);
        report.push(section);
    }
    report.ledger = desk.ledger;
    report
}

impl<'a> Desk<'a> {
    fn open(input: ReviewInput<'a>) -> Self {
        let facts = input.facts;
        let values = known_values(input.measurements);
        let counts = row_counts(input.measurements);
        let card = score(
            &ScoreInput {
                values: &values,
                counts: &counts,
                targets: &facts.targets,
                period: &facts.period.to_string(),
                quarters: facts.quarters(),
                team_deal_size: input.team_deal_size,
            },
            input.profile,
        );
        let mut desk = Self {
            input,
            card,
            shape: portfolio(facts),
            gaps: Vec::new(),
            values,
            counts,
            ledger: Ledger::new(input.address.to_string()),
        };
        desk.gaps = gaps(&desk.card, &|metric| desk.direction(metric));
        desk
    }

    /// How a metric moves over the earlier periods and this one. Periods in which it rested on too few cases do not
    /// count, and a move that lies within this period's interval has no clear direction.
    pub(crate) fn direction(&self, metric: Metric) -> Option<Direction> {
        let told = |past: &&Past| !metric.is_sample() || past.figures.points.contains_key(&metric);
        let past = self.input.history.iter().filter(told);
        let mut values: Vec<Decimal> = past.filter_map(|past| past.figures.values.get(&metric).copied()).collect();
        if rests_on_too_few(metric, self.counts.get(&metric).copied()) {
            return None;
        }
        values.push(*self.values.get(&metric)?);
        let found = direction(&values, &metric.unit(&self.input.facts.currency), metric.less_is_better())?;
        Some(if self.is_within_chance(metric, &values) { Direction::Unclear } else { found })
    }

    fn is_within_chance(&self, metric: Metric, values: &[Decimal]) -> bool {
        let Some(Measured::Known { trace, .. }) = self.input.measurements.get(&metric) else { return false };
        let Some(interval) = crate::measure::interval(metric, trace) else { return false };
        let spread = values.iter().max().zip(values.iter().min()).map(|(most, least)| *most - *least);
        spread.is_some_and(|spread| spread > Decimal::ZERO && spread < interval.high - interval.low)
    }

    /// The figure of a metric in this period, entered in the ledger.
    pub(crate) fn figure(&mut self, metric: Metric) -> Figure {
        let facts = self.input.facts;
        let unit = metric.unit(&facts.currency);
        match self.input.measurements.get(&metric) {
            Some(measured @ Measured::Known { trace, convention, note, .. }) => {
                let interval = crate::measure::interval(metric, trace);
                let figure = self
                    .ledger
                    .figure(metric.key(), metric.name(), unit, facts.as_of, trace.clone())
                    .with_n(measured.n())
                    .with_convention(convention)
                    .with_interval(interval);
                match note {
                    Some(note) => figure.with_note(note),
                    None => figure,
                }
            }
            Some(Measured::Unknown { why }) => Figure::unknown(metric.name(), unit, facts.as_of, why),
            None => Figure::unknown(metric.name(), unit, facts.as_of, "not measured"),
        }
    }

    /// The figure of a metric in an earlier period; it opens in the review of that period.
    pub(crate) fn earlier(&self, past: &Past, metric: Metric) -> Figure {
        let value = past.figures.values.get(&metric).copied();
        self.earlier_figure(past, metric.key(), value, metric.unit(&self.input.facts.currency))
    }

    /// A figure of an earlier period; it opens in the review of that period.
    pub(crate) fn earlier_figure(&self, past: &Past, key: &str, value: Option<Decimal>, unit: Unit) -> Figure {
        let figure = self.plain(&past.period, value, unit, "not known");
        if value.is_none() {
            return figure;
        }
        figure.with_evidence(Address { when: past.period.clone(), ..self.input.address.clone() }.figure(key))
    }

    /// A target; it opens to its row, or to the mean of the team that it is a share of.
    pub(crate) fn target(&mut self, metric: Metric, settled: &Settled) -> Figure {
        let facts = self.input.facts;
        let share = self.input.profile.target_share(metric);
        let mut trace = Trace::new(Fold::SumOfProducts, &["number", "times"]);
        let told = facts.targets.iter().find(|row| Some(&row.key) == settled.fact.as_ref());
        match (told, self.input.team_deal_size) {
            // Attainment is held against the whole of the target, whose row stands behind the attainment itself.
            (Some(told), _) if metric != Metric::QuotaAttainment => {
                trace.push("targets", &told.key, &*settled.from, None, &[told.target, share]);
            }
            (None, Some(mean)) if metric == Metric::DealSize => {
                let team = Address::new("expansions", "company", &self.input.address.when, facts.as_of);
                let mean = self.plain("mean of all expansions won", Some(mean), Unit::Number, "");
                trace.push_known(&mean.with_evidence(team.figure("mean")), &[share]);
            }
            _ => {}
        }
        let unit = metric.unit(&facts.currency);
        let figure = if trace.rows.is_empty() {
            self.plain("target", Some(settled.target), unit, "")
        } else {
            self.ledger.figure(&format!("target.{}", metric.key()), "target", unit, facts.as_of, trace)
        };
        Figure { n: None, ..figure }.with_note(settled.from.clone())
    }

    /// What an account pays on a day; it opens to its contracts.
    pub(crate) fn account_arr(&self, account: &AccountId, on: Date, value: Decimal) -> Figure {
        let facts = self.input.facts;
        let address = Address::new("arr", account.as_str(), on, facts.as_of);
        Figure::known("ARR", value, Unit::Money(facts.currency.clone()), facts.as_of)
            .with_evidence(address.figure("arr"))
    }

    /// A figure that was read rather than folded here: a target, an earlier period.
    pub(crate) fn plain(&self, label: &str, value: Option<Decimal>, unit: Unit, why: &str) -> Figure {
        let as_of = self.input.facts.as_of;
        match value {
            Some(value) => Figure::known(label, value, unit, as_of),
            None => Figure::unknown(label, unit, as_of, why),
        }
    }
}

/// On how many rows the measurements rest.
#[must_use]
pub fn row_counts(measurements: &Measurements) -> BTreeMap<Metric, u64> {
    measurements.iter().map(|(metric, measured)| (*metric, measured.n())).collect()
}

/// The known values of measurements.
#[must_use]
pub fn known_values(measurements: &Measurements) -> BTreeMap<Metric, Decimal> {
    measurements.iter().filter_map(|(metric, measured)| Some((*metric, measured.value()?))).collect()
}

#[cfg(test)]
mod tests;

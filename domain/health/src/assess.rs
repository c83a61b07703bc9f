use std::sync::Arc;

use jiff::civil::Date;
use report::display::grouped;
use report::{Address, Band, Figure, Fold, Trace, on_lines};
use rust_decimal::Decimal;

use crate::evidence::{Evidence, Witness};
use crate::floor::{Floor, floored};
use crate::measure::{ComponentKind, MeasureKind};
use crate::peers::{Peers, Placed};
use crate::profile::{ComponentWeights, MeasureWeight, Profile};
use crate::reading::{Gap, Reading, Words};
use crate::rule;
use crate::transform::Transform;

/// How well an account is doing, and the way there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// The last day that was looked at.
    pub as_of: Date,
    /// 0 to 100, unrounded; `None` when too little is known.
    pub score: Option<Decimal>,
    /// The band of the unrounded score, bounded by the floors.
    pub band: Band,
    /// What no average can wash out, worst first.
    pub floors: Vec<Floor>,
    /// The next day on which a running contract is up for renewal.
    pub renewal_on: Option<Date>,
    /// The ratio of the weight that is known, by measures.
    pub coverage: Decimal,
    /// In the order of the profile.
    pub components: Vec<Component>,
}

/// One component of a health.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// Which.
    pub kind: ComponentKind,
    /// The word that stands for it.
    pub key: &'static str,
    /// The word on screen.
    pub name: &'static str,
    /// Of 100, before anything is spread.
    pub weight: Decimal,
    /// 0 to 100, unrounded; `None` when none of its measures is known.
    pub score: Option<Decimal>,
    /// The ratio of its weight that is known.
    pub coverage: Decimal,
    /// In the order of the profile.
    pub measures: Vec<Measure>,
}

/// One measure of a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// Which.
    pub kind: MeasureKind,
    /// The word that stands for it.
    pub key: &'static str,
    /// The words on screen.
    pub name: &'static str,
    /// Of 100 within its component, before anything is spread.
    pub weight: Decimal,
    /// 0 to 100, unrounded; `None` when it is unknown.
    pub score: Option<Decimal>,
    /// What is known, or why nothing is.
    pub reading: Result<Reading, Gap>,
    /// The points of number and score it was read off; none when it is unknown.
    pub points: Vec<(Decimal, Decimal)>,
    /// What to mind about how it was scored.
    pub note: Option<String>,
    /// Over how many days it looked; 0 without a window.
    pub window_days: i32,
    /// The last day that the rows behind it speak about; `None` for what holds until it ends.
    pub last_told_on: Option<Date>,
    /// The facts behind it; none unless they were asked for.
    pub facts: Vec<Witness>,
}

/// Judges the evidence by the profile, where nothing is held against other accounts.
#[must_use]
pub fn assess(profile: &Profile, evidence: &Evidence) -> Health {
    assess_among(profile, evidence, &Peers::default(), "")
}

/// Judges the evidence by the profile, among the accounts of its segment.
#[must_use]
pub fn assess_among(profile: &Profile, evidence: &Evidence, peers: &Peers, segment: &str) -> Health {
    let seen = Seen { evidence, peers, segment };
    let components: Vec<Component> = profile.components().iter().map(|weights| Component::of(weights, &seen)).collect();
    let known: Decimal = components.iter().map(|component| component.weight * component.coverage).sum();
    let coverage = known / Decimal::ONE_HUNDRED;
    let enough = coverage >= rule::LEAST_COVERAGE;
    let score = weighted_mean(components.iter().map(|c| (c.score, c.weight))).filter(|_| enough);
    let floors = evidence.floors().to_vec();
    let band = floored(band_of(score), &floors);
    Health { as_of: evidence.as_of(), score, band, floors, renewal_on: evidence.renewal_on(), coverage, components }
}

/// What an account is judged by.
struct Seen<'a> {
    evidence: &'a Evidence,
    peers: &'a Peers,
    segment: &'a str,
}

impl Seen<'_> {
    /// The points a reading is read off.
    fn placed(&self, transform: &Transform, reading: &Reading) -> Result<Placed, Gap> {
        let plain =
            |points: Option<Vec<_>>| points.map(|points| Placed { points, note: None }).ok_or(Gap::NotDivisible);
        match transform {
            Transform::Standard => plain(reading.standard_points()),
            Transform::Points(points) => plain(reading.scaled(points)),
            Transform::Percentiles => self.peers.points(reading, self.segment),
        }
    }
}

/// The band of an unrounded score; unknown without one.
#[must_use]
pub fn band_of(score: Option<Decimal>) -> Band {
    match score {
        Some(score) if score >= rule::GREEN_FROM => Band::Green,
        Some(score) if score >= rule::YELLOW_FROM => Band::Yellow,
        Some(_) => Band::Red,
        None => Band::Unknown,
    }
}

impl Health {
    /// Why there is no score; `None` when there is one.
    #[must_use]
    pub fn why_unknown(&self) -> Option<String> {
        let percent = |ratio: Decimal| grouped(ratio * Decimal::ONE_HUNDRED, 1);
        self.score.is_none().then(|| {
            let (known, needed) = (percent(self.coverage), percent(rule::LEAST_COVERAGE));
            format!("{known} % of the weight is known, {needed} % are needed")
        })
    }

    /// A component by its kind.
    #[must_use]
    pub fn component(&self, kind: ComponentKind) -> Option<&Component> {
        self.components.iter().find(|component| component.kind == kind)
    }

    /// A measure by its kind.
    #[must_use]
    pub fn measure(&self, kind: MeasureKind) -> Option<&Measure> {
        self.components.iter().flat_map(|component| &component.measures).find(|measure| measure.kind == kind)
    }

    /// The known components, which make the score, as figures of the report at this address.
    /// `None` when there is no score.
    #[must_use]
    pub fn trace(&self, address: &Address) -> Option<Trace> {
        let rows = self.components.iter().map(|c| (c.key, c.name, c.score, c.weight));
        self.score.map(|_| trace(address, self.as_of, rows))
    }

    /// The weight of every measure, and the part of it that is known.
    #[must_use]
    pub fn coverage_trace(&self) -> Trace {
        let mut trace = Trace::new(Fold::Ratio, &["known weight", "weight"]);
        for component in &self.components {
            for measure in &component.measures {
                let weight = component.weight * measure.weight / Decimal::ONE_HUNDRED;
                let known = if measure.score.is_some() { weight } else { Decimal::ZERO };
                trace.push("measures", &Arc::from(measure.key), measure.name, None, &[known, weight]);
            }
        }
        trace
    }
}

impl Component {
    fn of(weights: &ComponentWeights, seen: &Seen<'_>) -> Self {
        let measures: Vec<Measure> = weights.measures.iter().map(|weight| Measure::of(weight, seen)).collect();
        let known: Decimal = measures.iter().filter(|m| m.score.is_some()).map(|m| m.weight).sum();
        Self {
            kind: weights.component,
            key: weights.component.key(),
            name: weights.component.name(),
            weight: weights.weight,
            score: weighted_mean(measures.iter().map(|m| (m.score, m.weight))),
            coverage: known / Decimal::ONE_HUNDRED,
            measures,
        }
    }

    /// The known measures, which make the score, as figures of the report at this address.
    /// `None` when there is no score.
    #[must_use]
    pub fn trace(&self, address: &Address, as_of: Date) -> Option<Trace> {
        let rows = self.measures.iter().map(|m| (m.key, m.name, m.score, m.weight));
        self.score.map(|_| trace(address, as_of, rows))
    }
}

impl Measure {
    fn of(weight: &MeasureWeight, seen: &Seen<'_>) -> Self {
        let (kind, evidence) = (weight.kind, seen.evidence);
        let mut measure = Self {
            kind,
            key: kind.key(),
            name: kind.name(),
            weight: weight.weight,
            score: None,
            reading: evidence.reading(kind),
            points: Vec::new(),
            note: None,
            window_days: evidence.window_days(kind),
            last_told_on: evidence.last_told_on(kind),
            facts: evidence.facts(kind).to_vec(),
        };
        measure.read_off(&weight.transform, seen);
        measure
    }

    fn read_off(&mut self, transform: &Transform, seen: &Seen<'_>) {
        let Ok(reading) = self.reading else { return };
        let placed = reading.number().ok_or(Gap::NotDivisible).and_then(|number| {
            let placed = seen.placed(transform, &reading)?;
            Ok((on_lines(number, &placed.points).ok_or(Gap::NotDivisible)?, placed))
        });
        match placed {
            Ok((score, placed)) => (self.score, self.points, self.note) = (Some(score), placed.points, placed.note),
            Err(gap) => self.reading = Err(gap),
        }
    }

    /// The facts that make the number which is scored; those that bring nothing were looked at. `None` when it is
    /// unknown.
    #[must_use]
    pub fn facts_trace(&self) -> Option<Trace> {
        let (fold, columns) = self.reading.ok().filter(|_| self.score.is_some())?.fold();
        let mut trace = Trace::new(fold, columns);
        for witness in &self.facts {
            let fact = &witness.fact;
            let numbers = witness.numbers.as_ref().map_or(&[][..], |numbers| &numbers[..columns.len()]);
            trace.push(fact.object, &fact.key, self.name, Some(witness.on), numbers);
        }
        Some(trace)
    }

    /// The score as its number, as a figure, on the line from nothing to everything. `None` when it is unknown.
    #[must_use]
    pub fn score_trace(&self, number: &Figure) -> Option<Trace> {
        self.score?;
        let mut trace = Trace::new(Fold::OnLines, &["number", "score"]);
        trace.push_known(number, &[]);
        let rule = Arc::from(format!("health.{}", self.key));
        for (number, score) in &self.points {
            let name = match *score {
                score if score.is_zero() => "nothing at".to_owned(),
                score if score == Decimal::ONE_HUNDRED => "everything at".to_owned(),
                score => format!("{} at", grouped(score, 0)),
            };
            trace.push("method", &rule, name, None, &[*number, *score]);
        }
        Some(trace)
    }

    /// The value in words; `unknown` without one.
    #[must_use]
    pub fn value(&self) -> String {
        let Ok(reading) = self.reading else { return "unknown".to_owned() };
        let words = Words { reading, days: self.window_days };
        self.note.as_ref().map_or_else(|| words.to_string(), |note| format!("{words}; {note}"))
    }

    /// Why it is unknown; `None` when it is known.
    #[must_use]
    pub fn why_unknown(&self) -> Option<&'static str> {
        self.reading.err().map(Gap::words)
    }
}

/// The mean of the known scores by their weights: the weight of an unknown one is spread over the rest in proportion.
fn weighted_mean(scores: impl Iterator<Item = (Option<Decimal>, Decimal)>) -> Option<Decimal> {
    let (mut products, mut weights) = (Decimal::ZERO, Decimal::ZERO);
    for (score, weight) in scores.filter_map(|(score, weight)| Some((score?, weight))) {
        products = products.checked_add(score.checked_mul(weight)?)?;
        weights = weights.checked_add(weight)?;
    }
    products.checked_div(weights)
}

type TraceParts = (&'static str, &'static str, Option<Decimal>, Decimal);

fn trace(address: &Address, as_of: Date, rows: impl Iterator<Item = TraceParts>) -> Trace {
    let mut trace = Trace::new(Fold::WeightedMean, &["score", "weight"]);
    for (key, name, score, weight) in rows {
        let Some(score) = score else { continue };
        let reference: Arc<str> = Arc::from(address.figure(key).to_string());
        trace.push("figure", &reference, name, Some(as_of), &[score, weight]);
    }
    trace
}

#[cfg(test)]
mod tests;

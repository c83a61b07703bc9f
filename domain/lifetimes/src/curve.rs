use report::{Figure, Fold, Interval, Trace};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;
use statistics::survival::Spans;
use statistics::survival::competing::aalen_johansen;
use statistics::survival::kaplan_meier::{KaplanMeier, Limits, kaplan_meier, weighted};

use crate::LEVEL;
use crate::watched::{Watched, spans};

/// Where fewer are still watched, nothing is said of that age.
// method: lifetimes.there_least
pub const THERE_LEAST: u64 = 5;

/// What is counted of those who are still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Each counts one.
    Heads,
    /// Each counts its weight.
    Weight,
}

/// Something read off a curve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The rows and the fold that make it.
    pub trace: Trace,
    /// Where the truth may lie.
    pub interval: Option<Interval>,
}

/// Why nothing can be read off a curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Untold {
    /// Fewer than [`THERE_LEAST`] were watched so long; so many were.
    TooFew(u64),
    /// The curve has not come down so far.
    NotReached,
    /// Nothing of it can weigh.
    NoWeight,
}

/// One to whom it happened, with those there just before.
#[derive(Debug, Clone)]
struct Gone {
    place: usize,
    heads: u64,
    weight: Decimal,
}

/// The share that is still there by age.
#[derive(Debug, Clone)]
pub struct Curve {
    rows: Vec<Watched>,
    /// Ages at which those began who were not watched from the beginning, in order.
    entries: Vec<i32>,
    gone: Vec<Gone>,
    spans: Spans,
    plain: KaplanMeier,
    heavy: Option<KaplanMeier>,
}

impl Curve {
    /// The curve of those watched; `None` when nobody was watched for any time.
    #[must_use]
    pub fn of(rows: &[Watched]) -> Option<Self> {
        let mut rows: Vec<Watched> = rows.iter().filter(|row| row.counts()).cloned().collect();
        rows.sort_by(|a, b| (a.exit, &a.key, a.entry).cmp(&(b.exit, &b.key, b.entry)));
        let spans = spans(rows.iter())?;
        let weights: Vec<f64> = rows.iter().map(Watched::heft).collect();
        let heavy = weighted(&spans, &weights).ok();
        let mut entries: Vec<i32> = rows.iter().map(|row| row.entry).filter(|entry| *entry > 0).collect();
        entries.sort_unstable();
        Some(Self { gone: gone(&rows), entries, plain: kaplan_meier(&spans), heavy, spans, rows })
    }

    /// Those watched, by age at the end.
    #[must_use]
    pub fn rows(&self) -> &[Watched] {
        &self.rows
    }

    /// To how many it happened.
    #[must_use]
    pub fn events(&self) -> usize {
        self.gone.len()
    }

    /// The age up to which enough were watched.
    #[must_use]
    pub fn told_to(&self) -> i32 {
        let ages = self.rows.iter().map(|row| row.exit);
        ages.filter(|age| self.there_before(*age) as u64 >= THERE_LEAST).max().unwrap_or(0)
    }

    /// How many were there just before an age.
    fn there_before(&self, age: i32) -> usize {
        let entered = self.rows.len() - self.entries.len() + self.entries.partition_point(|entry| *entry < age);
        entered - self.rows.partition_point(|row| row.exit < age).min(entered)
    }

    /// Those who were still there at an age, and could still go: not gone up to it, and watched beyond or at it.
    pub fn there(&self, age: i32) -> impl Iterator<Item = &Watched> {
        let is_there = move |row: &&Watched| {
            (row.entry <= 0 || row.entry < age) && (row.exit > age || row.exit == age && !row.event)
        };
        self.rows.iter().filter(is_there)
    }

    fn there_at(&self, age: i32) -> u64 {
        let gone = |to: &dyn Fn(i32) -> bool| self.gone.partition_point(|gone| to(self.rows[gone.place].exit));
        let gone_now = gone(&|exit| exit <= age) - gone(&|exit| exit < age);
        self.there_before(age).saturating_sub(gone_now) as u64
    }

    fn told(&self, age: i32) -> Result<(), Untold> {
        // Once all are gone, that is known of every later age.
        let all_gone = self.plain.steps.last().is_some_and(|last| last.survival <= 0.0 && f64::from(age) >= last.time);
        match self.there_at(age) {
            there if there >= THERE_LEAST || all_gone && self.rows.len() as u64 >= THERE_LEAST => Ok(()),
            there => Err(Untold::TooFew(there)),
        }
    }

    /// The share that is still there at an age. `watched` is the figure that says how much was watched.
    ///
    /// # Errors
    /// When too few were watched so long, or nothing weighs.
    pub fn left(&self, part: Part, age: i32, watched: &Figure) -> Result<Read, Untold> {
        self.told(age)?;
        let (columns, curve) = match part {
            Part::Heads => (["there", "gone"], &self.plain),
            Part::Weight => (["weight there", "weight gone"], self.heavy.as_ref().ok_or(Untold::NoWeight)?),
        };
        let mut trace = Trace::new(Fold::Remaining, &columns);
        trace.push_known(watched, &[Decimal::ZERO]);
        for gone in self.gone_by(age) {
            let row = &self.rows[gone.place];
            let numbers = match part {
                Part::Heads => [Decimal::from(gone.heads), Decimal::ONE],
                Part::Weight => [gone.weight, row.weight],
            };
            trace.push(row.object, &row.key, &*row.label, row.on, &numbers);
        }
        let interval = curve.at(f64::from(age)).and_then(|step| step.limits(Limits::LogLog, LEVEL));
        let method = match part {
            Part::Heads => "Kaplan-Meier, log-log",
            Part::Weight => "Kaplan-Meier by weight, log-log, for as many equal accounts as the weights are worth",
        };
        Ok(Read { trace, interval: interval.and_then(|found| shown(found.low, found.high, method)) })
    }

    /// The age at which half are gone.
    ///
    /// # Errors
    /// When the curve has not come down so far, or too few were still there when it did.
    pub fn half_gone(&self) -> Result<Read, Untold> {
        let median = self.plain.median(Limits::LogLog, LEVEL);
        let time = median.time.ok_or(Untold::NotReached)?;
        let rests_on = self.plain.at(time).map_or(0, |step| step.at_risk as u64);
        if rests_on < THERE_LEAST {
            return Err(Untold::TooFew(rests_on));
        }
        let mut trace = Trace::new(Fold::HalfGone, &["there", "gone", "days"]);
        for gone in &self.gone {
            let row = &self.rows[gone.place];
            let numbers = [Decimal::from(gone.heads), Decimal::ONE, Decimal::from(row.exit)];
            trace.push(row.object, &row.key, &*row.label, row.on, &numbers);
        }
        let interval = median.low.zip(median.high);
        let method = "where the limits of the curve come down to a half";
        Ok(Read { trace, interval: interval.and_then(|(low, high)| shown(low, high, method)) })
    }

    /// The share that went for these reasons up to an age, where other reasons may come first.
    ///
    /// # Errors
    /// When too few were watched so long.
    pub fn gone_for(&self, reasons: &[usize], age: i32, watched: &Figure) -> Result<Read, Untold> {
        self.told(age)?;
        let own = |row: &Watched| reasons.contains(&row.reason);
        let mut trace = Trace::new(Fold::GoneBy, &["there", "gone", "for this reason"]);
        trace.push_known(watched, &[Decimal::ZERO, Decimal::ZERO]);
        for gone in self.gone_by(age) {
            let row = &self.rows[gone.place];
            let counts = Decimal::from(u8::from(own(row)));
            trace.push(row.object, &row.key, &*row.label, row.on, &[Decimal::from(gone.heads), Decimal::ONE, counts]);
        }
        let causes: Vec<usize> = self.rows.iter().map(|row| usize::from(own(row))).collect();
        let incidence = aalen_johansen(&self.spans, &causes, 1).ok();
        let limits = incidence.and_then(|found| found.at(f64::from(age), LEVEL));
        let method = "Aalen-Johansen, log-log";
        Ok(Read { trace, interval: limits.and_then(|found| shown(found.interval.low, found.interval.high, method)) })
    }

    fn gone_by(&self, age: i32) -> impl Iterator<Item = &Gone> {
        self.gone.iter().take_while(move |gone| self.rows[gone.place].exit <= age)
    }
}

/// Each event with those there just before, who grow fewer within a day as well.
fn gone(rows: &[Watched]) -> Vec<Gone> {
    let mut entries: Vec<&Watched> = rows.iter().filter(|row| row.entry > 0).collect();
    entries.sort_by_key(|row| row.entry);
    let mut entering = entries.into_iter().peekable();
    let begun = rows.iter().filter(|row| row.entry <= 0);
    let mut heads = begun.clone().count() as u64;
    let mut weight: Decimal = begun.map(|row| row.weight).sum();
    let mut found = Vec::new();
    // Those whose watching ends at the age of an event without one were still there, so events of an age come first.
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|place| (rows[*place].exit, !rows[*place].event));
    for place in order {
        let row = &rows[place];
        while let Some(entered) = entering.next_if(|entered| entered.entry < row.exit) {
            heads += 1;
            weight += entered.weight;
        }
        if row.event {
            found.push(Gone { place, heads, weight });
        }
        heads -= 1;
        weight -= row.weight;
    }
    found
}

pub(crate) fn shown(low: f64, high: f64, method: &str) -> Option<Interval> {
    Some(Interval {
        level: Decimal::from_f64(LEVEL)?,
        low: Decimal::from_f64(low)?.round_dp(6),
        high: Decimal::from_f64(high)?.round_dp(6),
        method: method.to_owned(),
    })
}

#[cfg(test)]
mod tests;

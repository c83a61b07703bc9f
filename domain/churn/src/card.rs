use statistics::logit::expit;
use statistics::mixed::{Case, Observations};
use statistics::scorecard::{self, Belief, Scorecard, Sign};

use crate::gather::Sources;
use crate::scale::Scale;
use crate::signal::{COUNT, SIGNALS, Side};
use crate::standing::Standing;

/// What the expert says a standard deviation of harm adds, in log-odds.
// method: churn.expert_mean
const EXPERT_MEAN: f64 = 0.35;
/// How sure of it: a standard deviation.
// method: churn.expert_deviation
const EXPERT_DEVIATION: f64 = 0.25;
/// How sure of the level.
// method: churn.level_deviation
const LEVEL_DEVIATION: f64 = 1.0;
/// The share lost in a year, before any outcome.
// method: churn.assumed_yearly
const ASSUMED_YEARLY: f64 = 0.1;
/// With fewer events only the level is learned.
// method: churn.events_least
pub const EVENTS_LEAST: u64 = 20;
/// A sign with less chance than this is contradicted.
// method: churn.contradicted_below
const CONTRADICTED_BELOW: f64 = 0.1;

/// What was known of an account at a past cut-off, and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Lesson {
    /// As known then.
    pub standing: Standing,
    /// Whether it was lost within the horizon.
    pub lost: bool,
}

/// How much outcomes have taught.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taught {
    /// There are none: everything is the expert's word.
    Nothing,
    /// Too few events: the signals are the expert's, the level is learned.
    Level,
    /// Level and signals.
    All,
    /// The equations had no answer: everything is the expert's word.
    Unsolved,
}

/// What is held of one signal: log-odds for a standard deviation of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Held {
    /// Mean and standard deviation before any outcome.
    pub before: (f64, f64),
    /// Mean and standard deviation now; where the sign holds it back, without the bound.
    pub now: (f64, f64),
    /// What counts: `now` on the expert's side, else 0.
    pub coefficient: f64,
    /// The chance now that the expert's side is right.
    pub sign_chance: f64,
}

impl Held {
    /// Whether outcomes contradict the expert's side.
    #[must_use]
    pub fn is_contradicted(&self) -> bool {
        self.sign_chance < CONTRADICTED_BELOW
    }
}

/// Everything a risk is made with.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Log-odds of an account that is in everything like the mean of the book.
    pub level: f64,
    /// One per signal.
    pub held: Vec<Held>,
    /// Of the level and the signals, row by row.
    pub covariance: Vec<f64>,
    /// What is usual in the book.
    pub scale: Scale,
    /// Which sources speak in it.
    pub sources: Sources,
    /// Rows learned from.
    pub rows: u64,
    /// Losses among them.
    pub events: u64,
    /// How many cut-offs they are of.
    pub cut_offs: u64,
    /// How much they have taught.
    pub taught: Taught,
}

/// Means and deviations of the level and each signal, as the expert holds them.
fn expert(level: f64) -> Vec<(f64, f64)> {
    let signals = SIGNALS.iter().map(|signal| (signal.side.sign() * EXPERT_MEAN, EXPERT_DEVIATION));
    std::iter::once((level, LEVEL_DEVIATION)).chain(signals).collect()
}

fn signs() -> Vec<Sign> {
    let of = |side: Side| if side == Side::More { Sign::NotNegative } else { Sign::NotPositive };
    std::iter::once(Sign::Any).chain(SIGNALS.iter().map(|signal| of(signal.side))).collect()
}

impl Card {
    /// Learns from lessons of so many cut-offs, within a horizon of days, on the scale of the book of today.
    ///
    /// Lessons where notice had been served are left out: there the decision was made.
    #[must_use]
    pub fn learn(lessons: &[Lesson], cut_offs: u64, horizon_days: i32, (scale, sources): (Scale, Sources)) -> Self {
        let told: Vec<&Lesson> = lessons.iter().filter(|lesson| lesson.standing.notice.is_none()).collect();
        let (rows, events) = (told.len() as u64, told.iter().filter(|lesson| lesson.lost).count() as u64);
        let level = assumed_level(horizon_days);
        let before = expert(level);
        let mut card = Self::expert(&before, (scale, sources), (rows, events, cut_offs));
        let found = if rows == 0 {
            return card;
        } else if events < EVENTS_LEAST {
            card.taught = Taught::Level;
            card.learn_level(&told, level)
        } else {
            card.taught = Taught::All;
            card.learn_all(&told, &before)
        };
        if found.is_none() {
            card = Self {
                taught: Taught::Unsolved,
                ..Self::expert(&before, (card.scale, sources), (rows, events, cut_offs))
            };
        }
        card
    }

    fn expert(before: &[(f64, f64)], (scale, sources): (Scale, Sources), of: (u64, u64, u64)) -> Self {
        let order = before.len();
        let mut covariance = vec![0.0; order * order];
        covariance.iter_mut().step_by(order + 1).zip(before).for_each(|(cell, (_, sd))| *cell = sd * sd);
        let held = |before: &(f64, f64)| Held {
            before: *before,
            now: *before,
            coefficient: before.0,
            sign_chance: statistics::normal::cdf(EXPERT_MEAN / EXPERT_DEVIATION).unwrap_or(0.5),
        };
        Self {
            level: before[0].0,
            held: before[1..].iter().map(held).collect(),
            covariance,
            scale,
            sources,
            rows: of.0,
            events: of.1,
            cut_offs: of.2,
            taught: Taught::Nothing,
        }
    }

    /// The level alone, the expert's word on the signals taken as it stands.
    fn learn_level(&mut self, told: &[&Lesson], level: f64) -> Option<()> {
        let mut rows = Observations::new(0, 0);
        for lesson in told {
            let distances = self.scale.distances(&lesson.standing);
            let offset = self.held.iter().zip(distances).map(|(held, distance)| held.coefficient * distance).sum();
            push(&mut rows, &[], lesson.lost, offset)?;
        }
        let prior = Belief::independent(&[(level, LEVEL_DEVIATION)]).ok()?;
        let found = scorecard::learn(scorecard::Lesson { rows: &rows, prior: Some(&prior), signs: &[] }).ok()?;
        let level = found.coefficients.first()?;
        self.level = level.value;
        self.covariance[0] = level.standard_error.map_or(self.covariance[0], |error| error * error);
        Some(())
    }

    fn learn_all(&mut self, told: &[&Lesson], before: &[(f64, f64)]) -> Option<()> {
        let mut rows = Observations::new(COUNT, 0);
        for lesson in told {
            push(&mut rows, &self.scale.distances(&lesson.standing), lesson.lost, 0.0)?;
        }
        let prior = Belief::independent(before).ok()?;
        let found = scorecard::learn(scorecard::Lesson { rows: &rows, prior: Some(&prior), signs: &signs() }).ok()?;
        self.level = found.coefficients.first()?.value;
        self.held = held(&found, &prior)?;
        self.covariance = found.covariance().to_vec();
        Some(())
    }

    /// The log-odds' standard error of a row of distances, and what the signals add that are not known of it.
    pub(crate) fn error(&self, distances: &[f64; COUNT], unknown: &[usize]) -> f64 {
        let row: Vec<f64> = std::iter::once(1.0).chain(distances.iter().copied()).collect();
        let through =
            self.covariance.chunks(row.len()).map(|line| line.iter().zip(&row).map(|(a, b)| a * b).sum::<f64>());
        let known: f64 = through.zip(&row).map(|(a, b)| a * b).sum();
        // An account of which a signal is not known stands anywhere in the book: one standard deviation to either side.
        let missing: f64 = unknown.iter().map(|of| self.held[*of].coefficient).map(|held| held * held).sum();
        libm::sqrt(known.max(0.0) + missing)
    }
}

fn held(found: &Scorecard, prior: &Belief) -> Option<Vec<Held>> {
    let signals = found.signals(prior, CONTRADICTED_BELOW)?;
    let of = |signal: &scorecard::signals::Signal| {
        Some(Held {
            before: signal.before,
            now: signal.now,
            coefficient: found.coefficients.get(signal.covariate + 1)?.value,
            sign_chance: signal.sign_chance?,
        })
    };
    signals.iter().map(of).collect()
}

fn push(rows: &mut Observations, covariates: &[f64], lost: bool, offset: f64) -> Option<()> {
    let successes = f64::from(u8::from(lost));
    rows.push(Case { covariates, successes, trials: 1.0, offset, members: &[] }).ok()
}

/// The log-odds of the assumed rate of loss. Not of the seen one: what is seen is learned from, and would count twice.
fn assumed_level(horizon_days: i32) -> f64 {
    let share = assumed_share(horizon_days);
    libm::log(share / (1.0 - share))
}

/// The share lost within so many days, before any outcome.
#[must_use]
pub fn assumed_share(horizon_days: i32) -> f64 {
    1.0 - libm::pow(1.0 - ASSUMED_YEARLY, f64::from(horizon_days.max(1)) / 365.25)
}

/// The chance of an account that is in everything like the mean of the book.
#[must_use]
pub fn middle_chance(card: &Card) -> f64 {
    expit(card.level)
}

mod told;

#[cfg(test)]
mod tests;

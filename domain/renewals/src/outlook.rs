use statistics::forecast::shock::{self, Period};
use statistics::forecast::total::{self, Kept, Renewal, Total};
use statistics::interval::Interval;

/// The levels of the ranges that are told.
pub const LEVELS: [f64; 3] = [0.5, 0.8, 0.9];
/// Worst and best case are the ends of the range with this chance.
// method: renewals.cases
pub const CASES: f64 = 0.8;
/// With fewer renewals than this nothing is said of what is kept of one.
// method: renewals.habits_least
pub const HABITS_LEAST: usize = 20;
/// A distribution is worked out in so many steps of all that comes up: finer than anybody can plan with.
const STEPS: f64 = 10_000.0;
/// Where one amount is more than this part of all, steps follow the one in the middle, in so many of it.
const GIANT: f64 = 0.1;
const STEPS_OF_MIDDLE: f64 = 20.0;

/// What became of the amounts of past renewals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Habits {
    /// How many renewed.
    pub renewed: usize,
    /// The share of those that renewed for less.
    pub contracted: f64,
    /// What of the amount these kept, on average.
    pub kept_then: f64,
}

impl Habits {
    /// From what each past renewal kept of its amount, 0 to 1; those that kept nothing did not renew and are left out.
    /// `None` where there are fewer than [`HABITS_LEAST`].
    #[must_use]
    pub fn of(kept: impl IntoIterator<Item = f64>) -> Option<Self> {
        let renewed: Vec<f64> = kept.into_iter().filter(|share| *share > 0.0 && share.is_finite()).collect();
        let less: Vec<f64> = renewed.iter().copied().filter(|share| *share < 1.0).collect();
        (renewed.len() >= HABITS_LEAST).then(|| Self {
            renewed: renewed.len(),
            contracted: less.len() as f64 / renewed.len() as f64,
            kept_then: statistics::describe::mean(&less).unwrap_or(1.0),
        })
    }

    /// What is kept of an amount that renews, on average, 0 to 1.
    #[must_use]
    pub fn kept(&self) -> f64 {
        1.0 - self.contracted * (1.0 - self.kept_then)
    }
}

/// What is foreseen of one renewal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Promise {
    /// The chance that it renews.
    pub chance: f64,
    /// What comes up.
    pub amount: f64,
    /// What is kept for certain where the contract that follows is known; the chance is 1 then.
    pub signed: Option<f64>,
}

impl Promise {
    fn renewal(&self, habits: Option<&Habits>) -> Renewal {
        match (self.signed, habits) {
            (Some(kept), _) => Renewal::whole(1.0, kept),
            (None, Some(habits)) if habits.contracted > 0.0 => Renewal {
                chance: self.chance,
                kept: vec![
                    Kept { chance: habits.contracted, amount: self.amount * habits.kept_then },
                    Kept { chance: 1.0 - habits.contracted, amount: self.amount },
                ],
            },
            _ => Renewal::whole(self.chance, self.amount),
        }
    }
}

/// A stretch of days that is over: what was to be expected of its renewals, and what came.
pub type Quarter = Period;

/// What all renewals of a stretch of days move by together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shock {
    /// Standard deviation in log-odds of what is shared and not foreseen.
    pub shared: f64,
    /// How many stretches of days it was learned from; 0 where it is assumed.
    pub periods: usize,
    /// Standard deviation in log-odds of what is not known of the level of all chances.
    pub level: f64,
}

impl Shock {
    /// From stretches that are over, and the standard error of the level.
    ///
    /// Two unknowns that move all log-odds alike add as variances.
    #[must_use]
    pub fn of(quarters: &[Quarter], level: f64) -> Self {
        let level = if level.is_finite() { level.max(0.0) } else { 0.0 };
        let varying = quarters.iter().filter(|one| one.variance > 0.0).count();
        let learned = shock::deviation(quarters).filter(|_| varying >= shock::LEAST_PERIODS);
        match learned {
            Some(found) => Self { shared: found.estimate, periods: varying, level },
            None => Self { shared: shock::ASSUMED, periods: 0, level },
        }
    }

    /// Both together.
    #[must_use]
    pub fn whole(&self) -> f64 {
        libm::hypot(self.shared, self.level).min(5.0)
    }

    /// In words, for the ranges that rest on it.
    #[must_use]
    pub fn words(&self) -> String {
        let shared = match self.periods {
            0 => {
                format!("{:.2} log-odds assumed, as fewer than {} quarters are over", self.shared, shock::LEAST_PERIODS)
            }
            periods => format!("{:.2} log-odds as in {periods} past quarters", self.shared),
        };
        format!("a shock all renewals share ({shared}) and a level not known to {:.2} log-odds", self.level)
    }
}

/// What a book of renewals brings, as distributions.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// How many renew.
    pub count: Total,
    /// The ARR that is kept.
    pub money: Total,
}

impl Outlook {
    /// Of these renewals.
    ///
    /// # Errors
    /// For impossible chances or amounts.
    pub fn of(promises: &[Promise], habits: Option<&Habits>, shock: f64) -> Result<Self, total::Refusal> {
        let renewals: Vec<Renewal> = promises.iter().map(|one| one.renewal(habits)).collect();
        let chances: Vec<f64> =
            promises.iter().map(|one| if one.signed.is_some() { 1.0 } else { one.chance }).collect();
        let all: f64 = promises.iter().map(|one| one.amount).sum();
        let unit = if all.is_finite() { libm::floor(step(promises, all)).max(1.0) } else { 1.0 };
        Ok(Self { count: total::count(&chances, shock)?, money: total::total(&renewals, unit, shock)? })
    }

    /// The range of the kept ARR at a level.
    #[must_use]
    pub fn money_range(&self, level: f64) -> Option<Interval> {
        self.money.interval(level)
    }

    /// The chance that at least so much is kept.
    #[must_use]
    pub fn at_least(&self, amount: f64) -> Option<f64> {
        self.money.at_least(amount)
    }
}

/// The step a distribution is worked out in. Where one amount is most of what comes up, a part of all is more than any of
/// the others, and what they bring would come out as nothing or all; then a part of the one in the middle counts.
fn step(promises: &[Promise], all: f64) -> f64 {
    let mut amounts: Vec<f64> = promises.iter().map(|one| one.amount).filter(|amount| *amount > 0.0).collect();
    amounts.sort_by(f64::total_cmp);
    let even = all / STEPS;
    match (amounts.last(), amounts.get(amounts.len() / 2)) {
        (Some(largest), Some(middle)) if *largest > all * GIANT => even.min(middle / STEPS_OF_MIDDLE),
        _ => even,
    }
}

#[cfg(test)]
mod tests;

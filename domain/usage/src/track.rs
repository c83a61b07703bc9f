use std::collections::BTreeMap;

use crate::timeline::Timeline;
use crate::told::{Measure, Told};

/// A step of which less than this part is known is not compared.
// method: usage.least_part
const LEAST_PART: f64 = 0.5;

/// Places that are left out for everybody, with how many accounts were active and how many usually are.
pub type Masks = BTreeMap<usize, Masked>;

/// Why a place is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Masked {
    /// Accounts that used the product.
    pub active: u64,
    /// How many usually do at such a place; 0 where nobody told anything.
    pub usual: u64,
}

/// What an account did in a step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The count over the places that are known.
    pub used: u64,
    /// How much of a whole step these places usually hold, above 0 and up to 1, six digits.
    pub part: f64,
}

impl Step {
    /// The logarithm of what a whole step would have brought; half a count more, so that none has a place too.
    #[must_use]
    pub fn level(self) -> f64 {
        libm::log((self.used as f64 + 0.5) / self.part)
    }
}

/// What one account did, step by step.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    /// What is counted.
    pub measure: Measure,
    /// `None` before the account's first row, and where too little of a step is known.
    pub steps: Vec<Option<Step>>,
}

impl Track {
    /// The steps of an account. Days without a row count as days without use from its first row on, since daily feeds write
    /// rows of use only; months without a row are unknown.
    #[must_use]
    pub fn of(told: &Told, masks: &Masks, timeline: &Timeline) -> Option<Self> {
        let measure = told.measure()?;
        let counts = told.counts(measure);
        let first = counts.iter().position(Option::is_some)?;
        let fills = timeline.pace.places() > 1;
        let known = |place: usize| -> Option<u32> {
            let counted = counts.get(place).copied().flatten();
            let counted = if fills { Some(counted.unwrap_or(0)) } else { counted };
            counted.filter(|_| place >= first && !masks.contains_key(&place))
        };
        let width = timeline.pace.places();
        let shares = shares(width, (0..timeline.places()).map(&known));
        let step = |step: usize| {
            let places = (0..width).map(|within| (within, known(step * width + within)));
            let whole = step * width >= first || width == 1;
            let mut made = Step { used: 0, part: 0.0 };
            for (within, count) in places {
                made.used += u64::from(count.unwrap_or(0));
                made.part += count.map_or(0.0, |_| shares[within]);
            }
            made.part = libm::round(made.part * 1e6) / 1e6;
            (whole && made.part >= LEAST_PART).then_some(made)
        };
        Some(Self { measure, steps: (0..timeline.steps()).map(step).collect() })
    }

    /// The levels of its steps.
    #[must_use]
    pub fn levels(&self) -> Vec<Option<f64>> {
        self.steps.iter().map(|step| step.map(Step::level)).collect()
    }
}

/// How much of a step each weekday holds for this account; the same for all where it never did anything.
fn shares(width: usize, known: impl Iterator<Item = Option<u32>>) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); width];
    for (place, count) in known.enumerate() {
        if let Some(count) = count {
            let sum = &mut sums[place % width];
            *sum = (sum.0 + f64::from(count), sum.1 + 1.0);
        }
    }
    let means: Vec<f64> = sums.iter().map(|(sum, days)| if *days > 0.0 { sum / days } else { 0.0 }).collect();
    let whole: f64 = means.iter().sum();
    let even = 1.0 / width as f64;
    means.iter().map(|mean| if whole > 0.0 { mean / whole } else { even }).collect()
}

use super::Forecasts;
use crate::describe::finite;

/// Forecasts whose chances, however they differ, go with one share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The lowest predicted chance on it.
    pub from: f64,
    /// The highest predicted chance on it.
    pub upto: f64,
    /// The share by weight that it happened to.
    pub value: f64,
    /// What the forecasts on it weigh.
    pub weight: f64,
}

/// A curve from predicted chances to shares that never falls.
#[derive(Debug, Clone, PartialEq)]
pub struct Isotonic {
    steps: Vec<Step>,
}

/// The curve that never falls and misses the outcomes least, by weighted squares: pool adjacent violators.
///
/// Bends to every chance turn of few events: mind it below about 1,000 events.
/// Source: M. Ayer and others, Annals of Mathematical Statistics 26 (1955); for chances, B. Zadrozny and C. Elkan, KDD (2002).
#[must_use]
pub fn isotonic(forecasts: &Forecasts) -> Isotonic {
    let mut steps: Vec<Step> = Vec::new();
    for tied in forecasts.tied() {
        let weight: f64 = tied.iter().map(|one| one.weight).sum();
        let happened: f64 = tied.iter().map(|one| one.weight * one.outcome()).sum();
        // What weighs nothing says nothing.
        let Some(value) = finite(happened / weight) else { continue };
        let mut step = Step { from: tied[0].chance, upto: tied[0].chance, value, weight };
        while let Some(last) = steps.pop_if(|last| last.value >= step.value) {
            let weight = last.weight + step.weight;
            // Of both, so that huge weights do not overflow.
            let pooled = last.value * (last.weight / weight) + step.value * (step.weight / weight);
            // Between both in exact arithmetic, so also when rounded.
            let value = pooled.clamp(step.value, last.value);
            step = Step { from: last.from, upto: step.upto, value, weight };
        }
        steps.push(step);
    }
    Isotonic { steps }
}

impl Isotonic {
    /// The steps, from the lowest chance up.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The share for a predicted chance: that of its step, in proportion between two steps, that of the last one beyond the
    /// ends. `None` for a chance outside 0 to 1.
    #[must_use]
    pub fn at(&self, chance: f64) -> Option<f64> {
        if !(0.0..=1.0).contains(&chance) {
            return None;
        }
        let after = self.steps.partition_point(|step| step.upto < chance);
        match (after.checked_sub(1).map(|before| self.steps[before]), self.steps.get(after)) {
            (Some(before), Some(next)) if chance < next.from => {
                let part = (chance - before.upto) / (next.from - before.upto);
                // In this form it never falls, not even by a rounding.
                Some((before.value + (next.value - before.value) * part).min(next.value))
            }
            (_, Some(step)) => Some(step.value),
            (last, None) => last.map(|step| step.value),
        }
    }
}

use rust_decimal::prelude::ToPrimitive as _;

use crate::signal::COUNT;
use crate::standing::Standing;

/// A signal known of fewer accounts than this is left out: its spread says nothing.
// method: churn.known_least
const KNOWN_LEAST: u64 = 10;
/// No account is further from the book than so many standard deviations.
// method: churn.far_most
const FAR_MOST: f64 = 3.0;

/// What is usual in the book, signal by signal.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    /// The mean of each signal over accounts of which it is known.
    pub means: [f64; COUNT],
    /// Its standard deviation; 0 where it is left out.
    pub deviations: [f64; COUNT],
    /// Of how many accounts it is known.
    pub known: [u64; COUNT],
}

impl Scale {
    /// Of the accounts of a book.
    #[must_use]
    pub fn of<'a>(book: impl IntoIterator<Item = &'a Standing, IntoIter: Clone>) -> Self {
        let book = book.into_iter();
        let mut scale = Self { means: [0.0; COUNT], deviations: [0.0; COUNT], known: [0; COUNT] };
        for of in 0..COUNT {
            let values: Vec<f64> = book.clone().filter_map(|one| one.readings[of].ok()?.to_f64()).collect();
            scale.known[of] = values.len() as u64;
            scale.means[of] = statistics::describe::mean(&values).unwrap_or(0.0);
            let spread = statistics::describe::variance(&values).filter(|_| scale.known[of] >= KNOWN_LEAST);
            scale.deviations[of] = spread.map_or(0.0, libm::sqrt);
        }
        scale
    }

    /// Whether a signal tells accounts apart.
    #[must_use]
    pub fn tells(&self, of: usize) -> bool {
        self.deviations[of] > 0.0
    }

    /// How far an account stands from the mean of the book, in standard deviations; 0 where that is not known.
    #[must_use]
    pub fn distances(&self, standing: &Standing) -> [f64; COUNT] {
        std::array::from_fn(|of| match standing.readings[of].ok().and_then(|reading| reading.to_f64()) {
            Some(value) if self.tells(of) => {
                ((value - self.means[of]) / self.deviations[of]).clamp(-FAR_MOST, FAR_MOST)
            }
            _ => 0.0,
        })
    }
}

#[cfg(test)]
pub(crate) mod tests;

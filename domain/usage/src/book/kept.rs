use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};

use super::Book;
use crate::timeline::Timeline;
use crate::track::{Masked, Masks};

impl Book {
    /// Its numbers by name, each with a count, so that it can be kept and need not be worked out again.
    #[must_use]
    pub fn told(&self) -> Vec<(String, Option<Decimal>, u64)> {
        let number = |value: f64| Decimal::from_f64(value).map(|value| value.round_dp(12));
        let masked = |(place, masked): (&usize, &Masked)| {
            (format!("masked {place}"), Some(Decimal::from(masked.usual)), masked.active)
        };
        let shared = self.shared.iter().enumerate();
        let shared = shared.filter_map(|(step, level)| Some((format!("shared {step}"), number((*level)?), 0)));
        let single = [("dependence", self.dependence), ("p most", self.p_most)];
        let single = single.map(|(name, value)| (name.to_owned(), number(value), 0));
        single.into_iter().chain(self.masks.iter().map(masked)).chain(shared).collect()
    }

    /// The book of these numbers; `None` when it was never kept.
    #[must_use]
    pub fn from_told(timeline: Timeline, told: &[(&str, Option<Decimal>, u64)]) -> Option<Self> {
        let single = |name: &str| {
            let found = told.iter().find(|(metric, _, _)| *metric == name);
            found.and_then(|(_, value, _)| value.as_ref()?.to_f64())
        };
        let mut book = Self {
            timeline,
            masks: Masks::new(),
            shared: vec![None; timeline.steps()],
            dependence: single("dependence")?,
            p_most: single("p most")?,
        };
        for (metric, value, count) in told {
            let place = |begins: &str| metric.strip_prefix(begins).and_then(|place| place.parse::<usize>().ok());
            if let (Some(place), Some(usual)) = (place("masked "), value.and_then(|value| value.to_u64())) {
                book.masks.insert(place, Masked { active: *count, usual });
            }
            if let Some(level) = place("shared ").and_then(|step| book.shared.get_mut(step)) {
                *level = value.and_then(|value| value.to_f64());
            }
        }
        Some(book)
    }
}

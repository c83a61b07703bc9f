use super::tally::{Measure, Pair};
use super::{Judged, Method, World};

/// A ratio over many sets with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// The ratio of the sums over all sets.
    pub value: f64,
    /// Its standard error: sets are independent, people within one are not.
    pub error: f64,
}

/// What was found in all sets of all worlds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Results(Vec<(World, Vec<Judged>)>);

impl Results {
    /// Adds the sets of a world, in their order.
    pub fn add(&mut self, world: World, sets: Vec<Judged>) {
        self.0.push((world, sets));
    }

    fn sets(&self, world: World) -> &[Judged] {
        self.0.iter().find(|(of, _)| *of == world).map_or(&[], |(_, sets)| sets.as_slice())
    }

    /// The methods a world was judged by.
    #[must_use]
    pub fn methods(&self, world: World) -> Vec<Method> {
        self.sets(world).first().map_or(Vec::new(), |set| set.iter().map(|(method, _)| *method).collect())
    }

    /// How well a method did; `None` where there was nothing to measure.
    #[must_use]
    pub fn share(&self, world: World, method: Method, measure: Measure) -> Option<Share> {
        ratio(&self.pairs(world, method, measure))
    }

    /// How far a method was ahead of another on the same sets.
    #[must_use]
    pub fn ahead(&self, world: World, of: (Method, Method), measure: Measure) -> Option<Share> {
        let (one, other) = (self.pairs(world, of.0, measure), self.pairs(world, of.1, measure));
        let apart = |(one, other): (&Pair, &Pair)| Pair { counted: one.counted - other.counted, of: one.of };
        ratio(&one.iter().zip(&other).map(apart).collect::<Vec<_>>())
    }

    fn pairs(&self, world: World, method: Method, measure: Measure) -> Vec<Pair> {
        let found = |set: &Judged| set.iter().find(|(of, _)| *of == method).map(|(_, tally)| tally.at(measure));
        self.sets(world).iter().filter_map(found).collect()
    }
}

/// The ratio of two sums over clusters with its standard error by linearisation.
/// Source: W. G. Cochran, "Sampling Techniques", 3rd ed. (1977), 2.11 and 6.3.
fn ratio(pairs: &[Pair]) -> Option<Share> {
    let (counted, of) = pairs.iter().fold((0.0, 0.0), |sums, pair| (sums.0 + pair.counted, sums.1 + pair.of));
    if of <= 0.0 {
        return None;
    }
    let (value, sets) = (counted / of, pairs.len() as f64);
    let squares: f64 = pairs.iter().map(|pair| pair.counted - value * pair.of).map(|rest| rest * rest).sum();
    let error = libm::sqrt(squares * sets / (sets - 1.0).max(1.0)) / of;
    Some(Share { value, error })
}

#[cfg(test)]
mod tests;

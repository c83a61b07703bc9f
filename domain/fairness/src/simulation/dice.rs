use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Dice that roll the same on every machine: only whole numbers come from the generator, the rest is worked out here.
#[derive(Debug)]
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// The dice of one stream: no other stream ever rolls them.
    pub(crate) fn of(seed: u64, stream: u64) -> Self {
        let mut rolls = ChaCha8Rng::seed_from_u64(seed);
        rolls.set_stream(stream);
        Self(rolls)
    }

    /// From 0 up to but not including 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// From 0 up to but not including `count`; 0 when there is nothing to choose from.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        ((u128::from(self.0.next_u64()) * count as u128) >> 64) as usize
    }

    /// Standard normal, by Box and Muller.
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(2.0 * self.exponential());
        radius * libm::cos(core::f64::consts::TAU * self.unit())
    }

    /// Exponential with mean 1.
    pub(crate) fn exponential(&mut self) -> f64 {
        -libm::log(1.0 - self.unit())
    }

    /// Failures before the fifth success, with this mean: negative binomial, wider than Poisson.
    pub(crate) fn uneven(&mut self, mean: f64) -> usize {
        let rate = -libm::log(mean / (5.0 + mean));
        (0..5).map(|_| (self.exponential() / rate) as usize).sum()
    }

    /// The order of a shuffled list, by Fisher and Yates.
    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let other = self.below(last + 1);
            list.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests;

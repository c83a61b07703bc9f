use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// What a stream of dice is for. Each subject has streams of its own, so that a change to one leaves the others alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Topic {
    Person = 1,
    Week,
    Targets,
    Life,
    Profile,
    Contacts,
    Touchpoints,
    Reviews,
    Tickets,
    Voice,
    Losses,
    Escalations,
    Usage,
    Acknowledged,
}

/// Dice that roll the same on every machine.
#[derive(Debug)]
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// The dice of one topic of one thing: no other thing ever rolls them.
    pub(crate) fn of(seed: u64, topic: Topic, index: usize) -> Self {
        let mut rolls = ChaCha8Rng::seed_from_u64(seed);
        rolls.set_stream(((topic as u64) << 40) | index as u64);
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

    /// From the first to the last, both included.
    pub(crate) fn days(&mut self, first: i32, last: i32) -> i32 {
        first + self.below((last - first + 1).max(1) as usize) as i32
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }

    pub(crate) fn word(&mut self, from: &[&'static str]) -> &'static str {
        self.pick(from).copied().unwrap_or("")
    }

    pub(crate) fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.unit()));
        radius * libm::cos(std::f64::consts::TAU * self.unit())
    }

    pub(crate) fn log_normal(&mut self, median: f64, spread: f64) -> f64 {
        median * libm::exp(spread * self.normal())
    }

    /// How often something happens that happens `rate` times on average.
    pub(crate) fn poisson(&mut self, rate: f64) -> usize {
        let floor = libm::exp(-rate.min(50.0));
        let (mut count, mut product) = (0, self.unit());
        while product > floor && count < 200 {
            count += 1;
            product *= self.unit();
        }
        count
    }

    /// Days until the next of something that happens so often a year.
    pub(crate) fn wait_days(&mut self, per_year: f64) -> i32 {
        let years = -libm::log(1.0 - self.unit()) / per_year.max(1e-6);
        (years * 365.25).min(100_000.0) as i32 + 1
    }
}

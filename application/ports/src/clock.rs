use jiff::civil::DateTime;

/// What time it is, on the wall in the time zone of the book.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> DateTime;
}

/// A clock that stands still, for tests and for `--as-of`.
#[derive(Debug, Clone, Copy)]
pub struct FrozenClock(
    /// The moment it shows.
    pub DateTime,
);

impl Clock for FrozenClock {
    fn now(&self) -> DateTime {
        self.0
    }
}

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use ports::clock::Clock;

/// The clock of the machine, in the time zone of the book.
#[derive(Debug)]
pub(crate) struct WallClock {
    zone: TimeZone,
}

impl WallClock {
    pub(crate) fn in_zone(name: &str) -> Self {
        Self { zone: TimeZone::get(name).unwrap_or(TimeZone::UTC) }
    }
}

impl Clock for WallClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock of the machine")]
    fn now(&self) -> DateTime {
        jiff::Timestamp::now().to_zoned(self.zone.clone()).datetime()
    }
}

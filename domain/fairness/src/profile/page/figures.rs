use report::{Figure, Interval, Unit};
use rust_decimal::Decimal;

use super::Page;

/// Digits of figures: enough to hold them against other software.
const DIGITS: u32 = 10;

impl Page<'_> {
    /// A number with what it rests on; unknown where it is none or beyond what can be shown.
    pub(super) fn figure(&self, label: &str, value: f64, unit: Unit, n: u64) -> Figure {
        match decimal(value) {
            Some(value) => Figure::known(label, value, unit, self.telling.as_of).with_n(n),
            None => Figure::unknown(label, unit, self.telling.as_of, "cannot be worked out from these rows").with_n(n),
        }
    }
}

/// The interval of a figure; `level` in percent.
pub(super) fn interval(level: i64, range: statistics::Interval, method: &str) -> Option<Interval> {
    let (low, high) = (decimal(range.low)?, decimal(range.high)?);
    Some(Interval { level: Decimal::new(level, 2), low, high, method: method.to_owned() })
}

fn decimal(value: f64) -> Option<Decimal> {
    Decimal::from_f64_retain(value).map(|value| value.round_dp(DIGITS).normalize())
}

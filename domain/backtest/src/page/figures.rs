use report::Interval;
use rust_decimal::Decimal;

/// Digits of figures: enough to hold them against other software.
const DIGITS: u32 = 10;

pub(super) fn interval(range: statistics::Interval, level: f64, method: &str) -> Option<Interval> {
    let (low, high, level) = (decimal(range.low)?, decimal(range.high)?, decimal(level)?);
    Some(Interval { level, low, high, method: method.to_owned() })
}

/// A number as it is shown; `None` where it is none or beyond what can be shown.
pub(super) fn decimal(value: f64) -> Option<Decimal> {
    Decimal::from_f64_retain(value).map(|value| value.round_dp(DIGITS).normalize())
}

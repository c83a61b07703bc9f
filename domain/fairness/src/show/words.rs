use report::{Unit, display};
use rust_decimal::Decimal;
use statistics::Interval;

use crate::traces::decimal;

/// A share as a percentage.
pub(crate) fn percent(share: f64) -> String {
    display::value(decimal(share), &Unit::Ratio)
}

/// A range of differences of shares, with signs.
pub(crate) fn range(interval: Interval) -> String {
    format!("{} to {}", signed(interval.low), signed(interval.high))
}

/// A difference of shares with its sign.
pub(crate) fn signed(share: f64) -> String {
    let points = decimal(share * 100.0).round_dp(1);
    let sign = if points > Decimal::ZERO { "+" } else { "" };
    format!("{sign}{} %", display::grouped(points, 1))
}

/// A range of money, with signs.
pub(super) fn money_range(interval: Interval, code: &str) -> String {
    let signed = |value: f64| {
        let sign = if value > 0.0 { "+" } else { "" };
        format!("{sign}{}", display::grouped(decimal(value), 0))
    };
    format!("{code} {} to {}", signed(interval.low), signed(interval.high))
}

/// A whole number.
pub(crate) fn count(number: f64) -> String {
    display::grouped(decimal(number), 0)
}

/// A number of losses, with a digit where credit is shared.
pub(super) fn losses(number: f64) -> String {
    display::grouped(decimal(number.max(0.0)), 1)
}

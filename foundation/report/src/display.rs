use rust_decimal::{Decimal, RoundingStrategy};

use crate::figure::Unit;

/// A value as every face shows it. Rounds half away from zero, for the eye only.
#[must_use]
pub fn value(value: Decimal, unit: &Unit) -> String {
    match unit {
        Unit::Number => trimmed(value, 2),
        Unit::Exact => grouped(value, 6),
        Unit::Ratio => percent(value),
        Unit::Score | Unit::ScorePoints => trimmed(value, 1),
        Unit::Count | Unit::PromoterPoints => grouped(value, 0),
        Unit::ScaleOfFive => grouped(value, 2),
        Unit::Money(code) => format!("{code} {}", grouped(value, 0)),
        Unit::Hours => format!("{} h", grouped(value, 1)),
        Unit::Days => plural(value, "day"),
        Unit::Months => plural(value, "month"),
    }
}

/// With one digit, and with as many more as it takes for what is not whole not to read 100 %.
fn percent(ratio: Decimal) -> String {
    let percent = ratio.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(ratio);
    let reads_whole = |digits: &u32| percent.round_dp(*digits) == Decimal::ONE_HUNDRED;
    let digits = if percent == Decimal::ONE_HUNDRED { 1 } else { (1..4).find(|at| !reads_whole(at)).unwrap_or(1) };
    format!("{} %", grouped(percent, digits))
}

fn plural(value: Decimal, word: &str) -> String {
    let number = trimmed(value, 1);
    let end = if number == "1" { "" } else { "s" };
    format!("{number} {word}{end}")
}

/// So many of something: `1 row`, `2 rows`.
#[must_use]
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(Decimal::from(count), 0), if count == 1 { one } else { many })
}

/// With its sign and exactly so many digits; what rounds to nothing has the sign of nothing.
#[must_use]
pub fn signed(value: f64, digits: usize) -> String {
    let text = format!("{value:+.digits$}");
    let is_nothing = text.chars().all(|sign| matches!(sign, '+' | '-' | '0' | '.'));
    if is_nothing { text.replacen('-', "+", 1) } else { text }
}

/// Money to the cent, for ledgers that must tie.
#[must_use]
pub fn to_the_cent(value: Decimal, code: &str) -> String {
    format!("{code} {}", grouped(value, 2))
}

/// With thousands separators and exactly so many digits after the point.
#[must_use]
pub fn grouped(value: Decimal, digits: u32) -> String {
    let rounded = value.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
    let text = format!("{:.*}", digits as usize, rounded.abs());
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), ""), |(whole, fraction)| (whole, fraction));
    let mut out = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    if rounded.is_sign_negative() && !rounded.is_zero() { format!("-{out}") } else { out }
}

/// At most so many digits after the point.
fn trimmed(value: Decimal, digits: u32) -> String {
    let text = grouped(value, digits);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests;

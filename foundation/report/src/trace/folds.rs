use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};

pub(super) fn sum(numbers: &[Decimal]) -> Option<Decimal> {
    numbers.iter().try_fold(Decimal::ZERO, |total, number| total.checked_add(*number))
}

pub(super) fn divide(dividend: Decimal, divisor: Decimal) -> Option<Decimal> {
    dividend.checked_div(divisor)
}

pub(super) fn median(mut numbers: Vec<Decimal>) -> Option<Decimal> {
    numbers.sort_unstable();
    let middle = numbers.len() / 2;
    let upper = *numbers.get(middle)?;
    if numbers.len() % 2 == 1 {
        return Some(upper);
    }
    divide(upper.checked_add(*numbers.get(middle - 1)?)?, Decimal::TWO)
}

pub(super) fn percentile(mut numbers: Vec<Decimal>, percent: u8) -> Option<Decimal> {
    numbers.sort_unstable();
    let rank = (numbers.len() * usize::from(percent)).div_ceil(100).max(1);
    numbers.get(rank - 1).copied()
}

pub(super) fn net_promoter(scores: &[Decimal]) -> Option<Decimal> {
    let promoters = scores.iter().filter(|score| **score >= Decimal::from(9)).count();
    let detractors = scores.iter().filter(|score| **score <= Decimal::from(6)).count();
    let balance = Decimal::from(promoters).checked_sub(Decimal::from(detractors))?;
    divide(balance.checked_mul(Decimal::ONE_HUNDRED)?, Decimal::from(scores.len()))
}

pub(super) fn top_share(mut numbers: Vec<Decimal>, count: usize) -> Option<Decimal> {
    let total = sum(&numbers)?;
    numbers.sort_unstable_by(|a, b| b.cmp(a));
    divide(sum(&numbers[..count.min(numbers.len())])?, total)
}

pub(super) fn effective_number(numbers: &[Decimal]) -> Option<Decimal> {
    let total = sum(numbers)?;
    let squares: Option<Vec<Decimal>> = numbers.iter().map(|number| number.checked_mul(*number)).collect();
    divide(total.checked_mul(total)?, sum(&squares?)?)
}

/// What is left after each row of how many were there and how many went.
pub(super) fn remaining(steps: &[[Decimal; 3]]) -> Option<Vec<Decimal>> {
    let mut left = Decimal::ONE;
    let after = steps.iter().map(|[there, went, _]| {
        left = left.checked_mul(divide(there.checked_sub(*went)?, *there)?)?;
        Some(left)
    });
    after.collect()
}

/// What went for one reason, the third number of each row.
pub(super) fn gone_by(steps: &[[Decimal; 3]]) -> Option<Decimal> {
    let after = remaining(steps)?;
    let before = std::iter::once(Decimal::ONE).chain(after);
    let parts = steps.iter().zip(before);
    let parts: Option<Vec<Decimal>> =
        parts.map(|([there, _, own], before)| before.checked_mul(divide(*own, *there)?)).collect();
    sum(&parts?)
}

/// The third number of the row at which a half is left, or the middle of the while in which exactly a half is.
pub(super) fn half_gone(steps: &[[Decimal; 3]]) -> Option<Decimal> {
    // So near to a half counts as a half, so that rounding does not decide.
    let speck = Decimal::new(1, 12);
    let half = Decimal::new(5, 1);
    let after = remaining(steps)?;
    let place = after.iter().position(|left| *left <= half + speck)?;
    let first = steps[place][2];
    let lower = after.iter().position(|left| *left < half - speck).map(|place| steps[place][2]);
    match lower.filter(|_| after[place] >= half - speck) {
        Some(lower) => divide(first.checked_add(lower)?, Decimal::TWO),
        None => Some(first),
    }
}

/// The chance of log-odds, to twelve digits.
pub(super) fn logistic(log_odds: Decimal) -> Option<Decimal> {
    let chance = 1.0 / (1.0 + libm::exp(-log_odds.to_f64()?));
    Some(Decimal::from_f64(chance)?.round_dp(12))
}

pub(super) fn slope(values: &[Decimal]) -> Option<Decimal> {
    let count = Decimal::from(values.len());
    let mean_place = divide(count.checked_sub(Decimal::ONE)?, Decimal::TWO)?;
    let mean_value = divide(sum(values)?, count)?;
    let (mut above, mut below) = (Decimal::ZERO, Decimal::ZERO);
    for (place, value) in values.iter().enumerate() {
        let offset = Decimal::from(place).checked_sub(mean_place)?;
        above = above.checked_add(offset.checked_mul(value.checked_sub(mean_value)?)?)?;
        below = below.checked_add(offset.checked_mul(offset)?)?;
    }
    divide(above, below)
}

/// A number read off the straight lines that join points, level beyond both ends.
///
/// The points are in the order of their first numbers, upwards or downwards; where two points share a first number,
/// the later one holds there. `None` without points, and where the numbers are too large to be worked with.
#[must_use]
pub fn on_lines(number: Decimal, points: &[(Decimal, Decimal)]) -> Option<Decimal> {
    let (first, last) = (points.first()?, points.last()?);
    let rising = last.0 >= first.0;
    let reached = |point: &(Decimal, Decimal)| if rising { number >= point.0 } else { number <= point.0 };
    let Some(place) = points.iter().rposition(reached) else { return Some(first.1) };
    let (from, Some(to)) = (points[place], points.get(place + 1)) else { return Some(last.1) };
    let part = divide(number.checked_sub(from.0)?, to.0.checked_sub(from.0)?)?;
    from.1.checked_add(part.checked_mul(to.1.checked_sub(from.1)?)?)
}

/// Whole months from one day to another, below zero when the other comes first.
#[must_use]
pub fn months_between(from: Date, to: Date) -> i64 {
    let months = i64::from(to.year() - from.year()) * 12 + i64::from(to.month() - from.month());
    months - i64::from(to.day() < from.day())
}

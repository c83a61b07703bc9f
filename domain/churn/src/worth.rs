use rust_decimal::Decimal;

/// How many years of its ARR an account is worth that is saved.
// method: churn.lifetime_multiple
pub const LIFETIME_MULTIPLE: Decimal = Decimal::from_parts(25, 0, 0, false, 1);

/// What saving an account brings on average: ARR x lifetime multiple x chance of saving, less what it costs.
///
/// `None` where an amount is below zero, the chance lies outside 0 to 1, or the result is beyond decimals.
#[must_use]
pub fn save_value(arr: Decimal, saved: Decimal, cost: Decimal) -> Option<Decimal> {
    let possible = arr >= Decimal::ZERO && cost >= Decimal::ZERO && (Decimal::ZERO..=Decimal::ONE).contains(&saved);
    let gain = arr.checked_mul(LIFETIME_MULTIPLE)?.checked_mul(saved)?;
    gain.checked_sub(cost).filter(|_| possible)
}

/// Days until a health score that goes on falling like this reaches zero: health / |daily decline|.
///
/// `None` while it does not fall.
#[must_use]
pub fn days_left(health: Decimal, points_per_day: Decimal) -> Option<Decimal> {
    let falls = points_per_day < Decimal::ZERO && health >= Decimal::ZERO;
    falls.then(|| health.checked_div(points_per_day.abs())).flatten()
}

/// How soon that is, in words.
#[must_use]
pub fn urgency(days: Decimal) -> &'static str {
    match days {
        days if days < Decimal::from(30) => "less than 30 days",
        days if days < Decimal::from(60) => "30 to 60 days",
        days if days <= Decimal::from(90) => "60 to 90 days",
        _ => "more than 90 days",
    }
}

#[cfg(test)]
mod tests;

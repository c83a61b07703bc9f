use report::Band;
use rust_decimal::Decimal;

/// Below this few use it, at any age.
// method: adoption.utilisation.few
const FEW_PERCENT: i64 = 10;
/// Up to this some do.
// method: adoption.utilisation.some
const SOME_PERCENT: i64 = 50;
/// Above this most do.
// method: adoption.utilisation.most
const MOST_PERCENT: i64 = 75;
/// Before the second month nothing but hardly any use is judged.
// method: adoption.utilisation.settling_months
const SETTLING_MONTHS: i64 = 2;
/// Up to this age some use is a beginning.
// method: adoption.utilisation.young_months
const YOUNG_MONTHS: i64 = 6;
/// After this age a good half is too little.
// method: adoption.utilisation.grown_months
const GROWN_MONTHS: i64 = 9;

/// The colour of a utilisation at an age in months.
#[must_use]
pub fn by_age(utilisation: Decimal, months: i64) -> Band {
    let above = |percent: i64| utilisation > Decimal::new(percent, 2);
    if utilisation < Decimal::new(FEW_PERCENT, 2) {
        return Band::Red;
    }
    match months {
        _ if above(MOST_PERCENT) => Band::Green,
        months if above(SOME_PERCENT) && months <= YOUNG_MONTHS => Band::Green,
        months if above(SOME_PERCENT) && months <= GROWN_MONTHS => Band::Yellow,
        _ if above(SOME_PERCENT) => Band::Red,
        months if months < SETTLING_MONTHS => Band::Unknown,
        months if months <= YOUNG_MONTHS => Band::Yellow,
        _ => Band::Red,
    }
}

#[cfg(test)]
mod tests;

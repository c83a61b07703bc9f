use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use report::{Address, Block, Ledger, Report, Unit};
use retention::{Basis, arr_trace};

use super::refused;
use crate::desk::Desk;
use crate::facts::histories;

/// What one account pays at 00:00 of a day, with the contracts that make it.
///
/// # Errors
/// When an exchange rate is missing.
pub(crate) fn arr(desk: &Desk<'_>, account: &AccountId, day: Date) -> Result<Report, Refusal> {
    let currency = desk.currency()?;
    let rates = histories::rates(desk)?;
    let basis = Basis { rules: &desk.settings.rules, rates: &rates, currency, as_of: desk.as_of() };
    let loaded = histories::load(desk, Some(std::slice::from_ref(account)), currency)?;
    let mut report = Report::new("retention.arr", format!("ARR of {} on {day}", loaded.name(account)), desk.as_of());
    let mut ledger = Ledger::new(Address::new("arr", account.as_str(), day, desk.as_of()).to_string());
    if let Some(history) = loaded.of(account) {
        let trace = arr_trace(history, day, &basis).map_err(refused)?;
        let unit = Unit::Money(currency.to_string());
        let figure = ledger
            .figure("arr", "ARR", unit, desk.as_of(), trace)
            .with_convention("contracts paid for at 00:00 of the day; a billing lapse is carried over");
        report.push(Block::Figures { figures: vec![figure] });
    }
    report.ledger = ledger;
    Ok(report)
}

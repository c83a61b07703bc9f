//! Accounts, contracts and a basis for tests, in as few words as possible.

use std::sync::Arc;

use jiff::civil::{Date, date};
use kernel::{AccountId, Currency, Period};
use rust_decimal::Decimal;

use crate::{AccountHistory, Basis, Holding, Rates, Rules, Term};

pub(crate) const EUR: &str = "EUR";

pub(crate) fn on(text: &str) -> Date {
    text.parse().unwrap()
}

pub(crate) fn amount(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// A contract by key, first paid day, first unpaid day (empty for none) and ARR.
pub(crate) fn term(key: &str, from: &str, to: &str, arr: i64) -> Term {
    Term {
        fact: Arc::from(key),
        from: on(from),
        to: (!to.is_empty()).then(|| on(to)),
        arr: Decimal::from(arr),
        currency: Currency::USD,
        escalator: false,
        renewal_on: None,
    }
}

pub(crate) fn account(name: &str, terms: Vec<Term>) -> AccountHistory {
    AccountHistory {
        account: AccountId::new(&format!("own/{name}")),
        name: name.to_owned(),
        segment: "growth".to_owned(),
        terms,
        churn_events: Vec::new(),
    }
}

/// Opens 2026 at 100, sells 40 in month 3, loses 30 in month 9.
pub(crate) fn up_then_down() -> AccountHistory {
    let terms = vec![
        term("A-1", "2025-01-01", "2026-03-15", 100),
        term("A-2", "2026-03-15", "2026-09-15", 140),
        term("A-3", "2026-09-15", "", 110),
    ];
    account("Up then down", terms)
}

/// Opens 2026 at 100, leaves in month 4, returns at 80 in month 8.
pub(crate) fn leaves_and_returns() -> AccountHistory {
    let terms = vec![term("B-1", "2025-01-01", "2026-04-15", 100), term("B-2", "2026-08-15", "", 80)];
    account("Leaves and returns", terms)
}

pub(crate) fn year() -> Period {
    Period::days(date(2026, 1, 1), date(2027, 1, 1)).unwrap()
}

pub(crate) fn quarter(number: i8) -> Period {
    kernel::FiscalYear::CALENDAR.quarter(2026, number).unwrap()
}

pub(crate) fn holding(name: &str, from: &str, to: &str, share: &str) -> Holding {
    Holding {
        account: AccountId::new(&format!("own/{name}")),
        from: on(from),
        to: (!to.is_empty()).then(|| on(to)),
        share: amount(share),
    }
}

/// Rules, rates and the as-of day; the book is in dollars.
#[derive(Debug, Clone)]
pub(crate) struct Ground {
    pub(crate) rules: Rules,
    pub(crate) rates: Rates,
    pub(crate) as_of: Date,
}

impl Ground {
    pub(crate) fn basis(&self) -> Basis<'_> {
        Basis { rules: &self.rules, rates: &self.rates, currency: Currency::USD, as_of: self.as_of }
    }
}

/// The default rules, no rates, long after everything.
pub(crate) fn ground() -> Ground {
    Ground { rules: Rules::default(), rates: Rates::default(), as_of: date(2027, 6, 30) }
}

pub(crate) fn ground_with(rules: Rules) -> Ground {
    Ground { rules, ..ground() }
}

pub(crate) fn percent(value: Option<Decimal>) -> String {
    value.map_or("unknown".into(), |value| (value * Decimal::ONE_HUNDRED).round_dp(1).normalize().to_string())
}

use jiff::Span;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::heard::Heard;
use super::{Entry, Found, Kept, Slot, age_days, hears, kept};
use crate::book::{Book, Source};
use crate::floor::{self, Floor, Floors};
use crate::measure::MeasureKind;
use crate::profile::Windows;
use crate::reading::{ContractState, Gap, Reading};
use crate::row::{Contract, Deal};
use crate::rule;

/// What the account pays, paid, and may come to pay.
#[derive(Debug, Clone, Default)]
pub(super) struct Money {
    has_contract: bool,
    now: Amount,
    near: Amount,
    far: Amount,
    seats: Option<i64>,
    deal_until: Option<Date>,
    won: u32,
    open: u32,
    state: Option<ContractState>,
    floors: Floors,
    renewal_on: Option<Date>,
}

/// The sum of the contracts that run on a day.
#[derive(Debug, Clone, Copy, Default)]
struct Amount {
    sum: Decimal,
    incomplete: bool,
}

impl Amount {
    fn add(&mut self, arr: Option<Decimal>) {
        match arr.and_then(|arr| self.sum.checked_add(arr)) {
            Some(sum) => self.sum = sum,
            None => self.incomplete = true,
        }
    }
}

const NOT_GROWTH: [&str; 2] = ["renewal", "new"];

pub(super) fn is_growth(row: &Deal<'_>) -> bool {
    !row.kind.is_some_and(|kind| NOT_GROWTH.iter().any(|word| kind.trim().eq_ignore_ascii_case(word)))
}

impl Money {
    pub(super) fn add_contract(&mut self, as_of: Date, row: Contract<'_>, kept: &mut Kept) {
        self.floors.add(as_of, &row);
        if row.starts_on > as_of {
            return;
        }
        self.has_contract = true;
        let days = [
            (0, &mut self.now, Slot::ContractsNow),
            (rule::ARR_NEAR_DAYS, &mut self.near, Slot::ContractsNear),
            (rule::ARR_FAR_DAYS, &mut self.far, Slot::ContractsFar),
        ];
        for (days_ago, amount, slot) in days {
            let Ok(day) = as_of.checked_sub(Span::new().days(days_ago)) else { continue };
            if row.starts_on <= day && row.ends_on.is_none_or(|ends_on| day < ends_on) {
                amount.add(row.arr);
                kept.keep(slot, || Entry::new("contracts", row.key, row.starts_on, row.arr.unwrap_or_default()));
            }
        }
        let runs = row.ends_on.is_none_or(|ends_on| as_of < ends_on);
        if runs {
            self.add_terms(as_of, &row, kept);
        }
        if let Some(seats) = row.seats.filter(|_| runs) {
            self.seats = Some(self.seats.unwrap_or(0).saturating_add(seats));
            kept.keep(Slot::Seats, || Entry::new("contracts", row.key, row.starts_on, seats));
        }
    }

    fn add_terms(&mut self, as_of: Date, row: &Contract<'_>, kept: &mut Kept) {
        let renewal = row.terms.renewal_on.filter(|day| *day >= as_of);
        self.renewal_on = [self.renewal_on, renewal].into_iter().flatten().min();
        if let Some(state) = floor::state(as_of, row) {
            self.state = Some(self.state.map_or(state, |known| known.min(state)));
            kept.keep(Slot::Status, || Entry::new("contracts", row.key, row.starts_on, state.points()));
        }
    }

    /// What no average can wash out, worst first.
    pub(super) fn floors(&self) -> Vec<Floor> {
        self.floors.held()
    }

    /// The next day on which a running contract is up for renewal.
    pub(super) fn renewal_on(&self) -> Option<Date> {
        self.renewal_on
    }

    pub(super) fn status(&self) -> Found {
        let reading = self.state.map(|state| Reading::ContractStatus { state });
        let gap = if self.has_contract { Gap::NotTold } else { Gap::NeverRecorded };
        (reading.ok_or(gap), kept::STATUS)
    }

    pub(super) fn add_deal(&mut self, as_of: Date, windows: &Windows, row: Deal<'_>, kept: &mut Kept) {
        let Some(age) = age_days(as_of, row.opened_on).filter(|_| is_growth(&row)) else { return };
        let window_days = windows.days(MeasureKind::Expansion);
        let closed = row.closed_on.filter(|day| *day <= as_of);
        self.deal_until = self.deal_until.max(Some(row.opened_on)).max(closed);
        let closed_age = closed.and_then(|day| age_days(as_of, day));
        let won = row.won == Some(true) && closed_age.is_some_and(|age| age < window_days);
        let open = closed.is_none() && age < window_days;
        self.won += u32::from(won);
        self.open += u32::from(open);
        if won || open {
            let points = if won { 100 } else { rule::EXPANSION_OPEN_SCORE };
            kept.keep(Slot::Deals, || Entry::new("opportunities", row.key, row.opened_on, points));
        }
    }

    pub(super) fn seats(&self) -> Option<i64> {
        self.seats.filter(|seats| *seats > 0)
    }

    /// Takes from older deals until when there were some, where these have none.
    pub(super) fn hear(&mut self, older: &Heard) {
        self.deal_until = self.deal_until.or(older.deal);
    }

    pub(super) fn deal_until(&self) -> Option<Date> {
        self.deal_until
    }

    /// Against a year ago; where nothing was paid then, against a quarter ago.
    pub(super) fn arr_trend(&self) -> Found {
        if !self.has_contract {
            return (Err(Gap::NeverRecorded), &[]);
        }
        let (before, days, parts) = if self.far.sum > Decimal::ZERO || self.far.incomplete {
            (self.far, rule::ARR_FAR_DAYS, kept::SINCE_FAR)
        } else {
            (self.near, rule::ARR_NEAR_DAYS, kept::SINCE_NEAR)
        };
        if self.now.incomplete || before.incomplete {
            return (Err(Gap::NotTold), &[]);
        }
        if before.sum <= Decimal::ZERO {
            return (Err(Gap::NothingEarlier), &[]);
        }
        (Ok(Reading::ArrTrend { now: self.now.sum, before: before.sum, days }), parts)
    }

    pub(super) fn expansion(&self, book: &Book) -> Result<Reading, Gap> {
        hears(book, Source::Deals, self.deal_until)?;
        Ok(Reading::Expansion { won: self.won, open: self.open })
    }
}

use std::sync::Arc;

use jiff::civil::Date;
use kernel::Period;
use renewals::Habits;
use report::{Fold, Trace};
use retention::{AccountHistory, Basis, Decision, renewals as decisions};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::churn::days_after;

/// What was kept of past renewals is looked at so many days back.
// method: renewals.habits_days
const HABITS_DAYS: i32 = 730;

/// Past decisions whose outcome is known.
pub(super) struct Decided(Vec<Decision>);

impl Decided {
    /// Of the days before a day; nothing where a rate is missing so far back.
    pub(super) fn before(day: Date, histories: &[AccountHistory], basis: &Basis<'_>) -> Self {
        let found = Period::days(days_after(day, -HABITS_DAYS), days_after(day, 1))
            .and_then(|period| decisions(histories, period, basis).ok());
        Self(found.map_or_else(Vec::new, |found| found.decisions))
    }

    /// What of the amount each that renewed kept, 0 to 1.
    fn kept(&self) -> impl Iterator<Item = (&Decision, Decimal)> {
        self.0.iter().filter_map(|one| {
            let share = one.kept.checked_div(one.available)?.round_dp(6);
            (share > Decimal::ZERO).then_some((one, share))
        })
    }

    /// What is kept of one that renews.
    pub(super) fn habits(&self) -> Option<Habits> {
        Habits::of(self.kept().filter_map(|(_, share)| share.to_f64()))
    }

    /// The ARR of each that was decided, and whether nothing of it was kept.
    pub(super) fn lost(&self) -> impl Iterator<Item = (Decimal, bool)> {
        self.0.iter().map(|one| (one.available, one.kept.is_zero()))
    }

    /// How many renewed.
    pub(super) fn renewed(&self) -> usize {
        self.kept().count()
    }

    /// The mean of what those that renewed kept.
    pub(super) fn kept_trace(&self) -> Trace {
        let mut trace = Trace::new(Fold::Mean, &["kept of the amount"]);
        for (one, share) in self.kept() {
            trace.push("accounts", &Arc::from(one.account.as_str()), &*one.name, Some(one.on), &[share]);
        }
        trace
    }

    /// What was added on the day of a renewal, of what came up.
    pub(super) fn growth_trace(&self) -> Trace {
        let mut trace = Trace::new(Fold::Ratio, &["added ARR", "available ARR"]);
        for one in &self.0 {
            let numbers = [one.kept_with_growth - one.kept, one.available];
            trace.push("accounts", &Arc::from(one.account.as_str()), &*one.name, Some(one.on), &numbers);
        }
        trace
    }

    /// Whether there is any.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

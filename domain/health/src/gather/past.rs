use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Entry, Kept, Part, Slot, kept};
use crate::reading::{Gap, Reading};
use crate::row::{UsageDay, UsageMonth};
use crate::rule;

/// Four weeks, of which the latest is held against those before.
const BLOCK_DAYS: i32 = 28;
/// How many blocks a year has.
const BLOCKS: usize = 13;

/// This account's own use over a year: events by four weeks, active users by month.
#[derive(Debug, Clone, Default)]
pub(super) struct Past {
    blocks: [Option<i64>; BLOCKS],
    /// By the last day of the month: of the whole product, and of its most used feature.
    months: BTreeMap<Date, [Option<i64>; 2]>,
}

impl Past {
    pub(super) fn add_day(&mut self, age: i32, row: UsageDay<'_>, kept: &mut Kept) {
        let place = usize::try_from(age / BLOCK_DAYS).unwrap_or(BLOCKS);
        let (Some(block), Some(events)) = (self.blocks.get_mut(place), row.events) else { return };
        *block = Some(block.unwrap_or(0).saturating_add(events));
        let slot = if place == 0 { Slot::BlockNow } else { Slot::BlocksBefore };
        kept.keep(slot, || Entry::new("usage_daily", row.key, row.day, events).grouped(format!("{place:02}")));
    }

    pub(super) fn add_month(&mut self, last_day: Date, row: UsageMonth<'_>, kept: &mut Kept) {
        let Some(users) = row.active_users else { return };
        let month = self.months.entry(last_day).or_default();
        let told = &mut month[usize::from(row.feature.is_some())];
        *told = (*told).max(Some(users));
        kept.keep(Slot::Months, || {
            Entry::new("usage_monthly", row.key, last_day, users).grouped(super::usage::name_of(row.feature))
        });
    }

    /// The latest four weeks against the middle of those before; `None` where days tell too little.
    pub(super) fn by_days(&self) -> Option<(Reading, &'static [Part])> {
        let earlier: Vec<i64> = self.blocks.iter().skip(1).flatten().copied().collect();
        let usual = middle(&earlier)?;
        let now = self.blocks[0].unwrap_or(0);
        Some((Reading::UsageTrend { now: now.into(), usual }, kept::BLOCKS))
    }

    /// The latest month against the middle of those before.
    pub(super) fn by_months(&self) -> Result<(Reading, &'static [Part]), Gap> {
        let mut told = self.months.values().rev().filter_map(|[whole, feature]| whole.or(*feature));
        let now = told.next().ok_or(Gap::NotTold)?;
        let earlier: Vec<i64> = told.collect();
        let usual = middle(&earlier).ok_or(Gap::NoPast)?;
        Ok((Reading::UsageTrend { now: now.into(), usual }, kept::MONTHS))
    }
}

/// The middle of the latest of them, an odd number so that it is one of them; `None` when they are too few.
fn middle(latest_first: &[i64]) -> Option<Decimal> {
    if latest_first.len() < rule::EARLIER_LEAST {
        return None;
    }
    let mut sorted = latest_first[..kept::odd(latest_first.len())].to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).map(|middle| Decimal::from(*middle))
}

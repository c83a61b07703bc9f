use std::sync::Arc;

use jiff::civil::Date;
use report::{Fold, Trace};
use rust_decimal::Decimal;

use crate::evidence::Touch;
use crate::rule;

/// How many days without a word from the account are too many, by what the account is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SilenceLimit {
    /// The largest accounts.
    Strategic,
    /// Below.
    Growth,
    /// Below that.
    Core,
    /// The smallest.
    Nurture,
}

impl SilenceLimit {
    /// In days.
    #[must_use]
    pub fn days(self) -> i32 {
        match self {
            Self::Strategic => rule::STRATEGIC_DAYS,
            Self::Growth => rule::GROWTH_DAYS,
            Self::Core => rule::CORE_DAYS,
            Self::Nurture => rule::NURTURE_DAYS,
        }
    }
}

/// How long nobody at the account has spoken with us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silence {
    /// Days from the last conversation to the last day, or from the day since which none is known.
    pub days: i32,
    /// Whether a conversation is known; else `days` is the least it can be.
    pub ends_in_talk: bool,
    object: &'static str,
    key: Arc<str>,
    on: Date,
}

impl Silence {
    /// The row from which the days are counted.
    #[must_use]
    pub fn trace(&self) -> Trace {
        let mut trace = Trace::new(Fold::Sum, &["days since"]);
        let label = if self.ends_in_talk { "last conversation" } else { "none on record since it began to pay" };
        trace.push(self.object, &self.key, label, Some(self.on), &[Decimal::from(self.days)]);
        trace
    }

    /// Whether it has lasted longer than the limit allows.
    #[must_use]
    pub fn is_beyond(&self, limit: SilenceLimit) -> bool {
        self.days > limit.days()
    }
}

/// The silence on a day. Without any conversation it is counted from the day on which the account began to pay, at most
/// from `first`, the first day that was looked at; `None` where neither is known.
#[must_use]
pub fn silence(
    touches: &[Touch],
    paid_since: Option<&(Arc<str>, Date)>,
    (first, last): (Date, Date),
) -> Option<Silence> {
    let two_way = touches.iter().filter(|touch| touch.is_two_way() && touch.on <= last);
    if let Some(touch) = two_way.max_by(|a, b| (a.on, &b.key).cmp(&(b.on, &a.key))) {
        let (key, on) = (touch.key.clone(), touch.on);
        return Some(Silence { days: days(on, last), ends_in_talk: true, object: "touchpoints", key, on });
    }
    let (key, began) = paid_since?;
    let days = days(first.max(*began), last);
    Some(Silence { days, ends_in_talk: false, object: "contracts", key: key.clone(), on: *began })
}

fn days(from: Date, to: Date) -> i32 {
    (to - from).get_days().max(0)
}

#[cfg(test)]
mod tests;

use report::display::grouped;
use rust_decimal::Decimal;

use crate::assess::Health;
use crate::floor::FloorKind;
use crate::measure::ComponentKind;
use crate::rule;

/// Something that asks for a look now. The order is that in which to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Signal {
    /// Notice was given on a running contract.
    NoticeServed,
    /// The last day to decide about a renewal is over.
    DeadlinePassed,
    /// The renewal is near, and the score is not where it should be by then.
    WeakBeforeRenewal {
        /// So many days before.
        days: i64,
    },
    /// The score is red.
    LowScore,
    /// The score fell fast.
    Fell {
        /// By so many points, above zero.
        points: Decimal,
    },
    /// A contract does not renew by itself, and its renewal is near.
    NotRenewing,
    /// They hardly use the product.
    LowUsage,
}

impl Signal {
    /// Its place in the order in which to look, from 0.
    #[must_use]
    pub fn rank(&self) -> u8 {
        match self {
            Self::NoticeServed => 0,
            Self::DeadlinePassed => 1,
            Self::WeakBeforeRenewal { .. } => 2,
            Self::LowScore => 3,
            Self::Fell { .. } => 4,
            Self::NotRenewing => 5,
            Self::LowUsage => 6,
        }
    }

    /// The words for a list.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::NoticeServed => "notice given".to_owned(),
            Self::DeadlinePassed => "last day to decide is over".to_owned(),
            Self::WeakBeforeRenewal { days: 1 } => "weak, renews in 1 day".to_owned(),
            Self::WeakBeforeRenewal { days } => format!("weak, renews in {days} days"),
            Self::LowScore => "score is red".to_owned(),
            Self::Fell { points } => format!("fell {} in {} days", grouped(*points, 1), rule::DROP_DAYS),
            Self::NotRenewing => "no auto-renewal".to_owned(),
            Self::LowUsage => "low usage".to_owned(),
        }
    }
}

/// How many days back a fall is looked for.
pub const FALL_DAYS: i64 = rule::DROP_DAYS;

/// The points by which a score fell in a week, where that is a rapid decline; `None` when either score is unknown.
#[must_use]
pub fn fell(now: Option<Decimal>, week_ago: Option<Decimal>) -> Option<Decimal> {
    week_ago?.checked_sub(now?).filter(|points| *points >= rule::DROP_POINTS)
}

/// What asks for a look, the first thing first.
#[must_use]
pub fn signals(health: &Health, week_ago: Option<Decimal>) -> Vec<Signal> {
    let floors = health.floors.iter().map(|floor| match floor.kind {
        FloorKind::NoticeServed => Signal::NoticeServed,
        FloorKind::DeadlinePassed => Signal::DeadlinePassed,
        FloorKind::NotRenewing => Signal::NotRenewing,
    });
    let low = health.score.filter(|score| *score < rule::YELLOW_FROM).map(|_| Signal::LowScore);
    let fall = fell(health.score, week_ago).map(|points| Signal::Fell { points });
    let usage = health.component(ComponentKind::Usage).and_then(|usage| usage.score);
    let usage = usage.filter(|score| *score < rule::USAGE_SCORE).map(|_| Signal::LowUsage);
    let mut found: Vec<Signal> =
        floors.chain([low, fall, usage, weak_before_renewal(health)].into_iter().flatten()).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn weak_before_renewal(health: &Health) -> Option<Signal> {
    health.score.filter(|score| *score < rule::RENEWAL_SCORE)?;
    let days = i64::from((health.renewal_on? - health.as_of).get_days());
    (days <= rule::RENEWAL_DAYS).then_some(Signal::WeakBeforeRenewal { days })
}

#[cfg(test)]
mod tests;

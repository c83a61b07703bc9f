use rust_decimal::Decimal;

use crate::measure::{ComponentKind, MeasureKind};
use crate::rule;

/// A measure below is a risk.
// method: health.weak_below
pub const WEAK_BELOW: Decimal = Decimal::from_parts(40, 0, 0, false, 0);
/// A measure from here on is a strength.
// method: health.strong_from
pub const STRONG_FROM: Decimal = Decimal::from_parts(80, 0, 0, false, 0);
// method: health.watch.engagement
const ENGAGEMENT_LINE: Decimal = Decimal::from_parts(50, 0, 0, false, 0);
// method: health.watch.sentiment
const SENTIMENT_LINE: Decimal = Decimal::from_parts(40, 0, 0, false, 0);
// method: health.target_step
const TARGET_STEP: i64 = 15;

/// Below it a component asks for a look; `None` where the source practice names no line.
#[must_use]
pub fn watch_line(component: ComponentKind) -> Option<Decimal> {
    match component {
        ComponentKind::Usage => Some(rule::USAGE_SCORE),
        ComponentKind::Engagement => Some(ENGAGEMENT_LINE),
        ComponentKind::Sentiment => Some(SENTIMENT_LINE),
        _ => None,
    }
}

/// The next line above a score: where it leaves red, then where it becomes green; `None` when it is green.
#[must_use]
pub fn next_line(score: Decimal) -> Option<Decimal> {
    [rule::YELLOW_FROM, rule::GREEN_FROM].into_iter().find(|line| score < *line)
}

/// The points that 90 days can bring at most.
#[must_use]
pub fn target_step() -> Decimal {
    Decimal::from(TARGET_STEP)
}

/// What to do about a weak measure.
#[must_use]
pub fn advice(kind: MeasureKind) -> &'static str {
    match kind {
        MeasureKind::ActiveShare => {
            "find out who was to use it and does not, and offer them half an hour on their own task"
        }
        MeasureKind::FeatureAdoption => {
            "show one feature that answers a goal of theirs, to the person whose goal it is"
        }
        MeasureKind::Frequency => "find the weekly task that it could be part of",
        MeasureKind::Depth => "look at what heavy users do that the others do not, and let them show it",
        MeasureKind::UsageTrend => "ask what has changed since use began to fall",
        MeasureKind::TouchpointQuality => "meet rather than write, with something of theirs on the agenda",
        MeasureKind::ExecutiveInvolvement => "let a sponsor of ours ask theirs for twenty minutes",
        MeasureKind::Training => "offer a training to those who came in the last year",
        MeasureKind::Community => "invite one user who knows it well into the community",
        MeasureKind::Nps => "speak with the one who gave the answer, and say what you will do",
        MeasureKind::Csat => "go through the last low answers with support, and tell the customer what came of it",
        MeasureKind::SupportHealth | MeasureKind::TicketVolume => {
            "go through open and escalated tickets with support, and give the customer a day for each"
        }
        MeasureKind::Advocacy => "leave asking for a reference until something has gone well",
        MeasureKind::ArrTrend => "ask why less is paid for, and what would have kept it",
        MeasureKind::Payment => "call about the open invoice; it may be a lost e-mail or a first sign",
        MeasureKind::Utilisation => "agree on who gets the seats that nobody uses, before the renewal does it",
        MeasureKind::Expansion => "nothing to sell now: first let them get more from what they have",
        MeasureKind::StakeholderChanges => "find out who has taken over, and begin with them as with a new customer",
        MeasureKind::ContractStatus => "speak about the renewal now, and with the person who decides",
        MeasureKind::BusinessChanges => "ask what the change in their business means for what they bought",
    }
}

#[cfg(test)]
mod tests;

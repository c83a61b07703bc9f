/// What is done about each metric.
mod actions;
/// Which accounts would move, and why.
mod rebalancing;

pub use actions::{Action, Who, actions};
pub use rebalancing::{Move, rebalancing};

use std::cmp::Reverse;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::benchmark::{Peer, Team};
use crate::facts::Facts;
use crate::metric::{Category, Metric};
use crate::profile::{Profile, Settled};
use crate::score::{ScoreInput, Scorecard, score};
use crate::trend::Direction;

// method: performance.priorities-max
const PRIORITIES_MAX: usize = 3;
// method: performance.declining-add-on
const DECLINING_ADD_ON: i64 = 100;
// method: performance.goal-step-max
const GOAL_STEP_MAX_PERCENT: i64 = 25;
// method: performance.partners-max
const PARTNERS_MAX: usize = 2;
/// From so many points on somebody is excellent.
const EXCELLENT_POINTS: i64 = 85;

/// A metric below its target, with how much it weighs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Which metric.
    pub metric: Metric,
    /// Its value.
    pub value: Decimal,
    /// Its points.
    pub points: Decimal,
    /// Its anchors.
    pub settled: Settled,
    /// How it moves.
    pub direction: Option<Direction>,
    /// Weight of its category times missing points, more when declining: the order of priorities.
    pub weight: Decimal,
}

/// Metrics below 75 points, heaviest first.
#[must_use]
pub fn gaps(card: &Scorecard, directions: &dyn Fn(Metric) -> Option<Direction>) -> Vec<Gap> {
    let at_target = Decimal::from(75);
    let mut gaps: Vec<Gap> = Vec::new();
    for category in &card.categories {
        for metric in &category.metrics {
            let (Some(value), Some(points), Some(settled)) = (metric.value, metric.points, &metric.settled) else {
                continue;
            };
            if points >= at_target {
                continue;
            }
            let direction = directions(metric.metric);
            let add_on = if direction.is_some_and(Direction::is_decline) { DECLINING_ADD_ON } else { 0 };
            let weight = category.weight * (at_target - points) + Decimal::from(add_on);
            gaps.push(Gap { metric: metric.metric, value, points, settled: settled.clone(), direction, weight });
        }
    }
    // A stable sort keeps the order of categories for ties.
    gaps.sort_by_key(|gap| std::cmp::Reverse(gap.weight));
    gaps
}

/// One focus of the coaching plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Focus {
    /// The gap it works on.
    pub gap: Gap,
    /// Where the metric should be after 30, 60 and 90 days.
    pub goals: [Decimal; 3],
    /// Whether the gap is too wide to close in 90 days.
    pub beyond_90_days: bool,
    /// What the overall score would gain with the metric at its 90-day goal.
    pub impact: Option<Decimal>,
    /// Whom to shadow: strong on this metric, by name.
    pub partners: Vec<Arc<str>>,
}

/// What a plan is made from.
#[derive(Debug)]
pub struct PlanInput<'a> {
    /// The person and the period.
    pub facts: &'a Facts,
    /// What is scored.
    pub scored: ScoreInput<'a>,
    /// The scores.
    pub card: &'a Scorecard,
    /// The team.
    pub team: &'a Team,
    /// The profile in force.
    pub profile: &'a Profile,
}

/// Up to three focuses, in order.
#[must_use]
pub fn focuses(input: &PlanInput<'_>, gaps: &[Gap]) -> Vec<Focus> {
    let mut chosen: Vec<&Gap> = Vec::new();
    for gap in gaps {
        // Two focuses with the same actions would be one focus twice.
        let new = !chosen.iter().any(|earlier| actions(earlier.metric) == actions(gap.metric));
        if new && chosen.len() < PRIORITIES_MAX {
            chosen.push(gap);
        }
    }
    chosen.into_iter().map(|gap| focus(input, gap)).collect()
}

fn focus(input: &PlanInput<'_>, gap: &Gap) -> Focus {
    let (goals, beyond_90_days) = goals(gap.value, gap.settled.target);
    let mut values = input.scored.values.clone();
    values.insert(gap.metric, goals[2]);
    let then = score(&ScoreInput { values: &values, ..input.scored }, input.profile);
    let impact = then.overall.zip(input.card.overall).map(|(then, now)| then - now);
    Focus { gap: gap.clone(), goals, beyond_90_days, impact, partners: partners(input, gap.metric) }
}

/// A third, two thirds and all of the way to the target; the last step at most a quarter of the target.
#[must_use]
pub fn goals(value: Decimal, target: Decimal) -> ([Decimal; 3], bool) {
    let gap = target - value;
    let most = step_most(target);
    let step = gap.clamp(-most, most);
    let third = step / Decimal::from(3);
    ([value + third, value + third + third, value + step], step != gap)
}

/// The most that is asked for in 90 days.
#[must_use]
pub fn step_most(target: Decimal) -> Decimal {
    (target.abs() * Decimal::new(GOAL_STEP_MAX_PERCENT, 2)).max(Decimal::new(1, 4))
}

/// Up to two people who are excellent where the subject is not: those with most points, of these those with the larger
/// books, so that names decide only between equals. In order of their names.
fn partners(input: &PlanInput<'_>, metric: Metric) -> Vec<Arc<str>> {
    let points = |peer: &&Peer| peer.figures.points.get(&metric).copied().unwrap_or_default();
    let strong = |peer: &&Peer| {
        peer.id != input.facts.subject.id && peer.still_here && points(peer) >= Decimal::from(EXCELLENT_POINTS)
    };
    let mut strong: Vec<&Peer> = input.team.compared().filter(strong).collect();
    strong.sort_by_key(|peer| Reverse((points(peer), peer.figures.accounts, peer.figures.arr)));
    strong.truncate(PARTNERS_MAX);
    strong.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    strong.into_iter().map(|peer| peer.name.clone()).collect()
}

/// A metric worth recognising, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strength {
    /// Which metric.
    pub metric: Metric,
    /// Its value.
    pub value: Decimal,
    /// Its points.
    pub points: Decimal,
    /// Why it counts as a strength, in sentences.
    pub because: Vec<String>,
}

/// Strengths in the order of the categories. Who was lost is no strength while sources contradict each other about it.
#[must_use]
pub fn strengths(
    card: &Scorecard,
    team: &Team,
    disputed: bool,
    past_points: &dyn Fn(Metric) -> Vec<Decimal>,
) -> Vec<Strength> {
    let excellent = Decimal::from(EXCELLENT_POINTS);
    let mut found = Vec::new();
    for metric in card.categories.iter().flat_map(|category| &category.metrics) {
        let (Some(value), Some(points)) = (metric.value, metric.points) else { continue };
        if disputed && matches!(metric.metric.category(), Category::Retention) | (metric.metric == Metric::NetRetention)
        {
            continue;
        }
        let mut because = Vec::new();
        if points >= excellent {
            because.push(format!("{} points, excellent", points.round_dp(0)));
        }
        if let Some((limit, peers)) = team.upper_quarter(metric.metric)
            && points >= limit.max(Decimal::from(75))
        {
            because.push(format!("in the top quarter of the {peers} compared"));
        }
        let past = past_points(metric.metric);
        if points >= excellent && past.iter().rev().take(2).filter(|points| **points >= excellent).count() == 2 {
            because.push("excellent for three periods running".to_owned());
        }
        if !because.is_empty() {
            found.push(Strength { metric: metric.metric, value, points, because });
        }
    }
    found
}

#[cfg(test)]
mod tests;

use std::sync::Arc;

use report::{Figure, Fold, Trace, Unit};
use rust_decimal::Decimal;

use super::{Desk, performance};
use crate::metric::Metric;
use crate::plan::{self, Focus};
use crate::profile::Settled;
use crate::score::{CategoryScore, MetricScore};

/// The days after which a focus has a goal, each with its part of the step.
const GOAL_DAYS: [i64; 3] = [30, 60, 90];

impl Desk<'_> {
    /// The points of a metric, read off the lines between its anchors.
    pub(crate) fn points(&mut self, metric: Metric) -> Figure {
        let score = self.card.find(metric).cloned();
        match score {
            Some(MetricScore { settled: Some(settled), points: Some(_), .. }) => {
                let value = self.figure(metric);
                let trace = self.anchored(metric, &settled, &value);
                self.scored(&format!("points.{}", metric.key()), "points", trace)
            }
            _ => self.plain("points", None, Unit::Score, "not scored"),
        }
    }

    /// A score that is folded from other figures, so that it is no count of cases.
    pub(crate) fn scored(&mut self, key: &str, label: &str, trace: Trace) -> Figure {
        let figure = self.ledger.figure(key, label, Unit::Score, self.input.facts.as_of, trace);
        Figure { n: None, ..figure }
    }

    /// A value among the anchors of its metric.
    fn anchored(&mut self, metric: Metric, settled: &Settled, value: &Figure) -> Trace {
        let mut trace = Trace::new(Fold::OnLines, &["value", "points"]);
        trace.push_known(value, &[]);
        for (name, (anchor, points)) in ["floor", "target", "stretch"].into_iter().zip(settled.lines()) {
            if name == "target" {
                self.push_target(&mut trace, metric, settled, points);
            } else {
                self.push_profile(&mut trace, format!("{name} ({})", settled.from), &[anchor, points]);
            }
        }
        trace
    }

    /// Adds a target as a row: the figure it is, or what the profile says.
    fn push_target(&mut self, trace: &mut Trace, metric: Metric, settled: &Settled, number: Decimal) {
        let target = self.target(metric, settled);
        if target.evidence.is_some() {
            trace.push_known(&target, &[number]);
        } else {
            self.push_profile(trace, format!("target ({})", settled.from), &[settled.target, number]);
        }
    }

    fn push_profile(&self, trace: &mut Trace, label: String, numbers: &[Decimal]) {
        trace.push("profile", &Arc::from(self.input.profile.name.as_str()), label, None, numbers);
    }

    /// The share of the weight that rests on scored metrics, folded from the share of each category.
    pub(crate) fn coverage(&mut self) -> Figure {
        let as_of = self.input.facts.as_of;
        let mut trace = Trace::new(Fold::WeightedMean, &["share scored", "weight"]);
        for category in self.card.categories.clone() {
            let key = format!("coverage.{}", category.category.key());
            let share = self.ledger.figure(&key, category.category.name(), Unit::Ratio, as_of, scored_rows(&category));
            trace.push_known(&share, &[category.weight]);
        }
        let figure = self.ledger.figure("coverage", "coverage", Unit::Ratio, as_of, trace);
        Figure { n: None, ..figure }.with_convention("share of the weight that rests on scored metrics")
    }

    /// Where the metric of a focus should be after 30, 60 and 90 days.
    pub(crate) fn goals(&mut self, focus: &Focus) -> [Figure; 3] {
        let metric = focus.gap.metric;
        let (now, step) = (self.figure(metric), self.step(focus));
        GOAL_DAYS.map(|days| {
            let mut trace = Trace::new(Fold::SumOfProducts, &["number", "times"]);
            trace.push_known(&now, &[Decimal::ONE]);
            trace.push_known(&step, &[Decimal::from(days) / Decimal::from(GOAL_DAYS[2])]);
            self.aim(metric, &format!("by_{days}"), "goal", trace)
        })
    }

    /// What of the gap to the target is closed in 90 days.
    fn step(&mut self, focus: &Focus) -> Figure {
        let (metric, settled) = (focus.gap.metric, &focus.gap.settled);
        let mut gap = Trace::new(Fold::SumOfProducts, &["number", "times"]);
        self.push_target(&mut gap, metric, settled, Decimal::ONE);
        gap.push_known(&self.figure(metric), &[Decimal::NEGATIVE_ONE]);
        let gap = self.aim(metric, "gap", "gap to the target", gap);
        let mut step = Trace::new(Fold::OnLines, &["gap", "step"]);
        step.push_known(&gap, &[]);
        let (most, rule) = (plan::step_most(settled.target), Arc::from("performance.goal-step-max"));
        for most in [-most, most] {
            step.push("method", &rule, "at most a quarter of the target", None, &[most, most]);
        }
        self.aim(metric, "step", "step", step)
    }

    fn aim(&mut self, metric: Metric, key: &str, label: &str, trace: Trace) -> Figure {
        let facts = self.input.facts;
        let key = format!("goal.{}.{key}", metric.key());
        let figure = self.ledger.figure(&key, label, metric.unit(&facts.currency), facts.as_of, trace);
        Figure { n: None, ..figure }
    }

    /// What the overall score would gain with the metric of a focus at its 90-day goal, all else equal.
    pub(crate) fn impact(&mut self, focus: &Focus) -> Figure {
        let metric = focus.gap.metric;
        let key = |step: &str| format!("impact.{}{step}", metric.key());
        let [.., goal] = self.goals(focus);
        let points = self.anchored(metric, &focus.gap.settled, &goal);
        let points = self.scored(&key(".points"), "points at the goal", points);
        let mut overall = Trace::new(Fold::WeightedMean, &["points", "weight"]);
        for score in self.card.categories.clone() {
            let then = if score.category == metric.category() {
                let trace = performance::category_rows(self, &score, Some((metric, &points)));
                self.scored(&key(".category"), score.category.name(), trace)
            } else {
                performance::category_figure(self, &score)
            };
            overall.push_known(&then, &[score.weight]);
        }
        let then = self.scored(&key(".overall"), "overall score at the goal", overall);
        let mut gain = Trace::new(Fold::SumOfProducts, &["score", "times"]);
        gain.push_known(&then, &[Decimal::ONE]);
        gain.push_known(&performance::overall_figure(self), &[Decimal::NEGATIVE_ONE]);
        let as_of = self.input.facts.as_of;
        let gain = self.ledger.figure(&key(""), "expected impact", Unit::ScorePoints, as_of, gain);
        Figure { n: None, ..gain }
    }
}

/// A row for each metric: 1 when it is scored.
fn scored_rows(category: &CategoryScore) -> Trace {
    let mut trace = Trace::new(Fold::Mean, &["1 when scored"]);
    for score in &category.metrics {
        let scored = Decimal::from(u8::from(score.points.is_some()));
        trace.push("metrics", &Arc::from(score.metric.key()), score.metric.name(), None, &[scored]);
    }
    trace
}

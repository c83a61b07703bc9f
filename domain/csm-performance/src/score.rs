use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::facts::TargetRow;
use crate::metric::{Category, Metric};
use crate::profile::{Profile, Scope, Settled};

/// Fewer answers, plays or cases than this are shown and not scored.
// method: performance.rows-min
pub const ROWS_MIN: u64 = 5;

/// Whether a metric that is a rate, mean or median of separate cases rests on too few of them for points.
#[must_use]
pub fn rests_on_too_few(metric: Metric, count: Option<u64>) -> bool {
    metric.is_sample() && count.is_some_and(|count| count < ROWS_MIN)
}

// method: performance.coverage-min
const COVERAGE_MIN_PERCENT: i64 = 60;

/// The band of an overall score. It is the band of a score, never a person's rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OverallBand {
    /// Below 60.
    NeedsSupport,
    /// 60 to below 75.
    Solid,
    /// 75 to below 90.
    Strong,
    /// 90 and above.
    Top,
}

impl OverallBand {
    /// The band of an unrounded score.
    #[must_use]
    pub fn of(score: Decimal) -> Self {
        match score {
            score if score >= Decimal::from(90) => Self::Top,
            score if score >= Decimal::from(75) => Self::Strong,
            score if score >= Decimal::from(60) => Self::Solid,
            _ => Self::NeedsSupport,
        }
    }

    /// The words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Top => "Top",
            Self::Strong => "Strong",
            Self::Solid => "Solid",
            Self::NeedsSupport => "Needs support",
        }
    }
}

/// The label of a category score, on the unrounded value.
#[must_use]
pub fn category_label(score: Decimal) -> &'static str {
    match score {
        score if score >= Decimal::from(85) => "excellent",
        score if score >= Decimal::from(70) => "good",
        score if score >= Decimal::from(60) => "fair",
        _ => "needs work",
    }
}

/// One metric with its points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetricScore {
    /// Which.
    pub metric: Metric,
    /// Its value, if known.
    pub value: Option<Decimal>,
    /// The anchors that hold for this person and period.
    pub settled: Option<Settled>,
    /// 0 to 100, when both are known.
    pub points: Option<Decimal>,
}

/// One category with its points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryScore {
    /// Which.
    pub category: Category,
    /// How much it weighs in the profile.
    pub weight: Decimal,
    /// The mean of its metrics' points; `None` without any.
    pub points: Option<Decimal>,
    /// Its metrics.
    pub metrics: Vec<MetricScore>,
}

impl CategoryScore {
    fn coverage(&self) -> Decimal {
        let known = self.metrics.iter().filter(|metric| metric.points.is_some()).count();
        Decimal::from(known).checked_div(Decimal::from(self.metrics.len())).unwrap_or_default()
    }
}

/// What a profile makes of the values of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scorecard {
    /// The six categories.
    pub categories: Vec<CategoryScore>,
    /// Share of the weight that rests on known metrics, 0 to 1.
    pub coverage: Decimal,
    /// The weighted mean of the known categories; `None` below 60 % coverage.
    pub overall: Option<Decimal>,
}

impl Scorecard {
    /// The points of a metric.
    #[must_use]
    pub fn points(&self, metric: Metric) -> Option<Decimal> {
        self.find(metric)?.points
    }

    /// A metric with its points.
    #[must_use]
    pub fn find(&self, metric: Metric) -> Option<&MetricScore> {
        self.categories.iter().flat_map(|category| &category.metrics).find(|score| score.metric == metric)
    }

    /// The points of a category.
    #[must_use]
    pub fn category(&self, category: Category) -> Option<&CategoryScore> {
        self.categories.iter().find(|score| score.category == category)
    }
}

/// What is scored: known values, and what settles their anchors.
#[derive(Debug, Clone, Copy)]
pub struct ScoreInput<'a> {
    /// Known values by metric.
    pub values: &'a BTreeMap<Metric, Decimal>,
    /// On how many rows each value rests; what is not here rests on enough.
    pub counts: &'a BTreeMap<Metric, u64>,
    /// Targets of this person in this period.
    pub targets: &'a [TargetRow],
    /// The period, as people write it.
    pub period: &'a str,
    /// How long it is, in quarters.
    pub quarters: Decimal,
    /// The mean expansion of the team, against which deal size is held.
    pub team_deal_size: Option<Decimal>,
}

/// Scores values under a profile. Missing metrics are left out and their weight is spread over the rest.
#[must_use]
pub fn score(input: &ScoreInput<'_>, profile: &Profile) -> Scorecard {
    let categories: Vec<CategoryScore> =
        Category::ALL.into_iter().map(|category| score_category(category, input, profile)).collect();
    let weights: Decimal = categories.iter().map(|category| category.weight).sum();
    let covered: Decimal = categories.iter().map(|category| category.weight * category.coverage()).sum();
    let coverage = covered.checked_div(weights).unwrap_or_default();
    let enough = coverage >= Decimal::new(COVERAGE_MIN_PERCENT, 2);
    let overall = if enough { weighted_mean(&categories) } else { None };
    Scorecard { categories, coverage, overall }
}

/// The weighted mean of known category points.
#[must_use]
pub fn weighted_mean(categories: &[CategoryScore]) -> Option<Decimal> {
    let known = || categories.iter().filter_map(|category| Some((category.points?, category.weight)));
    let weights: Decimal = known().map(|(_, weight)| weight).sum();
    let sum: Decimal = known().map(|(points, weight)| points * weight).sum();
    sum.checked_div(weights)
}

fn score_category(category: Category, input: &ScoreInput<'_>, profile: &Profile) -> CategoryScore {
    let metrics: Vec<MetricScore> = category.metrics().map(|metric| score_metric(metric, input, profile)).collect();
    let points: Vec<Decimal> = metrics.iter().filter_map(|metric| metric.points).collect();
    let sum: Decimal = points.iter().sum();
    CategoryScore {
        category,
        weight: profile.weights.get(&category).copied().unwrap_or_default(),
        points: sum.checked_div(Decimal::from(points.len())),
        metrics,
    }
}

fn score_metric(metric: Metric, input: &ScoreInput<'_>, profile: &Profile) -> MetricScore {
    let scope = Scope {
        targets: input.targets,
        period: input.period,
        quarters: input.quarters,
        team_mean: if metric == Metric::DealSize { input.team_deal_size } else { None },
    };
    let settled = profile.settle(metric, &scope);
    let value = input.values.get(&metric).copied();
    let enough = !rests_on_too_few(metric, input.counts.get(&metric).copied());
    let points = settled.as_ref().zip(value).filter(|_| enough).and_then(|(settled, value)| settled.points(value));
    MetricScore { metric, value, settled, points }
}

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use report::on_lines;
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

use crate::facts::TargetRow;
use crate::metric::{Category, Metric};

/// How an anchor is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// As it stands, whatever the length of the period.
    AsIs,
    /// A rate per year, brought to the length of the period by compounding.
    RatePerYear,
    /// A count per quarter, brought to the length of the period in proportion.
    CountPerQuarter,
    /// A share of the target in the facts; without a target there is no score.
    OfTarget,
    /// A share of the mean of the team.
    OfTeam,
}

/// Where floor (0 points), target (75 points) and stretch (100 points) of a metric lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchors {
    /// 0 points and below.
    pub floor: Decimal,
    /// 75 points.
    pub target: Decimal,
    /// 100 points and above.
    pub stretch: Decimal,
    /// How the three are to be read.
    pub basis: Basis,
}

/// The anchors that hold for one person and period, and where the target came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// 0 points and below, in the unit of the metric.
    pub floor: Decimal,
    /// 75 points.
    pub target: Decimal,
    /// 100 points and above.
    pub stretch: Decimal,
    /// In words: "their target for 2024-Q4" or "default, 5 % a year".
    pub from: String,
    /// The key of the target in the facts, where there is one.
    pub fact: Option<std::sync::Arc<str>>,
}

/// Weights and anchors, by name, so that a score can be made again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name, printed with every score.
    pub name: String,
    /// How much each category weighs; they sum to 100.
    pub weights: BTreeMap<Category, Decimal>,
    /// Where the anchors of each metric lie.
    pub anchors: BTreeMap<Metric, Anchors>,
}

/// A profile that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileRefused(
    /// What is wrong and what to do.
    pub String,
);

impl Default for Profile {
    fn default() -> Self {
        Self { name: "standard".to_owned(), weights: standard_weights(), anchors: standard_anchors() }
    }
}

impl Profile {
    /// The profile, if its weights sum to 100 and every metric has three anchors in one direction.
    ///
    /// # Errors
    /// Saying which weight or anchor is off.
    pub fn checked(self) -> Result<Self, ProfileRefused> {
        let sum: Decimal = self.weights.values().sum();
        if sum != Decimal::ONE_HUNDRED || self.weights.values().any(|weight| weight.is_sign_negative()) {
            return Err(ProfileRefused(format!("the weights of profile `{}` sum to {sum}; make it 100", self.name)));
        }
        for (metric, anchors) in &self.anchors {
            let up = anchors.floor < anchors.target && anchors.target < anchors.stretch;
            let down = anchors.floor > anchors.target && anchors.target > anchors.stretch;
            if !(up || down) {
                let key = metric.key();
                return Err(ProfileRefused(format!(
                    "the anchors of {key} in profile `{}` do not go one way: write floor, target, stretch",
                    self.name
                )));
            }
        }
        Ok(self)
    }

    /// What a target is times of, where its anchors are shares of a target or of the team's mean; 1 otherwise.
    #[must_use]
    pub fn target_share(&self, metric: Metric) -> Decimal {
        let anchors = self.anchors.get(&metric);
        let shared = anchors.filter(|anchors| matches!(anchors.basis, Basis::OfTarget | Basis::OfTeam));
        shared.map_or(Decimal::ONE, |anchors| anchors.target)
    }

    /// The anchors of a metric for this person and period; `None` when they need a target or a team that is not there.
    #[must_use]
    pub fn settle(&self, metric: Metric, scope: &Scope<'_>) -> Option<Settled> {
        let anchors = self.anchors.get(&metric)?;
        let told = scope.target(metric);
        match anchors.basis {
            Basis::OfTarget => {
                let told = told?;
                Some(anchors.times(told.target, format!("their target for {}", scope.period), Some(told)))
            }
            Basis::OfTeam => {
                let mean = scope.team_mean?;
                Some(anchors.times(mean, "the mean of the team".to_owned(), None))
            }
            _ => {
                let settled = anchors.over(scope.quarters, metric);
                Some(match told {
                    // Attainment is a share of the target already.
                    Some(told) if metric == Metric::QuotaAttainment => Settled {
                        from: format!(
                            "of ARR {}, their target for {}",
                            report::display::grouped(told.target, 0),
                            scope.period
                        ),
                        fact: Some(told.key.clone()),
                        ..settled
                    },
                    Some(told) => settled.moved_to(told, metric, scope.period),
                    None => settled,
                })
            }
        }
    }
}

/// What settles anchors: the targets of a person, the length of the period, the mean of the team.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// The targets of this person in this period.
    pub targets: &'a [TargetRow],
    /// The period, as people write it.
    pub period: &'a str,
    /// How long it is, in quarters.
    pub quarters: Decimal,
    /// The mean of the team on the metric asked about.
    pub team_mean: Option<Decimal>,
}

impl Scope<'_> {
    fn target(&self, metric: Metric) -> Option<&TargetRow> {
        self.targets.iter().find(|row| row.tier.is_none() && *row.metric == *metric.target_key())
    }
}

impl Anchors {
    fn times(&self, unit: Decimal, from: String, told: Option<&TargetRow>) -> Settled {
        Settled {
            floor: self.floor * unit,
            target: self.target * unit,
            stretch: self.stretch * unit,
            from,
            fact: told.map(|told| told.key.clone()),
        }
    }

    fn over(&self, quarters: Decimal, metric: Metric) -> Settled {
        let (bring, from): (Box<dyn Fn(Decimal) -> Decimal>, String) = match self.basis {
            Basis::RatePerYear if metric.less_is_better() => (
                Box::new(move |rate| Decimal::ONE - compound(Decimal::ONE - rate, quarters)),
                format!("default, {} % a year", (self.target * Decimal::ONE_HUNDRED).normalize()),
            ),
            Basis::RatePerYear => (
                Box::new(move |rate| compound(rate, quarters)),
                format!("default, {} % a year", (self.target * Decimal::ONE_HUNDRED).normalize()),
            ),
            Basis::CountPerQuarter => {
                (Box::new(move |count| count * quarters), format!("default, {} a quarter", self.target.normalize()))
            }
            _ => (Box::new(|value| value), "default".to_owned()),
        };
        Settled { floor: bring(self.floor), target: bring(self.target), stretch: bring(self.stretch), from, fact: None }
    }
}

/// A yearly factor over so many quarters.
fn compound(factor: Decimal, quarters: Decimal) -> Decimal {
    let (Some(factor), Some(quarters)) = (factor.to_f64(), quarters.to_f64()) else { return factor };
    Decimal::from_f64(libm::pow(factor.max(0.0), quarters / 4.0)).unwrap_or(Decimal::ONE).round_dp(8)
}

impl Settled {
    /// The same anchors around a target of one's own: floor and stretch keep their distance in proportion.
    fn moved_to(self, told: &TargetRow, metric: Metric, period: &str) -> Self {
        let goal = told.target;
        let (floor, stretch) = match metric {
            // What matters about a retention of 97 % is the 3 % that is missing.
            Metric::GrossRetention if self.target != Decimal::ONE => {
                let ratio = (Decimal::ONE - goal) / (Decimal::ONE - self.target);
                let moved = |anchor: Decimal| Decimal::ONE - (Decimal::ONE - anchor) * ratio;
                (moved(self.floor), moved(self.stretch))
            }
            _ if goal <= Decimal::ZERO || self.target.is_zero() => {
                (self.floor + goal - self.target, self.stretch + goal - self.target)
            }
            _ => (self.floor * goal / self.target, self.stretch * goal / self.target),
        };
        Self {
            floor,
            target: goal,
            stretch: highest(metric).map_or(stretch, |top| stretch.min(top)),
            from: format!("their target for {period}"),
            fact: Some(told.key.clone()),
        }
    }

    /// The points that straight lines join to the score: floor (0), target (75), stretch (100) where it lies beyond.
    #[must_use]
    pub fn lines(&self) -> Vec<(Decimal, Decimal)> {
        let upward = if self.target == self.floor { self.stretch >= self.target } else { self.target > self.floor };
        let beyond = if upward { self.stretch > self.target } else { self.stretch < self.target };
        let anchors = [(self.floor, 0), (self.target, 75)].into_iter().chain(beyond.then_some((self.stretch, 100)));
        anchors.map(|(anchor, points)| (anchor, Decimal::from(points))).collect()
    }

    /// Points from 0 to 100; `None` only where the numbers are too large to be worked with.
    #[must_use]
    pub fn points(&self, value: Decimal) -> Option<Decimal> {
        on_lines(value, &self.lines())
    }
}

/// The most a metric can be.
fn highest(metric: Metric) -> Option<Decimal> {
    match metric {
        Metric::SatisfactionMean => Some(Decimal::from(5)),
        Metric::PromoterScore | Metric::AverageHealth => Some(Decimal::ONE_HUNDRED),
        Metric::GreenShare
        | Metric::GrossRetention
        | Metric::SaveSuccess
        | Metric::CloseRate
        | Metric::BusinessReviewRate
        | Metric::MeetingProductivity => Some(Decimal::ONE),
        _ => None,
    }
}

fn standard_weights() -> BTreeMap<Category, Decimal> {
    // method: performance.weights
    const WEIGHTS: [i64; 6] = [20, 20, 20, 15, 15, 10];
    Category::ALL.into_iter().zip(WEIGHTS.map(Decimal::from)).collect()
}

fn standard_anchors() -> BTreeMap<Metric, Anchors> {
    use Basis::{AsIs, CountPerQuarter, OfTarget, OfTeam, RatePerYear};
    let percent = |number: i64| Decimal::new(number, 2);
    let tenths = |number: i64| Decimal::new(number, 1);
    let whole = Decimal::from;
    let table: [(Metric, [Decimal; 3], Basis); 20] = [
        (Metric::AverageHealth, [50, 75, 90].map(whole), AsIs),
        (Metric::GreenShare, [20, 40, 60].map(percent), AsIs),
        (Metric::RedShare, [40, 15, 5].map(percent), AsIs),
        (Metric::LogoChurn, [12, 5, 2].map(percent), RatePerYear),
        (Metric::RevenueChurn, [8, 3, 1].map(percent), RatePerYear),
        (Metric::GrossRetention, [80, 93, 98].map(percent), RatePerYear),
        (Metric::SaveSuccess, [20, 50, 75].map(percent), AsIs),
        (Metric::QuotaAttainment, [50, 100, 120].map(percent), AsIs),
        (Metric::NetRetention, [95, 110, 120].map(percent), RatePerYear),
        (Metric::DealSize, [50, 100, 150].map(percent), OfTeam),
        (Metric::CloseRate, [20, 50, 70].map(percent), AsIs),
        (Metric::Touchpoints, [50, 100, 120].map(percent), OfTarget),
        (Metric::BusinessReviewRate, [50, 85, 100].map(percent), AsIs),
        (Metric::ResponseHours, [8, 4, 1].map(whole), AsIs),
        (Metric::PromoterScore, [0, 40, 60].map(whole), AsIs),
        (Metric::SatisfactionMean, [35, 45, 50].map(tenths), AsIs),
        (Metric::Escalations, [8, 4, 1].map(whole), CountPerQuarter),
        (Metric::TimeToValue, [60, 30, 20].map(whole), AsIs),
        (Metric::AdminShare, [30, 15, 5].map(percent), AsIs),
        (Metric::MeetingProductivity, [50, 75, 90].map(percent), AsIs),
    ];
    table
        .into_iter()
        .map(|(metric, [floor, target, stretch], basis)| (metric, Anchors { floor, target, stretch, basis }))
        .collect()
}

#[cfg(test)]
mod tests;

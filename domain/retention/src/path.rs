use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::arr::{Window, days_between};
use crate::conventions::{Convention, Rules, WinBack};
use crate::curve::Curve;

/// What counts of one account of the cohort between opening and closing: its ARR without agreed rises,
/// zero from the day on which it is lost.
#[derive(Debug, Clone)]
pub(crate) struct Path {
    pub(crate) opening: Decimal,
    pub(crate) lost_on: Option<Date>,
    levels: Vec<(Date, Decimal)>,
}

impl Path {
    /// The path under the rules of gross retention.
    pub(crate) fn gross(curve: &Curve, window: Window, rules: &Rules) -> Self {
        Self::walk(curve, window, tolerated_days(rules))
    }

    /// Whether the account counts as lost in net retention.
    pub(crate) fn is_lost_in_net(curve: &Curve, window: Window, rules: &Rules) -> bool {
        let rules = Rules { gross: Convention::PointToPoint, ..*rules };
        rules.win_back != WinBack::NetOfReactivation && Self::gross(curve, window, &rules).lost_on.is_some()
    }

    fn walk(curve: &Curve, window: Window, tolerated_days: i32) -> Self {
        let opening = curve.level_on(window.opens_on).at_opening_rate;
        let mut path = Self { opening, lost_on: None, levels: Vec::new() };
        let mut agreed = Decimal::ZERO;
        let steps = curve.steps_in(window);
        for (place, step) in steps.iter().enumerate() {
            agreed += step.escalated();
            if !step.after.at_opening_rate.is_zero() {
                path.levels.push((step.on, (step.after.at_opening_rate - agreed).max(Decimal::ZERO)));
                continue;
            }
            let back = steps.get(place + 1).map(|next| days_between(step.on, next.on));
            if back.is_none_or(|days| days > tolerated_days) {
                path.lose(step.on);
                break;
            }
        }
        path
    }

    /// Sets the path to zero from a day on.
    pub(crate) fn lose(&mut self, on: Date) {
        self.levels.retain(|(day, _)| *day < on);
        self.levels.push((on, Decimal::ZERO));
        self.lost_on = Some(on);
    }

    /// The smaller of both ends.
    pub(crate) fn point_to_point(&self) -> Decimal {
        self.opening.min(self.closing())
    }

    /// The opening less every decrease, never below zero.
    pub(crate) fn movement_sum(&self) -> Decimal {
        let mut level = self.opening;
        let mut kept = self.opening;
        for (_, next) in &self.levels {
            kept -= (level - next).max(Decimal::ZERO);
            level = *next;
        }
        kept.max(Decimal::ZERO)
    }

    /// The lowest level on the way.
    pub(crate) fn running_minimum(&self) -> Decimal {
        self.levels.iter().fold(self.opening, |lowest, (_, level)| lowest.min(*level))
    }

    /// The levels at these days, which must be in order; the first is the opening, whatever happens on that day.
    pub(crate) fn levels_on(&self, days: &[Date]) -> Vec<Decimal> {
        let mut ahead = self.levels.iter().peekable();
        let mut level = self.opening;
        let mut found = vec![self.opening];
        for day in days.iter().skip(1) {
            while let Some((_, next)) = ahead.next_if(|(on, _)| on <= day) {
                level = *next;
            }
            found.push(level);
        }
        found
    }

    fn closing(&self) -> Decimal {
        self.levels.last().map_or(self.opening, |(_, level)| *level)
    }
}

/// How long an account may be away and still count as never gone.
fn tolerated_days(rules: &Rules) -> i32 {
    match (rules.gross, rules.win_back) {
        (Convention::RunningMinimum, _) | (_, WinBack::NetOfReactivation) => 0,
        (_, WinBack::StrictCohort) => rules.win_back_days,
        (_, WinBack::NoGapRule) => i32::MAX,
    }
}

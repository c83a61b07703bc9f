use report::{Axis, Chart, ChartKind, Funnel, FunnelDot, Unit};

use super::Page;
use crate::show::funnel::{LOSSES_MIN, is_outside, limits};
use crate::show::words::count;

/// Up to so many dots have their name on them; of more only those that differ.
// method: fairness.named_dots_max
const NAMED_DOTS_MAX: usize = 40;

/// Limits are widened for what differs beyond chance only where that is this sure.
const WIDENED_BELOW: f64 = 0.05;

impl Page<'_> {
    /// Unwanted outcomes against what was to be expected, a dot for everybody.
    pub(super) fn funnel(&self) -> Option<Chart> {
        let plain = self.profile.plain.as_ref()?;
        let all: f64 = plain.groups.iter().map(|group| group.expected).sum();
        if plain.groups.len() < 2 || all < LOSSES_MIN {
            return None;
        }
        let widened = plain.dispersion.filter(|found| found.phi > 1.0 && found.p_value < WIDENED_BELOW);
        let variance = widened.map_or(0.0, |found| found.variance);
        let many = plain.groups.len();
        let dots: Vec<FunnelDot> = plain
            .groups
            .iter()
            .map(|group| {
                let apart = self.profile.comparison.find(&group.group).is_some_and(|one| one.verdict.is_difference());
                let ratio = group.observed as f64 / group.expected;
                let dot = if many <= NAMED_DOTS_MAX || apart {
                    FunnelDot::named(&*group.group, group.expected, ratio)
                } else {
                    FunnelDot::unnamed(group.expected, ratio)
                };
                if apart { dot.marked() } else { dot }
            })
            .collect();
        let outside = dots.iter().filter(|dot| is_outside(dot, variance)).count();
        let sizes = plain.groups.iter().map(|group| group.expected).collect();
        let unwanted = self.unwanted();
        let curves = match widened {
            Some(_) => "the curves allow for how much all differ beyond chance",
            None => "between the inner curves chance alone is enough to explain the difference",
        };
        let funnel = Funnel::new(Axis::new(format!("{unwanted}, expected"), Unit::Number), "observed / expected", 1.0)
            .with_limits(limits(sizes, variance))
            .with_dots(dots)
            .with_reading(format!(
                "Each dot is one {}. At 1 there were as many \"{unwanted}\" as expected, above 1 more; {curves}. It is a picture of \
                 chance, not a ranking, and its verdicts are not those of the table.",
                self.telling.group
            ));
        Some(Chart {
            title: format!("{unwanted}: observed against expected"),
            summary: format!(
                "{many} dots, {} \"{unwanted}\" expected in all; outside the 95 % limits: {outside}.",
                count(all)
            ),
            unit: Unit::Number,
            kind: ChartKind::Funnel(funnel),
        })
    }
}

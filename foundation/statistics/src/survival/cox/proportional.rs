use super::Ties;
use super::likelihood::{Likelihood, mirror};
use super::walk::Moment;
use crate::linear::{Cholesky, dot};
use crate::newton::Place;
use crate::survival::Spans;
use crate::survival::chi_square::ChiSquare;
use crate::survival::kaplan_meier::kaplan_meier;

/// Whether hazard ratios stay the same over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Proportionality {
    /// All covariates together.
    pub all: ChiSquare,
    /// Each covariate for itself; `None` for one that was left out.
    pub covariates: Vec<Option<ChiSquare>>,
}

impl Likelihood<'_> {
    /// The score test of coefficients β + θ g(t) at θ = 0, with g(t) one minus the Kaplan–Meier curve just before t.
    ///
    /// With U = Σ g U(t) and information blocks A = Σ V(t), B = Σ g V(t), C = Σ g² V(t) over the times of events it is
    /// U' (C - B A⁻¹ B)⁻¹ U. Source: P. Grambsch and T. Therneau, "Proportional Hazards Tests and Diagnostics Based on Weighted
    /// Residuals", Biometrika 81 (1994), in the form without their approximation that R's survival has since 3.0.
    pub(super) fn proportionality(&self, moments: &[Moment], top: &Place) -> Option<Proportionality> {
        let degrees = self.degrees().filter(|_| self.study().ties != Ties::Exact)?;
        let width = self.width();
        let spans = self.study().spans;
        let gone = gone_before(spans, moments);
        // Any constant may be taken from g; about its mean the blocks keep their digits.
        let events = gone.len().max(1) as f64;
        let centre = gone.iter().sum::<f64>() / events;
        let mut score = vec![0.0; width];
        let (mut crossed, mut squared) = (vec![0.0; width * width], vec![0.0; width * width]);
        for (moment, gone) in moments.iter().zip(&gone) {
            let g = gone - centre;
            score.iter_mut().zip(&moment.score).for_each(|(sum, part)| *sum += g * part);
            crossed.iter_mut().zip(&moment.information).for_each(|(sum, part)| *sum += g * part);
            squared.iter_mut().zip(&moment.information).for_each(|(sum, part)| *sum += g * g * part);
        }
        mirror(&mut crossed, width);
        mirror(&mut squared, width);
        let left = self.unexplained(&top.curvature, &crossed, squared)?;
        let mut solved = score.clone();
        Cholesky::of(&left, width)?.solve(&mut solved);
        let own = score.iter().enumerate().map(|(column, score)| {
            let variance = left[column * width + column];
            ChiSquare::of(score * score / variance, 1).filter(|_| self.differs()[column])
        });
        Some(Proportionality { all: ChiSquare::of(dot(&score, &solved), degrees)?, covariates: own.collect() })
    }

    /// C - B A⁻¹ B, with 1 for covariates that are left out.
    fn unexplained(&self, main: &[f64], crossed: &[f64], mut squared: Vec<f64>) -> Option<Vec<f64>> {
        let width = self.width();
        let mut solved = crossed.to_vec();
        Cholesky::of(main, width)?.solve_many(&mut solved, width);
        for row in 0..width {
            for column in 0..width {
                let explained: f64 = (0..width).map(|at| crossed[row * width + at] * solved[at * width + column]).sum();
                squared[row * width + column] -= explained;
            }
        }
        for (column, differs) in self.differs().iter().enumerate() {
            if !differs {
                squared[column * width + column] += 1.0;
            }
        }
        Some(squared)
    }
}

/// The share gone just before each moment.
fn gone_before(spans: &Spans, moments: &[Moment]) -> Vec<f64> {
    let curve = kaplan_meier(spans);
    let before = |time: f64| curve.steps.partition_point(|step| step.time < time).checked_sub(1);
    let survival = |time| before(time).and_then(|place| curve.steps.get(place)).map_or(1.0, |step| step.survival);
    moments.iter().map(|moment| 1.0 - survival(moment.time)).collect()
}

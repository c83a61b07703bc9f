use super::walk::{Moment, Walk};
use super::{Study, Tests};
use crate::describe::finite;
use crate::design::Design;
use crate::linear::{Cholesky, dot};
use crate::newton::Place;
use crate::runaway::dependent;
use crate::survival::Unfit;
use crate::survival::chi_square::ChiSquare;

/// Less information than this per event, a covariate having variance 1, is rounding.
const CONSTANT: f64 = 1e-10;

/// The log partial likelihood, with its prior, over coefficients per standard deviation.
#[derive(Debug)]
pub(super) struct Likelihood<'a> {
    study: Study<'a>,
    design: &'a Design,
    walk: Walk<'a>,
    /// Of the prior; 1 for covariates that never differ, which holds them at 0.
    precisions: Vec<f64>,
    differs: Vec<bool>,
}

impl<'a> Likelihood<'a> {
    pub(super) fn new(study: Study<'a>, design: &'a Design) -> Result<Self, Unfit> {
        let rows = design.rows().map(|row| row.get(1..).unwrap_or_default()).collect();
        let width = design.width() - 1;
        let precision = study.width.map_or(0.0, |width| 1.0 / (width * width));
        let walk = Walk::new(study.spans, rows, study.strata, study.ties);
        let mut made = Self { study, design, walk, precisions: vec![0.0; width], differs: vec![true; width] };
        let flat = made.look(vec![0.0; width]).ok_or(Unfit::Numerical)?;
        let least = CONSTANT * study.spans.events() as f64;
        let own = flat.curvature.iter().step_by(width + 1);
        made.differs = own.map(|information| *information > least).collect();
        let held = |differs: &bool| if *differs { precision } else { 1.0 };
        made.precisions = made.differs.iter().map(held).collect();
        let flat = made.look(vec![0.0; width]).ok_or(Unfit::Numerical)?;
        dependent(&flat.curvature, width).map_or(Ok(made), |column| Err(Unfit::Dependent(column)))
    }

    pub(super) fn width(&self) -> usize {
        self.precisions.len()
    }

    pub(super) fn rows(&self) -> &[&'a [f64]] {
        &self.walk.rows
    }

    /// Covariates that never differ among those at risk together.
    pub(super) fn constant(&self) -> impl Iterator<Item = usize> {
        self.differs.iter().enumerate().filter(|(_, differs)| !**differs).map(|(column, _)| column)
    }

    pub(super) fn moments(&self, at: &[f64]) -> Option<Vec<Moment>> {
        self.walk.moments(at)
    }

    pub(super) fn look(&self, at: Vec<f64>) -> Option<Place> {
        let width = self.width();
        let mut gradient: Vec<f64> = at.iter().zip(&self.precisions).map(|(at, precision)| -precision * at).collect();
        let mut value = dot(&gradient, &at) / 2.0;
        let mut curvature = vec![0.0; width * width];
        for moment in self.moments(&at)? {
            value += moment.value;
            gradient.iter_mut().zip(&moment.score).for_each(|(slope, part)| *slope += part);
            curvature.iter_mut().zip(&moment.information).for_each(|(cell, part)| *cell += part);
        }
        curvature.iter_mut().step_by(width + 1).zip(&self.precisions).for_each(|(cell, more)| *cell += more);
        mirror(&mut curvature, width);
        Some(Place { at, value: finite(value)?, gradient, curvature })
    }

    /// The log partial likelihood without prior.
    pub(super) fn value(&self, place: &Place) -> f64 {
        let penalty = place.at.iter().zip(&self.precisions).map(|(at, precision)| precision * at * at / 2.0);
        place.value + penalty.sum::<f64>()
    }

    /// Standard errors in the units of the covariates.
    pub(super) fn errors(&self, covariance: &[f64]) -> Vec<f64> {
        let width = self.width();
        let mut padded = vec![0.0; (width + 1) * (width + 1)];
        for (row, line) in covariance.chunks(width.max(1)).enumerate() {
            padded[(row + 1) * (width + 1) + 1..][..width].copy_from_slice(line);
        }
        let errors = self.design.errors(&padded).split_off(1);
        errors.into_iter().zip(&self.differs).map(|(error, differs)| if *differs { error } else { 0.0 }).collect()
    }

    pub(super) fn tests(&self, flat: &Place, top: &Place) -> Option<Tests> {
        let degrees = self.degrees()?;
        let mut step = flat.gradient.clone();
        Cholesky::of(&flat.curvature, step.len())?.solve(&mut step);
        let bent: Vec<f64> = top.curvature.chunks(self.width()).map(|line| dot(line, &top.at)).collect();
        Some(Tests {
            likelihood_ratio: ChiSquare::of(2.0 * (top.value - flat.value), degrees)?,
            wald: ChiSquare::of(dot(&bent, &top.at), degrees)?,
            score: ChiSquare::of(dot(&step, &flat.gradient), degrees)?,
        })
    }

    /// How many covariates differ; `None` without any and with a prior.
    pub(super) fn degrees(&self) -> Option<usize> {
        let degrees = self.differs.iter().filter(|differs| **differs).count();
        (degrees > 0 && self.study.width.is_none()).then_some(degrees)
    }

    pub(super) fn study(&self) -> Study<'a> {
        self.study
    }

    pub(super) fn differs(&self) -> &[bool] {
        &self.differs
    }
}

/// Fills the upper triangle from the lower.
pub(super) fn mirror(matrix: &mut [f64], order: usize) {
    for row in 0..order {
        for column in 0..row {
            matrix[column * order + row] = matrix[row * order + column];
        }
    }
}

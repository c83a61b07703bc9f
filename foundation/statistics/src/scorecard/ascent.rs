use super::{Belief, Lesson, Sign, Unfit};
use crate::convergence::Convergence;
use crate::describe::finite;
use crate::linear::{Cholesky, dot};
use crate::logit::soft_plus;
use crate::mixed::Observations;
use crate::newton::{self, Place};

const STEPS: u32 = 200;

/// The log posterior, up to a constant, over intercept and slopes.
#[derive(Debug)]
pub(super) struct Height<'a> {
    lesson: Lesson<'a>,
    order: usize,
    signs: Vec<Sign>,
}

impl<'a> Height<'a> {
    pub(super) fn of(lesson: Lesson<'a>) -> Result<Self, Unfit> {
        let order = lesson.rows.covariates + 1;
        let each =
            |what, found| if found == order { Ok(()) } else { Err(Unfit::Length { what, found, wanted: order }) };
        if let Some(prior) = lesson.prior {
            each("prior beliefs", prior.means().len())?;
        }
        if !lesson.signs.is_empty() {
            each("signs", lesson.signs.len())?;
        }
        let signs = if lesson.signs.is_empty() { vec![Sign::Any; order] } else { lesson.signs.to_vec() };
        Ok(Self { lesson, order, signs })
    }

    pub(super) fn rows(&self) -> &'a Observations {
        self.lesson.rows
    }

    pub(super) fn prior(&self) -> Option<&'a Belief> {
        self.lesson.prior
    }

    pub(super) fn signs(&self) -> &[Sign] {
        &self.signs
    }

    pub(super) fn look(&self, at: Vec<f64>) -> Option<Place> {
        let rows = self.rows();
        let mut gradient = vec![0.0; self.order];
        let mut curvature = vec![0.0; self.order * self.order];
        let mut value = 0.0;
        let mut cells = vec![1.0; self.order];
        for row in 0..rows.len() {
            cells[1..].copy_from_slice(rows.covariates_of(row));
            let odds = rows.offsets[row] + dot(&cells, &at);
            let (trials, successes) = (rows.trials[row], rows.successes[row]);
            let small = libm::exp(-odds.abs());
            let (high, low) = (1.0 / (1.0 + small), small / (1.0 + small));
            let chance = if odds >= 0.0 { high } else { low };
            value += successes * odds - trials * (odds.max(0.0) + libm::log1p(small));
            let (apart, bend) = (successes - trials * chance, trials * high * low);
            for (place, (line, slope)) in curvature.chunks_mut(self.order).zip(&mut gradient).enumerate() {
                *slope += apart * cells[place];
                let weight = bend * cells[place];
                line[..=place].iter_mut().zip(&cells).for_each(|(cell, other)| *cell += weight * other);
            }
        }
        for row in 0..self.order {
            (0..row).for_each(|column| curvature[column * self.order + row] = curvature[row * self.order + column]);
        }
        if let Some(prior) = self.prior() {
            value -= prior.penalty(&at);
            gradient.iter_mut().zip(prior.pull(&at)).for_each(|(slope, pull)| *slope -= pull);
            curvature.iter_mut().zip(prior.precision()).for_each(|(cell, more)| *cell += more);
        }
        Some(Place { at, value: finite(value)?, gradient, curvature })
    }

    pub(super) fn log_likelihood(&self, at: &[f64]) -> f64 {
        let rows = self.rows();
        let each = (0..rows.len()).map(|row| {
            let slopes = at.get(1..).unwrap_or_default();
            let odds = rows.offsets[row] + at.first().unwrap_or(&0.0) + dot(slopes, rows.covariates_of(row));
            rows.successes[row] * odds - rows.trials[row] * soft_plus(odds)
        });
        each.sum()
    }

    /// To the top, the signs kept.
    pub(super) fn climb(&self) -> Option<(Place, Convergence)> {
        let start = self.prior().map_or_else(|| vec![0.0; self.order], |prior| prior.means().to_vec());
        if self.signs.iter().all(|sign| *sign == Sign::Any) {
            return newton::climb(start, |at| self.look(at));
        }
        let look = |at: Vec<f64>| self.look(projected(at, &self.signs));
        let mut place = look(start)?;
        let (mut steps, mut reached) = (0, false);
        while steps < STEPS && !reached {
            let direction = self.uphill(&place)?;
            reached = dot(&direction, &place.gradient) < newton::PROMISE;
            match newton::halved(&place, &direction, look) {
                Some(next) => place = next,
                None => break,
            }
            steps += 1;
        }
        let steepest = free(&place, &self.signs).into_iter().map(|column| place.gradient[column].abs());
        Some((place.clone(), Convergence { steps, gradient: steepest.fold(0.0, f64::max), reached }))
    }

    /// The Newton step of the coefficients that may move: not of one at its bound that would go beyond.
    fn uphill(&self, place: &Place) -> Option<Vec<f64>> {
        let mut moving = free(place, &self.signs);
        loop {
            let mut step: Vec<f64> = moving.iter().map(|column| place.gradient[*column]).collect();
            Cholesky::of(&part(&place.curvature, self.order, &moving), moving.len())?.solve(&mut step);
            let mut direction = vec![0.0; self.order];
            moving.iter().zip(&step).for_each(|(column, step)| direction[*column] = *step);
            let before = moving.len();
            moving.retain(|column| !leads_out(place.at[*column], direction[*column], self.signs[*column]));
            if moving.len() == before {
                return Some(direction);
            }
        }
    }
}

fn projected(mut at: Vec<f64>, signs: &[Sign]) -> Vec<f64> {
    for (at, sign) in at.iter_mut().zip(signs) {
        *at = match sign {
            Sign::Any => *at,
            Sign::NotNegative => at.max(0.0),
            Sign::NotPositive => at.min(0.0),
        };
    }
    at
}

fn leads_out(at: f64, step: f64, sign: Sign) -> bool {
    match sign {
        Sign::Any => false,
        Sign::NotNegative => at <= 0.0 && step <= 0.0,
        Sign::NotPositive => at >= 0.0 && step >= 0.0,
    }
}

/// The coefficients that no bound holds.
pub(super) fn free(place: &Place, signs: &[Sign]) -> Vec<usize> {
    let columns = 0..place.at.len();
    columns.filter(|column| !leads_out(place.at[*column], place.gradient[*column], signs[*column])).collect()
}

/// The rows and columns of a matrix that belong to some coefficients.
pub(super) fn part(matrix: &[f64], order: usize, columns: &[usize]) -> Vec<f64> {
    columns.iter().flat_map(|row| columns.iter().map(move |column| matrix[row * order + column])).collect()
}

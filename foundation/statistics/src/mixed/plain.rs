use super::curvature::{Layout, Precision};
use super::mode::{Mode, Reading, climb};
use super::prior::Prior;
use super::rows::Rows;
use super::scaling::Scaling;
use super::{Observations, Unfit};
use crate::convergence::Convergence;
use crate::logistic::Logistic;

/// Coefficients beyond this, per standard deviation of a covariate, run away to infinity.
const RUNAWAY: f64 = 30.0;

/// The same climb without any group.
pub(crate) fn climb_fixed(observations: &Observations, width: Option<f64>) -> Result<Logistic, Unfit> {
    let loose = observations.without_members();
    let scaling = Scaling::of(&loose);
    let rows = Rows::of(&loose, &scaling);
    if rows.trials.iter().all(|trials| *trials <= 0.0) {
        return Err(Unfit::Empty);
    }
    let mut precisions = match width {
        Some(slopes) => Prior { slopes, ..Prior::default() }.fixed_precisions(rows.columns),
        None => vec![0.0; rows.columns],
    };
    scaling.constant().for_each(|column| precisions[column + 1] = 1.0);
    let layout = Layout::of(&rows);
    let precision = Precision { fixed: &precisions, effects: 1.0 };
    let found = climb(&rows, &layout, precision, Mode::zero(&rows)).ok_or(Unfit::Separated)?;
    let runaway = found.mode.fixed.iter().any(|value| value.abs() > RUNAWAY);
    if runaway || !found.converged {
        return Err(Unfit::Separated);
    }
    let gradient = Reading::at(&rows, &found.mode).gradient(&rows, &found.mode, precision).largest();
    Ok(Logistic {
        coefficients: scaling.raw(&found.mode.fixed),
        standard_errors: scaling.raw_errors(&found.curvature.fixed_covariance()),
        log_likelihood: found.log_likelihood,
        convergence: Convergence { steps: found.steps, gradient, reached: found.converged },
    })
}

use super::ascent::{Start, Surface, Top, ascend};
use super::curvature::{Curvature, Layout, Precision};
use super::mode::{Mode, Reading, chance, climb};
use super::quadrature::Quadrature;
use super::rows::Rows;
use super::scaling::Scaling;
use super::{Observations, Unfit};
use crate::linear::Cholesky;

/// The highest point of the marginal likelihood, effects integrated out.
#[derive(Debug, Clone, PartialEq)]
pub struct Maximum {
    /// Intercept and slopes, in the units of the covariates as they came.
    pub coefficients: Vec<f64>,
    /// Their standard errors, of the curvature at the top.
    pub standard_errors: Vec<f64>,
    /// The spread between groups, in log-odds; 0 when the likelihood is highest without any.
    pub spread: f64,
    /// The standard error of the spread's logarithm; `None` at a spread of 0.
    pub log_spread_error: Option<f64>,
    /// The log-likelihood with its binomial constants.
    pub log_likelihood: f64,
    /// The likeliest effect of each group, in log-odds.
    pub modes: Vec<f64>,
    /// The standard deviation of each effect at its mode, coefficients and spread being held.
    pub deviations: Vec<f64>,
    /// The largest slope left at the top, per standard deviation of a covariate.
    pub slope: f64,
    /// Newton steps of the outer search.
    pub steps: u32,
}

/// A spread below which the likelihood is as good as at none.
const NO_SPREAD: f64 = 1e-4;

/// Coefficients beyond this, per standard deviation of a covariate, run away to infinity.
const RUNAWAY: f64 = 30.0;

/// The maximum by Laplace's approximation, rows owned by one group or shared among several.
///
/// The same as `lme4::glmer` with `nAGQ = 1` at its true optimum. Source: N. E. Breslow, D. G. Clayton, "Approximate
/// Inference in Generalized Linear Mixed Models", JASA 88 (1993), with the exact determinant.
///
/// # Errors
/// Without trials or groups, or where the likelihood has no top.
pub fn laplace(observations: &Observations) -> Result<Maximum, Unfit> {
    let (rows, scaling) = prepare(observations)?;
    let layout = Layout::of(&rows);
    let frozen = rows.frozen(&vec![0.0; rows.columns]);
    let held = held(&rows, &scaling);
    let start = start(&rows, &layout, &held).ok_or(Unfit::Separated)?;
    let mut surface = Laplace { start: Mode::zero(&frozen), rows: &rows, layout: &layout, frozen, held };
    let top = top(&mut surface, &rows, start)?;
    finish(observations, &scaling, &top, |place| surface.effects(place))
}

/// The maximum by adaptive Gauss–Hermite quadrature with that many nodes (1 to 100), each row owned by one group.
///
/// The same as `lme4::glmer` with `nAGQ = nodes`. Source: J. C. Pinheiro, D. M. Bates, "Approximations to the
/// Log-Likelihood Function in the Nonlinear Mixed-Effects Model", JCGS 4 (1995).
///
/// # Errors
/// Without trials or groups, with shared rows, or where the likelihood has no top.
pub fn quadrature(observations: &Observations, nodes: usize) -> Result<Maximum, Unfit> {
    let (rows, scaling) = prepare(observations)?;
    if !rows.single_owner() {
        return Err(Unfit::Shared);
    }
    let layout = Layout::of(&rows);
    let start = start(&rows, &layout, &held(&rows, &scaling)).ok_or(Unfit::Separated)?;
    let mut surface = Quadrature::new(&rows, &layout, nodes);
    let top = top(&mut surface, &rows, start)?;
    finish(observations, &scaling, &top, |place| surface.effects(place))
}

fn prepare(observations: &Observations) -> Result<(Rows, Scaling), Unfit> {
    if observations.groups == 0 {
        return Err(Unfit::NoGroups);
    }
    if observations.trials.iter().all(|trials| *trials <= 0.0) {
        return Err(Unfit::Empty);
    }
    let scaling = Scaling::of(observations);
    Ok((Rows::of(observations, &scaling), scaling))
}

/// Constant covariates are held at 0 by a precision; nothing else is.
fn held(rows: &Rows, scaling: &Scaling) -> Vec<f64> {
    let mut held = vec![0.0; rows.columns];
    scaling.constant().for_each(|column| held[column + 1] = 1.0);
    held
}

fn top(surface: &mut impl Surface, rows: &Rows, start: Start) -> Result<Top, Unfit> {
    let floor = libm::log(NO_SPREAD);
    let top = ascend(surface, start, |place| place.last().is_some_and(|spread| *spread < floor));
    let top = top.ok_or(Unfit::Separated)?;
    let runaway = top.place[..rows.columns].iter().any(|value| value.abs() > RUNAWAY);
    if runaway { Err(Unfit::Separated) } else { Ok(top) }
}

/// A spread to begin with, in log-odds.
const USUAL: f64 = 0.5;

/// Close to the top at the price of one climb: coefficients as likely as can be together with effects of the usual
/// spread, the spread that these effects then have, and second derivatives as if effects were seen with normal errors.
fn start(rows: &Rows, layout: &Layout, held: &[f64]) -> Option<Start> {
    let precision = Precision { fixed: held, effects: 1.0 / (USUAL * USUAL) };
    let found = climb(rows, layout, precision, Mode::zero(rows)).filter(|found| found.converged)?;
    let variances = found.curvature.conditional_variances();
    let (effects, groups) = (&found.mode.effects, rows.groups as f64);
    let squared =
        effects.iter().zip(&variances).map(|(effect, variance)| effect * effect + variance).sum::<f64>() / groups;
    let columns = rows.columns;
    let coefficients = Cholesky::of(&found.curvature.fixed_covariance(), columns)?.inverse();
    let mut bend = vec![0.0; (columns + 1) * (columns + 1)];
    for (line, known) in bend.chunks_mut(columns + 1).zip(coefficients.chunks(columns)) {
        line[..columns].copy_from_slice(known);
    }
    let reliability = |variance: &f64| 1.0 - variance * precision.effects;
    let certain: f64 = variances.iter().map(|variance| reliability(variance) * reliability(variance)).sum();
    bend[(columns + 1) * (columns + 1) - 1] = 2.0 * certain;
    let mut place = found.mode.fixed;
    place.push(libm::log(squared) / 2.0);
    Some(Start { place, bend })
}

fn finish(
    observations: &Observations,
    scaling: &Scaling,
    top: &Top,
    effects: impl FnOnce(&[f64]) -> Option<(Vec<f64>, Vec<f64>)>,
) -> Result<Maximum, Unfit> {
    let columns = top.place.len() - 1;
    let spread = libm::exp(top.place[columns]);
    let (modes, deviations) = effects(&top.place).ok_or(Unfit::Numerical)?;
    let none = spread < NO_SPREAD;
    // Without spread its second derivative vanishes, so that the covariance is that of the coefficients alone.
    let covariance = |row: usize, column: usize| top.covariance.get(row * (columns + 1) + column).copied();
    let fixed: Option<Vec<f64>> = (0..columns)
        .flat_map(|row| (0..columns).map(move |column| (row, column)))
        .map(|(row, column)| covariance(row, column))
        .collect();
    let fixed = fixed.ok_or(Unfit::Separated)?;
    Ok(Maximum {
        coefficients: scaling.raw(&top.place[..columns]),
        standard_errors: scaling.raw_errors(&fixed),
        spread: if none { 0.0 } else { spread },
        log_spread_error: covariance(columns, columns).filter(|_| !none).map(libm::sqrt),
        log_likelihood: top.height + binomial_constant(observations),
        modes,
        deviations,
        slope: top.slope,
        steps: top.steps,
    })
}

/// Σ log (n over y): the part of the likelihood that no parameter moves.
fn binomial_constant(observations: &Observations) -> f64 {
    let counts =
        observations.canonical().into_iter().map(|row| (observations.successes[row], observations.trials[row]));
    counts.map(|(well, all)| libm::lgamma(all + 1.0) - libm::lgamma(well + 1.0) - libm::lgamma(all - well + 1.0)).sum()
}

/// The height of Laplace's approximation and its slope, by coefficients and log of the spread.
struct Laplace<'a> {
    rows: &'a Rows,
    layout: &'a Layout,
    frozen: Rows,
    held: Vec<f64>,
    /// Where the last search for effects ended: the next one starts there.
    start: Mode,
}

impl Laplace<'_> {
    fn effects(&mut self, place: &[f64]) -> Option<(Vec<f64>, Vec<f64>)> {
        let columns = self.rows.columns;
        self.frozen.refreeze(self.rows, &place[..columns]);
        let precision = Precision { fixed: &[], effects: libm::exp(-2.0 * place[columns]) };
        let found = climb(&self.frozen, self.layout, precision, self.start.clone())?;
        let deviations = found.curvature.conditional_variances().into_iter().map(libm::sqrt).collect();
        Some((found.mode.effects, deviations))
    }
}

impl Surface for Laplace<'_> {
    fn at(&mut self, place: &[f64]) -> Option<(f64, Vec<f64>)> {
        let columns = self.rows.columns;
        let (fixed, effects) = (&place[..columns], libm::exp(-2.0 * place[columns]));
        self.frozen.refreeze(self.rows, fixed);
        let inner = Precision { fixed: &[], effects };
        let found = climb(&self.frozen, self.layout, inner, self.start.clone())?;
        if !found.converged {
            return None;
        }
        self.start = found.mode.clone();
        let mode = Mode { fixed: fixed.to_vec(), effects: found.mode.effects };
        let reading = Reading::at(self.rows, &mode);
        let precision = Precision { fixed: &self.held, effects };
        let curvature = Curvature::of(self.rows, self.layout, &reading.weights, precision)?;
        let squares: f64 = mode.effects.iter().map(|effect| effect * effect).sum();
        let groups = mode.effects.len() as f64;
        let determinant = curvature.effects_log_determinant();
        let height = reading.log_likelihood - (effects * squares + determinant - groups * libm::log(effects)) / 2.0;
        let slopes = self.slopes(&mode, &reading, &curvature, effects);
        height.is_finite().then_some((height, slopes))
    }
}

impl Laplace<'_> {
    /// Height answers to the coefficients directly, through the determinant, and through the modes that the determinant is
    /// taken at.
    fn slopes(&self, mode: &Mode, reading: &Reading, curvature: &Curvature<'_>, precision: f64) -> Vec<f64> {
        let (rows, columns) = (self.rows, self.rows.columns);
        let mut slopes = vec![0.0; columns + 1];
        let mut pulls = vec![0.0; rows.groups];
        let odds = rows.log_odds(&mode.fixed, &mode.effects);
        for (row, variance) in curvature.row_variances(rows).into_iter().enumerate() {
            let chance = chance(odds[row]).0;
            let pull = variance * reading.weights[row] * (1.0 - 2.0 * chance) / 2.0;
            let direct = reading.residuals[row] - pull;
            slopes.iter_mut().zip(rows.covariates(row)).for_each(|(sum, value)| *sum += direct * value);
            rows.members(row).iter().for_each(|(group, share)| pulls[*group] += pull * share);
        }
        for (group, pull) in pulls.iter().enumerate() {
            slopes.iter_mut().zip(curvature.answer(group)).for_each(|(sum, answer)| *sum += pull * answer);
        }
        let trace: f64 = curvature.conditional_variances().iter().sum();
        let squares: f64 = mode.effects.iter().map(|effect| effect * effect).sum();
        let mut drift = mode.effects.clone();
        curvature.solve_effects(&mut drift);
        let through: f64 = drift.iter().zip(&pulls).map(|(drift, pull)| 2.0 * precision * drift * pull).sum();
        slopes[columns] = precision * (squares + trace) - rows.groups as f64 - through;
        slopes
    }
}

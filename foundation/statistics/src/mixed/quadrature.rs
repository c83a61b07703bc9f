use super::ascent::Surface;
use super::curvature::{Layout, Precision};
use super::mode::{Mode, chance, climb};
use super::rows::Rows;
use crate::linear::dot;

/// Gauss–Hermite nodes and weights for the standard normal distribution; weights sum to 1.
///
/// The zeros of one Hermite polynomial lie between those of the one before.
pub(crate) fn hermite(count: usize) -> Vec<(f64, f64)> {
    let mut zeros: Vec<f64> = vec![0.0];
    for degree in 2..=count {
        let reach = 2.0 * libm::sqrt(degree as f64);
        let ends = [&[-reach], zeros.as_slice(), &[reach]].concat();
        zeros = ends.windows(2).map(|pair| zero_between(degree, pair[0], pair[1])).collect();
    }
    let weight = |zero: f64| {
        let before = polynomial(count, zero).0;
        1.0 / (count as f64 * before * before)
    };
    zeros.into_iter().map(|zero| (zero, weight(zero))).collect()
}

/// The zero of the polynomial between two ends where its sign differs: by Newton's method, or by halving where that would
/// leave the ends.
fn zero_between(degree: usize, low: f64, high: f64) -> f64 {
    let (mut low, mut high) = (low, high);
    let sign = polynomial(degree, low).1 > 0.0;
    let mut at = low + (high - low) / 2.0;
    for _ in 0..200 {
        let (before, value) = polynomial(degree, at);
        if (value > 0.0) == sign {
            low = at;
        } else {
            high = at;
        }
        // The derivative of an orthonormal polynomial is the one before it, times the root of its degree.
        let newton = at - value / (libm::sqrt(degree as f64) * before);
        let next = if newton > low && newton < high { newton } else { low + (high - low) / 2.0 };
        if (next - at).abs() <= 1e-15 * (1.0 + at.abs()) {
            return next;
        }
        at = next;
    }
    at
}

/// The orthonormal Hermite polynomials of the degree before and of this degree.
fn polynomial(degree: usize, at: f64) -> (f64, f64) {
    let (mut before, mut value, mut root) = (0.0, 1.0, 0.0);
    for step in 1..=degree {
        let next_root = libm::sqrt(step as f64);
        (before, value) = (value, (at * value - root * before) / next_root);
        root = next_root;
    }
    (before, value)
}

/// The height of the quadrature and its slope, by coefficients and log of the spread.
pub(crate) struct Quadrature<'a> {
    rows: &'a Rows,
    layout: &'a Layout,
    frozen: Rows,
    start: Mode,
    /// Node, and logarithm of its weight over the density it stands for.
    nodes: Vec<(f64, f64)>,
    /// Rows of each group.
    groups: Vec<Vec<usize>>,
    /// Rows of nobody.
    loose: Vec<usize>,
}

/// One group at its mode.
struct Group {
    mode: f64,
    deviation: f64,
    precision: f64,
}

impl<'a> Quadrature<'a> {
    pub(crate) fn new(rows: &'a Rows, layout: &'a Layout, nodes: usize) -> Self {
        let frozen = rows.frozen(&vec![0.0; rows.columns]);
        let nodes = hermite(nodes.clamp(1, 100)).into_iter();
        let nodes = nodes.map(|(node, weight)| (node, libm::log(weight) + node * node / 2.0)).collect();
        let mut groups = vec![Vec::new(); rows.groups];
        let mut loose = Vec::new();
        for row in 0..rows.len() {
            match rows.members(row) {
                [(group, _), ..] => groups[*group].push(row),
                [] => loose.push(row),
            }
        }
        Self { start: Mode::zero(&frozen), rows, layout, frozen, nodes, groups, loose }
    }

    /// Modes with the standard deviation at each.
    pub(crate) fn effects(&mut self, place: &[f64]) -> Option<(Vec<f64>, Vec<f64>)> {
        let columns = self.rows.columns;
        self.frozen.refreeze(self.rows, &place[..columns]);
        let precision = Precision { fixed: &[], effects: libm::exp(-2.0 * place[columns]) };
        let found = climb(&self.frozen, self.layout, precision, self.start.clone())?;
        self.start = found.mode.clone();
        let deviations = found.curvature.conditional_variances().into_iter().map(libm::sqrt).collect();
        found.converged.then_some((found.mode.effects, deviations))
    }

    fn loose_rows(&self, slopes: &mut [f64]) -> f64 {
        let mut height = 0.0;
        for &row in &self.loose {
            let odds = self.frozen.offsets[row];
            let (chance, small) = chance(odds);
            let (well, all) = (self.rows.successes[row], self.rows.trials[row]);
            height += well * odds - all * (odds.max(0.0) + libm::log1p(small));
            let covariates = self.rows.covariates(row);
            slopes.iter_mut().zip(covariates).for_each(|(sum, value)| *sum += (well - all * chance) * value);
        }
        height
    }

    /// The height of one group; its slopes are added.
    fn group(&self, members: &[usize], at: &Group, slopes: &mut [f64]) -> f64 {
        let walk = self.walk(members, at);
        let highest = walk.heights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut shares: Vec<f64> = walk.heights.iter().map(|height| libm::exp(height - highest)).collect();
        let total: f64 = shares.iter().sum();
        shares.iter_mut().for_each(|share| *share /= total);
        let pull = dot(&shares, &walk.slopes);
        let twist: f64 = shares
            .iter()
            .zip(&walk.slopes)
            .zip(&self.nodes)
            .map(|((share, slope), (node, _))| share * slope * node)
            .sum();
        let squares: f64 = shares.iter().zip(&walk.effects).map(|(share, effect)| share * effect * effect).sum();
        let bends = self.bends(members, at);
        let columns = self.rows.columns;
        let bent = at.deviation * at.deviation;
        let widening = 1.0 + twist * at.deviation;
        for (&row, residuals) in members.iter().zip(walk.residuals.chunks(shares.len())) {
            let residual = dot(&shares, residuals);
            let covariates = self.rows.covariates(row);
            slopes.iter_mut().zip(covariates).for_each(|(sum, value)| *sum += residual * value);
        }
        for (column, slope) in slopes.iter_mut().enumerate().take(columns) {
            let drift = -bends.first[column] * bent;
            let narrowing = -(bends.second[column] + bends.third * drift) * bent / 2.0;
            *slope += pull * drift + widening * narrowing;
        }
        let drift = 2.0 * at.precision * at.mode * bent;
        let narrowing = -(bends.third * drift - 2.0 * at.precision) * bent / 2.0;
        slopes[columns] += at.precision * squares - 1.0 + pull * drift + widening * narrowing;
        highest + libm::log(total) + libm::log(at.deviation) + libm::log(at.precision) / 2.0
    }

    fn walk(&self, members: &[usize], at: &Group) -> Walk {
        let mut walk = Walk::at(&self.nodes, at);
        for rows in members.chunks(TOGETHER) {
            for &row in rows {
                walk.add(self.frozen.offsets[row], self.rows.successes[row], self.rows.trials[row]);
            }
            walk.settle();
        }
        walk
    }

    fn bends(&self, members: &[usize], at: &Group) -> Bends {
        let columns = self.rows.columns;
        let mut bends = Bends { first: vec![0.0; columns], second: vec![0.0; columns], third: 0.0 };
        for &row in members {
            let chance = chance(self.frozen.offsets[row] + at.mode).0;
            let weight = self.rows.trials[row] * chance * (1.0 - chance);
            let turn = weight * (1.0 - 2.0 * chance);
            bends.third += turn;
            for (column, value) in self.rows.covariates(row).iter().enumerate() {
                bends.first[column] += weight * value;
                bends.second[column] += turn * value;
            }
        }
        bends
    }
}

/// One group at every node.
struct Walk {
    mode: f64,
    /// The largest distance of a node from the mode.
    reach: f64,
    effects: Vec<f64>,
    /// e to the distance from the mode: with them a row needs one exponential and not one per node.
    factors: Vec<f64>,
    heights: Vec<f64>,
    /// By the effect.
    slopes: Vec<f64>,
    /// The product of 1 + e^odds over rows of one trial, until its logarithm is taken.
    products: Vec<f64>,
    /// Row by row.
    residuals: Vec<f64>,
}

/// Log-odds up to which e^odds is multiplied; beyond, the careful way.
const NEAR: f64 = 30.0;

/// Rows whose 1 + e^odds, each below e^[`NEAR`] + 1, can be multiplied without overflow.
const TOGETHER: usize = 20;

impl Walk {
    fn at(nodes: &[(f64, f64)], at: &Group) -> Self {
        let away = nodes.iter().map(|(node, _)| at.deviation * node);
        let effects: Vec<f64> = away.clone().map(|away| at.mode + away).collect();
        let height = |((_, log_weight), effect): (&(f64, f64), &f64)| log_weight - at.precision * effect * effect / 2.0;
        Self {
            mode: at.mode,
            reach: away.clone().fold(0.0, |most, away| f64::max(most, away.abs())),
            factors: away.map(libm::exp).collect(),
            heights: nodes.iter().zip(&effects).map(height).collect(),
            slopes: effects.iter().map(|effect| -at.precision * effect).collect(),
            products: vec![1.0; nodes.len()],
            residuals: Vec::new(),
            effects,
        }
    }

    fn add(&mut self, offset: f64, well: f64, all: f64) {
        let begun = self.residuals.len();
        let odds = offset + self.mode;
        if odds.abs() + self.reach < NEAR {
            let base = libm::exp(odds);
            self.residuals
                .extend(self.factors.iter().map(|factor| well - all * (base * factor / (1.0 + base * factor))));
            if all == 1.0 {
                self.products.iter_mut().zip(&self.factors).for_each(|(sum, factor)| *sum *= 1.0 + base * factor);
            } else {
                let both = self.heights.iter_mut().zip(&self.factors);
                both.for_each(|(sum, factor)| *sum -= all * libm::log1p(base * factor));
            }
        } else {
            for (effect, height) in self.effects.iter().zip(&mut self.heights) {
                let odds = offset + effect;
                let (chance, small) = chance(odds);
                *height -= all * (odds.max(0.0) + libm::log1p(small));
                self.residuals.push(well - all * chance);
            }
        }
        let heights = self.heights.iter_mut().zip(&self.effects);
        heights.for_each(|(sum, effect)| *sum += well * (offset + effect));
        self.slopes.iter_mut().zip(&self.residuals[begun..]).for_each(|(sum, residual)| *sum += residual);
    }

    fn settle(&mut self) {
        for (height, product) in self.heights.iter_mut().zip(&mut self.products) {
            *height -= libm::log(*product);
            *product = 1.0;
        }
    }
}

/// Sums over a group's rows at its mode: Σ D x, Σ D' x and Σ D', where D = n p (1 - p) and D' is its derivative.
struct Bends {
    first: Vec<f64>,
    second: Vec<f64>,
    third: f64,
}

impl Surface for Quadrature<'_> {
    fn at(&mut self, place: &[f64]) -> Option<(f64, Vec<f64>)> {
        let (modes, deviations) = self.effects(place)?;
        let precision = libm::exp(-2.0 * place[self.rows.columns]);
        let mut slopes = vec![0.0; place.len()];
        let mut height = self.loose_rows(&mut slopes);
        for (group, members) in self.groups.iter().enumerate() {
            let at = Group { mode: modes[group], deviation: deviations[group], precision };
            height += self.group(members, &at, &mut slopes);
        }
        height.is_finite().then_some((height, slopes))
    }
}

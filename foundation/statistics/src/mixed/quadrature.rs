use super::ascent::Surface;
use super::curvature::{Layout, Precision};
use super::mode::{Mode, chance, climb};
use super::rows::Rows;

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
    zeros.into_iter().map(|zero| (zero, 1.0 / (count as f64 * squared(count - 1, zero)))).collect()
}

/// The zero of the polynomial between two ends where its sign differs: halving never loses it.
fn zero_between(degree: usize, low: f64, high: f64) -> f64 {
    let (mut low, mut high) = (low, high);
    let sign = polynomial(degree, low) > 0.0;
    for _ in 0..200 {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        if (polynomial(degree, middle) > 0.0) == sign { low = middle } else { high = middle }
    }
    low + (high - low) / 2.0
}

/// The orthonormal Hermite polynomial of a degree.
fn polynomial(degree: usize, at: f64) -> f64 {
    let (mut before, mut value) = (0.0, 1.0);
    for step in 0..degree {
        let next = (at * value - libm::sqrt(step as f64) * before) / libm::sqrt(step as f64 + 1.0);
        (before, value) = (value, next);
    }
    value
}

fn squared(degree: usize, at: f64) -> f64 {
    let value = polynomial(degree, at);
    value * value
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
            let (chance, log_both) = chance(odds);
            let (well, all) = (self.rows.successes[row], self.rows.trials[row]);
            height += well * odds - all * log_both;
            let covariates = self.rows.covariates(row);
            slopes.iter_mut().zip(covariates).for_each(|(sum, value)| *sum += (well - all * chance) * value);
        }
        height
    }

    /// The height of one group; its slopes are added.
    fn group(&self, members: &[usize], at: &Group, slopes: &mut [f64]) -> f64 {
        let nodes = self.walk(members, at);
        let highest = nodes.iter().map(|node| node.height).fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = nodes.iter().map(|node| libm::exp(node.height - highest)).sum();
        let share = |node: &Node| libm::exp(node.height - highest) / total;
        let pull: f64 = nodes.iter().map(|node| share(node) * node.slope).sum();
        let twist: f64 = nodes.iter().map(|node| share(node) * node.slope * node.node).sum();
        let squares: f64 = nodes.iter().map(|node| share(node) * node.effect * node.effect).sum();
        let bends = self.bends(members, at);
        let columns = self.rows.columns;
        let bent = at.deviation * at.deviation;
        let widening = 1.0 + twist * at.deviation;
        for (place, &row) in members.iter().enumerate() {
            let residual: f64 = nodes.iter().map(|node| share(node) * node.residuals[place]).sum();
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

    fn walk(&self, members: &[usize], at: &Group) -> Vec<Node> {
        let node = |&(node, log_weight): &(f64, f64)| {
            let effect = at.mode + at.deviation * node;
            let mut height = log_weight - at.precision * effect * effect / 2.0;
            let mut residuals = Vec::with_capacity(members.len());
            for &row in members {
                let odds = self.frozen.offsets[row] + effect;
                let (chance, log_both) = chance(odds);
                let (well, all) = (self.rows.successes[row], self.rows.trials[row]);
                height += well * odds - all * log_both;
                residuals.push(well - all * chance);
            }
            let slope = residuals.iter().sum::<f64>() - at.precision * effect;
            Node { node, effect, height, slope, residuals }
        };
        self.nodes.iter().map(node).collect()
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

/// One node of one group.
struct Node {
    node: f64,
    effect: f64,
    height: f64,
    /// By the effect.
    slope: f64,
    residuals: Vec<f64>,
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

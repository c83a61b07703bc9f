use super::large::LargeCholesky;
use super::rows::Rows;
use crate::linear::Cholesky;

/// Which groups share rows: effects of groups that never share one are independent given the fixed part, so the second
/// derivatives fall into blocks, of one group each where every row has one owner.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    /// Groups of each block.
    blocks: Vec<Vec<usize>>,
    /// Block of a group and its place in it.
    places: Vec<(usize, usize)>,
}

impl Layout {
    pub(crate) fn of(rows: &Rows) -> Self {
        let mut leaders: Vec<usize> = (0..rows.groups).collect();
        for row in 0..rows.len() {
            for pair in rows.members(row).windows(2) {
                let (left, right) = (leader(&mut leaders, pair[0].0), leader(&mut leaders, pair[1].0));
                leaders[left.max(right)] = left.min(right);
            }
        }
        let mut layout = Self { blocks: Vec::new(), places: vec![(0, 0); rows.groups] };
        let mut block_of = vec![usize::MAX; rows.groups];
        for group in 0..rows.groups {
            let leader = leader(&mut leaders, group);
            if block_of[leader] == usize::MAX {
                block_of[leader] = layout.blocks.len();
                layout.blocks.push(Vec::new());
            }
            let block = block_of[leader];
            layout.places[group] = (block, layout.blocks[block].len());
            layout.blocks[block].push(group);
        }
        layout
    }
}

fn leader(leaders: &mut [usize], group: usize) -> usize {
    let mut at = group;
    while leaders[at] != at {
        leaders[at] = leaders[leaders[at]];
        at = leaders[at];
    }
    at
}

/// Minus the second derivatives of the penalised log-likelihood, H = A'DA + R, ready to solve with.
///
/// Effects are eliminated block by block (the Schur complement), so that with single owners the cost grows with rows
/// and groups, not with their squares.
pub(crate) struct Curvature<'a> {
    layout: &'a Layout,
    columns: usize,
    blocks: Vec<Block>,
    /// H_b⁻¹ C_b, a row per group: how effects answer to the fixed part.
    answers: Vec<f64>,
    /// Of the fixed part once effects are eliminated; `None` where nothing is fixed.
    fixed: Option<Cholesky>,
}

/// Up to so many groups that hang together the plain factor is as fast.
const FEW: usize = 64;

enum Block {
    One(f64),
    Few(Cholesky),
    Many(LargeCholesky),
}

/// What is added to the diagonal by the priors.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Precision<'a> {
    pub(crate) fixed: &'a [f64],
    pub(crate) effects: f64,
}

/// The sums over rows that the curvature is made of.
struct Sums {
    fixed: Vec<f64>,
    cross: Vec<f64>,
    blocks: Vec<Vec<f64>>,
}

impl Sums {
    fn of(rows: &Rows, layout: &Layout, weights: &[f64]) -> Self {
        let blocks = layout.blocks.iter().map(|block| vec![0.0; block.len() * block.len()]).collect();
        let (fixed, cross) = (rows.squares(weights), rows.sums_by_group(weights));
        let mut sums = Self { fixed, cross, blocks };
        for (row, &weight) in weights.iter().enumerate() {
            sums.add_members(rows.members(row), layout, weight);
        }
        sums
    }

    fn add_members(&mut self, members: &[(usize, f64)], layout: &Layout, weight: f64) {
        for &(left, one) in members {
            let (block, row) = layout.places[left];
            let width = layout.blocks[block].len();
            for &(right, other) in members {
                let column = layout.places[right].1;
                self.blocks[block][row * width + column] += weight * one * other;
            }
        }
    }
}

impl<'a> Curvature<'a> {
    /// At these weights of the rows; `None` when it is not positive definite, which no finite prior allows.
    pub(crate) fn of(rows: &Rows, layout: &'a Layout, weights: &[f64], precision: Precision<'_>) -> Option<Self> {
        let columns = rows.columns;
        let mut sums = Sums::of(rows, layout, weights);
        let mut answers = sums.cross.clone();
        let mut blocks = Vec::with_capacity(layout.blocks.len());
        for (groups, matrix) in layout.blocks.iter().zip(&mut sums.blocks) {
            blocks.push(Block::of(matrix, groups.len(), precision.effects)?);
        }
        for (groups, block) in layout.blocks.iter().zip(&blocks) {
            block.solve_rows(groups, &mut answers, columns);
        }
        for (place, extra) in precision.fixed.iter().enumerate() {
            sums.fixed[place * columns + place] += extra;
        }
        for (cross, answer) in sums.cross.chunks(columns.max(1)).zip(answers.chunks(columns.max(1))) {
            for (row, left) in cross.iter().enumerate() {
                let line = &mut sums.fixed[row * columns..row * columns + row + 1];
                line.iter_mut().zip(answer).for_each(|(sum, right)| *sum -= left * right);
            }
        }
        let fixed = if columns == 0 { None } else { Some(Cholesky::of(&sums.fixed, columns)?) };
        Some(Self { layout, columns, blocks, answers, fixed })
    }

    /// H⁻¹ g, in place, for a gradient by coefficient and by effect.
    pub(crate) fn solve(&self, fixed: &mut [f64], effects: &mut [f64]) {
        for (group, gradient) in effects.iter().enumerate() {
            let answer = self.answer(group);
            fixed.iter_mut().zip(answer).for_each(|(sum, answer)| *sum -= answer * gradient);
        }
        if let Some(factor) = &self.fixed {
            factor.solve(fixed);
        }
        self.solve_effects(effects);
        for (group, effect) in effects.iter_mut().enumerate() {
            *effect -= self.answer(group).iter().zip(&*fixed).map(|(answer, step)| answer * step).sum::<f64>();
        }
    }

    /// H_u⁻¹ g, in place: the effects alone, the fixed part held.
    pub(crate) fn solve_effects(&self, effects: &mut [f64]) {
        for (groups, block) in self.layout.blocks.iter().zip(&self.blocks) {
            block.solve_rows(groups, effects, 1);
        }
    }

    /// How an effect answers to the fixed part, one number per column.
    pub(crate) fn answer(&self, group: usize) -> &[f64] {
        &self.answers[group * self.columns..(group + 1) * self.columns]
    }

    pub(crate) fn log_determinant(&self) -> f64 {
        self.fixed.as_ref().map_or(0.0, Cholesky::log_determinant) + self.effects_log_determinant()
    }

    /// Of the effects alone, the fixed part held.
    pub(crate) fn effects_log_determinant(&self) -> f64 {
        self.blocks.iter().map(Block::log_determinant).sum()
    }

    /// The covariance of the coefficients, row by row.
    pub(crate) fn fixed_covariance(&self) -> Vec<f64> {
        self.fixed.as_ref().map(Cholesky::inverse).unwrap_or_default()
    }

    /// The variance of each effect, the fixed part being uncertain too.
    pub(crate) fn effect_variances(&self) -> Vec<f64> {
        let mut variances = self.conditional_variances();
        let Some(factor) = &self.fixed else { return variances };
        for (group, variance) in variances.iter_mut().enumerate() {
            let mut answer = self.answer(group).to_vec();
            factor.solve(&mut answer);
            *variance += answer.iter().zip(self.answer(group)).map(|(left, right)| left * right).sum::<f64>();
        }
        variances
    }

    /// The variance of each effect, the fixed part being held.
    pub(crate) fn conditional_variances(&self) -> Vec<f64> {
        let mut variances = vec![0.0; self.layout.places.len()];
        for (groups, block) in self.layout.blocks.iter().zip(&self.blocks) {
            let diagonal = match block {
                Block::One(value) => vec![1.0 / value],
                Block::Few(factor) => factor.inverse_diagonal(),
                Block::Many(factor) => factor.inverse_diagonal(),
            };
            groups.iter().zip(diagonal).for_each(|(group, variance)| variances[*group] = variance);
        }
        variances
    }

    /// w' H_u⁻¹ w for the members of every row: how uncertain the shared effect of a row is, the fixed part held.
    pub(crate) fn row_variances(&self, rows: &Rows) -> Vec<f64> {
        let inverse = |block: &Block| match block {
            Block::One(value) => vec![1.0 / value],
            Block::Few(factor) => factor.inverse(),
            Block::Many(factor) => factor.inverse(),
        };
        let inverses: Vec<Vec<f64>> = self.blocks.iter().map(inverse).collect();
        let entry = |left: usize, right: usize| {
            let ((block, row), (_, column)) = (self.layout.places[left], self.layout.places[right]);
            inverses[block][row * self.layout.blocks[block].len() + column]
        };
        let of_row = |members: &[(usize, f64)]| {
            let pairs = members.iter().flat_map(|left| members.iter().map(move |right| (left, right)));
            pairs.map(|(left, right)| left.1 * right.1 * entry(left.0, right.0)).sum()
        };
        (0..rows.len()).map(|row| of_row(rows.members(row))).collect()
    }
}

impl Block {
    fn of(matrix: &mut [f64], order: usize, precision: f64) -> Option<Self> {
        for place in 0..order {
            matrix[place * order + place] += precision;
        }
        match matrix {
            [value] if *value > 0.0 && value.is_finite() => Some(Self::One(*value)),
            [_] => None,
            matrix if order <= FEW => Some(Self::Few(Cholesky::of(matrix, order)?)),
            matrix => Some(Self::Many(LargeCholesky::of(matrix, order)?)),
        }
    }

    /// Solves for the rows of these groups, `width` numbers each.
    fn solve_rows(&self, groups: &[usize], rows: &mut [f64], width: usize) {
        match self {
            Self::One(value) => {
                let row = &mut rows[groups[0] * width..(groups[0] + 1) * width];
                row.iter_mut().for_each(|number| *number /= value);
            }
            factors => {
                let gathered = groups.iter().flat_map(|group| &rows[group * width..(group + 1) * width]);
                let mut gathered: Vec<f64> = gathered.copied().collect();
                factors.solve_gathered(&mut gathered, width);
                for (place, group) in groups.iter().enumerate() {
                    rows[group * width..(group + 1) * width]
                        .copy_from_slice(&gathered[place * width..(place + 1) * width]);
                }
            }
        }
    }

    fn solve_gathered(&self, rows: &mut [f64], width: usize) {
        match self {
            Self::One(value) => rows.iter_mut().for_each(|number| *number /= value),
            Self::Few(factor) => factor.solve_many(rows, width),
            Self::Many(factor) => factor.solve_many(rows, width),
        }
    }

    fn log_determinant(&self) -> f64 {
        match self {
            Self::One(value) => libm::log(*value),
            Self::Few(factor) => factor.log_determinant(),
            Self::Many(factor) => factor.log_determinant(),
        }
    }
}

//! Rows of covariates as engines walk over them.

use crate::linear::dot;

/// Covariates, row by row. Those that are words become columns of which a row fills few; then only what sets rows apart from
/// the usual row is walked over, and sums take the usual row in at the end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    columns: usize,
    cells: Vec<f64>,
    apart: Option<Apart>,
}

#[derive(Debug, Clone)]
struct Apart {
    /// What most rows have in each column; 0 where no value is that of most.
    usual: Vec<f64>,
    starts: Vec<usize>,
    /// Column, and by how much a row differs there, in order of columns.
    entries: Vec<(usize, f64)>,
}

/// Rows that differ from the usual one in more of their columns than this are walked over as they are.
const FILLED_MAX: f64 = 0.6;

impl Sheet {
    /// Of cells stored row by row.
    pub(crate) fn of(cells: Vec<f64>, columns: usize) -> Self {
        let apart = Apart::of(&cells, columns);
        Self { columns, cells, apart }
    }

    /// The cells of a row.
    pub(crate) fn row(&self, row: usize) -> &[f64] {
        &self.cells[row * self.columns..(row + 1) * self.columns]
    }

    /// The rows; none where there are no columns.
    pub(crate) fn rows(&self) -> impl ExactSizeIterator<Item = &[f64]> + Clone {
        self.cells.chunks_exact(self.columns.max(1))
    }

    /// Σ cell × coefficient of every row.
    pub(crate) fn lines(&self, coefficients: &[f64]) -> Vec<f64> {
        let Some(apart) = &self.apart else { return self.rows().map(|row| dot(row, coefficients)).collect() };
        let usual = dot(&apart.usual, coefficients);
        let line =
            |row: &[(usize, f64)]| usual + row.iter().map(|(column, by)| by * coefficients[*column]).sum::<f64>();
        apart.rows().map(line).collect()
    }

    /// Σ weight × row.
    pub(crate) fn sums(&self, weights: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.columns];
        weights.iter().enumerate().for_each(|(row, weight)| self.begin(row, *weight, &mut sums));
        self.finish(&mut sums, weights.iter().sum());
        sums
    }

    /// Adds what `weight` × row brings to a sum over rows that [`Sheet::finish`] ends.
    pub(crate) fn begin(&self, row: usize, weight: f64, sums: &mut [f64]) {
        match &self.apart {
            Some(apart) => apart.row(row).iter().for_each(|(column, by)| sums[*column] += weight * by),
            None => add_scaled(sums, self.row(row), weight),
        }
    }

    /// Takes the usual row in, `total` being the sum of the weights.
    pub(crate) fn finish(&self, sums: &mut [f64], total: f64) {
        if let Some(apart) = &self.apart {
            add_scaled(sums, &apart.usual, total);
        }
    }

    /// Σ weight × row row', stored row by row: the lower triangle alone, 0 above.
    pub(crate) fn squares(&self, weights: &[f64]) -> Vec<f64> {
        let columns = self.columns;
        let mut squares = vec![0.0; columns * columns];
        if let Some(apart) = &self.apart {
            apart.add_squares(weights, &mut squares);
            return squares;
        }
        for (row, weight) in self.rows().zip(weights) {
            for (place, cell) in row.iter().enumerate() {
                add_scaled(&mut squares[place * columns..place * columns + place + 1], row, weight * cell);
            }
        }
        squares
    }
}

impl Apart {
    /// `None` where rows differ from the usual one in most columns.
    fn of(cells: &[f64], columns: usize) -> Option<Self> {
        let mut apart = Self { usual: usual(cells, columns), starts: vec![0], entries: Vec::new() };
        let most = FILLED_MAX * cells.len() as f64;
        for row in cells.chunks_exact(columns.max(1)) {
            let differs = row.iter().zip(&apart.usual).map(|(cell, usual)| cell - usual).enumerate();
            apart.entries.extend(differs.filter(|(_, by)| *by != 0.0));
            apart.starts.push(apart.entries.len());
            if apart.entries.len() as f64 > most {
                return None;
            }
        }
        (columns > 0).then_some(apart)
    }

    fn row(&self, row: usize) -> &[(usize, f64)] {
        &self.entries[self.starts[row]..self.starts[row + 1]]
    }

    fn rows(&self) -> impl Iterator<Item = &[(usize, f64)]> {
        self.starts.windows(2).map(|ends| &self.entries[ends[0]..ends[1]])
    }

    /// Of rows u + d: Σ w (u + d)(u + d)' = Σ w d d' + u (Σ w d)' + (Σ w d) u' + (Σ w) u u'.
    fn add_squares(&self, weights: &[f64], squares: &mut [f64]) {
        let columns = self.usual.len();
        let (mut sums, mut total) = (vec![0.0; columns], 0.0);
        for (entries, weight) in self.rows().zip(weights) {
            total += weight;
            for (place, &(column, by)) in entries.iter().enumerate() {
                let weighted = weight * by;
                sums[column] += weighted;
                let line = &mut squares[column * columns..(column + 1) * columns];
                entries[..=place].iter().for_each(|(other, value)| line[*other] += weighted * value);
            }
        }
        for (row, (own, sum)) in self.usual.iter().zip(&sums).enumerate() {
            let line = &mut squares[row * columns..row * columns + row + 1];
            add_scaled(line, &sums, *own);
            add_scaled(line, &self.usual, sum + total * own);
        }
    }
}

/// The value of most rows in each column, by Boyer and Moore's vote and a count; 0 where there is none.
fn usual(cells: &[f64], columns: usize) -> Vec<f64> {
    let rows = || cells.chunks_exact(columns.max(1));
    let mut votes: Vec<(f64, usize)> = vec![(0.0, 0); columns];
    for row in rows() {
        for (vote, cell) in votes.iter_mut().zip(row) {
            match vote {
                (value, count) if value == cell => *count += 1,
                (_, 0) => *vote = (*cell, 1),
                (_, count) => *count -= 1,
            }
        }
    }
    let mut counts = vec![0; columns];
    for row in rows() {
        let same = votes.iter().zip(row).map(|((value, _), cell)| usize::from(value == cell));
        counts.iter_mut().zip(same).for_each(|(count, same)| *count += same);
    }
    let most = rows().len() / 2;
    votes.into_iter().zip(counts).map(|((value, _), count)| if count > most { value } else { 0.0 }).collect()
}

/// Adds `weight` × `row` to the sums, over the shorter of the two.
fn add_scaled(sums: &mut [f64], row: &[f64], weight: f64) {
    sums.iter_mut().zip(row).for_each(|(sum, cell)| *sum += weight * cell);
}

#[cfg(test)]
mod tests;

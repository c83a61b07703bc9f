use super::Ties;
use super::exact;
use crate::linear::dot;
use crate::survival::Spans;

/// A removed part may leave so small a share of what was there that its digits are rounding; then sums are made anew.
const WORN: f64 = 1e-6;

/// What one time with events says at some coefficients.
#[derive(Debug, Clone)]
pub(crate) struct Moment {
    pub(crate) stratum: usize,
    pub(crate) time: f64,
    /// What it adds to the log partial likelihood.
    pub(crate) value: f64,
    pub(crate) score: Vec<f64>,
    /// Its part of the information, row by row; only the lower triangle is filled.
    pub(crate) information: Vec<f64>,
    /// By how much the baseline hazard rises.
    pub(crate) rise: f64,
    /// By how much for those who go just then.
    pub(crate) rise_of_gone: f64,
}

/// Rows in the order in which they come into and leave the risk sets.
#[derive(Debug)]
pub(crate) struct Walk<'a> {
    spans: &'a Spans,
    /// Standardised covariates, without intercept.
    pub(crate) rows: Vec<&'a [f64]>,
    strata: Vec<Stratum>,
    ties: Ties,
}

#[derive(Debug)]
struct Stratum {
    number: usize,
    /// Latest first.
    by_exit: Vec<usize>,
    /// Those who came late, latest first.
    by_entry: Vec<(f64, usize)>,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(spans: &'a Spans, rows: Vec<&'a [f64]>, strata: Option<&[usize]>, ties: Ties) -> Self {
        let number = |row: usize| strata.map_or(0, |strata| strata[row]);
        let span = |row: usize| spans.as_slice()[row];
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by(|left, right| {
            let later = span(*right).exit.total_cmp(&span(*left).exit);
            number(*left).cmp(&number(*right)).then(later)
        });
        let stratum = |rows: &[usize]| {
            let mut by_entry: Vec<(f64, usize)> =
                rows.iter().filter_map(|row| span(*row).entry.map(|entry| (entry, *row))).collect();
            by_entry.sort_by(|left, right| right.0.total_cmp(&left.0));
            Stratum { number: rows.first().map_or(0, |row| number(*row)), by_exit: rows.to_vec(), by_entry }
        };
        let strata = order.chunk_by(|left, right| number(*left) == number(*right)).map(stratum).collect();
        Self { spans, rows, strata, ties }
    }

    /// All times with events, by stratum and from the last to the first; `None` where a number leaves the range of floats.
    pub(crate) fn moments(&self, at: &[f64]) -> Option<Vec<Moment>> {
        let scores: Vec<f64> = self.rows.iter().map(|row| dot(row, at)).collect();
        let mut moments = Vec::new();
        for stratum in &self.strata {
            self.one_stratum(stratum, &scores, &mut moments)?;
        }
        Some(moments)
    }

    fn one_stratum(&self, stratum: &Stratum, scores: &[f64], moments: &mut Vec<Moment>) -> Option<()> {
        let span = |row: usize| self.spans.as_slice()[row];
        let mut risk = Sums::new(self.rows.first()?.len());
        let (mut place, mut late) = (0, stratum.by_entry.iter().peekable());
        for together in stratum.by_exit.chunk_by(|left, right| span(*left).exit == span(*right).exit) {
            let time = span(*together.first()?).exit;
            place += together.len();
            together.iter().for_each(|row| risk.enter(self.rows[*row], scores[*row]));
            let gone: Vec<usize> = together.iter().copied().filter(|row| span(*row).event).collect();
            if gone.is_empty() {
                continue;
            }
            while let Some((_, row)) = late.next_if(|(entry, _)| *entry >= time) {
                risk.add(self.rows[*row], -libm::exp(scores[*row] - risk.highest));
            }
            let there = || stratum.by_exit[..place].iter().copied().filter(|row| span(*row).is_at_risk(time));
            if risk.weight < WORN * risk.most {
                risk = Sums::new(self.rows.first()?.len());
                there().for_each(|row| risk.enter(self.rows[row], scores[row]));
            }
            let mut moment = match self.ties {
                Ties::Exact => {
                    let rows: Vec<(&[f64], f64)> = there().map(|row| (self.rows[row], scores[row])).collect();
                    Moment { rise: gone.len() as f64 / risk.weight, ..exact::moment(&rows, gone.len())? }
                }
                ties => spread(&risk, &self.gone(&gone, scores, risk.highest), gone.len(), ties)?,
            };
            for row in &gone {
                moment.value += scores[*row];
                moment.score.iter_mut().zip(self.rows[*row]).for_each(|(score, cell)| *score += cell);
            }
            if self.ties != Ties::Efron {
                moment.rise_of_gone = moment.rise;
            }
            // From weights beside the highest to weights.
            let back = libm::exp(-risk.highest);
            (moment.rise, moment.rise_of_gone) = (moment.rise * back, moment.rise_of_gone * back);
            moments.push(Moment { stratum: stratum.number, time, ..moment });
        }
        Some(())
    }

    /// Sums over those who go, on the scale of the risk set.
    fn gone(&self, rows: &[usize], scores: &[f64], highest: f64) -> Sums {
        let mut sums = Sums::new(self.rows.first().map_or(0, |row| row.len()));
        rows.iter().for_each(|row| sums.add(self.rows[*row], libm::exp(scores[*row] - highest)));
        sums
    }
}

/// Σ w, Σ w x and Σ w x x' over a set of rows; the last in its lower triangle. Weights stand beside the highest, which is 1, so
/// that no risk set vanishes however small its risks are beside those of others.
#[derive(Debug, Clone)]
struct Sums {
    highest: f64,
    /// The most that the weights ever summed to.
    most: f64,
    weight: f64,
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Sums {
    fn new(width: usize) -> Self {
        let (first, second) = (vec![0.0; width], vec![0.0; width * width]);
        Self { highest: f64::NEG_INFINITY, most: 0.0, weight: 0.0, first, second }
    }

    fn enter(&mut self, row: &[f64], score: f64) {
        if score > self.highest {
            let less = libm::exp(self.highest - score);
            self.highest = score;
            let numbers = [&mut self.weight, &mut self.most].into_iter().chain(&mut self.first);
            numbers.chain(&mut self.second).for_each(|number| *number *= less);
        }
        self.add(row, libm::exp(score - self.highest));
        self.most = self.most.max(self.weight);
    }

    fn add(&mut self, row: &[f64], weight: f64) {
        self.weight += weight;
        let lines = self.second.chunks_mut(row.len().max(1));
        for (place, (line, sum)) in lines.zip(&mut self.first).enumerate() {
            let weighted = weight * row[place];
            *sum += weighted;
            line[..=place].iter_mut().zip(row).for_each(|(cell, other)| *cell += weighted * other);
        }
    }
}

/// The moment without the covariates of those who go: by Efron the l-th of d to go finds l / d of them gone already.
fn spread(risk: &Sums, gone: &Sums, count: usize, ties: Ties) -> Option<Moment> {
    let width = risk.first.len();
    let mut moment = Moment {
        stratum: 0,
        time: 0.0,
        value: 0.0,
        score: vec![0.0; width],
        information: vec![0.0; width * width],
        rise: 0.0,
        rise_of_gone: 0.0,
    };
    for order in 0..count {
        let share = if ties == Ties::Efron { order as f64 / count as f64 } else { 0.0 };
        let weight = risk.weight - share * gone.weight;
        if !(weight > 0.0 && weight.is_finite()) {
            return None;
        }
        moment.value -= libm::log(weight) + risk.highest;
        moment.rise += 1.0 / weight;
        moment.rise_of_gone += (1.0 - share) / weight;
        let means: Vec<f64> =
            risk.first.iter().zip(&gone.first).map(|(all, gone)| (all - share * gone) / weight).collect();
        moment.score.iter_mut().zip(&means).for_each(|(score, mean)| *score -= mean);
        for (row, mean) in means.iter().enumerate() {
            for (column, other) in means.iter().enumerate().take(row + 1) {
                let cell = row * width + column;
                let second = (risk.second[cell] - share * gone.second[cell]) / weight;
                moment.information[cell] += second - mean * other;
            }
        }
    }
    Some(moment)
}

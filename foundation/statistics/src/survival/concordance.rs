use super::{Spans, Unfit};

/// How often the one with the higher score was earlier.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Concordance {
    /// (concordant + tied / 2) / comparable: 0.5 is chance, 1 is perfect.
    pub share: f64,
    /// Pairs in which the earlier one had the higher score.
    pub concordant: f64,
    /// Pairs in which it had the lower.
    pub discordant: f64,
    /// Pairs with the same score.
    pub tied: f64,
    /// How many were watched.
    pub n: usize,
}

/// Harrell's C: of two who can be compared, one had the event while the other was watched and still there afterwards. Two
/// events at the same time are not compared; one who was last seen at the time of an event counts as later.
///
/// `strata` keeps pairs within groups. Takes n log n steps. `None` in place of an answer when no pair can be compared or a
/// score is not finite.
///
/// # Errors
/// When there is not one score, or not one stratum, for each span.
/// Source: F. Harrell, R. Califf, D. Pryor et al., "Evaluating the Yield of Medical Tests", JAMA 247 (1982).
pub fn concordance(spans: &Spans, scores: &[f64], strata: Option<&[usize]>) -> Result<Option<Concordance>, Unfit> {
    Unfit::unless_each("scores", scores.len(), spans.len())?;
    Unfit::unless_each("strata", strata.map_or(spans.len(), <[usize]>::len), spans.len())?;
    if scores.iter().any(|score| !score.is_finite()) {
        return Ok(None);
    }
    let stratum = |row: usize| strata.map_or(0, |strata| strata[row]);
    let mut rows: Vec<usize> = (0..spans.len()).collect();
    rows.sort_by_key(|row| stratum(*row));
    let mut counts = [0.0; 3];
    for rows in rows.chunk_by(|left, right| stratum(*left) == stratum(*right)) {
        let found = Pairs { spans, scores, rows }.count();
        counts.iter_mut().zip(found).for_each(|(total, count)| *total += count);
    }
    let [concordant, discordant, tied] = counts;
    let all = concordant + discordant + tied;
    let share = (concordant + tied / 2.0) / all;
    Ok((all > 0.0).then_some(Concordance { share, concordant, discordant, tied, n: spans.len() }))
}

struct Pairs<'a> {
    spans: &'a Spans,
    scores: &'a [f64],
    rows: &'a [usize],
}

impl Pairs<'_> {
    /// From the last time to the first: who is still there lies in a tree by score.
    fn count(&self) -> [f64; 3] {
        let span = |row: usize| self.spans.as_slice()[row];
        let mut scores: Vec<f64> = self.rows.iter().map(|row| self.scores[*row]).collect();
        scores.sort_unstable_by(f64::total_cmp);
        scores.dedup();
        let rank = |row: usize| scores.partition_point(|score| *score < self.scores[row]);
        let mut leaving = self.rows.to_vec();
        leaving.sort_by(|left, right| span(*right).exit.total_cmp(&span(*left).exit));
        let mut entering: Vec<(f64, usize)> =
            self.rows.iter().filter_map(|row| span(*row).entry.map(|entry| (entry, *row))).collect();
        entering.sort_by(|left, right| right.0.total_cmp(&left.0));
        let mut entering = entering.into_iter().peekable();
        let mut tree = Tree::new(scores.len());
        let mut counts = [0.0; 3];
        for together in leaving.chunk_by(|left, right| span(*left).exit == span(*right).exit) {
            let time = together.first().map_or(0.0, |row| span(*row).exit);
            let (gone, seen): (Vec<usize>, Vec<usize>) = together.iter().partition(|row| span(**row).event);
            seen.into_iter().for_each(|row| tree.add(rank(row), 1));
            if !gone.is_empty() {
                while let Some((_, row)) = entering.next_if(|(entry, _)| *entry >= time) {
                    tree.add(rank(row), -1);
                }
            }
            for row in &gone {
                let (below, through) = (tree.before(rank(*row)), tree.before(rank(*row) + 1));
                counts[0] += below as f64;
                counts[1] += (tree.total - through) as f64;
                counts[2] += (through - below) as f64;
            }
            gone.into_iter().for_each(|row| tree.add(rank(row), 1));
        }
        counts
    }
}

/// Counts by rank with prefix sums (P. Fenwick, Software: Practice and Experience 24, 1994).
struct Tree {
    cells: Vec<i64>,
    total: i64,
}

impl Tree {
    fn new(size: usize) -> Self {
        Self { cells: vec![0; size + 1], total: 0 }
    }

    fn add(&mut self, rank: usize, count: i64) {
        self.total += count;
        let mut place = rank + 1;
        while let Some(cell) = self.cells.get_mut(place) {
            *cell += count;
            place += place & place.wrapping_neg();
        }
    }

    /// How many lie below a rank.
    fn before(&self, rank: usize) -> i64 {
        let (mut place, mut sum) = (rank, 0);
        while place > 0 {
            sum += self.cells.get(place).copied().unwrap_or(0);
            place &= place - 1;
        }
        sum
    }
}

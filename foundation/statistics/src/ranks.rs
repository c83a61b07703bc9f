use crate::normal;

/// Where one of many may stand, from the lowest (1) to the highest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// The expected position.
    pub expected: f64,
    /// The lower end of the 90 % interval of the position.
    pub low: usize,
    /// The upper end of the 90 % interval of the position.
    pub high: usize,
    /// The chance of one of the lowest quarter of positions.
    pub lowest_quarter: f64,
    /// The chance of one of the highest quarter of positions.
    pub highest_quarter: f64,
}

/// Up to so many others positions are counted out exactly; beyond, their number is taken as normal.
const EXACT: usize = 400;

/// The chance of each position of one among others, from the lowest (1, first entry) to the highest.
///
/// `values` are the values the one may have, with chances that sum to 1; `below` holds, for each of these values, the chance
/// of every other to lie below it. Others being independent, how many lie below is Poisson-binomial: positions are counted
/// out, not drawn. Beyond 400 others the normal distribution with a correction of one half stands in.
/// Source: R. Lin, T. A. Louis, S. M. Paddock, G. Ridgeway, "Ranking USRDS provider specific SMRs from 1998–2001", HSORM 9
/// (2009), for what to report.
#[must_use]
pub fn positions(values: &[f64], below: &[Vec<f64>]) -> Vec<f64> {
    let others = below.iter().map(Vec::len).max().unwrap_or(0);
    let mut chances = vec![0.0; others + 1];
    for (weight, below) in values.iter().zip(below) {
        let count = if others <= EXACT { counted(below) } else { approximated(below) };
        chances.iter_mut().zip(count).for_each(|(sum, chance)| *sum += weight * chance);
    }
    chances
}

/// How many of independent events happen, by convolution.
fn counted(chances: &[f64]) -> Vec<f64> {
    let mut counts = vec![1.0];
    for chance in chances {
        counts.push(0.0);
        for place in (0..counts.len()).rev() {
            let before = if place == 0 { 0.0 } else { counts[place - 1] };
            counts[place] = counts[place] * (1.0 - chance) + before * chance;
        }
    }
    counts
}

fn approximated(chances: &[f64]) -> Vec<f64> {
    let mean: f64 = chances.iter().sum();
    let spread = libm::sqrt(chances.iter().map(|chance| chance * (1.0 - chance)).sum::<f64>()).max(1e-9);
    let up_to = |count: usize| normal::below((count as f64 + 0.5 - mean) / spread);
    let last = chances.len();
    let share = |count: usize| {
        let below = if count == 0 { 0.0 } else { up_to(count - 1) };
        let above = if count == last { 1.0 } else { up_to(count) };
        above - below
    };
    (0..=last).map(share).collect()
}

impl Standing {
    /// Of the chances of each position; `None` without any.
    #[must_use]
    pub fn of(positions: &[f64]) -> Option<Self> {
        let count = positions.len();
        let quarter = count / 4;
        let reached = |share: f64| {
            let mut below = 0.0;
            let position = positions.iter().position(|chance| {
                below += chance;
                below >= share
            });
            position.unwrap_or(count - 1) + 1
        };
        (count > 0).then(|| Self {
            expected: positions.iter().enumerate().map(|(place, chance)| (place + 1) as f64 * chance).sum(),
            low: reached(0.05),
            high: reached(0.95),
            lowest_quarter: positions[..quarter].iter().sum(),
            highest_quarter: positions[count - quarter..].iter().sum(),
        })
    }
}

#[cfg(test)]
mod tests;

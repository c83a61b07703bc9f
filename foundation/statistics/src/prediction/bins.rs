use super::Forecasts;
use crate::describe::{finite, sum};
use crate::gamma::chi_square_tail;
use crate::interval::Interval;
use crate::normal;

/// How forecasts are put into groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// As many forecasts in each, from the lowest chance up; where they do not share out evenly the first have one more.
    EqualCount,
    /// As wide in each: from 0 to 1 / groups, and so on; the upper end belongs to the next.
    EqualWidth,
}

/// A group of forecasts of about one chance.
///
/// Forecasts of one chance on both sides of a cut are shared out evenly, so that counts need not be whole and the order
/// of the forecasts changes nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// How many.
    pub n: f64,
    /// What they weigh.
    pub weight: f64,
    /// The mean chance by weight.
    pub predicted: f64,
    /// The share by weight that it happened to.
    pub observed: f64,
    /// Wilson's interval of the share, for as many as would weigh the same with equal weights.
    pub interval: Interval,
}

/// The groups of a reliability diagram that have forecasts in them, from the lowest chance up.
///
/// `None` for no groups or a level not strictly between 0 and 1.
#[must_use]
pub fn bins(forecasts: &Forecasts, cut: Cut, groups: usize, level: f64) -> Option<Vec<Bin>> {
    let z = normal::two_sided(level).filter(|_| groups > 0)?;
    let filled = fill(forecasts, cut, groups)?;
    let full = filled.iter().filter(|bin| bin.weight > 0.0);
    full.map(|bin| {
        let (predicted, observed) = (bin.chances / bin.weight, (bin.happened / bin.weight).clamp(0.0, 1.0));
        let effective = bin.weight * bin.weight / bin.squares;
        Some(Bin {
            n: bin.n,
            weight: bin.weight,
            predicted: finite(predicted)?,
            observed,
            interval: wilson(observed, finite(effective)?, z),
        })
    })
    .collect()
}

/// The expected calibration error, 0 to 1: how far the share that happened lies from the mean chance, over groups by weight.
///
/// Depends on the groups and is above 0 by chance alone also where all is right.
/// `None` for no groups. Source: M. Naeini, G. Cooper and M. Hauskrecht, AAAI (2015).
#[must_use]
pub fn calibration_error(forecasts: &Forecasts, cut: Cut, groups: usize) -> Option<f64> {
    let filled = if groups > 0 { fill(forecasts, cut, groups)? } else { return None };
    let parts: Vec<f64> = filled.iter().map(|bin| (bin.happened - bin.chances).abs() / forecasts.weight).collect();
    sum(&parts)
}

/// Hosmer and Lemeshow's test of calibration.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HosmerLemeshow {
    /// Σ (observed - expected)² / (expected (1 - mean chance)) over groups, unweighted.
    pub statistic: f64,
    /// How many groups it has.
    pub groups: usize,
    /// The chance of as much, by chi-square with `groups` degrees where the rows were not learned from.
    pub p_value: f64,
}

/// Hosmer and Lemeshow's test over groups of equal count, for forecasts of rows that were not learned from.
///
/// Weights are left aside. With many rows it finds faults that do not matter, with few none at all: a footnote, no verdict.
/// `None` for no groups, or when a group expects nothing or everything for certain.
/// Source: D. Hosmer and S. Lemeshow, "Applied Logistic Regression" (2nd ed., 2000), 5.2.2 and 5.5 for degrees elsewhere.
#[must_use]
pub fn hosmer_lemeshow(forecasts: &Forecasts, groups: usize) -> Option<HosmerLemeshow> {
    let plain = Forecasts::unweighted(forecasts.all().iter().map(|one| (one.chance, one.happened))).ok()?;
    let filled = if groups > 0 { fill(&plain, Cut::EqualCount, groups)? } else { return None };
    let full: Vec<&Filled> = filled.iter().filter(|bin| bin.n > 0.0).collect();
    let part = |bin: &&Filled| {
        let apart = bin.happened - bin.chances;
        finite(apart * apart / (bin.chances * (1.0 - bin.chances / bin.n)))
    };
    let statistic = sum(&full.iter().map(part).collect::<Option<Vec<f64>>>()?)?.max(0.0);
    Some(HosmerLemeshow { statistic, groups: full.len(), p_value: chi_square_tail(statistic, full.len() as f64)? })
}

/// Sums of a group while it fills.
#[derive(Debug, Clone, Copy, Default)]
struct Filled {
    n: f64,
    weight: f64,
    squares: f64,
    chances: f64,
    happened: f64,
}

fn fill(forecasts: &Forecasts, cut: Cut, groups: usize) -> Option<Vec<Filled>> {
    let n = forecasts.all().len();
    // More groups than forecasts would be empty.
    let groups = if cut == Cut::EqualCount { groups.min(n) } else { groups };
    let ends: Vec<usize> = (1..=groups).map(|group| group * (n / groups) + group.min(n % groups)).collect();
    let mut filled = vec![Filled::default(); groups];
    let (mut from, mut at) = (0, 0);
    for tied in forecasts.tied() {
        let upto = from + tied.len();
        if cut == Cut::EqualWidth {
            at = ((tied[0].chance * groups as f64) as usize).min(groups - 1);
            add(filled.get_mut(at)?, &tied, 1.0);
        }
        while cut == Cut::EqualCount && from < upto {
            let end = ends[at].min(upto);
            add(&mut filled[at], &tied, (end - from) as f64 / tied.len() as f64);
            at += usize::from(end == ends[at]);
            from = end;
        }
        from = upto;
    }
    Some(filled)
}

fn add(filled: &mut Filled, tied: &[super::Forecast], part: f64) {
    for one in tied {
        filled.n += part;
        filled.weight += part * one.weight;
        filled.squares += part * one.weight * one.weight;
        filled.chances += part * one.weight * one.chance;
        filled.happened += part * one.weight * one.outcome();
    }
}

/// Wilson's interval where neither hits nor tries need be whole; as [`crate::interval::wilson`] where they are.
fn wilson(share: f64, n: f64, z: f64) -> Interval {
    let square = z * z / n;
    let centre = (share + square / 2.0) / (1.0 + square);
    let half = z * libm::sqrt(share * (1.0 - share) / n + square / (4.0 * n)) / (1.0 + square);
    let low = if share <= 0.0 { 0.0 } else { (centre - half).clamp(0.0, 1.0) };
    Interval { low, high: if share >= 1.0 { 1.0 } else { (centre + half).clamp(0.0, 1.0) } }
}

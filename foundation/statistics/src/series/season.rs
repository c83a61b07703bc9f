use crate::describe::{mean, sum};

/// How the season may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Season {
    /// It is the same every time.
    Fixed,
    /// It changes; smoothed over so many periods, an odd number of 7 or more.
    Changing(usize),
}

/// Values taken apart; the three parts add up to them.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// What comes back with every period.
    pub season: Vec<f64>,
    /// What moves slowly.
    pub trend: Vec<f64>,
    /// What is left.
    pub rest: Vec<f64>,
    /// How much each value counted, 0 to 1; all 1 unless it was done robustly.
    pub weights: Vec<f64>,
}

/// Seasonal-trend decomposition by loess with the lengths that R's `stl` takes by default: two inner loops, or, where
/// `is_robust`, one inner and fifteen outer ones in which values far off count for less.
///
/// Without `is_robust` it meets R's `stl` digit for digit; with it by about a hundredth, since R works the median distance out
/// wrongly for an even number of values.
/// `None` for a period below 2, fewer than two periods of values, a changing season over fewer than 7 or an even number of periods, or
/// a number that is not finite or too large.
/// Source: R. Cleveland and others, "STL: A Seasonal-Trend Decomposition Procedure Based on Loess", J. Official Statistics 6
/// (1990); worked out by the crate `stlrs`.
#[must_use]
pub fn parts(values: &[f64], period: usize, season: Season, is_robust: bool) -> Option<Parts> {
    let enough = period >= 2 && values.len() / 2 >= period;
    let smooth = match season {
        Season::Fixed => values.len().checked_mul(10)? + 1,
        Season::Changing(periods) => periods,
    };
    // Squares and sums of squares must fit, or the parts would not be numbers.
    let writable = values.iter().all(|value| value.abs() < 1e100);
    if !enough || !writable || smooth < 7 || smooth % 2 == 0 {
        return None;
    }
    let mut settings = stlrs::params();
    settings.seasonal_length(smooth).robust(is_robust);
    settings.trend_length(trend_length(period, smooth)).low_pass_length(period + (period + 1) % 2);
    let (mut seasonal, trend, mut rest, weights) = settings.fit(values, period).ok()?.into_parts();
    if season == Season::Fixed {
        let means =
            (0..period).map(|at| mean(&seasonal.iter().skip(at).step_by(period).copied().collect::<Vec<f64>>()));
        let means = means.collect::<Option<Vec<f64>>>()?;
        seasonal.iter_mut().zip(means.iter().cycle()).for_each(|(part, mean)| *part = *mean);
        let left = values.iter().zip(&seasonal).zip(&trend).map(|((value, season), trend)| value - season - trend);
        rest = left.collect();
    }
    for numbers in [&seasonal, &trend, &rest, &weights] {
        sum(numbers)?;
    }
    Some(Parts { season: seasonal, trend, rest, weights })
}

/// The least odd number from 1.5 period / (1 - 1.5 / smooth) up.
fn trend_length(period: usize, smooth: usize) -> usize {
    let length = libm::ceil(1.5 * period as f64 / (1.0 - 1.5 / smooth as f64)) as usize;
    length + (length + 1) % 2
}

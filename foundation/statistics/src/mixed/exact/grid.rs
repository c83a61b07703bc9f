use super::count::{Count, Reading};
use super::curve::{Curve, walk};
use super::{Belief, Point, Prior};

/// All means of groups worth looking at, for one spread.
#[derive(Debug, Clone)]
pub(super) struct Slice {
    log_spread: f64,
    /// The log of what the spread weighs, per unit of its logarithm.
    log_weight: f64,
    /// The first mean, the step between two, and the log weight of each.
    start: f64,
    step: f64,
    logs: Vec<f64>,
    settled: bool,
}

/// Spreads evenly on the log scale, each with its means.
pub(super) struct Grid {
    pub(super) slices: Vec<Slice>,
    /// Whether every walk came to its end.
    pub(super) settled: bool,
    /// Whether larger spreads than were looked at have weight.
    pub(super) at_edge: bool,
}

/// The largest spread looked at, in log-odds: nine in ten against next to none.
const HIGHEST: f64 = 10.0;

/// The weight of the largest spread, against the heaviest, from which more is missing beyond than can be left out.
const EDGE: f64 = 1e-3;

/// How far the log weight of a mean falls until nothing is left,
const MEANS_FALL: f64 = 15.0;

/// and that of a spread, whose tails are longer and lighter.
const SPREADS_FALL: f64 = 13.0;

/// Steps of means in standard deviations.
const MEANS_STEP: f64 = 0.7;

/// Between two means so many are read off at least and at most: where groups are spread narrowly around a mean, steps of
/// means would show in them.
const FINER: (f64, f64) = (2.0, 12.0);

/// Steps of the log spread in standard deviations, and at most.
const SPREADS_STEP: (f64, f64) = (0.6, 0.3);

/// Between two spreads so many are read off.
const SPREADS_FINER: usize = 4;

/// Steps of the first search for the likeliest log spread; beyond, the bracket is cut down so many times.
const ROUGH: (f64, u32) = (0.5, 12);

/// Distance of the looks that say how narrowly the log spread is known.
const BESIDE: f64 = 0.05;

/// Steps to the likeliest mean at most.
const STEPS: u32 = 100;

/// The lightest points that weigh this together are left out.
const LIGHT: f64 = 1e-5;

/// What the grid is laid over.
struct Table<'a> {
    counts: &'a [Count],
    nobody: Count,
    prior: &'a Prior,
    /// The log-odds of everything together.
    overall: f64,
}

impl Grid {
    /// `None` where nothing finite comes out.
    pub(super) fn of(counts: &[Count], nobody: Count, prior: &Prior) -> Option<Self> {
        let all = || counts.iter().chain(std::iter::once(&nobody));
        let (well, trials): (f64, f64) =
            (all().map(|count| count.successes).sum(), all().map(|count| count.trials).sum());
        let overall = libm::log((well + 0.5) / (trials - well + 0.5));
        let table = Table { counts, nobody, prior, overall };
        let (centre, step) = table.likeliest();
        let range = libm::log(prior.spread.lowest())..libm::log(HIGHEST);
        // Beyond the range there is no slice, which ends the walk.
        let look = |log_spread: f64| range.contains(&log_spread).then(|| table.slice(log_spread));
        let height = |slice: &Option<Slice>| slice.as_ref().map_or(f64::NEG_INFINITY, |slice| slice.log_weight);
        let (_, slices, ended) = walk((centre, step), SPREADS_FALL, look, height);
        let slices: Vec<Slice> = slices.into_iter().flatten().collect();
        let top = slices.iter().map(|slice| slice.log_weight).fold(f64::NEG_INFINITY, f64::max);
        let last = slices.last()?;
        let at_edge = last.log_spread + step > range.end && last.log_weight > top + libm::log(EDGE);
        let settled = ended && slices.iter().all(|slice| slice.settled);
        top.is_finite().then_some(Self { slices, settled, at_edge })
    }
}

impl Table<'_> {
    /// The log of likelihood times prior at a mean and a spread, and how it goes with the mean.
    fn at(&self, mean: f64, spread: f64) -> Reading {
        let precision = 1.0 / (self.prior.mean * self.prior.mean);
        let plain = self.nobody.plain(mean);
        let mut sum = Reading {
            log: plain.log - precision * mean * mean / 2.0,
            slope: plain.slope - precision * mean,
            bend: plain.bend - precision,
        };
        for count in self.counts {
            let reading = count.reading(mean, spread);
            sum.log += reading.log;
            sum.slope += reading.slope;
            sum.bend += reading.bend;
        }
        // The sum is concave; rounding must not make it otherwise.
        sum.bend = sum.bend.min(-precision);
        sum
    }

    /// Close to the likeliest mean: it only says where the grid is laid.
    fn top(&self, spread: f64) -> (f64, Reading) {
        let mut mean = self.overall;
        let mut reading = self.at(mean, spread);
        for _ in 0..STEPS {
            let step = -reading.slope / reading.bend;
            if step * step * -reading.bend < 0.01 {
                break;
            }
            mean += step.clamp(-2.0, 2.0);
            reading = self.at(mean, spread);
        }
        (mean, reading)
    }

    /// The log weight of a spread if the mean were known normally.
    fn rough(&self, log_spread: f64) -> f64 {
        let reading = self.top(libm::exp(log_spread)).1;
        // What the mean's remaining distance from its top is worth.
        let climb = reading.slope * reading.slope / -reading.bend / 2.0;
        reading.log + climb - libm::log(-reading.bend) / 2.0 + self.prior.spread.log_density(log_spread)
    }

    /// Where the log spread is likeliest, and the steps in which to walk from there.
    fn likeliest(&self) -> (f64, f64) {
        let (low, high) = (libm::log(self.prior.spread.lowest()), libm::log(HIGHEST));
        let (rough, cuts) = ROUGH;
        let places = ((high - low) / rough) as usize;
        let heights = (1..=places).map(|place| low + rough * (place as f64 - 0.5)).map(|at| (at, self.rough(at)));
        let best = heights.fold((low, f64::NEG_INFINITY), |best, one| if one.1 > best.1 { one } else { best });
        let (mut left, mut right) = ((best.0 - rough).max(low), (best.0 + rough).min(high));
        let mut middle = best;
        for _ in 0..cuts {
            let (up, down) = (right - middle.0, middle.0 - left);
            let at = if up > down { middle.0 + 0.381_966 * up } else { middle.0 - 0.381_966 * down };
            let found = (at, self.rough(at));
            let (better, worse) = if found.1 > middle.1 { (found, middle) } else { (middle, found) };
            if worse.0 < better.0 {
                left = worse.0;
            } else {
                right = worse.0;
            }
            middle = better;
        }
        let beside = self.rough(middle.0 - BESIDE) + self.rough(middle.0 + BESIDE);
        let bend = (2.0 * middle.1 - beside) / (BESIDE * BESIDE);
        let (share, most) = SPREADS_STEP;
        (middle.0, if bend > 0.0 { f64::min(share / libm::sqrt(bend), most) } else { most })
    }

    fn slice(&self, log_spread: f64) -> Slice {
        let spread = libm::exp(log_spread);
        let (centre, reading) = self.top(spread);
        let step = MEANS_STEP / libm::sqrt(-reading.bend);
        let look = |mean: f64| self.at(mean, spread).log;
        let (start, logs, settled) = walk((centre, step), MEANS_FALL, look, |log| *log);
        let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let area = step * logs.iter().map(|log| libm::exp(log - top)).sum::<f64>();
        let log_weight = top + libm::log(area) + self.prior.spread.log_density(log_spread);
        Slice { log_spread, log_weight, start, step, logs, settled }
    }
}

impl Slice {
    /// Its means as a curve, finely enough that groups around them overlap.
    fn means(&self) -> Curve {
        let (least, most) = FINER;
        let finer = (2.0 * self.step / libm::exp(self.log_spread)).clamp(least, most);
        Curve::of_heights(self.start, self.step, &self.logs, finer as usize)
    }

    /// Its means with the share of each in the slice.
    fn shares(&self) -> Vec<(f64, f64)> {
        let top = self.logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let heights: Vec<f64> = self.logs.iter().map(|log| libm::exp(log - top)).collect();
        let total: f64 = heights.iter().sum();
        let mean = |place: usize| self.start + self.step * place as f64;
        heights.into_iter().enumerate().map(|(place, height)| (mean(place), height / total)).collect()
    }
}

/// What all slices come to.
pub(super) struct Weighed {
    /// Means and spreads.
    pub(super) points: Vec<Point>,
    /// The same with more means where the spread is narrow.
    pub(super) fine: Vec<Point>,
    pub(super) means: Belief,
    pub(super) log_spread: Curve,
}

/// Weighs slices against each other.
pub(super) fn weighed(slices: &[Slice]) -> Weighed {
    let logs: Vec<f64> = slices.iter().map(|slice| slice.log_weight).collect();
    let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = logs.iter().map(|log| libm::exp(log - top)).collect();
    let total: f64 = weights.iter().sum();
    let (mut points, mut fine, mut means) = (Vec::new(), Vec::new(), Vec::new());
    for (slice, weight) in slices.iter().zip(&weights) {
        let (spread, weight, curve) = (libm::exp(slice.log_spread), weight / total, slice.means());
        let point = |(mean, share): (f64, f64)| Point { mean, spread, weight: share * weight };
        points.extend(slice.shares().into_iter().map(point));
        fine.extend(curve.masses().map(point));
        means.push((weight, curve));
    }
    let start = slices.first().map_or(0.0, |slice| slice.log_spread);
    let step = slices.get(1).map_or(1.0, |slice| slice.log_spread - start);
    Weighed {
        points: heavy(points),
        fine: heavy(fine),
        means: Belief::new(means),
        log_spread: Curve::of_heights(start, step, &logs, SPREADS_FINER),
    }
}

/// Those that count, weighing 1 together.
fn heavy(mut points: Vec<Point>) -> Vec<Point> {
    let mut weights: Vec<f64> = points.iter().map(|point| point.weight).collect();
    weights.sort_by(f64::total_cmp);
    let mut left_out = 0.0;
    let least = weights.into_iter().find(|weight| {
        left_out += weight;
        left_out > LIGHT
    });
    points.retain(|point| least.is_none_or(|least| point.weight >= least));
    let kept: f64 = points.iter().map(|point| point.weight).sum();
    points.iter_mut().for_each(|point| point.weight /= kept);
    points
}

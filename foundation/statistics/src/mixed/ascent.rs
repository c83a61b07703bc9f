use crate::linear::{Cholesky, add_outer, dot};

/// A function to be maximised: its height and its slope at a place; `None` where it cannot be worked out.
pub(crate) trait Surface {
    fn at(&mut self, place: &[f64]) -> Option<(f64, Vec<f64>)>;
}

/// The top of a surface.
pub(crate) struct Top {
    pub(crate) place: Vec<f64>,
    pub(crate) height: f64,
    /// The inverse of minus the second derivatives, row by row.
    pub(crate) covariance: Vec<f64>,
    /// The largest slope left.
    pub(crate) slope: f64,
    pub(crate) steps: u32,
}

/// Steps at most.
const STEPS: u32 = 60;

/// Slopes below this count as none.
const FLAT: f64 = 1e-9;

/// A step so small at exact second derivatives has nowhere to go.
const STILL: f64 = 1e-10;

/// Second derivatives are taken anew where a step leaves more than this share of the slope,
const SLOW: f64 = 0.8;

/// and after so many steps in any case.
const FRESH: u32 = 8;

/// How far apart the two slopes of a second derivative are taken: balances rounding against bending.
const APART: f64 = 1e-4;

/// No coordinate moves further in one step.
const STRIDE: f64 = 1.0;

/// Where a climb begins.
pub(crate) struct Start {
    pub(crate) place: Vec<f64>,
    /// Minus the second derivatives, roughly, row by row.
    pub(crate) bend: Vec<f64>,
}

/// Newton's method, halving steps that go down. Second derivatives are differences of slopes, which cost two looks per
/// coordinate: as long as slopes shrink quickly, those of the start are only corrected by what each step shows.
///
/// `stop` ends the climb early, at a place where going on makes no sense.
/// Source: J. Nocedal, S. Wright, "Numerical Optimization" (2nd ed.), section 6.2, for the symmetric rank-one correction.
pub(crate) fn ascend(surface: &mut impl Surface, start: Start, stop: impl Fn(&[f64]) -> bool) -> Option<Top> {
    let Start { mut place, mut bend } = start;
    let (mut height, mut slopes) = surface.at(&place)?;
    let mut exact = false;
    for steps in 1..=STEPS {
        let step = newton(&bend, &slopes)?;
        let (next, reached, flatter) = uphill(surface, (&place, height), &step)?;
        let way: Vec<f64> = next.iter().zip(&place).map(|(new, old)| new - old).collect();
        let (before, slope) = (largest(&slopes), largest(&flatter));
        (place, height) = (next, reached);
        if slope < FLAT || (exact && largest(&way) < STILL) || stop(&place) {
            let order = place.len();
            let covariance = Cholesky::of(&self::bend(surface, &place)?, order).map(|factor| factor.inverse());
            return Some(Top { place, height, covariance: covariance.unwrap_or_default(), slope, steps });
        }
        exact = slope > SLOW * before || steps % FRESH == 0;
        if exact {
            bend = self::bend(surface, &place)?;
        } else {
            correct(&mut bend, &way, slopes.iter().zip(&flatter).map(|(old, new)| old - new));
        }
        slopes = flatter;
    }
    None
}

fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |most: f64, value| most.max(value.abs()))
}

/// Makes the bend explain by how much slopes fell on the way; nothing where the way says too little.
fn correct(bend: &mut [f64], way: &[f64], fallen: impl Iterator<Item = f64>) {
    let foretold = bend.chunks(way.len()).map(|line| dot(line, way));
    let missing: Vec<f64> = fallen.zip(foretold).map(|(fallen, foretold)| fallen - foretold).collect();
    let along = dot(&missing, way);
    if along.abs() > 1e-8 * libm::sqrt(dot(&missing, &missing) * dot(way, way)) {
        add_outer(bend, &missing, 1.0 / along);
    }
}

/// Minus the second derivatives, row by row.
fn bend(surface: &mut impl Surface, place: &[f64]) -> Option<Vec<f64>> {
    let order = place.len();
    let mut bend = vec![0.0; order * order];
    for axis in 0..order {
        let mut moved = place.to_vec();
        moved[axis] += APART;
        let ahead = surface.at(&moved)?.1;
        moved[axis] -= 2.0 * APART;
        let behind = surface.at(&moved)?.1;
        for (other, (ahead, behind)) in ahead.iter().zip(&behind).enumerate() {
            let second = (behind - ahead) / (2.0 * APART);
            // Both halves of the symmetric pair are differences; their mean is the better of three.
            bend[axis * order + other] += second / 2.0;
            bend[other * order + axis] += second / 2.0;
        }
    }
    bend.iter().all(|value| value.is_finite()).then_some(bend)
}

/// The Newton step, on a surface bent further down where it does not bend down by itself; no coordinate beyond a stride.
fn newton(bend: &[f64], slopes: &[f64]) -> Option<Vec<f64>> {
    let order = slopes.len();
    let mut extra = 0.0;
    for _ in 0..30 {
        let mut matrix = bend.to_vec();
        (0..order).for_each(|place| matrix[place * order + place] += extra);
        if let Some(factor) = Cholesky::of(&matrix, order) {
            let mut step = slopes.to_vec();
            factor.solve(&mut step);
            let longest = step.iter().fold(STRIDE, |most: f64, value| most.max(value.abs()));
            step.iter_mut().for_each(|value| *value *= STRIDE / longest);
            return Some(step);
        }
        extra = if extra == 0.0 { 1e-3 } else { extra * 4.0 };
    }
    None
}

fn uphill(surface: &mut impl Surface, from: (&[f64], f64), step: &[f64]) -> Option<(Vec<f64>, f64, Vec<f64>)> {
    let (place, height) = from;
    let mut by = 1.0;
    for _ in 0..40 {
        let moved: Vec<f64> = place.iter().zip(step).map(|(old, step)| old + by * step).collect();
        if let Some((reached, slopes)) = surface.at(&moved)
            && reached >= height - 1e-11 * height.abs()
        {
            return Some((moved, reached, slopes));
        }
        by /= 2.0;
    }
    let (height, slopes) = surface.at(place)?;
    Some((place.to_vec(), height, slopes))
}

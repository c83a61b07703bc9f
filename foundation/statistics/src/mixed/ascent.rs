use crate::linear::Cholesky;

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

/// How far apart the two slopes of a second derivative are taken: balances rounding against bending.
const APART: f64 = 1e-4;

/// No coordinate moves further in one step.
const STRIDE: f64 = 1.0;

/// Newton's method with second derivatives from differences of slopes, halving steps that go down.
///
/// `stop` ends the climb early, at a place where going on makes no sense.
pub(crate) fn ascend(surface: &mut impl Surface, start: Vec<f64>, stop: impl Fn(&[f64]) -> bool) -> Option<Top> {
    let mut place = start;
    let (mut height, mut slopes) = surface.at(&place)?;
    for steps in 1..=STEPS {
        let bend = bend(surface, &place)?;
        let step = newton(&bend, &slopes)?;
        let (next, reached, flatter) = uphill(surface, (&place, height), &step)?;
        let moved = next.iter().zip(&place).fold(0.0, |most, (new, old)| f64::max(most, (new - old).abs()));
        (place, height, slopes) = (next, reached, flatter);
        let slope = slopes.iter().fold(0.0, |most: f64, slope| most.max(slope.abs()));
        if slope < FLAT || moved < 1e-10 || stop(&place) {
            let order = place.len();
            let covariance = Cholesky::of(&self::bend(surface, &place)?, order).map(|factor| factor.inverse());
            return Some(Top { place, height, covariance: covariance.unwrap_or_default(), slope, steps });
        }
    }
    None
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

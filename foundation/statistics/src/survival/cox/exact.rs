use super::walk::Moment;

/// The logarithm of a sum over choices, with its first and second derivatives.
#[derive(Debug, Clone)]
struct Choices {
    log: f64,
    slope: Vec<f64>,
    bend: Vec<f64>,
}

/// The moment, without the covariates of those who go, of choosing `count` of `rows` (covariates, score), each choice weighing
/// exp of the sum of its scores.
///
/// The choices of k among the first n rows are those without the n-th and those of k - 1 with it; kept as logarithms, so that
/// no number of choices is too large. Source: M. Gail, J. Lubin, L. Rubinstein, "Likelihood Calculations for Matched
/// Case-Control Studies and Survival Studies with Tied Death Times", Biometrika 68 (1981).
pub(super) fn moment(rows: &[(&[f64], f64)], count: usize) -> Option<Moment> {
    let width = rows.first()?.0.len();
    let none = Choices { log: f64::NEG_INFINITY, slope: vec![0.0; width], bend: vec![0.0; width * width] };
    let mut choices = vec![none; count + 1];
    choices.first_mut()?.log = 0.0;
    for (seen, (row, score)) in rows.iter().enumerate() {
        // Fewer rows than are still to be chosen after this one lead nowhere.
        let least = (count + seen + 1).saturating_sub(rows.len()).max(1);
        for chosen in (least..=count.min(seen + 1)).rev() {
            let (fewer, same) = choices.split_at_mut(chosen);
            join(same.first_mut()?, fewer.last()?, row, *score);
        }
    }
    let all = choices.pop()?;
    let score = all.slope.iter().map(|slope| -slope).collect();
    all.log.is_finite().then(|| Moment {
        stratum: 0,
        time: 0.0,
        value: -all.log,
        score,
        information: all.bend,
        rise: 0.0,
        rise_of_gone: 0.0,
    })
}

/// Adds to the choices those of one fewer, each with the row.
fn join(same: &mut Choices, fewer: &Choices, row: &[f64], score: f64) {
    let with = fewer.log + score;
    let highest = same.log.max(with);
    if highest == f64::NEG_INFINITY {
        return;
    }
    let (left, right) = (libm::exp(same.log - highest), libm::exp(with - highest));
    let part = right / (left + right);
    same.log = highest + libm::log(left + right);
    let width = row.len();
    let apart: Vec<f64> =
        fewer.slope.iter().zip(row).zip(&same.slope).map(|((slope, cell), own)| slope + cell - own).collect();
    for (line, left) in apart.iter().enumerate() {
        for (column, right) in apart.iter().enumerate().take(line + 1) {
            let cell = line * width + column;
            let mixed = (1.0 - part) * same.bend[cell] + part * fewer.bend[cell];
            same.bend[cell] = mixed + part * (1.0 - part) * left * right;
        }
    }
    same.slope.iter_mut().zip(&apart).for_each(|(slope, apart)| *slope += part * apart);
}

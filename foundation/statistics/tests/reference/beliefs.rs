//! Bioassay (A. Gelman et al., "Bayesian Data Analysis", 3.7): four doses with five animals each.

use serde_json::Value;
use statistics::mixed::{Case, Observations};
use statistics::scorecard::{Belief, Lesson, Scorecard, learn};

use crate::source::{all_close, close, numbers, results};

const WEAK: [(f64, f64); 2] = [(0.0, 10.0), (0.0, 2.5)];
const EXPERT: [(f64, f64); 2] = [(0.0, 2.0), (8.0, 4.0)];

fn doses(expected: &Value, which: std::ops::Range<usize>) -> Observations {
    let column = |name: &str| numbers(&expected["data"][name]);
    let (doses, trials, deaths) = (column("x"), column("n"), column("y"));
    let mut rows = Observations::new(1, 0);
    for row in which {
        let (successes, trials) = (deaths[row], trials[row]);
        rows.push(Case { covariates: &[doses[row]], successes, trials, offset: 0.0, members: &[] }).expect("a row");
    }
    rows
}

fn learned(rows: &Observations, prior: Option<&Belief>) -> Scorecard {
    let card = learn(Lesson { rows, prior, signs: &[] }).expect("a fit");
    assert!(card.convergence.reached && card.convergence.gradient < 1e-8, "{:?}", card.convergence);
    card
}

fn values(card: &Scorecard) -> Vec<f64> {
    card.coefficients.iter().map(|coefficient| coefficient.value).collect()
}

fn errors(card: &Scorecard) -> Vec<f64> {
    card.coefficients.iter().map(|coefficient| coefficient.standard_error.expect("an error")).collect()
}

#[test]
fn without_and_with_a_prior() {
    let expected = &results("bayes_logistic.json")["bioassay"];
    let rows = doses(expected, 0..4);
    for (prior, name) in [(None, "ml"), (Some(WEAK), "map_weak"), (Some(EXPERT), "map_expert")] {
        let belief = prior.map(|prior| Belief::independent(&prior).unwrap());
        let card = learned(&rows, belief.as_ref());
        all_close(&values(&card), &expected[name]["est"], 1e-6);
        all_close(&errors(&card), &expected[name]["se"], 1e-6);
    }
}

#[test]
fn the_belief_of_one_day_is_held_before_the_next() {
    let expected = &results("bayes_logistic.json")["bioassay"];
    let known = &expected["sequential_laplace"];
    let expert = Belief::independent(&EXPERT).unwrap();
    let first = learned(&doses(expected, 0..2), Some(&expert));
    all_close(&values(&first), &known["after_first_two"], 1e-6);
    all_close(&values(&learned(&doses(expected, 2..4), Some(&first.posterior))), &known["after_all"], 1e-6);
    all_close(&values(&learned(&doses(expected, 0..4), Some(&expert))), &known["batch"], 1e-6);
}

/// Means, deviations and the logarithm of the integral of likelihood × exp(-penalty) over a grid, for which the curve vanishes
/// at all edges.
fn grid(expected: &Value, prior: [(f64, f64); 2]) -> ([f64; 2], [f64; 2], f64) {
    const POINTS: u32 = 801;
    let column = |name: &str| numbers(&expected["data"][name]);
    let (doses, trials, deaths) = (column("x"), column("n"), column("y"));
    let place = |low: f64, high: f64, at: u32| low + (high - low) * f64::from(at) / f64::from(POINTS - 1);
    let height = |a: f64, b: f64| {
        let rows = doses.iter().zip(&trials).zip(&deaths).map(|((dose, trials), deaths)| {
            let odds = a + b * dose;
            deaths * odds - trials * (odds.max(0.0) + (-odds.abs()).exp().ln_1p())
        });
        let held = [a, b].iter().zip(prior).map(|(at, (mean, sd))| ((at - mean) / sd).powi(2) / 2.0).sum::<f64>();
        (rows.sum::<f64>() - held).exp()
    };
    let (mut weight, mut first, mut second) = (0.0, [0.0; 2], [0.0; 2]);
    for row in 0..POINTS {
        for line in 0..POINTS {
            let at = [place(-12.0, 14.0, row), place(-14.0, 50.0, line)];
            let here = height(at[0], at[1]);
            weight += here;
            for (axis, at) in at.iter().enumerate() {
                first[axis] += here * at;
                second[axis] += here * at * at;
            }
        }
    }
    let means = first.map(|sum| sum / weight);
    let deviations = [0, 1].map(|axis| (second[axis] / weight - means[axis] * means[axis]).sqrt());
    let cell = 26.0 * 64.0 / f64::from(POINTS - 1).powi(2);
    (means, deviations, (weight * cell).ln())
}

#[test]
fn the_normal_curve_stands_beside_the_exact_posterior() {
    let expected = &results("bayes_logistic.json")["bioassay"];
    for (prior, name) in [(WEAK, "map_weak"), (EXPERT, "map_expert")] {
        let exact = &expected[name]["exact"];
        let (means, deviations, log_norm) = grid(expected, prior);
        all_close(&means, &exact["mean"], 1e-6);
        all_close(&deviations, &exact["sd"], 1e-6);
        close(log_norm, &exact["log_norm"], 1e-6);
        // Laplace: the integral is that of a normal curve, which is near; so are the means, by half a deviation.
        let belief = Belief::independent(&prior).unwrap();
        let card = learned(&doses(expected, 0..4), Some(&belief));
        let deviation_product = (prior[0].1 * prior[1].1).ln();
        let laplace = card.log_evidence.unwrap() + deviation_product + (2.0 * std::f64::consts::PI).ln();
        assert!((laplace - log_norm).abs() < 0.1, "{laplace} {log_norm}");
        let near = values(&card)
            .into_iter()
            .zip(means)
            .zip(deviations)
            .all(|((mode, mean), sd)| (mode - mean).abs() < sd / 2.0);
        assert!(near);
    }
}

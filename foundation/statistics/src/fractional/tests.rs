use proptest::prelude::*;

use super::*;

const WEAK: Option<Ridge> = Some(Ridge { intercept: 5.0, slope: 2.5 });

fn shares(outcomes: &[f64]) -> Vec<Share> {
    outcomes
        .iter()
        .enumerate()
        .map(|(place, outcome)| Share { outcome: *outcome, weight: 1.0, group: place % 2 })
        .collect()
}

fn is_finite(fit: &Fractional) -> bool {
    let errors = fit.model_errors.iter().flatten().chain(&fit.robust_errors).chain(fit.group_errors.iter().flatten());
    fit.coefficients.iter().chain(errors).chain(&fit.fitted).chain([&fit.deviance]).all(|number| number.is_finite())
}

#[test]
fn without_covariates_it_is_the_mean_share() {
    let found = fit(&vec![vec![]; 4], &shares(&[0.2, 0.4, 0.6, 1.0]), None).unwrap();
    assert!((found.at(&[]).unwrap() - 0.55).abs() < 1e-14);
    // Pearson: squares 0.1225 + 0.0225 + 0.0025 + 0.2025 over p (1 - p) = 0.2475 and three degrees.
    assert!((found.phi.unwrap() - 0.35 / 0.2475 / 3.0).abs() < 1e-12);
    // White: sqrt(0.35) / (4 x 0.2475); by two groups the apart sums are -0.3 and 0.3.
    assert!((found.robust_errors[0] - libm::sqrt(0.35) / 0.99).abs() < 1e-12);
    assert!((found.group_errors.unwrap()[0] - libm::sqrt(0.18) / 0.99).abs() < 1e-12);
}

#[test]
fn a_weight_of_two_is_the_same_share_twice() {
    let once = [Share { outcome: 0.3, weight: 2.0, group: 0 }, Share { outcome: 0.9, weight: 1.0, group: 1 }];
    let found = fit(&[vec![], vec![]], &once, None).unwrap();
    let twice = fit(&[vec![], vec![], vec![]], &shares(&[0.3, 0.3, 0.9]), None).unwrap();
    assert!((found.coefficients[0] - twice.coefficients[0]).abs() < 1e-12);
    assert!((found.deviance - twice.deviance).abs() < 1e-12);
}

#[test]
fn what_tells_shares_apart_completely_needs_a_prior() {
    let covariates: Vec<Vec<f64>> = (0..6).map(|x| vec![f64::from(x)]).collect();
    let separated = shares(&[0.0, 0.0, 0.0, 1.0, 1.0, 1.0]);
    assert_eq!(fit(&covariates, &separated, None), None);
    let found = fit(&covariates, &separated, WEAK).unwrap();
    assert!(found.convergence.reached && is_finite(&found), "{found:?}");
    assert!(found.coefficients[1] > 0.0 && found.coefficients[1] < 5.0, "{found:?}");
}

#[test]
fn all_renewed_and_all_lost_need_a_prior() {
    let covariates: Vec<Vec<f64>> = (0..5).map(|x| vec![f64::from(x * x)]).collect();
    for outcome in [0.0, 1.0] {
        assert_eq!(fit(&covariates, &shares(&[outcome; 5]), None), None);
        assert_eq!(fit(&vec![vec![]; 5], &shares(&[outcome; 5]), None), None);
        let found = fit(&covariates, &shares(&[outcome; 5]), WEAK).unwrap();
        assert!(found.convergence.reached && is_finite(&found), "{found:?}");
        assert!(found.coefficients[1].abs() < 1e-1, "{found:?}");
    }
}

#[test]
fn a_segment_that_renewed_completely_needs_a_prior() {
    let covariates: Vec<Vec<f64>> = (0..8).map(|x| vec![f64::from(u8::from(x < 3))]).collect();
    let shares = shares(&[1.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0, 1.0]);
    assert_eq!(fit(&covariates, &shares, None), None);
    assert!(is_finite(&fit(&covariates, &shares, WEAK).unwrap()));
}

#[test]
fn a_covariate_twice_shares_its_effect_under_a_prior() {
    let covariates: Vec<Vec<f64>> = (0..6).map(|x| vec![f64::from(x), f64::from(x), 7.0]).collect();
    let shares = shares(&[0.0, 1.0, 0.0, 1.0, 0.5, 1.0]);
    assert_eq!(fit(&covariates, &shares, None), None);
    let found = fit(&covariates, &shares, WEAK).unwrap();
    assert!((found.coefficients[1] - found.coefficients[2]).abs() < 1e-12);
    // What does not vary explains nothing.
    assert_eq!(found.coefficients[3], 0.0);
    assert!(is_finite(&found));
}

#[test]
fn the_mode_under_a_prior_meets_the_reference() {
    // A. Gelman and others, "Bayesian Data Analysis", bioassay: doses -.86, -.30, -.05, .73 with five animals each and 0, 1,
    // 3, 5 deaths. At the mode the slope of the likelihood equals the pull of the prior, by hand for the intercept: the
    // deaths less those fitted are b / 25, where b is the log-odds at the mean dose.
    let doses = [-0.86, -0.30, -0.05, 0.73];
    let covariates: Vec<Vec<f64>> = doses.iter().map(|dose| vec![*dose]).collect();
    let animals = |dead: f64| Share { outcome: dead / 5.0, weight: 5.0, group: 0 };
    let found = fit(&covariates, &[0.0, 1.0, 3.0, 5.0].map(animals), WEAK).unwrap();
    let missing: f64 = 9.0 - 5.0 * found.fitted.iter().sum::<f64>();
    let at_mean = found.coefficients[0] + found.coefficients[1] * -0.12;
    assert!((missing - at_mean / 25.0).abs() < 1e-9);
    // Without a prior: 0.846580 and 7.748817 (R glm).
    let plain = fit(&covariates, &[0.0, 1.0, 3.0, 5.0].map(animals), None).unwrap();
    assert!((plain.coefficients[0] - 0.846580).abs() < 1e-6 && (plain.coefficients[1] - 7.748817).abs() < 1e-6);
    assert!(found.coefficients[1] < plain.coefficients[1]);
}

#[test]
fn what_cannot_be_fitted_is_refused() {
    let one = Share { outcome: 0.5, weight: 1.0, group: 0 };
    assert_eq!(fit(&[], &[], None), None);
    assert_eq!(fit(&[], &[], WEAK), None);
    assert_eq!(fit(&[vec![1.0]], &[one, one], None), None);
    for wrong in [
        Share { outcome: 1.5, ..one },
        Share { outcome: f64::NAN, ..one },
        Share { weight: -1.0, ..one },
        Share { weight: f64::INFINITY, ..one },
    ] {
        assert_eq!(fit(&[vec![1.0], vec![2.0]], &[one, wrong], WEAK), None);
    }
    let weightless = [Share { weight: 0.0, ..one }; 3];
    assert_eq!(fit(&[vec![], vec![], vec![]], &weightless, None), None);
    assert_eq!(fit(&[vec![], vec![]], &[one; 2], Some(Ridge { intercept: 0.0, slope: 1.0 })), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_rows_does_not_matter(rows in prop::collection::vec((0.0_f64..=1.0, -3.0_f64..3.0, 0.1_f64..4.0), 8..40)) {
        let covariates: Vec<Vec<f64>> = rows.iter().map(|row| vec![row.1]).collect();
        let shares: Vec<Share> =
            rows.iter().enumerate().map(|(place, row)| Share { outcome: row.0, weight: row.2, group: place % 3 }).collect();
        let turned = |ridge| {
            let covariates: Vec<Vec<f64>> = covariates.iter().rev().cloned().collect();
            let shares: Vec<Share> = shares.iter().rev().copied().collect();
            fit(&covariates, &shares, ridge).unwrap()
        };
        for ridge in [None, WEAK] {
            let (one, other) = (fit(&covariates, &shares, ridge).unwrap(), turned(ridge));
            prop_assert!(one.convergence.reached);
            let pairs = one.coefficients.iter().chain(&one.robust_errors).zip(other.coefficients.iter().chain(&other.robust_errors));
            for (one, other) in pairs {
                prop_assert!((one - other).abs() <= 1e-9 * (1.0 + one.abs()), "{} {}", one, other);
            }
        }
    }

    #[test]
    fn with_a_prior_there_is_always_a_finite_answer(rows in prop::collection::vec((0_u8..=1, -2_i8..=2, 0_u8..=1), 1..20)) {
        let covariates: Vec<Vec<f64>> = rows.iter().map(|row| vec![f64::from(row.1), f64::from(row.2)]).collect();
        let shares: Vec<Share> =
            rows.iter().map(|row| Share { outcome: f64::from(row.0), weight: 1.0, group: 0 }).collect();
        let found = fit(&covariates, &shares, WEAK).unwrap();
        prop_assert!(found.convergence.reached && is_finite(&found), "{found:?}");
        if let Some(plain) = fit(&covariates, &shares, None) {
            prop_assert!(is_finite(&plain), "{plain:?}");
        }
    }
}

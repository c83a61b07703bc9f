use crate::mixed::tests::tables::{values, world_a};
use crate::mixed::{Case, Observations, Unfit};

use super::logistic;

#[test]
fn world_a_agrees_with_plain_logistic_regression() {
    let (Some(rows), Some(values)) = (world_a(false), values("glmm_binomial")) else { return };
    let wanted = &values["csm_world_a_covariates_nAGQ25"];
    let found = logistic(&rows, None).expect("a top");
    let names = ["intercept", "MM", "ENT", "min(tenure,5)", "risk0", "onboarded"];
    for (place, name) in names.iter().enumerate() {
        let (slope, error) = (wanted["plain_logit"][*name].as_f64(), wanted["plain_logit_se"][*name].as_f64());
        assert!((found.coefficients[place] / slope.expect("a slope") - 1.0).abs() < 1e-6, "{name}");
        assert!((found.standard_errors[place] / error.expect("an error") - 1.0).abs() < 1e-6, "{name}");
    }
    assert!(found.convergence.reached && found.convergence.gradient < 1e-8, "{:?}", found.convergence);
}

#[test]
fn expected_renewals_of_each_book_agree_with_the_reference() {
    let (Some(rows), Some(values)) = (world_a(false), values("glmm_binomial")) else { return };
    let found = logistic(&rows, None).expect("a top");
    let mut expected = vec![0.0; 40];
    for row in 0..rows.len() {
        let case = Case { covariates: rows.covariates_of(row), successes: 0.0, trials: 1.0, offset: 0.0, members: &[] };
        expected[rows.members_of(row)[0].0] += found.chance(&case);
    }
    let books = values["csm_world_a_covariates_nAGQ25"]["per_csm"].as_array().expect("forty books").iter();
    for (book, found) in books.zip(&expected) {
        assert!((found / book["E_logit"].as_f64().expect("expected") - 1.0).abs() < 1e-6);
    }
}

#[test]
fn separated_covariates_are_refused_without_a_prior_and_finite_with_one() {
    let mut rows = Observations::new(1, 0);
    for place in 0..20 {
        let successes = f64::from(u8::from(place >= 10));
        let covariates = [f64::from(place)];
        rows.push(Case { covariates: &covariates, successes, trials: 1.0, offset: 0.0, members: &[] }).expect("a row");
    }
    assert_eq!(logistic(&rows, None), Err(Unfit::Separated));
    let held = logistic(&rows, Some(2.5)).expect("a prior holds it");
    assert!(held.coefficients.iter().chain(&held.standard_errors).all(|number| number.is_finite()));
    assert!(held.coefficients[1] > 0.0);
}

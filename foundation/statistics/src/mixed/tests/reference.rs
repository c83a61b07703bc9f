//! Against lme4 at its true optimum and an independent implementation, from the reference folder; relative tolerance 1e-5.

use serde_json::Value;

use super::tables::{counts, numbers, table, values, values_elsewhere, world_a};
use crate::logit::expit;
use crate::mixed::maximum::{Maximum, laplace, quadrature};

/// Coefficients in the order of the design.
const NAMES: [&str; 9] =
    ["intercept", "period2", "period3", "period4", "MM", "ENT", "min(tenure,5)", "risk0", "onboarded"];

const TOLERANCE: f64 = 1e-5;

fn near(found: f64, wanted: f64, what: &str) {
    let apart = (found - wanted).abs() / wanted.abs().max(1e-3);
    assert!(apart < TOLERANCE, "{what}: found {found}, reference {wanted}");
}

fn all_near(found: &[f64], wanted: &Value, what: &str) {
    let wanted = numbers(wanted);
    assert_eq!(found.len(), wanted.len(), "{what}");
    found.iter().zip(wanted).for_each(|(found, wanted)| near(*found, wanted, what));
}

fn same(found: &Maximum, wanted: &Value, what: &str) {
    let coefficients = &wanted["coef"];
    for (found, name) in found.coefficients.iter().zip(NAMES.iter().filter(|name| !coefficients[**name].is_null())) {
        near(*found, coefficients[*name].as_f64().expect("a coefficient"), &format!("{what}: {name}"));
    }
    near(found.spread, wanted["sigma_u"].as_f64().expect("sigma"), &format!("{what}: spread"));
    near(found.log_likelihood, wanted["loglik"].as_f64().expect("log-likelihood"), &format!("{what}: likelihood"));
    if !wanted["se"].is_null() {
        let errors = &wanted["se"];
        let names = NAMES.iter().filter(|name| !coefficients[**name].is_null());
        for (place, (found, name)) in found.standard_errors.iter().zip(names).enumerate() {
            let wanted = errors[*name].as_f64().or(errors[place].as_f64()).expect("a standard error");
            near(*found, wanted, &format!("{what}: standard error of {name}"));
        }
        let error = found.log_spread_error.expect("a spread above 0 has an error");
        near(error, wanted["se_log_sigma"].as_f64().expect("error"), &format!("{what}: error of the log spread"));
    }
    if !wanted["u_mode"].is_null() {
        all_near(&found.modes, &wanted["u_mode"], &format!("{what}: modes"));
    }
}

#[test]
fn twelve_hospitals_agree_with_lme4_by_number_of_nodes() {
    let (Some(table), Some(values)) = (table("surgical12.csv"), values("glmm_binomial")) else { return };
    let rows = counts(&table.column("deaths"), &table.column("n"), &table.words("hospital"), &[]);
    same(&laplace(&rows).expect("a top"), &values["surgical12_nAGQ1"], "Laplace");
    for nodes in [1, 9, 25, 51] {
        let found = quadrature(&rows, nodes).expect("a top");
        same(&found, &values[format!("surgical12_nAGQ{nodes}")], &format!("{nodes} nodes"));
    }
}

#[test]
fn thirteen_centres_agree_with_lme4() {
    let Some(table) = table("fetched/child_heart_2012_15.csv") else { return };
    let values = values_elsewhere("glmm_binomial").expect("values lie beside the tables");
    let rows = counts(&table.column("Deaths"), &table.column("Operations"), &table.words("Hospital"), &[]);
    let found = quadrature(&rows, 25).expect("a top");
    same(&found, &values["child_heart_2012_15_nAGQ25"], "25 nodes");
}

#[test]
fn herds_agree_with_lme4_by_number_of_nodes() {
    let (Some(table), Some(values)) = (table("cbpp.csv"), values("glmm_binomial")) else { return };
    let rows = counts(&table.column("incidence"), &table.column("size"), &table.words("herd"), &table.words("period"));
    same(&laplace(&rows).expect("a top"), &values["cbpp_nAGQ1"], "Laplace");
    for nodes in [1, 9, 25] {
        let found = quadrature(&rows, nodes).expect("a top");
        same(&found, &values[format!("cbpp_nAGQ{nodes}")], &format!("{nodes} nodes"));
    }
}

#[test]
fn world_a_agrees_with_lme4_with_single_owners() {
    let (Some(rows), Some(values)) = (world_a(false), values("glmm_binomial")) else { return };
    let wanted = &values["csm_world_a_covariates_nAGQ25"];
    same(&quadrature(&rows, 25).expect("a top"), wanted, "25 nodes");
    same(&laplace(&rows).expect("a top"), &wanted["laplace"], "Laplace");
}

#[test]
fn predicted_over_expected_of_forty_books_agrees_with_the_reference() {
    // The form of CMS: chances with the book's own effect over the same without, times the overall rate.
    let (Some(rows), Some(values)) = (world_a(false), values("glmm_binomial")) else { return };
    let wanted = &values["csm_world_a_covariates_nAGQ25"];
    let found = quadrature(&rows, 25).expect("a top");
    let mut sums = vec![(0.0, 0.0); 40];
    for row in 0..rows.len() {
        let slopes = found.coefficients[1..].iter().zip(rows.covariates_of(row));
        let odds = found.coefficients[0] + slopes.map(|(slope, value)| slope * value).sum::<f64>();
        let book = rows.members_of(row)[0].0;
        sums[book].0 += expit(odds + found.modes[book]);
        sums[book].1 += expit(odds);
    }
    let rate = wanted["overall_rate"].as_f64().expect("a rate");
    for (book, (predicted, expected)) in wanted["per_csm"].as_array().expect("forty books").iter().zip(sums) {
        near(predicted, book["P_glmm"].as_f64().expect("predicted"), "predicted");
        near(expected, book["E_glmm_u0"].as_f64().expect("expected"), "expected");
        near(predicted / expected * rate, book["rsr"].as_f64().expect("a ratio"), "predicted over expected");
    }
}

#[test]
fn world_a_agrees_with_the_exact_laplace_maximum_with_shared_rows() {
    let (Some(rows), Some(values)) = (world_a(true), values("multimember")) else { return };
    let found = laplace(&rows).expect("a top");
    same(&found, &values["exact_laplace"], "shared");
    all_near(&found.deviations, &values["exact_laplace"]["u_condsd"], "conditional deviations");
}

use statistics::shrinkage::beta_binomial::{Cases, Fit, Likely, fit, moments};

use crate::source::{Table, all_close, close, count, elsewhere, results, table};

fn cases(table: &Table, hits: &str, n: &str) -> Vec<Cases> {
    table.iter().map(|row| Cases { hits: count(row, hits), n: count(row, n) }).collect()
}

fn spread(likely: Option<Likely>) -> Fit {
    let Some(Likely::Spread(fit)) = likely else { panic!("no spread: {likely:?}") };
    assert!(fit.convergence.reached && fit.convergence.gradient < 1e-8, "{:?}", fit.convergence);
    fit
}

/// Tolerance 1e-6 at the optimum; the log-likelihood is flat there and gives 1e-9.
fn meets(cases: &[Cases], expected: &serde_json::Value) {
    let fit = spread(fit(cases));
    close(fit.spread.alpha, &expected["alpha"], 1e-6);
    close(fit.spread.beta, &expected["beta"], 1e-6);
    close(fit.spread.mean(), &expected["mean"], 1e-6);
    close(fit.spread.weight(), &expected["M"], 1e-6);
    close(1.0 / (fit.spread.weight() + 1.0), &expected["icc"], 1e-6);
    close(fit.log_likelihood, &expected["loglik"], 1e-9);
    // The reference takes its curvature from finite differences.
    let errors = fit.log_errors.expect("a curvature");
    close(errors[0], &expected["se_log_alpha"], 1e-5);
    close(errors[1], &expected["se_log_beta"], 1e-5);
    close(fit.spread.cases_for(0.7).expect("a number"), &expected["n_for_rel_0_7"], 1e-6);
    let beliefs: Vec<_> = cases.iter().map(|cases| fit.spread.posterior(*cases, 0.95).expect("a belief")).collect();
    all_close(&beliefs.iter().map(|belief| belief.centre).collect::<Vec<_>>(), &expected["post_mean"], 1e-6);
    all_close(&beliefs.iter().map(|belief| belief.interval.low).collect::<Vec<_>>(), &expected["post_q025"], 1e-6);
    all_close(&beliefs.iter().map(|belief| belief.interval.high).collect::<Vec<_>>(), &expected["post_q975"], 1e-6);
    let reliabilities: Vec<f64> = cases.iter().map(|cases| fit.spread.reliability(cases.n)).collect();
    all_close(&reliabilities, &expected["reliability"], 1e-6);
}

#[test]
fn twelve_hospitals() {
    meets(&cases(&table("surgical12.csv"), "deaths", "n"), &results("eb_closed_form.json")["surgical12"]);
}

#[test]
fn thirteen_centres_of_child_heart_surgery() {
    let Some((results, table)) = elsewhere("eb_closed_form.json", "child_heart_2012_15.csv") else { return };
    meets(&cases(&table, "Deaths", "Operations"), &results["child_heart_2012_15"]);
}

#[test]
fn twelve_hospitals_by_moments() {
    let expected = &results("eb_closed_form.json")["surgical12_moment"];
    let found = moments(&cases(&table("surgical12.csv"), "deaths", "n")).unwrap();
    close(found.mean, &expected["p"], 1e-9);
    close(found.correlation, &expected["rho"], 1e-9);
    close(found.spread.unwrap().weight(), &expected["M"], 1e-9);
}

#[test]
fn the_order_of_hospitals_does_not_matter() {
    let mut cases = cases(&table("surgical12.csv"), "deaths", "n");
    let one = spread(fit(&cases)).spread;
    cases.reverse();
    let other = spread(fit(&cases)).spread;
    assert!((one.alpha / other.alpha - 1.0).abs() < 1e-9 && (one.beta / other.beta - 1.0).abs() < 1e-9);
}

//! R's survival 3.5-3 on three public tables: curves and comparisons to 1e-9, fits at their optimum to 1e-6.

use serde_json::{Value, json};
use statistics::logistic::logistic;
use statistics::mixed::{Case, Observations};
use statistics::survival::cox::{self, Cox, Study, Ties, by_group};
use statistics::survival::kaplan_meier::{Limits, kaplan_meier};
use statistics::survival::log_rank::{Weights, log_rank};
use statistics::survival::periods::{self, Link, PeriodHazard, periods};
use statistics::survival::restricted::restricted_mean;
use statistics::survival::{Span, Spans};

use crate::source::{Table, all_close, close, count, number, results, table};

const ROSSI: [&str; 7] = ["fin", "age", "race", "wexp", "mar", "paro", "prio"];

fn spans(rows: &Table, time: &str, event: &str) -> Spans {
    let span = |row| Span::until(number(row, time), number(row, event) > 0.0);
    Spans::new(rows.iter().map(span).collect()).expect("spans")
}

fn covariates(rows: &Table, names: &[&str]) -> Vec<Vec<f64>> {
    rows.iter().map(|row| names.iter().map(|name| number(row, name)).collect()).collect()
}

fn groups(rows: &Table, column: &str) -> Vec<usize> {
    rows.iter().map(|row| count(row, column) as usize).collect()
}

/// Fits without prior and strata.
fn fitted(spans: &Spans, covariates: &[Vec<f64>], ties: Ties) -> Cox {
    let fit = cox::fit(Study { spans, covariates, strata: None, ties, width: None }).expect("a fit");
    assert!(fit.convergence.reached && fit.convergence.gradient < 1e-8, "{:?}", fit.convergence);
    assert!(fit.caveats.is_empty());
    fit
}

fn lung() -> Table {
    table("lung.csv")
}

#[test]
fn the_curve_of_lung_cancer() {
    let expected = &results("survival.json")["lung"];
    let curve = kaplan_meier(&spans(&lung(), "time", "status"));
    assert_eq!(Some(curve.n as u64), expected["n"].as_u64());
    assert_eq!(Some(curve.events as u64), expected["events"].as_u64());
    for point in expected["km"].as_array().unwrap() {
        let step = curve.at(point["t"].as_f64().unwrap()).unwrap();
        let limits = step.limits(Limits::LogLog, 0.95).unwrap();
        close(step.survival, &point["S"], 1e-9);
        close(step.standard_error().unwrap(), &point["se"], 1e-9);
        close(limits.low, &point["lo_loglog"], 1e-9);
        close(limits.high, &point["hi_loglog"], 1e-9);
    }
    close(curve.median(Limits::LogLog, 0.95).time.unwrap(), &expected["median"], 1e-12);
    let mean = restricted_mean(&curve, 365.0, 0.95).unwrap();
    close(mean.mean, &expected["rmst_365"], 1e-9);
    close(mean.standard_error, &expected["rmst_365_se"], 1e-9);
}

#[test]
fn lung_cancer_of_men_and_women() {
    let expected = &results("survival.json")["lung"]["logrank_sex"];
    let rows = lung();
    let found = log_rank(&spans(&rows, "time", "status"), &groups(&rows, "sex"), Weights::LogRank).unwrap();
    let test = found.test.unwrap();
    assert_eq!(test.degrees, 1);
    close(test.value, &expected["chisq"], 1e-9);
    all_close(&found.groups.iter().map(|group| group.observed).collect::<Vec<_>>(), &expected["obs"], 1e-9);
    all_close(&found.groups.iter().map(|group| group.expected).collect::<Vec<_>>(), &expected["exp"], 1e-9);
}

fn agrees(fit: &Cox, names: &[&str], expected: &Value) {
    for (place, name) in names.iter().enumerate() {
        close(fit.coefficients[place], &expected["coef"][name], 1e-6);
        close(fit.standard_errors[place], &expected["se"][name], 1e-6);
    }
    close(fit.log_likelihood_null, &expected["loglik_null"], 1e-9);
    close(fit.log_likelihood, &expected["loglik"], 1e-9);
    let tests = fit.tests.expect("tests");
    assert!([tests.likelihood_ratio, tests.wald, tests.score].iter().all(|test| test.degrees == names.len()));
    close(tests.likelihood_ratio.value, &expected["lrt"], 1e-8);
    close(tests.score.value, &expected["score"], 1e-8);
    // R prints this one with two digits after the point.
    assert!(
        (tests.wald.value - expected["wald"].as_f64().expect("a number")).abs() <= 0.005 + 1e-9,
        "{:?}",
        tests.wald
    );
    close(fit.concordance.expect("pairs").share, &expected["concordance"], 1e-9);
}

#[test]
fn proportional_hazards_of_lung_cancer() {
    let expected = &results("survival.json")["lung"];
    let rows: Table = lung().into_iter().filter(|row| !row["ph.ecog"].is_empty()).collect();
    assert_eq!(Some(rows.len() as u64), expected["n_complete"].as_u64());
    let names = ["age", "sex", "ph.ecog"];
    let (spans, covariates) = (spans(&rows, "time", "status"), covariates(&rows, &names));
    agrees(&fitted(&spans, &covariates, Ties::Efron), &names, &expected["cox_efron"]);
    agrees(&fitted(&spans, &covariates, Ties::Breslow), &names, &expected["cox_breslow"]);
}

#[test]
fn arrests_within_a_year() {
    let expected = &results("survival.json")["rossi"];
    let rows = table("rossi.csv");
    let (spans, covariates) = (spans(&rows, "week", "arrest"), covariates(&rows, &ROSSI));
    agrees(&fitted(&spans, &covariates, Ties::Breslow), &ROSSI, &expected["cox_breslow"]);
    let fit = fitted(&spans, &covariates, Ties::Efron);
    agrees(&fit, &ROSSI, &expected["cox_efron"]);
    for (name, week) in [("t10", 10.0), ("t26", 26.0), ("t52", 52.0)] {
        close(fit.baseline.hazard(0, &[0.0; 7], week).unwrap(), &expected["cumhaz_uncentred"][name], 1e-6);
    }
    all_close(&fit.martingales(&spans)[..5], &expected["martingale_first5"], 1e-6);
    for (group, name) in by_group(&fit, &spans, &groups(&rows, "race")).unwrap().iter().zip(["race0", "race1"]) {
        assert_eq!(Some(group.observed), expected["OE_by_race"][name]["O"].as_u64());
        close(group.expected, &expected["OE_by_race"][name]["E"], 1e-8);
    }
    close(fit.proportionality.unwrap().all.p_value, &expected["zph_global_p"], 1e-6);
}

#[test]
fn arrests_in_steps_of_weeks() {
    let expected = &results("survival.json")["rossi"]["cox_exact"];
    let rows = table("rossi.csv");
    let fit = fitted(&spans(&rows, "week", "arrest"), &covariates(&rows, &ROSSI), Ties::Exact);
    for (place, name) in ROSSI.iter().enumerate() {
        close(fit.coefficients[place], &expected["coef"][name], 1e-6);
    }
    all_close(&[fit.log_likelihood_null, fit.log_likelihood], &expected["loglik"], 1e-9);
}

#[test]
fn arrests_by_weeks() {
    let expected = &results("survival.json")["rossi"];
    let rows = table("rossi.csv");
    let weeks = periods(&spans(&rows, "week", "arrest"), 1.0).unwrap();
    assert_eq!(Some(weeks.len() as u64), expected["person_period_rows"].as_u64());
    let covariates = covariates(&rows, &ROSSI);
    let timed = weeks.iter().map(|week| {
        let time = week.number as f64;
        covariates[week.row].iter().copied().chain([time, time * time]).collect()
    });
    let (timed, events): (Vec<Vec<f64>>, Vec<bool>) = (timed.collect(), weeks.iter().map(|week| week.event).collect());
    for (link, name) in [(Link::Logit, "discrete_logit"), (Link::ComplementaryLogLog, "discrete_cloglog")] {
        let fit = periods::fit(&timed, &events, link).unwrap();
        assert!(fit.convergence.reached, "{:?}", fit.convergence);
        let names = ["(Intercept)"].iter().chain(&ROSSI).chain(&["t", "I(t^2)"]);
        for (place, column) in names.enumerate() {
            close(fit.coefficients[place], &expected[name][column]["est"], 1e-6);
            // R takes standard errors from the weights before its last step, which for the logit was stopped early (1e-8).
            let tolerance = if link == Link::Logit { 1e-4 } else { 1e-6 };
            close(fit.standard_errors[place], &expected[name][column]["se"], tolerance);
        }
        close(fit.deviance(), &expected[format!("{name}_deviance")], 1e-9);
        if link == Link::Logit {
            meets_plain_logistic_regression(&fit, &timed, &events);
        }
    }
}

/// The engine of the mixed model without groups is another way to the same coefficients and errors.
fn meets_plain_logistic_regression(fit: &PeriodHazard, covariates: &[Vec<f64>], events: &[bool]) {
    let mut rows = Observations::new(9, 0);
    for (covariates, event) in covariates.iter().zip(events) {
        let successes = f64::from(u8::from(*event));
        rows.push(Case { covariates, successes, trials: 1.0, offset: 0.0, members: &[] }).expect("a row");
    }
    let plain = logistic(&rows, None).expect("a fit");
    all_close(&fit.coefficients, &json!(plain.coefficients), 1e-6);
    all_close(&fit.standard_errors, &json!(plain.standard_errors), 1e-6);
}

#[test]
fn remission_of_leukaemia() {
    let expected = &results("survival.json")["leukaemia"];
    let rows = table("leukaemia_6mp.csv");
    let (spans, groups) = (spans(&rows, "weeks", "relapse"), groups(&rows, "group"));
    let treated: Vec<Vec<f64>> = groups.iter().map(|group| vec![f64::from(u8::from(*group == 2))]).collect();
    for (ties, name) in [(Ties::Efron, "efron"), (Ties::Breslow, "breslow"), (Ties::Exact, "exact")] {
        let fit = fitted(&spans, &treated, ties);
        close(fit.coefficients[0], &expected["cox"][name]["coef"], 1e-6);
        close(fit.standard_errors[0], &expected["cox"][name]["se"], 1e-6);
        all_close(&[fit.log_likelihood_null, fit.log_likelihood], &expected["cox"][name]["loglik"], 1e-9);
    }
    let plain = log_rank(&spans, &groups, Weights::LogRank).unwrap();
    close(plain.test.unwrap().value, &expected["logrank"], 1e-9);
    all_close(&plain.groups.iter().map(|group| group.observed).collect::<Vec<_>>(), &expected["obs"], 1e-9);
    all_close(&plain.groups.iter().map(|group| group.expected).collect::<Vec<_>>(), &expected["exp"], 1e-9);
    let early = log_rank(&spans, &groups, Weights::Peto).unwrap();
    close(early.test.unwrap().value, &expected["peto_rho1"], 1e-9);
}

#[test]
fn the_curve_of_6_mp() {
    let expected = results("survival.json");
    let rows: Table = table("leukaemia_6mp.csv").into_iter().filter(|row| count(row, "group") == 2).collect();
    let curve = kaplan_meier(&spans(&rows, "weeks", "relapse"));
    let points = expected["leukaemia"]["km_6mp"].as_array().unwrap();
    assert_eq!(curve.steps.len(), points.len());
    for (step, point) in curve.steps.iter().zip(points) {
        assert_eq!(Some(step.time), point["t"].as_f64());
        close(step.survival, &point["S"], 1e-9);
        close(step.standard_error().unwrap(), &point["se"], 1e-9);
    }
}

//! IBM's public churn table, 7,043 customers: read from `EVENKEEL_REFERENCE`, because it may not be copied here.

use std::collections::HashMap;

use serde_json::Value;
use statistics::mixed::{Case, Observations};
use statistics::scorecard::reasons::means;
use statistics::scorecard::recalibration::recalibrate;
use statistics::scorecard::{Belief, Lesson, Scorecard, learn};
use statistics::survival::kaplan_meier::kaplan_meier;
use statistics::survival::{Span, Spans};

use crate::source::{Table, all_close, close, elsewhere, number, numbers};

type Row = HashMap<String, String>;

/// Without the intercept, in the order of the reference.
fn covariates(row: &Row) -> [f64; 11] {
    let is = |column: &str, value: &str| f64::from(u8::from(row[column] == value));
    [
        number(row, "tenure") / 12.0,
        number(row, "MonthlyCharges") / 10.0,
        is("Contract", "One year"),
        is("Contract", "Two year"),
        is("InternetService", "Fiber optic"),
        is("InternetService", "No"),
        is("PaymentMethod", "Electronic check"),
        is("PaperlessBilling", "Yes"),
        number(row, "SeniorCitizen"),
        is("OnlineSecurity", "Yes"),
        is("TechSupport", "Yes"),
    ]
}

fn churned(row: &Row) -> bool {
    row["Churn"] == "Yes"
}

/// Every fifth row tests, the others teach.
fn split(table: &Table) -> (Vec<&Row>, Vec<&Row>) {
    let (test, train): (Vec<_>, Vec<_>) = table.iter().enumerate().partition(|(place, _)| place % 5 == 0);
    let rows = |part: Vec<(usize, _)>| part.into_iter().map(|(_, row)| row).collect();
    (rows(train), rows(test))
}

fn observations(rows: &[&Row]) -> Observations {
    let mut found = Observations::new(11, 0);
    for row in rows {
        let successes = f64::from(u8::from(churned(row)));
        found
            .push(Case { covariates: &covariates(row), successes, trials: 1.0, offset: 0.0, members: &[] })
            .expect("a row");
    }
    found
}

fn learned(rows: &Observations, prior: Option<&Belief>) -> Scorecard {
    let card = learn(Lesson { rows, prior, signs: &[] }).expect("a fit");
    assert!(card.convergence.reached && card.convergence.gradient < 1e-8, "{:?}", card.convergence);
    card
}

fn agrees(card: &Scorecard, values: &Value, errors: &Value) {
    all_close(&card.coefficients.iter().map(|one| one.value).collect::<Vec<_>>(), values, 1e-6);
    all_close(
        &card.coefficients.iter().map(|one| one.standard_error.expect("an error")).collect::<Vec<_>>(),
        errors,
        1e-6,
    );
}

fn expert(expected: &Value) -> Belief {
    let (means, deviations) = (numbers(&expected["prior_mean"]), numbers(&expected["prior_sd"]));
    Belief::independent(&means.into_iter().zip(deviations).collect::<Vec<_>>()).expect("a belief")
}

#[test]
fn maximum_likelihood_and_the_reasons_of_one_customer() {
    let Some((expected, table)) = elsewhere("telco.json", "telco_churn.csv") else { return };
    let (train, test) = split(&table);
    let rows = observations(&train);
    let card = learned(&rows, None);
    assert_eq!(
        (Some(card.rows as u64), Some(card.successes)),
        (expected["train"]["n"].as_u64(), expected["train"]["events"].as_f64())
    );
    agrees(&card, &expected["train"]["coef"], &expected["train"]["se"]);
    close(card.log_likelihood, &expected["train"]["loglik"], 1e-9);
    let wanted = &expected["reason_codes"];
    let row = &table[wanted["row_index0"].as_u64().unwrap() as usize];
    assert_eq!(Some(row["customerID"].as_str()), wanted["customerID"].as_str());
    let reasons = card.reasons(&covariates(row), &means(&rows).unwrap()).unwrap();
    close(reasons.log_odds, &wanted["logit"], 1e-6);
    close(reasons.baseline, &wanted["baseline_logit"], 1e-6);
    let names = expected["names"].as_array().unwrap().iter().skip(1);
    for (name, part) in names.zip(&reasons.contributions) {
        close(*part, &wanted["contrib"][name.as_str().unwrap()], 1e-6);
    }
    let sum: f64 = reasons.contributions.iter().sum();
    assert!((sum - (reasons.log_odds - reasons.baseline)).abs() < 1e-12);
    let (chances, outcomes) = judged(&card, &test);
    let line = recalibrate(&chances, &outcomes, None).unwrap().fit.coefficients;
    close(line[0].value, &expected["test_metrics"]["calib_intercept"], 1e-6);
    close(line[1].value, &expected["test_metrics"]["calib_slope"], 1e-6);
    close(line[1].standard_error.unwrap(), &expected["test_metrics"]["calib_slope_se"], 1e-6);
}

fn judged(card: &Scorecard, rows: &[&Row]) -> (Vec<f64>, Vec<bool>) {
    let chance = |row: &&Row| card.outlook(&covariates(row), 0.95).expect("a chance").plain;
    (rows.iter().map(chance).collect(), rows.iter().map(|row| churned(row)).collect())
}

#[test]
fn an_experts_card_learns() {
    let Some((expected, table)) = elsewhere("telco.json", "telco_churn.csv") else { return };
    let expected = &expected["cold_start"];
    let (train, test) = split(&table);
    let expert = expert(expected);
    for (count, wanted) in expected["by_training_rows"].as_object().unwrap() {
        let rows = observations(&train[..count.parse().unwrap()]);
        let card = learned(&rows, Some(&expert));
        agrees(&card, &wanted["map"], &wanted["se"]);
        close(card.log_evidence.unwrap(), &wanted["laplace_log_evidence"], 1e-8);
        let (chances, outcomes) = judged(&card, &test);
        let losses =
            chances.iter().zip(&outcomes).map(|(chance, gone)| if *gone { -chance.ln() } else { -(1.0 - chance).ln() });
        close(losses.sum::<f64>() / chances.len() as f64, &wanted["test_log_loss"], 1e-8);
        let line = recalibrate(&chances, &outcomes, None).unwrap().fit.coefficients;
        close(line[1].value, &wanted["test_slope"], 1e-6);
    }
}

#[test]
fn tenure_by_contract() {
    let Some((expected, table)) = elsewhere("telco.json", "telco_churn.csv") else { return };
    for (contract, points) in expected["km_tenure_by_contract"].as_object().unwrap() {
        let mine = table.iter().filter(|row| row["Contract"] == *contract);
        let spans = mine.map(|row| Span::until(number(row, "tenure"), churned(row)));
        let curve = kaplan_meier(&Spans::new(spans.collect()).unwrap());
        for (month, point) in points.as_object().unwrap() {
            let step = curve.at(month.parse().unwrap()).unwrap();
            close(step.survival, &point["S"], 1e-9);
            close(step.standard_error().unwrap(), &point["se"], 1e-9);
        }
    }
}

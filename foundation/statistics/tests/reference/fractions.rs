use serde_json::Value;
use statistics::fractional::{Fractional, Share, fit};
use statistics::lognormal;
use statistics::standardise::{WeightedCase, weighted};

use crate::source::{Table, close, number, results, table};

pub(crate) fn covariates(accounts: &Table) -> Vec<Vec<f64>> {
    let is = |truth: bool| f64::from(u8::from(truth));
    accounts
        .iter()
        .map(|row| {
            let segment = row["segment"].as_str();
            let tenure = number(row, "tenure_years").min(5.0);
            vec![is(segment == "MM"), is(segment == "ENT"), tenure, number(row, "risk0"), number(row, "onboarded")]
        })
        .collect()
}

const NAMES: [&str; 6] = ["(Intercept)", "segmentMM", "segmentENT", "ten", "risk0", "onboarded"];

fn settled(fit: Option<Fractional>) -> Fractional {
    let fit = fit.expect("a fit");
    assert!(fit.convergence.reached && fit.convergence.gradient < 1e-8, "{:?}", fit.convergence);
    fit
}

fn coefficients(found: &[f64], errors: &[f64], names: &[&str], expected: &Value) {
    for ((found, error), name) in found.iter().zip(errors).zip(names) {
        close(*found, &expected[name]["est"], 1e-6);
        close(*error, &expected[name]["se"], 1e-6);
    }
}

/// Retained shares of 1,155 accounts; dependence by CSM as sandwich::vcovCL with type HC0 and without adjustment.
fn retained() -> (Table, Fractional) {
    let accounts = table("csm_world_a.csv");
    let share = |row| Share { outcome: number(row, "retained_share"), weight: 1.0, group: number(row, "csm") as usize };
    let shares: Vec<Share> = accounts.iter().map(share).collect();
    let fit = settled(fit(&covariates(&accounts), &shares, None));
    (accounts, fit)
}

#[test]
fn retained_shares_of_a_synthetic_book() {
    let expected = &results("grr_expansion.json")["fractional"];
    let (_, fit) = retained();
    coefficients(&fit.coefficients, fit.model_errors.as_ref().unwrap(), &NAMES, &expected["coef"]);
    close(fit.phi.unwrap(), &expected["phi"], 1e-6);
    close(fit.deviance, &expected["deviance"], 1e-9);
    for (error, name) in fit.group_errors.unwrap().iter().zip(NAMES) {
        close(*error, &expected["cluster_se_by_csm"][name], 1e-6);
    }
}

#[test]
fn retained_arr_of_forty_csms() {
    let (accounts, fit) = retained();
    let expected = results("grr_expansion.json");
    for csm in expected["per_csm"].as_array().unwrap() {
        let own = accounts.iter().zip(&fit.fitted).filter(|(row, _)| Some(number(row, "csm")) == csm["csm"].as_f64());
        let cases: Vec<WeightedCase> = own
            .map(|(row, fitted)| WeightedCase {
                weight: number(row, "arr"),
                outcome: number(row, "retained_share"),
                expected: *fitted,
            })
            .collect();
        let found = weighted(&cases, fit.phi.unwrap()).unwrap();
        close(found.observed, &csm["O"], 1e-9);
        close(found.expected, &csm["E"], 1e-6);
        close(found.z.unwrap(), &csm["z"], 1e-6);
        close(found.effective.unwrap(), &csm["n_eff_kish"], 1e-9);
        close(found.largest_share.unwrap(), &csm["max_var_share"], 1e-6);
    }
}

#[test]
fn leaf_blotch_on_barley() {
    let expected = &results("leaf_blotch.json")["leaf_blotch_quasibinomial"];
    let leaves = table("leaf_blotch.csv");
    let dummies = |row| {
        let of =
            |column, last| (2..=last).map(move |level| f64::from(u8::from(number(row, column) == f64::from(level))));
        of("site", 9).chain(of("variety", 10)).collect::<Vec<f64>>()
    };
    let share = |row| Share { outcome: number(row, "blotch"), weight: 1.0, group: 0 };
    let shares: Vec<Share> = leaves.iter().map(share).collect();
    let fit = settled(fit(&leaves.iter().map(dummies).collect::<Vec<_>>(), &shares, None));
    let names: Vec<String> = std::iter::once("(Intercept)".to_owned())
        .chain((2..=9).map(|site| format!("site{site}")))
        .chain((2..=10).map(|variety| format!("variety{variety}")))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    coefficients(&fit.coefficients, fit.model_errors.as_ref().unwrap(), &names, &expected["coef"]);
    close(fit.phi.unwrap(), &expected["phi"], 1e-6);
    close(fit.deviance, &expected["deviance"], 1e-9);
    for (error, name) in fit.robust_errors.iter().zip(names) {
        close(*error, &expected["hc0_se"][name], 1e-6);
    }
    assert_eq!(fit.group_errors, None);
}

#[test]
fn expansion_of_a_synthetic_book() {
    let expected = &results("grr_expansion.json")["expansion"];
    let mut accounts = table("csm_world_a.csv");
    accounts.retain(|row| number(row, "renewed") == 1.0 && number(row, "expansion_share") > 0.0);
    assert_eq!(Some(accounts.len() as u64), expected["n_expanded"].as_u64());
    let amounts: Vec<f64> = accounts.iter().map(|row| number(row, "expansion_share")).collect();
    let fit = lognormal::fit(&covariates(&accounts), &amounts).unwrap();
    for (place, name) in NAMES.iter().enumerate() {
        close(fit.line.coefficients[place], &expected["lognormal"][name]["est"], 1e-9);
        close(fit.line.errors[place], &expected["lognormal"][name]["se"], 1e-9);
    }
    close(fit.line.deviation, &expected["resid_sd"], 1e-9);
    close(fit.smearing, &expected["duan_smearing"], 1e-9);
}

#[test]
fn whether_an_account_of_a_synthetic_book_expands() {
    let expected = &results("grr_expansion.json")["expansion"]["hurdle_logit"];
    let mut accounts = table("csm_world_a.csv");
    accounts.retain(|row| number(row, "renewed") == 1.0);
    let share =
        |row| Share { outcome: f64::from(u8::from(number(row, "expansion_share") > 0.0)), weight: 1.0, group: 0 };
    let shares: Vec<Share> = accounts.iter().map(share).collect();
    let fit = settled(fit(&covariates(&accounts), &shares, None));
    // A plain logit takes the variance as p (1 - p), so without phi.
    let phi = fit.phi.unwrap().sqrt();
    let errors: Vec<f64> = fit.model_errors.unwrap().iter().map(|error| error / phi).collect();
    coefficients(&fit.coefficients, &errors, &NAMES, expected);
}

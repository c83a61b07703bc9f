use std::collections::HashMap;

use serde_json::Value;
use statistics::measured::Measured;
use statistics::prediction::bins::{Cut, bins, calibration_error, hosmer_lemeshow};
use statistics::prediction::calibration::{in_the_large, line};
use statistics::prediction::discrimination::{area, area_difference};
use statistics::prediction::resampled::resampled;
use statistics::prediction::sample_size::sample_size;
use statistics::prediction::scores::{brier, brier_scaled, log_loss};
use statistics::prediction::shortlist::{at_capacity, at_share};
use statistics::prediction::{Forecast, Forecasts};
use statistics::resample::Plan;

use crate::source::{close, elsewhere, number, numbers, results};

/// The covariates of one customer, in the order of the names in the results.
fn covariates(row: &HashMap<String, String>) -> Vec<f64> {
    let is = |column: &str, value: &str| f64::from(u8::from(row[column] == value));
    vec![
        1.0,
        number(row, "tenure") / 12.0,
        number(row, "MonthlyCharges") / 10.0,
        is("Contract", "One year"),
        is("Contract", "Two year"),
        is("InternetService", "Fiber optic"),
        is("InternetService", "No"),
        is("PaymentMethod", "Electronic check"),
        is("PaperlessBilling", "Yes"),
        is("SeniorCitizen", "1"),
        is("OnlineSecurity", "Yes"),
        is("TechSupport", "Yes"),
    ]
}

/// Every fifth customer, with the chance that coefficients learned from the others give.
fn customers(coefficients: &Value, table: &[HashMap<String, String>]) -> Forecasts {
    let coefficients = numbers(coefficients);
    let forecasts = table.iter().step_by(5).map(|row| {
        let odds: f64 = covariates(row).iter().zip(&coefficients).map(|(x, slope)| x * slope).sum();
        Forecast { chance: statistics::logit::expit(odds), happened: row["Churn"] == "Yes", weight: 1.0 }
    });
    Forecasts::of(forecasts.collect()).expect("forecasts")
}

/// Coefficients were printed with 10 or 11 digits: figures that move with every chance are held to 1e-8, counts and areas to
/// the 1e-9 of closed forms.
const PRINTED: f64 = 1e-8;

#[test]
fn churn_of_a_telephone_company() {
    let Some((results, table)) = elsewhere("telco.json", "telco_churn.csv") else { return };
    let expected = &results["test_metrics"];
    let forecasts = customers(&results["train"]["coef"], &table);
    assert_eq!(Some(forecasts.all().len() as u64), expected["n"].as_u64());
    assert_eq!(Some(forecasts.events() as u64), expected["events"].as_u64());
    let area = area(&forecasts, 0.95).unwrap();
    close(area.estimate, &expected["auc"], 1e-9);
    close(area.standard_error.unwrap(), &expected["auc_delong_se"], 1e-9);
    let interval = area.interval.unwrap();
    assert!((interval.low - 0.8055).abs() < 1e-3 && (interval.high - 0.8503).abs() < 1e-3, "{interval:?}");
    close(brier(&forecasts, 0.95).unwrap().estimate, &expected["brier"], PRINTED);
    close(brier_scaled(&forecasts).unwrap(), &expected["brier_scaled"], PRINTED);
    close(log_loss(&forecasts, 0.95).unwrap().estimate, &expected["log_loss"], PRINTED);
    let line = line(&forecasts, 0.95).unwrap();
    assert!(line.convergence.reached && line.convergence.gradient < 1e-8, "{:?}", line.convergence);
    close(line.intercept.estimate, &expected["calib_intercept"], 1e-6);
    close(line.slope.estimate, &expected["calib_slope"], 1e-6);
    close(line.slope.standard_error.unwrap(), &expected["calib_slope_se"], 1e-6);
    close(in_the_large(&forecasts, 0.95).unwrap().estimate, &expected["calib_in_the_large"], 1e-6);
    close(calibration_error(&forecasts, Cut::EqualCount, 10).unwrap(), &expected["ece10"], PRINTED);
    let test = hosmer_lemeshow(&forecasts, 10).unwrap();
    close(test.statistic, &expected["hosmer_lemeshow"], PRINTED);
    close(forecasts.share(), &expected["mean_obs"], 1e-9);
    let bins = bins(&forecasts, Cut::EqualCount, 10, 0.95).unwrap();
    let predicted: f64 = bins.iter().map(|bin| bin.predicted * bin.weight).sum();
    close(predicted / 1409.0, &expected["mean_pred"], PRINTED);
    let tenth = at_share(&forecasts, 0.1).unwrap();
    assert_eq!(Some(tenth.taken as u64), expected["top_decile_n"].as_u64());
    close(tenth.precision, &expected["top_decile_precision"], 1e-9);
    close(tenth.lift.unwrap(), &expected["lift_top_decile"], 1e-9);
    close(tenth.recall.unwrap(), &expected["capture_top_decile"], 1e-9);
    close(at_capacity(&forecasts, 100).unwrap().precision, &expected["precision_at_100"], 1e-9);
}

#[test]
fn churn_forecast_by_what_was_thought_before() {
    // Coefficients of the expert card and of the first customers: area, log loss and slope of each.
    let Some((results, table)) = elsewhere("telco.json", "telco_churn.csv") else { return };
    for (rows, expected) in results["cold_start"]["by_training_rows"].as_object().unwrap() {
        let forecasts = customers(&expected["map"], &table);
        // Coefficients of the card are round numbers, so that many customers have one chance but for rounding, which parts
        // ties in the reference: 1e-5 there, the figure of a closed form elsewhere.
        let tolerance = if rows == "0" { 1e-5 } else { 1e-9 };
        close(area(&forecasts, 0.9).unwrap().estimate, &expected["test_auc"], tolerance);
        close(log_loss(&forecasts, 0.9).unwrap().estimate, &expected["test_log_loss"], PRINTED);
        close(line(&forecasts, 0.9).unwrap().slope.estimate, &expected["test_slope"], 1e-6);
    }
}

#[test]
fn delong_errors_meet_what_drawing_again_gives() {
    // The bootstrap of 1,409 rows and DeLong's formula are two ways to one error. 1,000 draws leave about 2 % of chance;
    // tolerance 8 %.
    let Some((results, table)) = elsewhere("telco.json", "telco_churn.csv") else { return };
    let learned = customers(&results["train"]["coef"], &table);
    let thought = customers(&results["cold_start"]["by_training_rows"]["50"]["map"], &table);
    let keys: Vec<usize> = (0..learned.all().len()).collect();
    let drawn = |plan| resampled(&learned, &keys, plan, 0.95, |drawn| Some(area(drawn, 0.95)?.estimate)).unwrap();
    let found = drawn(Plan { draws: 1_000, seed: 5 });
    let error = |measured: &Measured| measured.standard_error.unwrap();
    let exact = area(&learned, 0.95).unwrap();
    assert!((error(&found) / error(&exact) - 1.0).abs() < 0.08, "{found:?} {exact:?}");
    assert!((found.interval.unwrap().low - exact.interval.unwrap().low).abs() < 0.003);
    let better = area_difference(&learned, &thought, 0.95).unwrap();
    assert!((better.estimate - (exact.estimate - area(&thought, 0.95).unwrap().estimate)).abs() < 1e-12);
    // Both rest on the same customers and agree nearly: their difference is known far better than either.
    assert!(error(&better) < error(&exact) / 3.0, "{better:?}");
}

#[test]
fn how_many_accounts_a_model_needs() {
    // pmsampsize's own test gives 623, 662 and 221 for the first.
    let expected = &results("forecast_misc.json")["riley_sample_size"];
    for (name, parameters, r2, share) in [
        ("pmsampsize_example", 24, 0.288, 0.174),
        ("churn10_p10_r2_0_08", 10, 0.08, 0.1),
        ("churn15_p12_r2_0_12", 12, 0.12, 0.15),
    ] {
        let expected = &expected[name];
        let found = sample_size(parameters, r2, share).unwrap();
        close(found.for_shrinkage, &expected["n1"], 1e-9);
        close(found.for_optimism, &expected["n2"], 1e-9);
        close(found.for_share, &expected["n3"], 1e-9);
        close(found.largest_r2, &expected["max_r2cs"], 1e-9);
        assert_eq!(Some(found.accounts), expected["n"].as_u64());
        close(found.events, &expected["events"], 1e-9);
        close(found.events_per_parameter, &expected["epp"], 1e-9);
    }
}

use serde_json::json;
use statistics::describe::{mean, variance};
use statistics::multiplicity::{Adjustment, adjust};
use statistics::shrinkage::gaussian::{
    Measured, dersimonian_laird, heterogeneity, james_stein, restricted_likelihood, shrink,
};

use crate::source::{all_close, anywhere, close, number, numbers, results, table};

fn schools() -> Vec<Measured> {
    let measured = |row| Measured { value: number(row, "y"), variance: number(row, "sigma").powi(2) };
    table("eight_schools.csv").iter().map(measured).collect()
}

#[test]
fn eight_schools_are_alike() {
    let expected = &results("shrinkage_gaussian.json")["eight_schools"];
    let schools = schools();
    close(heterogeneity(&schools).unwrap().q, &expected["DL"]["Q"], 1e-9);
    close(heterogeneity(&schools).unwrap().i_squared, &expected["DL"]["I2"], 1e-9);
    assert_eq!(heterogeneity(&schools).unwrap().i_squared, 0.0);
    assert_eq!(dersimonian_laird(&schools), Some(0.0));
    assert_eq!(restricted_likelihood(&schools), Some(0.0));
    let drawn = shrink(&schools, 0.0).unwrap();
    close(drawn.mean, &expected["REML"]["mu"], 1e-9);
    close(drawn.mean_error, &expected["REML"]["se"], 1e-9);
    close(drawn.mean, &expected["DL"]["mu"], 1e-9);
    close(drawn.mean_error, &expected["DL"]["se"], 1e-9);
    assert!(drawn.values.iter().all(|value| *value == drawn.mean));
}

#[test]
fn eight_schools_with_a_given_spread() {
    let expected = &results("shrinkage_gaussian.json")["eight_schools_tau10"];
    let drawn = shrink(&schools(), 100.0).unwrap();
    close(drawn.mean, &expected["mu"], 1e-9);
    all_close(&drawn.values, &expected["theta"], 1e-9);
    all_close(&drawn.deviations, &expected["sd_given_mu"], 1e-9);
}

#[test]
fn six_batches_of_dyestuff() {
    // O. Davies, "Statistical Methods in Research and Production" (1947): yields of five samples of each batch. Means of the
    // batches; within them the mean square is 2451.25. With equal numbers the restricted likelihood then gives
    // (11271.5 - 2451.25) / 5 exactly, and the drawn values are lme4's (1.1-31; tolerance 1e-4, limited by its optimiser).
    let batches: Vec<Measured> = [1505.0, 1528.0, 1564.0, 1498.0, 1600.0, 1470.0]
        .into_iter()
        .map(|value| Measured { value, variance: 2451.25 / 5.0 })
        .collect();
    for variance in [restricted_likelihood(&batches).unwrap(), dersimonian_laird(&batches).unwrap()] {
        close(variance, &json!(1764.05), 1e-9);
        let drawn = shrink(&batches, variance).unwrap();
        close(drawn.mean_error, &json!((11271.5_f64 / 30.0).sqrt()), 1e-9);
        let apart: Vec<f64> = drawn.values.iter().map(|value| value - 1527.5).collect();
        let lme4 = [-17.6068513669, 0.39126336371, 28.5622255507, -23.0845384588, 56.7331877377, -44.9952868265];
        all_close(&apart, &json!(lme4), 1e-4);
        close(drawn.reliabilities[0], &json!(0.7825267267), 1e-9);
        close(drawn.deviations[0].powi(2), &json!(383.6337278981), 1e-4);
    }
}

#[test]
fn six_batches_that_differ_by_less_than_chance() {
    // G. Box and G. Tiao, "Bayesian Inference in Statistical Analysis" (1973), 5.1.2: made up so that batches differ by less than
    // their samples. Means of five; lme4 has a variance of exactly 0 and the mean 5.6656.
    let Some(table) = anywhere("dyestuff2.csv") else { return };
    let batch = |name: char| -> Vec<f64> {
        table.iter().filter(|row| row["Batch"] == name.to_string()).map(|row| number(row, "Yield")).collect()
    };
    let batches: Vec<Vec<f64>> = ('A'..='F').map(batch).collect();
    let within = batches.iter().map(|yields| variance(yields).unwrap()).sum::<f64>() / 6.0;
    let measured: Vec<Measured> = batches
        .iter()
        .map(|yields| Measured { value: mean(yields).unwrap(), variance: within / yields.len() as f64 })
        .collect();
    assert_eq!(restricted_likelihood(&measured), Some(0.0));
    assert_eq!(dersimonian_laird(&measured), Some(0.0));
    close(shrink(&measured, 0.0).unwrap().mean, &json!(5.6656), 1e-9);
}

#[test]
fn eighteen_batters() {
    let expected = &results("shrinkage_gaussian.json")["efron_morris_1975"];
    let batters = table("efron_morris.csv");
    let root = 45.0_f64.sqrt();
    let scaled: Vec<f64> = batters.iter().map(|row| root * (2.0 * number(row, "r") / 45.0 - 1.0).asin()).collect();
    let drawn = james_stein(&scaled, 1.0).unwrap();
    close(drawn.mean, &expected["zbar"], 1e-9);
    close(drawn.squares, &expected["S"], 1e-9);
    close(drawn.kept, &expected["shrink"], 1e-9);
    let averages: Vec<f64> = drawn.values.iter().map(|value| ((value / root).sin() + 1.0) / 2.0).collect();
    all_close(&averages, &expected["p_js"], 1e-9);
    let missed = |guesses: &[f64]| -> f64 {
        guesses.iter().zip(&batters).map(|(guess, row)| (guess - number(row, "p")).powi(2)).sum()
    };
    close(missed(&averages), &expected["sse_js"], 1e-9);
    let plain: Vec<f64> = batters.iter().map(|row| number(row, "r") / 45.0).collect();
    close(missed(&plain), &expected["sse_mle"], 1e-9);
}

#[test]
fn fifteen_comparisons() {
    // Y. Benjamini and Y. Hochberg (1995), worked example; adjusted by R's p.adjust.
    let expected = results("multiplicity.json");
    let p_values = numbers(&expected["p"]);
    for (adjustment, name) in [
        (Adjustment::BenjaminiHochberg, "BH"),
        (Adjustment::BenjaminiYekutieli, "BY"),
        (Adjustment::Holm, "holm"),
        (Adjustment::Hochberg, "hochberg"),
        (Adjustment::Bonferroni, "bonferroni"),
    ] {
        all_close(&adjust(&p_values, adjustment).unwrap(), &expected[name], 1e-9);
    }
    let finds = |adjustment| adjust(&p_values, adjustment).unwrap().iter().filter(|p| **p <= 0.05).count();
    assert_eq!(finds(Adjustment::BenjaminiHochberg), 4);
    assert_eq!(finds(Adjustment::Bonferroni), 3);
}

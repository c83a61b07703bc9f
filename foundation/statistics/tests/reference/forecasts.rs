use serde_json::Value;
use statistics::forecast::coverage::kupiec;
use statistics::forecast::score::{crps, crps_normal, interval_score, pinball};
use statistics::forecast::total::{Renewal, Total, count, total};
use statistics::interval::{Interval, net_promoter, net_promoter_adjusted, net_promoter_wald, wilson};

use crate::source::{all_close, close, numbers, results};

fn twelve(unit: f64) -> (Value, Total) {
    let results = results("forecast_misc.json");
    let pairs = numbers(&results["arr12"]["arr"]).into_iter().zip(numbers(&results["pb12"]["p"]));
    let renewals: Vec<Renewal> = pairs.map(|(arr, chance)| Renewal::whole(chance, arr)).collect();
    (results["arr12"].clone(), total(&renewals, unit, 0.0).expect("a total"))
}

#[test]
fn arr_of_twelve_accounts() {
    let (expected, found) = twelve(1.0);
    close(found.mean, &expected["mean"], 1e-9);
    close(found.deviation, &expected["sd"], 1e-9);
    for (key, p) in
        [("q05", 0.05), ("q10", 0.1), ("q25", 0.25), ("q50", 0.5), ("q75", 0.75), ("q90", 0.9), ("q95", 0.95)]
    {
        assert_eq!(found.quantile(p), expected[key].as_f64(), "{key}");
    }
    close(found.at_least(1000.0).unwrap(), &expected["p_ge_1000"], 1e-9);
    close(found.effective.unwrap(), &expected["n_eff_kish"], 1e-9);
    close(found.largest_share.unwrap(), &expected["var_share_largest"], 1e-9);
    assert_eq!((found.unit, found.rounding), (1.0, 0.0));
    assert_eq!((found.bounds.low, found.bounds.high), (0.0, 1287.0));
}

#[test]
fn a_coarse_unit_moves_quantiles_by_little_and_says_so() {
    let (expected, found) = twelve(10.0);
    assert!(found.rounding > 0.0);
    for (key, p) in [("q10", 0.1), ("q50", 0.5), ("q90", 0.9)] {
        let apart = (found.quantile(p).unwrap() - expected[key].as_f64().unwrap()).abs();
        assert!(apart <= found.rounding + found.unit, "{key} {apart}");
    }
    let mean: f64 = found.cells().map(|(value, chance)| value * chance).sum();
    close(mean, &expected["mean"], 1e-9);
}

#[test]
fn twelve_and_three_hundred_renewals_as_a_count() {
    let results = results("forecast_misc.json");
    let found = count(&numbers(&results["pb12"]["p"]), 0.0).unwrap();
    let chances: Vec<f64> = found.cells().map(|cell| cell.1).collect();
    let expected = numbers(&results["pb12"]["pmf"]);
    assert_eq!(chances.len(), expected.len());
    chances.iter().zip(expected).for_each(|(found, expected)| assert!((found / expected - 1.0).abs() < 1e-9));
    let exact: Vec<f64> = results["pb12"]["pmf_exact_fraction_k12"]
        .as_str()
        .unwrap()
        .split('/')
        .map(|part| part.parse().unwrap())
        .collect();
    assert!((chances[12] / (exact[0] / exact[1]) - 1.0).abs() < 1e-12);
    let expected = &results["pb300"];
    let found = count(&numbers(&expected["p"]), 0.0).unwrap();
    close(found.mean, &expected["mean"], 1e-9);
    close(found.deviation * found.deviation, &expected["var"], 1e-9);
    for (upto, chance) in expected["cdf_at"].as_object().unwrap() {
        let above = found.at_least(upto.parse::<f64>().unwrap() + 1.0).unwrap();
        close(1.0 - above, chance, 1e-9);
    }
    assert_eq!(found.quantile(0.05), expected["q05"].as_f64());
    assert_eq!(found.quantile(0.95), expected["q95"].as_f64());
}

/// A chance whose log-odds a normal shock moves, on the mean of the shock, by a fine sum.
fn over_shocks(chance: f64, deviation: f64) -> f64 {
    let log_odds = (chance / (1.0 - chance)).ln();
    let at = |step: i32| {
        let z = f64::from(step) / 200.0;
        ((-z * z / 2.0).exp(), 1.0 / (1.0 + (-log_odds - deviation * z).exp()))
    };
    let steps = || (-2_000..=2_000).map(at);
    steps().map(|(weight, moved)| weight * moved).sum::<f64>() / steps().map(|(weight, _)| weight).sum::<f64>()
}

#[test]
fn three_hundred_renewals_under_a_shared_shock() {
    let results = results("forecast_misc.json");
    let chances = numbers(&results["pb300"]["p"]);
    for (shock, expected) in results["common_shock"]["sd"].as_object().unwrap() {
        let deviation: f64 = shock.parse().unwrap();
        // The reference moves the log-odds of these chances; ours are told as they are over all shocks.
        let over_all: Vec<f64> = chances.iter().map(|chance| over_shocks(*chance, deviation)).collect();
        let found = count(&over_all, deviation).unwrap();
        assert!((found.mean - over_all.iter().sum::<f64>()).abs() < 1e-9);
        close(found.deviation, expected, 1e-9);
        // The distribution itself has the same moments as the formula.
        let mean: f64 = found.cells().map(|(value, chance)| value * chance).sum();
        let square: f64 = found.cells().map(|(value, chance)| (value - mean) * (value - mean) * chance).sum();
        assert!((mean / found.mean - 1.0).abs() < 1e-9 && (square.sqrt() / found.deviation - 1.0).abs() < 1e-6);
    }
}

#[test]
fn coverage_of_past_intervals() {
    let results = results("forecast_misc.json");
    for (key, n, outside, rate) in [
        ("T20_x4_p0.1", 20, 4, 0.1),
        ("T40_x9_p0.1", 40, 9, 0.1),
        ("T250_x20_p0.05", 250, 20, 0.05),
        ("T255_x7_p0.01", 255, 7, 0.01),
        ("T24_x0_p0.1", 24, 0, 0.1),
    ] {
        let found = kupiec(n, outside, rate).unwrap();
        close(found.likelihood_ratio, &results["kupiec"][key]["LR"], 1e-9);
        close(found.p_value, &results["kupiec"][key]["p_value"], 1e-9);
    }
}

#[test]
fn what_a_forecast_costs() {
    let results = results("forecast_misc.json");
    let interval = Interval { low: 80.0, high: 110.0 };
    close(interval_score(75.0, interval, 0.9).unwrap(), &results["interval_score"]["y75"], 1e-9);
    close(interval_score(100.0, interval, 0.9).unwrap(), &results["interval_score"]["y100"], 1e-9);
    close(pinball(100.0, 90.0, 0.9).unwrap(), &results["pinball"]["t0_9"], 1e-9);
    close(pinball(100.0, 90.0, 0.1).unwrap(), &results["pinball"]["t0_1"], 1e-9);
    let expected = &results["crps_normal"]["crps"];
    close(crps_normal(120.0, 100.0, 15.0).unwrap(), expected, 1e-9);
    // A fine grid of the same normal has about the same score.
    let density = |x: f64| (-x * x / 2.0).exp();
    let cells: Vec<(f64, f64)> =
        (-800..=800).map(|at| (100.0 + f64::from(at) * 0.15, density(f64::from(at) / 100.0))).collect();
    let whole: f64 = cells.iter().map(|cell| cell.1).sum();
    let cells: Vec<(f64, f64)> = cells.into_iter().map(|(value, chance)| (value, chance / whole)).collect();
    close(crps(120.0, &cells).unwrap(), expected, 1e-4);
}

#[test]
fn a_net_promoter_score_of_a_hundred_answers() {
    let expected = &results("forecast_misc.json")["nps"];
    let [promoters, passives, detractors] =
        ["promoters", "passives", "detractors"].map(|key| expected[key].as_u64().unwrap());
    close(net_promoter(promoters, passives, detractors).unwrap(), &expected["nps"], 1e-9);
    // The reference takes 1.96 for the normal quantile.
    let level = 2.0 * statistics::normal::cdf(1.96).unwrap() - 1.0;
    let plain = net_promoter_wald(promoters, passives, detractors, level).unwrap();
    all_close(&[plain.interval.low, plain.interval.high], &expected["wald95"], 1e-9);
    close((plain.interval.high - plain.interval.low) / 2.0 / 1.96, &expected["se"], 1e-9);
    let adjusted = net_promoter_adjusted(promoters, passives, detractors, level).unwrap();
    close(adjusted.centre, &expected["adjusted_wald_rocks_2_0_75"]["nps"], 1e-9);
    close(
        (adjusted.interval.high - adjusted.interval.low) / 2.0,
        &expected["adjusted_wald_rocks_2_0_75"]["half"],
        1e-9,
    );
}

#[test]
fn wilson_intervals_of_proportions() {
    for row in results("forecast_misc.json")["proportion_ci"].as_array().unwrap() {
        let found = wilson(row["x"].as_u64().unwrap(), row["n"].as_u64().unwrap(), 0.95).unwrap();
        all_close(&[found.low, found.high], &row["wilson"], 1e-9);
    }
}

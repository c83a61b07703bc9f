use statistics::concentration::{effective_number, largest_share};
use statistics::funnel::{Ratio, binomial_limit, dispersion, ratio_limits, ratio_z, winsorised_mean_square};
use statistics::multiplicity::{Adjustment, adjust};
use statistics::poisson_binomial::PoissonBinomial;
use statistics::standardise::standardise;
use statistics::{beta, interval};

use crate::source::{all_close, close, count, elsewhere, number, numbers, results};

#[test]
fn heart_surgery_in_new_york() {
    let Some((expected, table)) = elsewhere("funnel_cabg_ny.json", "cabg_ny.csv") else { return };
    let ratios: Vec<Ratio> = table
        .iter()
        .map(|row| Ratio {
            observed: count(row, "Deaths"),
            expected: number(row, "Cases") * number(row, "EMR") / 100.0,
        })
        .collect();
    let mut p_values = Vec::new();
    for (ratio, hospital) in ratios.iter().zip(expected["hospitals"].as_array().unwrap()) {
        let found = standardise(ratio.observed, ratio.expected, 0.95).unwrap();
        for (found, key) in [
            (found.ratio, "smr"),
            (found.ratio * expected["state_rate_pct"].as_f64().unwrap(), "ramr"),
            (found.exact.low, "exact_lo"),
            (found.exact.high, "exact_hi"),
            (found.byar.low, "byar_lo"),
            (found.byar.high, "byar_hi"),
            (found.z, "z_sqrt"),
            (found.p_value, "midp_two_sided"),
        ] {
            // Byar's lower limit of no deaths is not defined in the formula; here it is 0.
            if !hospital[key].is_null() {
                close(found, &hospital[key], 1e-9);
            }
        }
        p_values.push(found.p_value);
    }
    let raw = dispersion(&ratios, 0.0).unwrap();
    close(raw.phi, &expected["phi_raw"], 1e-9);
    close(raw.p_value, &expected["het_p"], 1e-9);
    close(raw.phi * 37.0, &expected["het_chi2"], 1e-9);
    let consistency = winsorised_mean_square(0.1).unwrap();
    close(consistency, &expected["winsor10_consistency"], 1e-9);
    close(raw.variance, &expected["tau2_raw"], 1e-9);
    let drawn_in = dispersion(&ratios, 0.1).unwrap();
    close(drawn_in.phi, &expected["phi_winsor10_corrected"], 1e-9);
    close(drawn_in.phi * consistency, &expected["phi_winsor10"], 1e-9);
    close(drawn_in.variance, &expected["tau2_winsor_corrected"], 1e-9);
    let beyond = |variance: f64, z: f64| {
        ratios.iter().filter(|ratio| ratio_z(**ratio, variance).unwrap().abs() > z).count() as u64
    };
    assert_eq!(Some(beyond(0.0, 1.96)), expected["n_flagged_z1.96"].as_u64());
    assert_eq!(Some(beyond(0.0, 3.09)), expected["n_flagged_z3.09"].as_u64());
    let uncorrected = expected["tau2_winsor"].as_f64().unwrap();
    assert_eq!(Some(beyond(uncorrected, 1.96)), expected["n_flagged_additive_od_1.96"].as_u64());
    let adjusted = adjust(&p_values, Adjustment::BenjaminiHochberg).unwrap();
    let finds: Vec<&str> =
        table.iter().zip(adjusted).filter(|(_, p)| *p < 0.05).map(|(row, _)| row["Hospital"].as_str()).collect();
    assert_eq!(serde_json::json!(finds), expected["bh_q05"]);
    // Outside the limits is the same as a z beyond.
    for ratio in &ratios {
        let limits = ratio_limits(ratio.expected, drawn_in.variance, 0.95).unwrap();
        let seen = ratio.observed as f64 / ratio.expected;
        let is_outside = seen < limits.low || seen > limits.high;
        assert_eq!(is_outside, ratio_z(*ratio, drawn_in.variance).unwrap().abs() > 1.959963984540054);
    }
}

#[test]
fn limits_of_child_heart_surgery() {
    let Some((expected, _)) = elsewhere("funnel_binomial_limits.json", "child_heart_2012_15.csv") else { return };
    let target = expected["target"].as_f64().unwrap();
    for row in expected["rows"].as_array().unwrap() {
        let n = row["n"].as_u64().unwrap();
        for (at, key) in [(0.025, "lo95"), (0.975, "hi95"), (0.001, "lo998"), (0.999, "hi998")] {
            // The target was printed with 11 digits, and the interpolation magnifies that.
            close(binomial_limit(at, target, n).unwrap(), &row[key], 1e-8);
        }
        let found = interval::wilson(row["deaths"].as_u64().unwrap(), n, 0.95).unwrap();
        close(found.low, &row["wilson_lo"], 1e-9);
        close(found.high, &row["wilson_hi"], 1e-9);
        // Clopper and Pearson's limits are quantiles of the beta distribution.
        let (deaths, n) = (row["deaths"].as_f64().unwrap(), n as f64);
        close(beta::quantile(0.025, deaths, n - deaths + 1.0).unwrap(), &row["cp_lo"], 1e-9);
        close(beta::quantile(0.975, deaths + 1.0, n - deaths).unwrap(), &row["cp_hi"], 1e-9);
    }
    for row in expected["limits_p0.1"].as_array().unwrap() {
        let n = row["n"].as_u64().unwrap();
        for (at, key) in [(0.025, "lo95_p10"), (0.975, "hi95_p10"), (0.001, "lo998_p10"), (0.999, "hi998_p10")] {
            close(binomial_limit(at, 0.1, n).unwrap(), &row[key], 1e-9);
        }
    }
}

#[test]
fn limits_at_one_in_ten() {
    // R 4.2.2: (r - alpha) / n with r = qbinom(p, n, .1) and alpha = (pbinom(r, n, .1) - p) / dbinom(r, n, .1).
    for (n, limits) in [
        (10, [-0.092830070023, 0.2787356598, -0.099713202801, 0.44266952628]),
        (25, [-0.026070444309, 0.21404462582, -0.039442817772, 0.30797068299]),
        (100, [0.040380595524, 0.15771861164, 0.014178865008, 0.1983567185]),
        (1000, [0.081278656745, 0.11848292653, 0.071340846313, 0.12991784395]),
    ] {
        for (at, limit) in [0.025, 0.975, 0.001, 0.999].into_iter().zip(limits) {
            close(binomial_limit(at, 0.1, n).unwrap(), &serde_json::json!(limit), 1e-9);
        }
    }
}

#[test]
fn twelve_renewals() {
    let expected = &results("forecast_misc.json")["pb12"];
    let chances = numbers(&expected["p"]);
    let found = PoissonBinomial::of(&chances).unwrap();
    for (found, expected) in found.pmf().iter().zip(numbers(&expected["pmf"])) {
        assert!((found / expected - 1.0).abs() < 1e-9);
    }
    close(found.mean(), &expected["mean"], 1e-9);
    close(found.variance(), &expected["var"], 1e-9);
}

#[test]
fn three_hundred_renewals() {
    let expected = &results("forecast_misc.json")["pb300"];
    let found = PoissonBinomial::of(&numbers(&expected["p"])).unwrap();
    close(found.mean(), &expected["mean"], 1e-9);
    close(found.variance(), &expected["var"], 1e-9);
    for (count, chance) in expected["cdf_at"].as_object().unwrap() {
        close(found.cdf(count.parse().unwrap()), chance, 1e-9);
    }
    assert_eq!(found.quantile(0.05), expected["q05"].as_u64().map(|count| count as usize));
    assert_eq!(found.quantile(0.95), expected["q95"].as_u64().map(|count| count as usize));
}

#[test]
fn twelve_accounts_weigh_as_four_and_one_brings_most_of_the_doubt() {
    let expected = &results("forecast_misc.json");
    let arr = numbers(&expected["arr12"]["arr"]);
    close(effective_number(&arr).unwrap(), &expected["arr12"]["n_eff_kish"], 1e-9);
    let chances = numbers(&expected["pb12"]["p"]);
    let variances: Vec<f64> = arr.iter().zip(chances).map(|(arr, p)| arr * arr * p * (1.0 - p)).collect();
    close(largest_share(&variances).unwrap(), &expected["arr12"]["var_share_largest"], 1e-9);
}

#[test]
fn forty_six_promoters_of_a_hundred() {
    // The reference takes 1.96 for the quantile; this level, 1 less both tails beyond it, has just that.
    let level = 0.950_004_209_703_559;
    let expected = &results("forecast_misc.json")["nps"];
    let plain = interval::net_promoter_wald(46, 33, 21, level).unwrap();
    close(plain.centre, &expected["nps"], 1e-9);
    all_close(&[plain.interval.low, plain.interval.high], &expected["wald95"], 1e-9);
    close((plain.interval.high - plain.centre) / 1.96, &expected["se"], 1e-9);
    let adjusted = interval::net_promoter_adjusted(46, 33, 21, level).unwrap();
    close(adjusted.centre, &expected["adjusted_wald_rocks_2_0_75"]["nps"], 1e-9);
    close(adjusted.interval.high - adjusted.centre, &expected["adjusted_wald_rocks_2_0_75"]["half"], 1e-9);
}

#[test]
fn intervals_of_proportions_by_the_beta_distribution() {
    for row in results("forecast_misc.json")["proportion_ci"].as_array().unwrap() {
        let (hits, n) = (row["x"].as_f64().unwrap(), row["n"].as_f64().unwrap());
        let jeffreys = [0.025, 0.975].map(|p| beta::quantile(p, hits + 0.5, n - hits + 0.5).unwrap());
        all_close(&jeffreys, &row["jeffreys"], 1e-9);
        let wilson = interval::wilson(hits as u64, n as u64, 0.95).unwrap();
        all_close(&[wilson.low, wilson.high], &row["wilson"], 1e-9);
        if hits > 0.0 && hits < n {
            let low = beta::quantile(0.025, hits, n - hits + 1.0).unwrap();
            let high = beta::quantile(0.975, hits + 1.0, n - hits).unwrap();
            all_close(&[low, high], &row["clopper_pearson"], 1e-9);
        }
    }
}

//! Twelve hospitals against an independent quadrature, which 400,000 draws of JAGS agree with (values/bayes_ranks.json).
//! Relative tolerance 1e-3, as the reference's README asks of full Bayes.

use serde_json::Value;

use crate::logit::expit;
use crate::mixed::exact::{Belief, Exact, Point, Prior, SpreadPrior, integrate};
use crate::mixed::tests::tables::{counts, numbers, table, values, values_elsewhere};
use crate::mixed::{Caveat, Observations};
use crate::ranks::Standing;

const TOLERANCE: f64 = 1e-3;

/// Chances of ranks smaller than this are compared in absolute terms: the reference has a coarser grid for them, and takes
/// groups for equal where the spread is below 0.03, which it is with a chance of 0.0003.
const RANKS_SMALL: f64 = 0.05;

/// The same where mean and spread are known, and the reference's only other error is that of its grid of effects.
const KNOWN_SMALL: f64 = 0.01;

/// BUGS takes the inverse of the squared spread as gamma and the mean as good as flat.
const BUGS: Prior = Prior { mean: 1000.0, spread: SpreadPrior::InverseGamma { shape: 0.001, rate: 0.001 } };

const HALF_NORMAL: Prior = Prior { mean: 1000.0, spread: SpreadPrior::HalfNormal(1.0) };

fn hospitals() -> Observations {
    let table = table("surgical12.csv").expect("twelve hospitals lie beside the tests");
    counts(&table.column("deaths"), &table.column("n"), &table.words("hospital"), &[])
}

fn near(found: f64, wanted: f64, what: &str) {
    nearly(found, wanted, 0.0, what);
}

fn nearly(found: f64, wanted: f64, small: f64, what: &str) {
    let apart = (found - wanted).abs() / wanted.abs().max(small);
    assert!(apart < TOLERANCE, "{what}: found {found}, reference {wanted}, apart {apart}");
}

fn all_near(found: &[f64], wanted: &Value, what: &str) {
    all_nearly(found, wanted, 0.0, what);
}

fn all_nearly(found: &[f64], wanted: &Value, small: f64, what: &str) {
    let wanted = numbers(wanted);
    assert_eq!(found.len(), wanted.len(), "{what}");
    found
        .iter()
        .zip(wanted)
        .enumerate()
        .for_each(|(place, (one, other))| nearly(*one, other, small, &format!("{what} {place}")));
}

/// Mean and standard deviation of a chance.
fn chance(belief: &Belief) -> (f64, f64) {
    let mean = belief.expected(expit);
    (mean, belief.expected(|odds| (expit(odds) - mean) * (expit(odds) - mean)).sqrt())
}

/// The reference reads quantiles of the spread off straight lines between its 161 spreads, evenly on the log scale from
/// 0.004 to 3, which is off by up to 0.2 % in the tails: compared is what that makes of the chances found here.
fn on_straight_lines(found: &Exact, share: f64) -> f64 {
    let (low, high) = (0.004_f64.ln(), 3.0_f64.ln());
    let places: Vec<f64> = (0..161).map(|place| low + (high - low) * f64::from(place) / 160.0).collect();
    let after = places.iter().position(|place| found.log_spread.below(*place) > share).expect("the chances reach 1");
    let [left, right] = [places[after - 1], places[after]].map(|place| (place.exp(), found.log_spread.below(place)));
    left.0 + (right.0 - left.0) * (share - left.1) / (right.1 - left.1)
}

fn meets(found: &Exact, wanted: &Value) {
    let number = |name: &str| wanted[name].as_f64().expect("a number");
    near(found.mean().mean(), number("mu_mean"), "mean of the mean");
    near(found.mean().deviation(), number("mu_sd"), "deviation of the mean");
    near(found.spread(), number("sigma_mean"), "mean of the spread");
    near(found.spread_deviation(), number("sigma_sd"), "deviation of the spread");
    let population = chance(found.mean());
    near(population.0, number("pop_mean_mean"), "mean of the population's chance");
    near(population.1, number("pop_mean_sd"), "deviation of the population's chance");
    let shares = [0.025, 0.5, 0.975];
    let quantiles = shares.map(|share| on_straight_lines(found, share));
    all_near(&quantiles, &wanted["sigma_q025_50_975"], "quantile of the spread");
    for (share, rough) in shares.into_iter().zip(quantiles) {
        assert!((found.spread_quantile(share) / rough - 1.0).abs() < 3e-3, "{share}: {rough}");
    }
    all_near(&shares.map(|share| found.mean().quantile(share)), &wanted["mu_q025_50_975"], "quantile of the mean");
    let beliefs: Vec<Belief> = (0..12).map(|group| found.log_odds(group).expect("a hospital")).collect();
    let (means, deviations): (Vec<f64>, Vec<f64>) = beliefs.iter().map(chance).unzip();
    all_near(&means, &wanted["p_mean"], "mean of hospital");
    all_near(&deviations, &wanted["p_sd"], "deviation of hospital");
    for (share, name) in shares.into_iter().zip(["p_q025", "p_q50", "p_q975"]) {
        let found: Vec<f64> = beliefs.iter().map(|belief| expit(belief.quantile(share))).collect();
        all_near(&found, &wanted[name], name);
    }
}

fn stands(found: &Exact, wanted: &Value, small: f64) {
    let positions: Vec<Vec<f64>> = (0..12).map(|group| found.positions(group).expect("a hospital")).collect();
    let standings: Vec<Standing> = (0..12).map(|group| found.standing(group).expect("a hospital")).collect();
    let each = |of: &dyn Fn(&Standing) -> f64| standings.iter().map(of).collect::<Vec<f64>>();
    all_near(&each(&|one| one.expected), &wanted["expected_rank"], "expected rank");
    all_nearly(&each(&|one| one.lowest_quarter), &wanted["p_lowest_quarter"], small, "lowest quarter");
    all_nearly(&each(&|one| one.highest_quarter), &wanted["p_highest_quarter"], small, "highest quarter");
    all_near(&each(&|one| one.low as f64), &wanted["rank_q05"], "rank at 5 %");
    all_near(&each(&|one| one.high as f64), &wanted["rank_q95"], "rank at 95 %");
    let at = |place: usize| positions.iter().map(|chances| chances[place]).collect::<Vec<f64>>();
    all_nearly(&at(0), &wanted["p_rank1"], small, "chance of the first rank");
    all_nearly(&at(11), &wanted["p_rankJ"], small, "chance of the last rank");
    let middle = |chances: &Vec<f64>| {
        let mut below = 0.0;
        let reached = |chance: &f64| {
            below += chance;
            below >= 0.5
        };
        chances.iter().position(reached).expect("chances of 1 in all") as f64 + 1.0
    };
    all_near(&positions.iter().map(middle).collect::<Vec<f64>>(), &wanted["rank_q50"], "middle rank");
}

#[test]
fn twelve_hospitals_under_the_priors_of_bugs() {
    let Some(values) = values("bayes_ranks") else { return };
    let wanted = &values["surgical12_full_bayes_bugs_prior"];
    let found = integrate(&hospitals(), &BUGS).expect("counts");
    assert_eq!(found.caveats(), &[] as &[Caveat]);
    meets(&found, wanted);
    stands(&found, &wanted["ranks"], RANKS_SMALL);
}

#[test]
fn twelve_hospitals_under_a_half_normal_spread() {
    let Some(values) = values("bayes_ranks") else { return };
    meets(&integrate(&hospitals(), &HALF_NORMAL).expect("counts"), &values["surgical12_full_bayes_halfnormal1"]);
}

#[test]
fn twelve_hospitals_with_mean_and_spread_taken_as_known() {
    let Some(values) = values("bayes_ranks") else { return };
    let wanted = &values["surgical12_eb_plugin"];
    let number = |name: &str| wanted[name].as_f64().expect("a number");
    let mut found = integrate(&hospitals(), &HALF_NORMAL).expect("counts");
    found.points = vec![Point { mean: number("mu"), spread: number("sigma"), weight: 1.0 }];
    for hospital in 0..12 {
        let chances = found.positions(hospital).expect("a hospital");
        all_nearly(&chances, &wanted["rank_pmf"][hospital], KNOWN_SMALL, &format!("hospital {hospital}, rank"));
    }
    stands(&found, &wanted["ranks"], KNOWN_SMALL);
}

/// Relative tolerance 1e-5: quadrature with 61 nodes at the maximum of the likelihood.
fn effects_at_the_maximum(rows: &Observations, wanted: &Value) {
    let number = |value: &Value| value.as_f64().expect("a number");
    let mut found = integrate(rows, &HALF_NORMAL).expect("counts");
    found.points =
        vec![Point { mean: number(&wanted["coef"]["intercept"]), spread: number(&wanted["sigma_u"]), weight: 1.0 }];
    let (means, deviations) = (numbers(&wanted["u_post_mean"]), numbers(&wanted["u_post_sd"]));
    assert_eq!(found.groups(), means.len());
    for (group, (mean, deviation)) in means.into_iter().zip(deviations).enumerate() {
        let effect = found.effect(group).expect("a group");
        assert!((effect.mean() - mean).abs() < 1e-5 * mean.abs().max(1e-2), "{group}: {} {mean}", effect.mean());
        assert!((effect.deviation() / deviation - 1.0).abs() < 1e-5, "{group}: {} {deviation}", effect.deviation());
    }
}

#[test]
fn effects_of_twelve_hospitals_at_the_maximum_of_the_likelihood() {
    let Some(values) = values("glmm_binomial") else { return };
    for nodes in [9, 25, 51] {
        effects_at_the_maximum(&hospitals(), &values[format!("surgical12_nAGQ{nodes}")]);
    }
}

#[test]
fn effects_of_thirteen_centres_at_the_maximum_of_the_likelihood() {
    let Some(table) = table("fetched/child_heart_2012_15.csv") else { return };
    let values = values_elsewhere("glmm_binomial").expect("values lie beside the tables");
    let rows = counts(&table.column("Deaths"), &table.column("Operations"), &table.words("Hospital"), &[]);
    effects_at_the_maximum(&rows, &values["child_heart_2012_15_nAGQ25"]);
}

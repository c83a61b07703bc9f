use statistics::shrinkage::poisson_gamma::{Count, Fit, Likely, fit, fit_around_one, robbins};

use crate::source::{Table, all_close, close, count, numbers, results, table};

/// Deaths of 1974, with what the rate of the state gives each county.
fn counties() -> Vec<Count> {
    counties_of(&table("nc_sids.csv"), "BIR74", "SID74")
}

fn counties_of(table: &Table, births: &str, deaths: &str) -> Vec<Count> {
    let total = |column: &str| table.iter().map(|row| count(row, column)).sum::<u64>() as f64;
    let rate = total(deaths) / total(births);
    let counted = |row| Count { observed: count(row, deaths), expected: count(row, births) as f64 * rate };
    table.iter().map(counted).collect()
}

fn spread(likely: Option<Likely>) -> Fit {
    let Some(Likely::Spread(fit)) = likely else { panic!("no spread: {likely:?}") };
    assert!(fit.convergence.reached && fit.convergence.gradient < 1e-8, "{:?}", fit.convergence);
    fit
}

#[test]
fn a_hundred_counties() {
    // Maximum likelihood: tolerance 1e-6; the log-likelihood is flat there and gives 1e-9.
    let expected = &results("eb_closed_form.json")["nc_sids_1974_poisson_gamma"];
    let counties = counties();
    let fit = spread(fit(&counties));
    close(fit.spread.shape, &expected["shape"], 1e-6);
    close(fit.spread.rate, &expected["rate"], 1e-6);
    close(fit.spread.mean(), &expected["prior_mean"], 1e-6);
    close(fit.log_likelihood, &expected["loglik"], 1e-9);
    let beliefs: Vec<_> = counties.iter().map(|county| fit.spread.posterior(*county, 0.95).unwrap()).collect();
    all_close(&beliefs.iter().map(|belief| belief.centre).collect::<Vec<_>>(), &expected["eb"], 1e-6);
    all_close(&beliefs.iter().map(|belief| belief.interval.low).collect::<Vec<_>>(), &expected["q025"], 1e-6);
    all_close(&beliefs.iter().map(|belief| belief.interval.high).collect::<Vec<_>>(), &expected["q975"], 1e-6);
    let above: Vec<f64> = counties.iter().map(|county| fit.spread.chance_above(*county, 1.0).unwrap()).collect();
    all_close(&above, &expected["p_gt_1"], 1e-6);
    let squares: f64 = counties.iter().map(|one| (one.observed as f64 - one.expected).powi(2) / one.expected).sum();
    close(squares, &expected["pearson_chi2"], 1e-9);
    let first: Vec<f64> = counties.iter().take(5).map(|county| county.expected).collect();
    all_close(&first, &expected["E_first5"], 1e-9);
}

#[test]
fn drawn_ratios_of_1974_foretell_1979_better_than_seen_ones() {
    let expected = &results("eb_closed_form.json")["nc_sids_predict_1979"];
    let table = table("nc_sids.csv");
    let (seen, later) = (counties(), counties_of(&table, "BIR79", "SID79"));
    let spread = spread(fit(&seen)).spread;
    let missed = |guess: &dyn Fn(&Count) -> f64| {
        let all: f64 = later.iter().map(|one| one.expected).sum();
        let one = |(seen, later): (&Count, &Count)| {
            later.expected * (later.observed as f64 / later.expected - guess(seen)).powi(2)
        };
        seen.iter().zip(&later).map(one).sum::<f64>() / all
    };
    close(missed(&|one| one.observed as f64 / one.expected), &expected["mse_smr"], 1e-9);
    close(missed(&|one| spread.posterior(*one, 0.9).unwrap().centre), &expected["mse_eb"], 1e-6);
    close(missed(&|_| 1.0), &expected["mse_one"], 1e-9);
}

#[test]
fn a_hundred_counties_around_one() {
    let fit = spread(fit_around_one(&counties()));
    close(fit.spread.shape, &results("eb_closed_form.json")["nc_sids_1974_mean1_k"], 1e-6);
    assert_eq!(fit.spread.shape, fit.spread.rate);
}

#[test]
fn insurance_claims() {
    // B. Efron and T. Hastie, "Computer Age Statistical Inference", table 6.1; the reference works it out to 11 digits.
    let expected = &results("eb_closed_form.json")["insurance_claims"];
    let frequencies: Vec<u64> = numbers(&expected["counts"]).iter().map(|count| *count as u64).collect();
    let found: Vec<f64> = robbins(&frequencies).into_iter().map(Option::unwrap).collect();
    all_close(&found, &expected["robbins"], 1e-9);
    // A negative binomial with nu and sigma is a gamma spread with shape nu and rate 1 / sigma over one year each.
    let claims = frequencies
        .iter()
        .zip(0..)
        .flat_map(|(people, observed)| std::iter::repeat_n(Count { observed, expected: 1.0 }, *people as usize));
    let fit = spread(fit(&claims.collect::<Vec<_>>()));
    close(fit.spread.shape, &expected["nb_nu"], 1e-6);
    close(1.0 / fit.spread.rate, &expected["nb_sigma"], 1e-6);
    let means: Vec<f64> =
        (0..7).map(|observed| fit.spread.posterior(Count { observed, expected: 1.0 }, 0.9).unwrap().centre).collect();
    all_close(&means, &expected["gamma_mle_eb"], 1e-6);
}

#[test]
fn the_order_of_counties_does_not_matter() {
    let mut counties = counties();
    let one = spread(fit(&counties)).spread;
    counties.reverse();
    let other = spread(fit(&counties)).spread;
    assert!((one.shape / other.shape - 1.0).abs() < 1e-9 && (one.rate / other.rate - 1.0).abs() < 1e-9);
}

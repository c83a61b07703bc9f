use statistics::fractional::{Share, fit};
use statistics::poisson_binomial::PoissonBinomial;
use statistics::standardise::standardise;

use crate::fractions::covariates;
use crate::source::{close, number, results, table};

#[test]
fn renewals_of_forty_csms_beside_what_accounts_like_theirs_do() {
    let expected = results("world_a_renewals.json");
    let accounts = table("csm_world_a.csv");
    let share = |row| Share { outcome: number(row, "renewed"), weight: 1.0, group: 0 };
    let shares: Vec<Share> = accounts.iter().map(share).collect();
    let fit = fit(&covariates(&accounts), &shares, None).unwrap();
    let names = ["intercept", "MM", "ENT", "min(tenure,5)", "risk0", "onboarded"];
    let phi = fit.phi.unwrap().sqrt();
    for ((found, error), name) in fit.coefficients.iter().zip(fit.model_errors.unwrap()).zip(names) {
        close(*found, &expected["plain_logit"][name], 1e-6);
        close(error / phi, &expected["plain_logit_se"][name], 1e-6);
    }
    for csm in expected["per_csm"].as_array().unwrap() {
        let own = accounts.iter().zip(&fit.fitted).filter(|(row, _)| Some(number(row, "csm")) == csm["csm"].as_f64());
        let chances: Vec<f64> = own.map(|(_, chance)| *chance).collect();
        let renewals = PoissonBinomial::of(&chances).unwrap();
        let seen = csm["O"].as_u64().unwrap() as usize;
        close(renewals.mean(), &csm["E_logit"], 1e-6);
        close(renewals.variance(), &csm["V_logit"], 1e-6);
        close(renewals.z(seen).unwrap(), &csm["z"], 1e-6);
        close(renewals.mid_p_lower(seen), &csm["pb_midp_lower"], 1e-6);
        let found = standardise(seen as u64, renewals.mean(), 0.95).unwrap();
        close(found.ratio * expected["overall_rate"].as_f64().unwrap(), &csm["oe_rate"], 1e-6);
    }
}

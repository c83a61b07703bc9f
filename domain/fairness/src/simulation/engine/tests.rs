use std::sync::Arc;

use super::*;
use crate::simulation::World;
use crate::simulation::dice::Dice;
use crate::{Case, Study, Value, compare};

/// The same team as a study, as it would come from facts.
fn study(team: &Team) -> Study {
    let case = |(place, account): (usize, &crate::simulation::team::Account)| Case {
        label: "an account".into(),
        key: Arc::from(format!("account {place}")),
        successes: f64::from(u8::from(account.renewed)),
        trials: 1.0,
        shares: account.members(true),
        values: account.covariates.iter().map(|value| Value::Number(*value)).collect(),
    };
    Study {
        groups: (0..team.people()).map(|person| Arc::from(format!("{person:03}"))).collect(),
        covariates: ["mid-sized", "large", "years", "risk", "onboarded"].into_iter().map(Arc::from).collect(),
        cases: team.accounts.iter().enumerate().map(case).collect(),
    }
}

#[test]
fn what_is_simulated_is_the_verdict_people_get() {
    for (world, set) in [(World::LargeBooks, 1), (World::HandOvers, 2), (World::SmallTeam, 3)] {
        let team = Team::draw(&world.recipe(), &mut Dice::of(2, set));
        let found = compare(&study(&team), &Prior::default()).expect("a comparison");
        let fitted = fit(&team.observations(true).expect("rows"), &Prior::default()).expect("a fit");
        let seen = Seen::of(&fitted, &effective_rows(&team, true));
        for (person, one) in found.groups.iter().enumerate() {
            assert_eq!((one.pooled_verdict, &*one.group), (seen.verdicts[person], &*format!("{person:03}")));
            assert!((one.effect.log_odds - seen.effects[person].mean()).abs() < 1e-9);
        }
        let below = found.groups.iter().filter(|one| one.verdict == Verdict::Below).count() as f64;
        let flagged = judge(&team, false)
            .expect("judged")
            .iter()
            .find(|(method, _)| *method == Method::Both)
            .map(|(_, tally)| tally.at(crate::simulation::Measure::WrongFlags).of);
        assert_eq!(flagged, Some(below));
        // Large books must find somebody, or nothing was compared.
        assert!(world != World::LargeBooks || below > 0.0);
    }
}

#[test]
fn a_few_accounts_carry_no_verdict() {
    let mut team = Team::draw(&World::LargeBooks.recipe(), &mut Dice::of(2, 1));
    let mut kept = 0;
    team.accounts.retain(|account| {
        account.owner != 0 || {
            kept += 1;
            kept <= 9
        }
    });
    let fitted = fit(&team.observations(true).expect("rows"), &Prior::default()).expect("a fit");
    assert_eq!(Seen::of(&fitted, &effective_rows(&team, true)).verdicts[0], Verdict::TooFew);
}

use super::*;
use crate::simulation::World;

fn teams(world: World, count: u64) -> impl Iterator<Item = Team> {
    (0..count).map(move |set| Team::draw(&world.recipe(), &mut Dice::of(9, set)))
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.collect();
    values.iter().sum::<f64>() / values.len() as f64
}

#[test]
fn the_rescue_desk_gets_the_risky_accounts() {
    let teams: Vec<Team> = teams(World::NoDifference, 20).collect();
    let risk = |on_rescue: bool| {
        let all = teams.iter().flat_map(|team| team.accounts.iter().map(move |account| (team, account)));
        mean(all.filter(|(team, a)| team.rescue[a.owner] == on_rescue).map(|(_, account)| account.covariates[3]))
    };
    assert!((risk(true) - 0.9).abs() < 0.05 && risk(false).abs() < 0.03, "{} {}", risk(true), risk(false));
    assert!(
        (mean(teams.iter().flat_map(|team| team.rescue.iter().map(|on| f64::from(u8::from(*on))))) - 0.2).abs() < 0.06
    );
}

#[test]
fn teams_are_as_their_recipe_says() {
    let moved = |team: &Team| {
        team.accounts.iter().filter(|account| account.later.is_some()).count() as f64 / team.accounts.len() as f64
    };
    assert!((mean(teams(World::HandOvers, 20).map(|team| moved(&team))) - 0.35).abs() < 0.02);
    assert!(teams(World::UsualDifferences, 5).all(|team| moved(&team) == 0.0 && team.people() == 40));
    assert!(teams(World::LargeBooks, 2).all(|team| team.accounts.len() == 40 * 120));
    assert!(teams(World::NoDifference, 3).all(|team| team.effects.iter().all(|effect| *effect == 0.0)));
    let square = mean(teams(World::SmallDifferences, 40).flat_map(|team| team.effects).map(|effect| effect * effect));
    assert!((square.sqrt() - 0.3).abs() < 0.02, "{square}");
    let books = teams(World::UsualDifferences, 20).map(|team| team.accounts.len() as f64 / 40.0);
    assert!((mean(books) - 28.0).abs() < 1.5);
}

#[test]
fn bigger_accounts_go_to_the_better_ones_where_the_recipe_says_so() {
    let lead = |world: World| {
        let large = |team: &Team| {
            let all = team.accounts.iter().filter(|account| account.covariates[1] > 0.0);
            mean(all.map(|account| team.effects[account.owner]))
        };
        mean(teams(world, 20).map(|team| large(&team)))
    };
    assert!(lead(World::BiggerToBetter) > 0.15 && lead(World::UsualDifferences).abs() < 0.08);
}

#[test]
fn every_account_is_shared_out_whole() {
    for team in teams(World::HandOvers, 3) {
        for account in &team.accounts {
            let shares: f64 = account.members(true).iter().map(|(_, share)| share).sum();
            assert!((shares - 1.0).abs() < 1e-12 && account.members(false) == [(account.owner, 1.0)]);
            assert!(account.later.is_none_or(|(other, share)| other != account.owner && (0.15..0.85).contains(&share)));
        }
    }
}

#[test]
fn shuffling_keeps_accounts_outcomes_and_sizes_of_books() {
    let told = |recipe: Recipe| {
        let team = Team::draw(&recipe, &mut Dice::of(9, 4));
        let mut sizes = vec![0; team.people()];
        team.accounts.iter().for_each(|account| sizes[account.owner] += 1);
        (team.accounts.iter().map(|a| (a.covariates, a.renewed)).collect::<Vec<_>>(), sizes, team)
    };
    let shuffled = told(World::ShuffledLabels.recipe());
    let plain = told(Recipe { shuffled: false, ..World::ShuffledLabels.recipe() });
    assert_eq!((&shuffled.0, &shuffled.1), (&plain.0, &plain.1));
    assert!(
        shuffled.2.effects.iter().all(|effect| *effect == 0.0) && plain.2.effects.iter().any(|effect| *effect != 0.0)
    );
    let moved = shuffled.2.accounts.iter().zip(&plain.2.accounts).filter(|(one, other)| one.owner != other.owner);
    assert!(moved.count() * 10 > shuffled.2.accounts.len() * 9);
}

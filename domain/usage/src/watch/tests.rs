use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::AccountId;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use super::*;
use crate::timeline::{Pace, Timeline};
use crate::told::Row;

/// Years between false alarms of one account.
const YEARS: u32 = 10;

struct Dice(ChaCha8Rng);

impl Dice {
    fn even(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * self.even().ln()).sqrt() * (std::f64::consts::TAU * self.even()).cos()
    }
}

fn timeline() -> Timeline {
    Timeline::until(Pace::Weekly, "2024-12-01".parse::<Date>().unwrap())
}

/// An account whose days are told by a rule of the place.
fn told(count: impl Fn(usize) -> Option<i64>) -> Told {
    let places = timeline().places();
    let mut told = Told::default();
    for place in 0..places {
        if let Some(users) = count(place) {
            told.add((place, places), Row { of_feature: false, users: Some(users), events: None });
        }
    }
    told
}

/// So many accounts that go up and down by chance around their own size, quiet at weekends; `moves` bends their days.
fn company(accounts: usize, follows: f64, moves: impl Fn(usize, usize) -> f64) -> BTreeMap<AccountId, Told> {
    let mut dice = Dice(ChaCha8Rng::seed_from_u64(11));
    let mut account = |index: usize| {
        let size = 20.0 + 200.0 * dice.even();
        let mut week = 0.0;
        let counts: Vec<i64> = (0..timeline().places())
            .map(|place| {
                if place % 7 == 0 {
                    week = follows * week + 0.15 * dice.normal();
                }
                let weekend = if place % 7 > 4 { 0.1 } else { 1.0 };
                let day = size * weekend * (week + 0.1 * dice.normal()).exp() * moves(index, place);
                day.round() as i64
            })
            .collect();
        (AccountId::new(&format!("test/{index:04}")), told(|place| Some(counts[place])))
    };
    (0..accounts).map(&mut account).collect()
}

fn judged(company: &BTreeMap<AccountId, Told>) -> (Book, Vec<Judged>) {
    let book = Book::of(timeline(), company);
    let limit = limit(&book, YEARS).unwrap();
    let judged = company.values().filter_map(|told| judge(told, &book, limit).ok()).collect();
    (book, judged)
}

/// Alarms of accounts to which nothing happened, and how many are to be expected.
fn false_alarms(follows: f64) -> (f64, f64) {
    let (_, judged) = judged(&company(600, follows, |_, _| 1.0));
    assert_eq!(judged.len(), 600);
    let found: usize = judged.iter().map(|one| one.alarms.len()).sum();
    let weeks: usize = judged.iter().map(|one| one.readings.compared).sum();
    (found as f64, weeks as f64 / 52.0 / f64::from(YEARS))
}

#[test]
fn false_alarms_come_as_often_as_was_asked_for() {
    let (found, expected) = false_alarms(0.0);
    // 76 are expected; 99.9 % of Poisson counts lie within 3.3 standard deviations.
    assert!((found - expected).abs() < 3.3 * expected.sqrt(), "{found} found, {expected} expected");
}

#[test]
fn weeks_that_depend_on_each_other_raise_no_flood_of_alarms() {
    let (found, expected) = false_alarms(0.3);
    assert!(found < 1.5 * expected, "{found} found, {expected} expected");
}

#[test]
fn a_drop_by_half_is_found_within_weeks_and_dated() {
    let fell_at = timeline().places() - 6 * 7;
    let fell = |index: usize, place: usize| if index < 20 && place >= fell_at { 0.5 } else { 1.0 };
    let (_, judged) = judged(&company(200, 0.0, fell));
    let found = |one: &&Judged| matches!(&one.finding, Some(Finding::Drop(_)));
    assert_eq!(judged[..20].iter().filter(found).count(), 20);
    assert!(judged[20..].iter().filter(found).count() <= 3);
    let step = fell_at / 7;
    let mut dated = 0;
    for one in &judged[..20] {
        let Some(Finding::Drop(drop)) = &one.finding else { continue };
        assert!((step..step + 4).contains(&drop.found), "found at {}", drop.found);
        // A wild week just after a drop may look like its beginning.
        if drop.since.abs_diff(step) <= 1 {
            dated += 1;
            let share = drop.share(&one.track).unwrap().to_f64().unwrap();
            assert!((share - 0.5).abs() < 0.15, "{share}");
        }
    }
    assert!(dated >= 18, "{dated}");
}

#[test]
fn a_small_drop_is_no_signal_however_sure() {
    let fell_at = timeline().places() - 6 * 7;
    let fell = |index: usize, place: usize| if index == 0 && place >= fell_at { 0.85 } else { 1.0 };
    let mut accounts = company(60, 0.0, fell);
    let steady = |place: usize| Some(if place >= fell_at { 850 } else { 1000 });
    accounts.insert(AccountId::new("test/steady"), told(steady));
    let book = Book::of(timeline(), &accounts);
    let one = judge(&accounts[&AccountId::new("test/steady")], &book, limit(&book, YEARS).unwrap()).unwrap();
    assert!(!one.alarms.is_empty(), "it is sure");
    assert_eq!(one.finding, None);
}

#[test]
fn an_outage_of_all_and_a_season_of_all_are_nobodys_signal() {
    let places = timeline().places();
    let quiet = judged(&company(100, 0.0, |_, _| 1.0)).1.iter().filter(|one| one.finding.is_some()).count();
    let (book, outage) =
        judged(&company(100, 0.0, |_, place| if (places - 12..places - 7).contains(&place) { 0.0 } else { 1.0 }));
    assert!(book.masks.range(places - 12..).count() >= 5, "{:?}", book.masks);
    assert!(outage.iter().filter(|one| one.finding.is_some()).count() <= quiet + 1);
    let (book, season) = judged(&company(100, 0.0, |_, place| if place >= places - 21 { 0.6 } else { 1.0 }));
    assert!(book.shared.last().unwrap().unwrap() < -0.3);
    assert!(season.iter().filter(|one| one.finding.is_some()).count() <= quiet + 1);
}

#[test]
fn a_slow_decline_is_found_across_the_book() {
    let places = timeline().places();
    let sinks = |index: usize, place: usize| {
        let weeks = (place as f64 - (places - 26 * 7) as f64).max(0.0) / 7.0;
        if index < 10 { (-0.03 * weeks).exp() } else { 1.0 }
    };
    let (_, judged) = judged(&company(200, 0.0, sinks));
    assert!(judged[..10].iter().all(|one| one.finding.is_some()));
    let sinking = judged[10..].iter().filter(|one| matches!(one.finding, Some(Finding::Decline(_)))).count();
    assert!(sinking <= 4, "{sinking}");
}

#[test]
fn a_company_of_few_users_is_judged_by_counts() {
    let mut dice = Dice(ChaCha8Rng::seed_from_u64(5));
    let places = timeline().places();
    let mut accounts = company(30, 0.0, |_, _| 1.0);
    // Two people on working days, then nobody for five weeks.
    let days: Vec<bool> = (0..places).map(|_| dice.even() < 0.9).collect();
    let few = told(|place| Some(if place % 7 > 4 || place >= places - 35 || !days[place] { 0 } else { 2 }));
    accounts.insert(AccountId::new("test/few"), few);
    let book = Book::of(timeline(), &accounts);
    let one = judge(&accounts[&AccountId::new("test/few")], &book, limit(&book, YEARS).unwrap()).unwrap();
    let Some(Finding::Drop(drop)) = &one.finding else { panic!("{:?}", one.readings.z) };
    assert_eq!(drop.share(&one.track), Some(Decimal::ONE));
}

#[test]
fn odd_worlds_say_why_nothing_is_said() {
    let book = |accounts: &BTreeMap<AccountId, Told>| Book::of(timeline(), accounts);
    let nobody = BTreeMap::new();
    assert_eq!(judge(&Told::default(), &book(&nobody), 4.0), Err(Unwatched::Nothing));
    let one = |told: Told| BTreeMap::from([(AccountId::new("test/a"), told)]);
    let why = |told: &Told| judge(told, &book(&one(told.clone())), 4.0).map(|one| one.finding);
    let places = timeline().places();
    assert_eq!(why(&told(|place| (place >= places - 2).then_some(5))), Err(Unwatched::Nothing));
    assert_eq!(why(&told(|_| Some(0))), Err(Unwatched::HardlyUsed));
    assert_eq!(why(&told(|_| Some(100))), Ok(None));
    assert!(matches!(why(&told(|place| (place >= places - 140).then_some(9))), Err(Unwatched::TooShort { .. })));
    // Every third day is missing in the feed of the only account.
    assert_eq!(why(&told(|place| (place % 3 > 0).then_some(40))), Ok(None));
}

#[test]
fn a_book_that_was_kept_is_the_same_book() {
    let places = timeline().places();
    let outage = |_: usize, place: usize| if (places - 12..places - 7).contains(&place) { 0.0 } else { 1.0 };
    let book = Book::of(timeline(), &company(40, 0.2, outage));
    let told = book.told();
    let told: Vec<(&str, Option<Decimal>, u64)> = told.iter().map(|one| (one.0.as_str(), one.1, one.2)).collect();
    assert_eq!(Book::from_told(timeline(), &told), Some(book));
    assert_eq!(Book::from_told(timeline(), &[]), None);
}

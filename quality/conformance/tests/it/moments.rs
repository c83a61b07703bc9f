use jiff::civil::{Date, DateTime};
use kernel::{AccountId, Cell, FactRecord, FactShape};
use ports::store::{FactQuery, KnownAt, Store};

use crate::company::*;
use crate::engines::Home;

on_both_engines![
    several_moments_read_at_once_say_what_each_says_alone,
    a_version_is_told_once_for_every_run_of_moments,
    what_happened_outside_the_days_is_left_out,
    what_was_taken_back_is_told_at_no_moment,
    several_moments_about_some_accounts_leave_the_others_out,
];

const ALWAYS: (Date, Date) = (Date::MIN, Date::MAX);

/// What was known at each moment, ordered by key.
fn each(
    store: &dyn Store,
    shape: &'static FactShape,
    between: (Date, Date),
    moments: &[DateTime],
) -> Vec<Vec<FactRecord>> {
    let mut found = vec![Vec::new(); moments.len()];
    store
        .each_known_at(KnownAt { shape, moments, between, accounts: None }, &mut |record, places| {
            found[places].iter_mut().for_each(|known: &mut Vec<FactRecord>| known.push(record.clone()));
            true
        })
        .unwrap();
    found.iter_mut().for_each(|known| known.sort_by(|one, other| one.key.cmp(&other.key)));
    found
}

fn eventful(home: &Home) {
    let notice = [("ends_on", day("2025-06-01")), ("notice_on", day("2025-02-20"))];
    deliver(&**home, FIRST, CONTRACTS, &[contract_with("C-1", "100", &notice), contract("C-2", "70")]);
    deliver(&**home, SECOND, CONTRACTS, &[contract("C-2", "80")]);
    deliver(&**home, THIRD, CONTRACTS, &[contract_with("C-2", "80", &[("ends_on", day("2025-03-01"))])]);
    let mut account = account("A-1", "Brightwater");
    account.cells[ACCOUNTS.position("seats").unwrap()] = Cell::Whole(40);
    deliver(&**home, SECOND, ACCOUNTS, &[account]);
    let mut leaver =
        fact(PEOPLE, "P-1", &[("person_id", text("P-1")), ("name", text("Dan")), ("left_on", day("2025-02-01"))]);
    leaver.known_at = Some(at("2024-01-01T00:00"));
    deliver(&**home, FIRST, PEOPLE, &[leaver]);
}

fn moments() -> Vec<DateTime> {
    let told =
        ["2023-01-01T00:00", "2024-02-29T23:59", "2024-03-01T00:00", "2025-01-10T08:59", FIRST, "2025-02-05T00:00"];
    let later = [SECOND, "2025-02-19T23:59", "2025-02-20T00:00", "2025-03-01T12:00", THIRD, "2025-06-01T00:00", FOURTH];
    let mut all: Vec<DateTime> = told.into_iter().chain(later).map(at).collect();
    all.sort_unstable();
    all
}

fn several_moments_read_at_once_say_what_each_says_alone(home: &Home) {
    eventful(home);
    let moments = moments();
    for shape in [CONTRACTS, ACCOUNTS, PEOPLE] {
        for (moment, known) in moments.iter().zip(each(&**home, shape, ALWAYS, &moments)) {
            let alone = home.facts(&FactQuery::all(shape).known_by(*moment)).unwrap();
            assert_eq!(known, alone, "{} at {moment}", shape.object);
        }
    }
}

fn a_version_is_told_once_for_every_run_of_moments(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &[contract_with("C-1", "100", &[("ends_on", day("2024-09-01"))])]);
    let moments: Vec<DateTime> =
        ["2024-04-01T00:00", "2024-05-01T00:00", "2024-10-01T00:00"].into_iter().map(at).collect();
    let mut runs = Vec::new();
    let asked = KnownAt { shape: CONTRACTS, moments: &moments, between: ALWAYS, accounts: None };
    home.each_known_at(asked, &mut |record, places| {
        runs.push((places, record.cell("ends_on").is_empty()));
        true
    })
    .unwrap();
    assert_eq!(runs, [(0..2, true), (2..3, false)]);
    let mut seen = 0;
    home.each_known_at(asked, &mut |_, _| {
        seen += 1;
        false
    })
    .unwrap();
    assert_eq!(seen, 1);
    assert!(each(&**home, CONTRACTS, ALWAYS, &[]).is_empty());
}

fn what_happened_outside_the_days_is_left_out(home: &Home) {
    eventful(home);
    let moments = moments();
    let narrow = (date_of("2024-01-01"), date_of("2024-03-01"));
    assert!(each(&**home, CONTRACTS, narrow, &moments).iter().all(Vec::is_empty));
    let wide = (date_of("2024-03-01"), date_of("2024-03-02"));
    assert_eq!(each(&**home, CONTRACTS, wide, &moments).last().map(Vec::len), Some(2));
}

fn several_moments_about_some_accounts_leave_the_others_out(home: &Home) {
    eventful(home);
    let other = contract_with("C-9", "55", &[("account_id", text("own/A-9"))]);
    deliver(&**home, SECOND, CONTRACTS, &[other]);
    let moments = moments();
    // More than one statement holds.
    let mut many: Vec<AccountId> = (100..1_300).map(|number| AccountId::new(&format!("own/A-{number}"))).collect();
    many.push(AccountId::new("own/A-1"));
    for accounts in [vec![AccountId::new("own/A-1")], many, Vec::new()] {
        for shape in [CONTRACTS, ACCOUNTS] {
            let mut found = vec![Vec::new(); moments.len()];
            let asked = KnownAt { shape, moments: &moments, between: ALWAYS, accounts: Some(&accounts) };
            home.each_known_at(asked, &mut |record, places| {
                found[places].iter_mut().for_each(|known: &mut Vec<FactRecord>| known.push(record.clone()));
                true
            })
            .unwrap();
            for (moment, mut known) in moments.iter().zip(found) {
                known.sort_by(|one, other| one.key.cmp(&other.key));
                let query = FactQuery::all(shape).known_by(*moment).about_accounts(&accounts);
                assert_eq!(known, home.facts(&query).unwrap(), "{} at {moment}", shape.object);
            }
        }
    }
}

fn date_of(text: &str) -> Date {
    text.parse().unwrap()
}

fn what_was_taken_back_is_told_at_no_moment(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &[contract("C-1", "100")]);
    let number = home.deliveries().unwrap().first().map(|delivery| delivery.number).unwrap();
    undo(&**home, SECOND, number).unwrap();
    assert!(each(&**home, CONTRACTS, ALWAYS, &moments()).iter().all(Vec::is_empty));
}

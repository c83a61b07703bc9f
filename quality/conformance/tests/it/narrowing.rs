use jiff::civil::Date;
use kernel::{AccountId, FactShape, PersonId};
use ports::store::{FactQuery, NewFact};

use crate::company::*;
use crate::engines::Home;

on_both_engines![
    facts_come_by_key,
    accounts_narrow_to_the_rows_about_them,
    people_narrow_to_the_rows_about_them,
    accounts_and_people_narrow_together,
    rows_that_name_nobody_come_when_asked_for,
    accounts_and_people_themselves_are_named_by_their_keys,
    an_empty_list_gives_nothing,
    an_object_without_the_reference_gives_nothing,
    the_same_name_twice_counts_once,
    a_cell_narrows_by_what_it_reads_and_by_being_told,
    days_narrow_half_open,
    rows_without_a_day_are_kept,
    one_bound_is_enough,
    lists_narrow_a_stream_and_an_as_of,
    the_range_of_days_is_that_of_current_facts,
    people_are_referred_to_by_their_address_in_lower_case,
    referents_are_those_that_hold_now,
];

fn dated(text: &str) -> Date {
    text.parse().unwrap()
}

fn owned(account: &str, owner: &str, from: &str) -> NewFact {
    let told = [("account_id", text(&format!("own/{account}"))), ("owner_email", text(owner)), ("from", day(from))];
    fact(OWNERSHIP, &format!("{account}|{owner}|{from}"), &told)
}

/// A-1 went from Maya to Dan in July 2024, A-2 is Dan's, A-3 Maya's.
fn a_small_book(home: &Home) {
    let rows = [
        owned("A-2", "own/P-2", "2024-02-01"),
        owned("A-1", "own/P-1", "2024-01-01"),
        owned("A-1", "own/P-2", "2024-07-01"),
        owned("A-3", "own/P-1", "2024-03-01"),
    ];
    deliver(&**home, FIRST, OWNERSHIP, &rows);
}

fn found(home: &Home, query: &FactQuery<'_>) -> Vec<String> {
    let external = |record: &kernel::FactRecord| record.key.split_once('/').unwrap().1.to_owned();
    home.facts(query).unwrap().iter().map(external).collect()
}

fn accounts(names: &[&str]) -> Vec<AccountId> {
    names.iter().map(|name| AccountId::new(name)).collect()
}

fn people(names: &[&str]) -> Vec<PersonId> {
    names.iter().map(|name| PersonId::new(name)).collect()
}

fn a_cell_narrows_by_what_it_reads_and_by_being_told(home: &Home) {
    let account = |id: &str, told: &[(&str, kernel::Cell)]| {
        let id_cell = ("account_id", text(id));
        let told: Vec<(&str, kernel::Cell)> = [id_cell].into_iter().chain(told.iter().cloned()).collect();
        fact(ACCOUNTS, id, &told)
    };
    let rows = [
        account("A-1", &[("name", text("Acme")), ("domain", text("acme.example"))]),
        account("A-2", &[("name", text("Blaine")), ("parent_account_id", text("own/A-1"))]),
        account("a-1", &[("name", text("acme.example"))]),
    ];
    deliver(&**home, FIRST, ACCOUNTS, &rows);
    let all = || FactQuery::all(ACCOUNTS);
    let columns = &["account_id", "domain"];
    assert_eq!(found(home, &all().reading(columns, "A-1")), ["A-1", "a-1"]);
    assert_eq!(found(home, &all().reading(columns, "OWN/A-2")), ["A-2"]);
    assert_eq!(found(home, &all().reading(columns, "Acme.Example")), ["A-1"]);
    assert_eq!(found(home, &all().reading(columns, "A-")), [""; 0]);
    assert_eq!(found(home, &all().telling("parent_account_id")), ["A-2"]);
    // Who belongs to whom has no date, so before the import nobody could know it.
    assert_eq!(found(home, &all().telling("parent_account_id").known_by(dated("2020-01-01").at(0, 0, 0, 0))), [""; 0]);
    for in_order in [true, false] {
        let query = all().telling("parent_account_id");
        let query = if in_order { query } else { query.in_any_order() };
        let mut seen = Vec::new();
        home.each_fact(&query, &mut |record| {
            seen.push(record.key.to_string());
            true
        })
        .unwrap();
        assert_eq!(seen, ["own/A-2"], "{in_order}");
    }
}

fn facts_come_by_key(home: &Home) {
    let ids = ["b", "B", "a-1", "a_1", "a1", "é", "Z", "z", "10", "9", "a 1", "ä"];
    deliver(&**home, FIRST, CONTRACTS, &ids.map(|id| contract(id, "1")));
    let mut expected = ids.map(|id| format!("own/{id}"));
    expected.sort_unstable();
    assert_eq!(keys(&now(&**home, CONTRACTS)), expected);
    let mut streamed = Vec::new();
    let mut see = |record: kernel::FactRecord| {
        streamed.push(record.key.to_string());
        true
    };
    home.each_fact(&FactQuery::all(CONTRACTS), &mut see).unwrap();
    assert_eq!(streamed, expected);
}

fn accounts_narrow_to_the_rows_about_them(home: &Home) {
    a_small_book(home);
    let named = accounts(&["own/A-1"]);
    let query = FactQuery::all(OWNERSHIP).about_accounts(&named);
    assert_eq!(found(home, &query), ["A-1|own/P-1|2024-01-01", "A-1|own/P-2|2024-07-01"]);
    let named = accounts(&["own/A-3", "own/A-2", "own/A-9"]);
    let query = FactQuery::all(OWNERSHIP).about_accounts(&named);
    assert_eq!(found(home, &query), ["A-2|own/P-2|2024-02-01", "A-3|own/P-1|2024-03-01"]);
}

fn people_narrow_to_the_rows_about_them(home: &Home) {
    a_small_book(home);
    let named = people(&["own/P-2"]);
    let query = FactQuery::all(OWNERSHIP).about_people(&named);
    assert_eq!(found(home, &query), ["A-1|own/P-2|2024-07-01", "A-2|own/P-2|2024-02-01"]);
}

fn accounts_and_people_narrow_together(home: &Home) {
    a_small_book(home);
    let (books, owners) = (accounts(&["own/A-1", "own/A-3"]), people(&["own/P-2"]));
    let query = FactQuery::all(OWNERSHIP).about_accounts(&books).about_people(&owners);
    assert_eq!(found(home, &query), ["A-1|own/P-2|2024-07-01"]);
}

fn review(id: &str, account: &str, person: Option<&str>) -> NewFact {
    static REVIEWS: &FactShape = &customers::business_review::SHAPE;
    let mut told = vec![("review_id", text(id)), ("account_id", text(account)), ("due_on", day("2024-05-01"))];
    told.extend(person.map(|person| ("person_email", text(person))));
    fact(REVIEWS, id, &told)
}

fn rows_that_name_nobody_come_when_asked_for(home: &Home) {
    static REVIEWS: &FactShape = &customers::business_review::SHAPE;
    let rows = [
        review("R-1", "own/A-1", Some("own/P-1")),
        review("R-2", "own/A-1", None),
        review("R-3", "own/A-2", None),
        review("R-4", "own/A-2", Some("own/P-2")),
    ];
    deliver(&**home, FIRST, REVIEWS, &rows);
    let (owners, books) = (people(&["own/P-1"]), accounts(&["own/A-1"]));
    assert_eq!(found(home, &FactQuery::all(REVIEWS).about_people(&owners)), ["R-1"]);
    let or_nobody = FactQuery::all(REVIEWS).about_people_or_nobody(&owners);
    assert_eq!(found(home, &or_nobody), ["R-1", "R-2", "R-3"]);
    assert_eq!(found(home, &or_nobody.clone().about_accounts(&books)), ["R-1", "R-2"]);
    assert_eq!(found(home, &FactQuery::all(REVIEWS).about_people_or_nobody(&[])), ["R-2", "R-3"]);
    let everybody = FactQuery { or_nobody: true, ..FactQuery::all(REVIEWS) };
    assert_eq!(found(home, &everybody), ["R-1", "R-2", "R-3", "R-4"]);
}

fn accounts_and_people_themselves_are_named_by_their_keys(home: &Home) {
    let mut child = account("A-2", "Calder");
    child.cells[ACCOUNTS.position("parent_account_id").unwrap()] = text("own/A-1");
    deliver(&**home, FIRST, ACCOUNTS, &[account("A-1", "Brightwater"), child]);
    let mut dan = fact(PEOPLE, "P-2", &[("person_id", text("P-2")), ("name", text("Dan"))]);
    dan.cells[PEOPLE.position("manager_email").unwrap()] = text("own/P-1");
    let ruth = fact(PEOPLE, "P-1", &[("person_id", text("P-1")), ("name", text("Ruth"))]);
    deliver(&**home, SECOND, PEOPLE, &[ruth, dan]);
    let named = accounts(&["own/A-1"]);
    assert_eq!(found(home, &FactQuery::all(ACCOUNTS).about_accounts(&named)), ["A-1"]);
    let named = people(&["own/P-1"]);
    assert_eq!(found(home, &FactQuery::all(PEOPLE).about_people(&named)), ["P-1"]);
}

fn an_empty_list_gives_nothing(home: &Home) {
    a_small_book(home);
    let named = accounts(&["own/A-1"]);
    assert!(found(home, &FactQuery::all(OWNERSHIP).about_accounts(&[])).is_empty());
    assert!(found(home, &FactQuery::all(OWNERSHIP).about_people(&[])).is_empty());
    assert!(found(home, &FactQuery::all(OWNERSHIP).about_accounts(&named).about_people(&[])).is_empty());
    let mut see = |record| unreachable!("{record:?}");
    home.each_fact(&FactQuery::all(OWNERSHIP).about_people(&[]), &mut see).unwrap();
}

fn an_object_without_the_reference_gives_nothing(home: &Home) {
    deliver(&**home, FIRST, ACCOUNTS, &[account("A-1", "Brightwater")]);
    let named = people(&["own/P-1", "own/A-1"]);
    assert!(found(home, &FactQuery::all(ACCOUNTS).about_people(&named)).is_empty());
}

fn the_same_name_twice_counts_once(home: &Home) {
    a_small_book(home);
    let named = accounts(&["own/A-2", "own/A-2"]);
    assert_eq!(found(home, &FactQuery::all(OWNERSHIP).about_accounts(&named)).len(), 1);
    let many = vec![AccountId::new("own/A-2"); 1_200];
    assert_eq!(found(home, &FactQuery::all(OWNERSHIP).about_accounts(&many)).len(), 1);
}

fn days_narrow_half_open(home: &Home) {
    a_small_book(home);
    let query = FactQuery::all(OWNERSHIP).between(dated("2024-02-01"), dated("2024-07-01"));
    assert_eq!(found(home, &query), ["A-2|own/P-2|2024-02-01", "A-3|own/P-1|2024-03-01"]);
}

fn rows_without_a_day_are_kept(home: &Home) {
    let undated = fact(ACCOUNTS, "A-9", &[("account_id", text("A-9")), ("name", text("Nobody knows"))]);
    deliver(&**home, FIRST, ACCOUNTS, &[account("A-1", "Brightwater"), undated]);
    let query = FactQuery::all(ACCOUNTS).between(dated("2024-01-01"), dated("2025-01-01"));
    assert_eq!(found(home, &query), ["A-9"]);
    let query = FactQuery::all(ACCOUNTS).between(dated("2023-01-01"), dated("2024-01-01"));
    assert_eq!(found(home, &query), ["A-1", "A-9"]);
}

fn one_bound_is_enough(home: &Home) {
    a_small_book(home);
    let since = FactQuery { happened_from: Some(dated("2024-07-01")), ..FactQuery::all(OWNERSHIP) };
    assert_eq!(found(home, &since), ["A-1|own/P-2|2024-07-01"]);
    let until = FactQuery { happened_before: Some(dated("2024-02-01")), ..FactQuery::all(OWNERSHIP) };
    assert_eq!(found(home, &until), ["A-1|own/P-1|2024-01-01"]);
}

fn lists_narrow_a_stream_and_an_as_of(home: &Home) {
    a_small_book(home);
    let named = accounts(&["own/A-1", "own/A-2"]);
    let query = FactQuery::all(OWNERSHIP).about_accounts(&named).known_by(at("2024-02-15T00:00"));
    assert_eq!(found(home, &query), ["A-1|own/P-1|2024-01-01", "A-2|own/P-2|2024-02-01"]);
    let mut seen = Vec::new();
    let mut see = |record: kernel::FactRecord| {
        seen.push(record);
        seen.len() < 2
    };
    home.each_fact(&query, &mut see).unwrap();
    assert_eq!(seen, home.facts(&query).unwrap());
}

fn the_range_of_days_is_that_of_current_facts(home: &Home) {
    assert_eq!(home.day_range(OWNERSHIP).unwrap(), None);
    a_small_book(home);
    assert_eq!(home.day_range(OWNERSHIP).unwrap(), Some((dated("2024-01-01"), dated("2024-07-01"))));
    deliver(&**home, SECOND, OWNERSHIP, &[owned("A-4", "own/P-1", "2019-12-31")]);
    assert_eq!(home.day_range(OWNERSHIP).unwrap(), Some((dated("2019-12-31"), dated("2024-07-01"))));
    undo(&**home, THIRD, 2).unwrap();
    assert_eq!(home.day_range(OWNERSHIP).unwrap(), Some((dated("2024-01-01"), dated("2024-07-01"))));
}

fn named(home: &Home, shape: &'static FactShape) -> Vec<(String, Option<String>)> {
    let name =
        |referent: ports::store::Referent| (referent.key.to_string(), referent.also.map(|also| also.to_string()));
    home.referents(shape).unwrap().into_iter().map(name).collect()
}

fn people_are_referred_to_by_their_address_in_lower_case(home: &Home) {
    let person = |id: &str, email: &str| {
        fact(PEOPLE, id, &[("person_id", text(id)), ("name", text(id)), ("email", text(email))])
    };
    let nameless = fact(PEOPLE, "P-3", &[("person_id", text("P-3")), ("name", text("Ines"))]);
    deliver(&**home, FIRST, PEOPLE, &[person("P-2", "DÄN@Example.com"), person("P-1", "ruth@example.com"), nameless]);
    let expected = [("own/P-1", Some("ruth@example.com")), ("own/P-2", Some("dän@example.com")), ("own/P-3", None)];
    assert_eq!(named(home, PEOPLE), expected.map(|(key, also)| (key.to_owned(), also.map(str::to_owned))));
}

fn referents_are_those_that_hold_now(home: &Home) {
    deliver(&**home, FIRST, ACCOUNTS, &[account("A-1", "Brightwater"), account("A-2", "Calder")]);
    deliver_complete(&**home, SECOND, ACCOUNTS, &[account("A-2", "Calder Freight"), account("A-3", "Dunmore")]);
    let expected = ["own/A-2", "own/A-3"].map(|key| (key.to_owned(), None));
    assert_eq!(named(home, ACCOUNTS), expected);
}

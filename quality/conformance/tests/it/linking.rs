use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use kernel::{AccountId, FactRecord};
use ports::store::{FactQuery, KnownAt, NewFact};

use crate::company::*;
use crate::engines::Home;

on_both_engines![
    rows_about_a_linked_account_are_about_the_one_it_counts_for,
    a_question_about_either_is_about_both,
    a_list_that_names_both_gives_each_row_once,
    of_the_accounts_one_row_answers_with_what_it_leaves_empty_from_the_others,
    a_link_holds_for_every_moment_and_rows_keep_their_own_clocks,
    several_moments_at_once_read_as_each_by_itself,
    parents_across_systems_are_read_as_they_are_linked,
    a_chain_ends_at_the_account_that_counts_for_no_other,
    different_companies_are_read_apart,
    a_change_sees_rows_as_they_were_written,
    an_export_sees_rows_as_they_were_written,
    referents_say_which_account_they_count_for,
    a_link_taken_back_leaves_everything_as_it_was,
    a_link_ended_leaves_everything_as_it_was_and_can_come_again,
    what_a_link_relies_on_is_not_taken_back_before_it,
];

fn of(source: &str, mut fact: NewFact) -> NewFact {
    let external = fact.key.split_once('/').unwrap().1.to_owned();
    fact.key = Arc::from(format!("{source}/{external}"));
    fact
}

fn link(account: &str, other: &str, verdict: &str) -> NewFact {
    let told = [
        ("account_id", text(account)),
        ("other_account_id", text(other)),
        ("verdict", text(verdict)),
        ("reason", text("same domain")),
        ("linked_by", text("ruth")),
        ("linked_on", day("2025-03-10")),
    ];
    fact(LINKS, &format!("{account}|{other}"), &told)
}

fn ticket(id: &str, account: &str, opened: &str) -> NewFact {
    let told = [
        ("ticket_id", text(id)),
        ("account_id", text(account)),
        ("opened_at", kernel::Cell::Moment(opened.parse().unwrap())),
    ];
    of("desk", fact(TICKETS, id, &told))
}

/// Brightwater stands in the customer system with a contract and in the support desk with two tickets.
fn two_systems(home: &Home) {
    let mut crm = account("A-1", "Brightwater");
    crm.cells[ACCOUNTS.position("industry").unwrap()] = text("Water");
    let mut desk = fact(ACCOUNTS, "77", &[("account_id", text("77")), ("name", text("Brightwater Ltd"))]);
    desk.cells[ACCOUNTS.position("domain").unwrap()] = text("brightwater.example");
    desk.cells[ACCOUNTS.position("industry").unwrap()] = text("Utilities");
    deliver(&**home, FIRST, ACCOUNTS, &[of("own", crm), of("desk", desk), of("own", account("A-2", "Calder"))]);
    deliver(&**home, FIRST, CONTRACTS, &[contract("C-1", "100")]);
    let tickets = [ticket("T-1", "desk/77", "2024-05-01T10:00"), ticket("T-2", "desk/77", "2024-06-01T10:00")];
    deliver(&**home, FIRST, TICKETS, &tickets);
}

fn linked(home: &Home) {
    two_systems(home);
    deliver(&**home, THIRD, LINKS, &[link("desk/77", "own/A-1", "same")]);
}

fn accounts(names: &[&str]) -> Vec<AccountId> {
    names.iter().map(|name| AccountId::new(name)).collect()
}

fn referred(records: &[FactRecord]) -> Vec<(String, String)> {
    let told = |record: &FactRecord| (record.key.to_string(), record.cell("account_id").to_string());
    records.iter().map(told).collect()
}

fn about(home: &Home, shape: &'static kernel::FactShape, names: &[&str]) -> Vec<FactRecord> {
    home.facts(&FactQuery::all(shape).about_accounts(&accounts(names))).unwrap()
}

fn streamed(home: &Home, query: &FactQuery<'_>) -> Vec<FactRecord> {
    let mut found = Vec::new();
    let mut see = |record| {
        found.push(record);
        true
    };
    home.each_fact(query, &mut see).unwrap();
    found.sort_by(|one, other| one.key.cmp(&other.key));
    found
}

/// Everything that can be read of the rows, in words.
fn everything(home: &Home) -> String {
    let mut told = String::new();
    for shape in [ACCOUNTS, CONTRACTS, TICKETS, OWNERSHIP] {
        for query in [FactQuery::all(shape), FactQuery::all(shape).known_by(at("2025-01-20T00:00"))] {
            told += &format!("{:?}", home.facts(&query).unwrap());
            told += &format!("{:?}", streamed(home, &query));
        }
        told += &format!("{:?}", about(home, shape, &["own/A-1"]));
        told += &format!("{:?}", about(home, shape, &["desk/77"]));
        told += &format!("{:?} {:?}", home.day_range(shape).unwrap(), home.count(shape).unwrap());
        told += &format!("{:?} {:?}", home.referents(shape).unwrap(), versions(&**home, shape));
        told += &format!("{:?}", at_moments(home, shape));
    }
    told
}

fn rows_about_a_linked_account_are_about_the_one_it_counts_for(home: &Home) {
    linked(home);
    let expected = [("desk/T-1", "own/A-1"), ("desk/T-2", "own/A-1")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(referred(&now(&**home, TICKETS)), expected);
    assert_eq!(referred(&streamed(home, &FactQuery::all(TICKETS))), expected);
    assert_eq!(home.account_aliases().unwrap(), [(AccountId::new("desk/77"), AccountId::new("own/A-1"))]);
}

fn a_question_about_either_is_about_both(home: &Home) {
    linked(home);
    for name in ["own/A-1", "desk/77"] {
        assert_eq!(about(home, TICKETS, &[name]).len(), 2, "{name}");
        assert_eq!(about(home, CONTRACTS, &[name]).len(), 1, "{name}");
        assert_eq!(keys(&about(home, ACCOUNTS, &[name])), ["own/A-1"], "{name}");
    }
    assert!(about(home, TICKETS, &["own/A-2"]).is_empty());
}

fn a_list_that_names_both_gives_each_row_once(home: &Home) {
    linked(home);
    let mut named = accounts(&["own/A-1", "desk/77"]);
    named.extend((0..120).map(|at| AccountId::new(&format!("own/B-{at:03}"))));
    let query = FactQuery::all(TICKETS).about_accounts(&named);
    assert_eq!(home.facts(&query).unwrap().len(), 2);
    assert_eq!(streamed(home, &query.clone().in_any_order()).len(), 2);
    assert_eq!(streamed(home, &query).len(), 2);
}

fn of_the_accounts_one_row_answers_with_what_it_leaves_empty_from_the_others(home: &Home) {
    linked(home);
    let all = now(&**home, ACCOUNTS);
    assert_eq!(keys(&all), ["own/A-1", "own/A-2"]);
    let told = |column| all[0].cell(column).to_string();
    assert_eq!([told("name"), told("industry"), told("domain")], ["Brightwater", "Water", "brightwater.example"]);
    assert_eq!(streamed(home, &FactQuery::all(ACCOUNTS)), all);
    assert_eq!(streamed(home, &FactQuery::all(ACCOUNTS).in_any_order()), all);
    let dated = |from: &str, to: &str| {
        let days: [Date; 2] = [from, to].map(|day| day.parse().unwrap());
        keys(&home.facts(&FactQuery::all(ACCOUNTS).between(days[0], days[1])).unwrap()).len()
    };
    assert_eq!((dated("2023-01-01", "2024-01-01"), dated("2024-01-01", "2025-01-01")), (2, 0));
}

fn a_link_holds_for_every_moment_and_rows_keep_their_own_clocks(home: &Home) {
    linked(home);
    // Long before anybody linked them; the second ticket was not known yet.
    let then = known_by(&**home, TICKETS, "2024-05-15T00:00");
    assert_eq!(referred(&then), [("desk/T-1".to_owned(), "own/A-1".to_owned())]);
    // The support desk's row is known since its import only, the customer system's since the account signed up.
    let early = known_by(&**home, ACCOUNTS, "2024-05-15T00:00");
    assert_eq!(keys(&early), ["own/A-1", "own/A-2"]);
    assert_eq!(early[0].text("domain"), None);
    let late = known_by(&**home, ACCOUNTS, "2025-01-20T00:00");
    assert_eq!(late[0].text("domain").as_deref(), Some("brightwater.example"));
}

fn at_moments(home: &Home, shape: &'static kernel::FactShape) -> Vec<(FactRecord, Range<usize>)> {
    let moments = ["2023-01-01T00:00", "2024-01-01T00:00", "2024-05-15T00:00", "2025-01-20T00:00", "2025-04-01T00:00"];
    let moments = moments.map(at);
    let mut found = Vec::new();
    let mut see = |record: &FactRecord, places: Range<usize>| {
        found.push((record.clone(), places));
        true
    };
    let asked = KnownAt { shape, moments: &moments, between: (Date::MIN, Date::MAX), accounts: None };
    home.each_known_at(asked, &mut see).unwrap();
    found.sort_by(|one, other| (&one.0.key, one.1.start).cmp(&(&other.0.key, other.1.start)));
    found
}

fn several_moments_at_once_read_as_each_by_itself(home: &Home) {
    linked(home);
    let moments = ["2023-01-01T00:00", "2024-01-01T00:00", "2024-05-15T00:00", "2025-01-20T00:00", "2025-04-01T00:00"];
    for shape in [ACCOUNTS, TICKETS, CONTRACTS] {
        let at_once = at_moments(home, shape);
        for (place, moment) in moments.iter().enumerate() {
            let then = at_once.iter().filter(|(_, places)| places.contains(&place));
            let then: Vec<FactRecord> = then.map(|(record, _)| record.clone()).collect();
            assert_eq!(then, known_by(&**home, shape, moment), "{} at {moment}", shape.object);
        }
    }
}

fn parents_across_systems_are_read_as_they_are_linked(home: &Home) {
    linked(home);
    let below = |id: &str, parent: &str| {
        let mut child = account(id, id);
        child.cells[ACCOUNTS.position("parent_account_id").unwrap()] = text(parent);
        child
    };
    deliver(&**home, FOURTH, ACCOUNTS, &[below("A-3", "desk/77"), of("desk", below("77", "own/A-1"))]);
    let parent = |name: &str| only(about(home, ACCOUNTS, &[name])).text("parent_account_id").map(|key| key.to_string());
    assert_eq!(parent("own/A-3").as_deref(), Some("own/A-1"));
    assert_eq!(parent("own/A-1"), None);
}

fn a_chain_ends_at_the_account_that_counts_for_no_other(home: &Home) {
    linked(home);
    deliver(&**home, FOURTH, LINKS, &[link("own/A-1", "own/A-2", "merged")]);
    assert_eq!(keys(&now(&**home, ACCOUNTS)), ["own/A-2"]);
    assert_eq!(about(home, TICKETS, &["own/A-2"]).len(), 2);
    assert_eq!(only(now(&**home, CONTRACTS)).text("account_id").as_deref(), Some("own/A-2"));
    assert_eq!(home.account_aliases().unwrap().len(), 2);
}

fn different_companies_are_read_apart(home: &Home) {
    two_systems(home);
    let before = everything(home);
    deliver(&**home, THIRD, LINKS, &[link("desk/77", "own/A-1", "different")]);
    assert_eq!(everything(home), before);
    assert!(home.account_aliases().unwrap().is_empty());
}

fn a_change_sees_rows_as_they_were_written(home: &Home) {
    linked(home);
    let mut transaction = begin(&**home, FOURTH);
    let tickets = transaction.facts(&FactQuery::all(TICKETS)).unwrap();
    assert!(tickets.iter().all(|ticket| ticket.text("account_id").as_deref() == Some("desk/77")));
    assert_eq!(transaction.facts(&FactQuery::all(ACCOUNTS)).unwrap().len(), 3);
    drop(transaction);
    let again = deliver(&**home, FOURTH, TICKETS, &[ticket("T-1", "desk/77", "2024-05-01T10:00")]);
    assert_eq!((again.new, again.changed, again.unchanged), (0, 0, 1));
}

fn an_export_sees_rows_as_they_were_written(home: &Home) {
    linked(home);
    let written = streamed(home, &FactQuery::all(TICKETS).as_written());
    assert!(written.iter().all(|ticket| ticket.text("account_id").as_deref() == Some("desk/77")));
    assert_eq!(streamed(home, &FactQuery::all(ACCOUNTS).as_written()).len(), 3);
    assert_eq!(versions(&**home, ACCOUNTS).len(), 3);
    let kept = only(now(&**home, LINKS));
    assert_eq!(kept.text("account_id").as_deref(), Some("desk/77"));
    assert_eq!(kept.text("other_account_id").as_deref(), Some("own/A-1"));
}

fn referents_say_which_account_they_count_for(home: &Home) {
    linked(home);
    let told: Vec<(String, Option<String>)> = home
        .referents(ACCOUNTS)
        .unwrap()
        .into_iter()
        .map(|referent| (referent.key.to_string(), referent.counts_for.map(|kept| kept.to_string())))
        .collect();
    let expected = [("desk/77", Some("own/A-1")), ("own/A-1", None), ("own/A-2", None)];
    assert_eq!(told, expected.map(|(key, kept)| (key.to_owned(), kept.map(str::to_owned))));
}

fn a_link_taken_back_leaves_everything_as_it_was(home: &Home) {
    two_systems(home);
    let (before, version) = (everything(home), home.data_version().unwrap());
    deliver(&**home, THIRD, LINKS, &[link("desk/77", "own/A-1", "same")]);
    assert_ne!(everything(home), before);
    let joined = home.data_version().unwrap();
    undo(&**home, FOURTH, 4).unwrap();
    assert_eq!(everything(home), before);
    assert!(version < joined && joined < home.data_version().unwrap());
}

fn a_link_ended_leaves_everything_as_it_was_and_can_come_again(home: &Home) {
    two_systems(home);
    let before = everything(home);
    deliver(&**home, THIRD, LINKS, &[link("desk/77", "own/A-1", "same")]);
    let joined = everything(home);
    let mut transaction = begin(&**home, FOURTH);
    transaction.open_delivery("links").unwrap();
    let keys: [Arc<str>; 2] = [Arc::from("own/desk/77|own/A-1"), Arc::from("own/nobody|own/knows")];
    assert_eq!(transaction.withdraw(LINKS, &keys).unwrap(), 1);
    end(transaction);
    assert_eq!(everything(home), before);
    assert_eq!(versions(&**home, LINKS).len(), 1);
    undo(&**home, FOURTH, 5).unwrap();
    assert_eq!(everything(home), joined);
}

fn what_a_link_relies_on_is_not_taken_back_before_it(home: &Home) {
    linked(home);
    deliver(&**home, FOURTH, ACCOUNTS, &[of("desk", account("88", "Dunmore"))]);
    deliver(&**home, FOURTH, LINKS, &[link("desk/88", "own/A-2", "same")]);
    let refused = undo(&**home, FOURTH, 5).unwrap_err();
    assert!(format!("{refused:?}").contains("rows of delivery 6"), "{refused:?}");
    undo(&**home, FOURTH, 6).unwrap();
    undo(&**home, FOURTH, 5).unwrap();
}

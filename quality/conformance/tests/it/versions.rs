use kernel::Cell;
use ports::store::Appended;

use crate::company::*;
use crate::engines::Home;

on_both_engines![
    the_same_delivery_again_changes_nothing,
    a_key_with_other_content_is_superseded_and_not_overwritten,
    content_that_returns_is_a_version_of_its_own,
    a_key_told_again_within_a_transaction_is_superseded,
    counts_stand_with_their_delivery,
    a_complete_delivery_ends_what_it_does_not_hold,
    a_complete_delivery_leaves_other_sources_alone,
    a_withdrawn_key_that_returns_is_known_since_its_return,
    taking_a_withdrawal_back_lets_the_facts_hold_again,
    versions_come_by_key_and_then_by_age,
    an_object_has_a_version_of_its_own,
    the_last_endings_stand_by_day,
];

fn the_same_delivery_again_changes_nothing(home: &Home) {
    let rows = [contract("C-1", "100"), contract("C-2", "250.50")];
    assert_eq!(deliver(&**home, FIRST, CONTRACTS, &rows), Appended { new: 2, ..Appended::default() });
    let before = now(&**home, CONTRACTS);
    assert_eq!(deliver(&**home, SECOND, CONTRACTS, &rows), Appended { unchanged: 2, ..Appended::default() });
    assert_eq!(now(&**home, CONTRACTS), before);
    assert_eq!(versions(&**home, CONTRACTS).len(), 2);
    assert_eq!(home.count(CONTRACTS).unwrap(), 2);
}

fn a_key_with_other_content_is_superseded_and_not_overwritten(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &[contract("C-1", "100")]);
    let appended = deliver(&**home, SECOND, CONTRACTS, &[contract("C-1", "120")]);
    assert_eq!(appended, Appended { changed: 1, ..Appended::default() });
    assert_eq!(arr_now(&**home), ["120"]);
    assert_eq!(home.count(CONTRACTS).unwrap(), 1);
    let versions = versions(&**home, CONTRACTS);
    assert_eq!(versions.len(), 2);
    assert_eq!(versions[0].record.cell("arr_amount"), &number("100"));
    assert_eq!((versions[0].recorded_at, versions[0].superseded_at), (at(FIRST), Some(at(SECOND))));
    assert_eq!(versions[1].record.cell("arr_amount"), &number("120"));
    assert_eq!((versions[1].recorded_at, versions[1].superseded_at), (at(SECOND), None));
}

fn content_that_returns_is_a_version_of_its_own(home: &Home) {
    for (moment, arr) in [(FIRST, "100"), (SECOND, "120"), (THIRD, "100")] {
        deliver(&**home, moment, CONTRACTS, &[contract("C-1", arr)]);
    }
    assert_eq!(versions(&**home, CONTRACTS).len(), 3);
    assert_eq!(only(now(&**home, CONTRACTS)).origin.delivery, 3);
}

fn a_key_told_again_within_a_transaction_is_superseded(home: &Home) {
    let mut transaction = begin(&**home, FIRST);
    transaction.open_delivery("two files").unwrap();
    assert_eq!(transaction.append(CONTRACTS, &[contract("C-1", "100")]).unwrap().new, 1);
    assert_eq!(transaction.append(CONTRACTS, &[contract("C-1", "100")]).unwrap().unchanged, 1);
    assert_eq!(transaction.append(CONTRACTS, &[contract("C-1", "120")]).unwrap().changed, 1);
    end(transaction);
    assert_eq!(arr_now(&**home), ["120"]);
    assert_eq!(arr_known_by(&**home, FIRST), ["120"]);
}

fn counts_stand_with_their_delivery(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &[contract("C-1", "100"), contract("C-2", "100")]);
    let rows = [contract("C-1", "100"), contract("C-2", "120"), contract("C-3", "100")];
    deliver(&**home, SECOND, CONTRACTS, &rows);
    let deliveries = home.deliveries().unwrap();
    let numbers: Vec<i64> = deliveries.iter().map(|delivery| delivery.number).collect();
    assert_eq!(numbers, [1, 2]);
    assert_eq!(deliveries[1].counts, [("contracts".to_owned(), Appended { new: 1, changed: 1, unchanged: 1 })]);
    assert_eq!((deliveries[1].recorded_at, deliveries[1].undone_at), (at(SECOND), None));
    assert_eq!((deliveries[1].label.as_str(), &deliveries[1].actor), ("rows", &actor()));
}

fn a_complete_delivery_ends_what_it_does_not_hold(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &[contract("C-1", "100"), contract("C-2", "200"), contract("C-3", "300")]);
    let gone = deliver_complete(&**home, SECOND, CONTRACTS, &[contract("C-1", "100"), contract("C-3", "330")]);
    assert_eq!(gone, 1);
    assert_eq!(arr_now(&**home), ["100", "330"]);
    assert_eq!(arr_known_by(&**home, "2025-02-10T08:59"), ["100", "200", "300"]);
    assert_eq!(arr_known_by(&**home, SECOND), ["100", "330"]);
    assert_eq!(versions(&**home, CONTRACTS).len(), 4);
}

fn a_complete_delivery_leaves_other_sources_alone(home: &Home) {
    let of = |source: &str| {
        let mut told = contract("C-1", "100");
        told.key = format!("{source}/C-1").into();
        told
    };
    let others = ["Own", "OWN", "own2", "own-2", "own_", "ow", "owner", "öwn"];
    deliver(&**home, FIRST, CONTRACTS, &others.map(of));
    deliver(&**home, SECOND, CONTRACTS, &[contract("C-9", "100")]);
    assert_eq!(deliver_complete(&**home, THIRD, CONTRACTS, &[]), 1);
    assert_eq!(home.count(CONTRACTS).unwrap(), others.len() as u64);
}

fn a_withdrawn_key_that_returns_is_known_since_its_return(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &[contract("C-1", "100")]);
    assert_eq!(deliver_complete(&**home, SECOND, CONTRACTS, &[]), 1);
    assert!(now(&**home, CONTRACTS).is_empty());
    assert_eq!(deliver(&**home, THIRD, CONTRACTS, &[contract("C-1", "100")]).new, 1);
    assert_eq!(only(now(&**home, CONTRACTS)).clocks.known_at, at(THIRD));
    assert_eq!(arr_known_by(&**home, FIRST), ["100"]);
    assert!(arr_known_by(&**home, SECOND).is_empty());
    assert!(arr_known_by(&**home, "2025-03-10T08:59").is_empty());
    assert_eq!(arr_known_by(&**home, THIRD), ["100"]);
}

fn taking_a_withdrawal_back_lets_the_facts_hold_again(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &[contract("C-1", "100"), contract("C-2", "200")]);
    deliver_complete(&**home, SECOND, CONTRACTS, &[contract("C-2", "200")]);
    assert_eq!(arr_now(&**home), ["200"]);
    undo(&**home, THIRD, 2).unwrap();
    assert_eq!(arr_now(&**home), ["100", "200"]);
    assert_eq!(arr_known_by(&**home, SECOND), ["100", "200"]);
}

fn versions_come_by_key_and_then_by_age(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &[contract("b", "1"), contract("B", "1"), contract("a", "1")]);
    deliver(&**home, SECOND, CONTRACTS, &[contract("b", "2"), contract("a", "2")]);
    let versions = versions(&**home, CONTRACTS);
    let told: Vec<(&str, String)> =
        versions.iter().map(|one| (&*one.record.key, one.record.cell("arr_amount").to_string())).collect();
    let expected = [("own/B", "1"), ("own/a", "1"), ("own/a", "2"), ("own/b", "1"), ("own/b", "2")];
    assert_eq!(told, expected.map(|(key, arr)| (key, arr.to_owned())));
    assert!(versions.iter().all(|version| version.record.cells.iter().any(|cell| *cell != Cell::Empty)));
}

fn an_object_has_a_version_of_its_own(home: &Home) {
    let versions = || [&[CONTRACTS][..], &[ACCOUNTS], &[ACCOUNTS, CONTRACTS]].map(|of| home.version_of(of).unwrap());
    let mut before = versions();
    let mut moved = |what: &str, expected: [bool; 3]| {
        let after = versions();
        assert_eq!([0, 1, 2].map(|place| after[place] != before[place]), expected, "{what}");
        before = after;
    };
    deliver(&**home, FIRST, CONTRACTS, &[contract("C-1", "100")]);
    moved("a contract came", [true, false, true]);
    deliver(&**home, FIRST, ACCOUNTS, &[account("A-1", "Calder")]);
    moved("an account came", [false, true, true]);
    deliver(&**home, SECOND, CONTRACTS, &[contract("C-1", "100")]);
    moved("the same contract came again", [false; 3]);
    deliver(&**home, SECOND, CONTRACTS, &[contract("C-1", "120")]);
    moved("a contract changed", [true, false, true]);
    deliver_complete(&**home, THIRD, CONTRACTS, &[]);
    moved("a contract was withdrawn", [true, false, true]);
    undo(&**home, FOURTH, 5).unwrap();
    moved("the withdrawal was taken back", [true, false, true]);
    undo(&**home, FOURTH, 3).unwrap();
    moved("what changed nothing was taken back", [true, false, true]);
}

fn the_last_endings_stand_by_day(home: &Home) {
    assert_eq!(home.last_endings(CONTRACTS).unwrap(), []);
    let since = |id: &str, arr: &str, starts_on: &str| contract_with(id, arr, &[("starts_on", day(starts_on))]);
    let (early, late) = ("2024-03-01", "2024-06-01");
    deliver(&**home, FIRST, CONTRACTS, &[since("C-1", "1", early), since("C-2", "1", late), since("C-3", "1", early)]);
    assert_eq!(home.last_endings(CONTRACTS).unwrap(), []);
    deliver(&**home, SECOND, CONTRACTS, &[since("C-1", "2", early), since("C-2", "2", late)]);
    let both = |of_early: &str, of_late: &str| {
        [(early, of_early), (late, of_late)].map(|(day, moment)| (day.parse().unwrap(), at(moment))).to_vec()
    };
    assert_eq!(home.last_endings(CONTRACTS).unwrap(), both(SECOND, SECOND));
    let rest = [since("C-1", "2", early), since("C-2", "2", late)];
    deliver_complete(&**home, THIRD, CONTRACTS, &rest);
    assert_eq!(home.last_endings(CONTRACTS).unwrap(), both(THIRD, SECOND));
    undo(&**home, FOURTH, 3).unwrap();
    assert_eq!(home.last_endings(CONTRACTS).unwrap(), both(SECOND, SECOND));
    undo(&**home, FOURTH, 2).unwrap();
    assert_eq!(home.last_endings(CONTRACTS).unwrap(), []);
}

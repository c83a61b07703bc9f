use ports::store::{NewFact, Store, Version};

use crate::company::*;
use crate::engines::Home;

on_both_engines![
    a_restored_history_answers_like_the_first_home,
    a_restored_history_can_be_taken_back,
    a_restored_history_goes_on,
    a_long_history_of_one_key_has_one_answer_at_every_moment,
    what_was_withdrawn_stays_withdrawn,
];

/// Three versions of one contract, one of another that came late, and one that was withdrawn.
fn a_past(home: &dyn Store) {
    deliver(home, FIRST, CONTRACTS, &[contract("C-1", "100"), contract("C-3", "30")]);
    deliver(home, SECOND, CONTRACTS, &[contract("C-1", "120"), contract_with("C-2", "50", &[])]);
    let ended = contract_with("C-1", "120", &[("ends_on", day("2025-03-01"))]);
    deliver_complete(home, THIRD, CONTRACTS, &[ended, contract("C-2", "50")]);
}

fn as_new(version: &Version) -> NewFact {
    let (record, known_at) = (&version.record, None);
    NewFact { key: record.key.clone(), cells: record.cells.clone(), file: "contracts.csv".into(), line: 2, known_at }
}

/// What an export holds, taken into an empty home: today's rows, then the history in their place.
fn take_in(home: &dyn Store, history: &[Version]) {
    let current: Vec<NewFact> = history.iter().filter(|version| version.superseded_at.is_none()).map(as_new).collect();
    let mut transaction = begin(home, FOURTH);
    transaction.open_delivery("export").unwrap();
    transaction.append(CONTRACTS, &current).unwrap();
    transaction.restore(CONTRACTS, history).unwrap();
    end(transaction);
}

fn restored(home: &Home) {
    a_past(&**home);
    taken_back_and_in_again(home);
}

fn taken_back_and_in_again(home: &Home) -> Vec<Version> {
    let history = versions(&**home, CONTRACTS);
    for delivery in [3, 2, 1] {
        undo(&**home, FOURTH, delivery).unwrap();
    }
    assert!(versions(&**home, CONTRACTS).is_empty());
    take_in(&**home, &history);
    history
}

fn told(version: &Version) -> impl PartialEq + std::fmt::Debug {
    let record = &version.record;
    (record.key.clone(), record.cells.clone(), record.clocks, version.recorded_at, version.superseded_at)
}

fn a_restored_history_answers_like_the_first_home(home: &Home) {
    let moments =
        ["2024-03-01T00:00", FIRST, "2025-02-10T08:59", SECOND, "2025-03-05T00:00", THIRD, "2025-03-20T00:00"];
    a_past(&**home);
    let before: Vec<Vec<_>> = moments.map(|moment| cells(known_by(&**home, CONTRACTS, moment))).to_vec();
    let history = taken_back_and_in_again(home);
    let after: Vec<Vec<_>> = moments.map(|moment| cells(known_by(&**home, CONTRACTS, moment))).to_vec();
    assert_eq!(after, before);
    let again = versions(&**home, CONTRACTS);
    assert_eq!(again.iter().map(told).collect::<Vec<_>>(), history.iter().map(told).collect::<Vec<_>>());
}

fn cells(records: Vec<kernel::FactRecord>) -> Vec<(String, Vec<kernel::Cell>)> {
    records.into_iter().map(|record| (record.key.to_string(), record.cells)).collect()
}

fn a_restored_history_can_be_taken_back(home: &Home) {
    restored(home);
    undo(&**home, "2025-05-01T00:00", 4).unwrap();
    assert!(now(&**home, CONTRACTS).is_empty());
    assert!(versions(&**home, CONTRACTS).is_empty());
    assert!(known_by(&**home, CONTRACTS, SECOND).is_empty());
}

fn a_restored_history_goes_on(home: &Home) {
    restored(home);
    let ended = contract_with("C-1", "120", &[("ends_on", day("2025-03-01"))]);
    let appended = deliver(&**home, "2025-05-01T00:00", CONTRACTS, &[ended, contract("C-2", "60")]);
    assert_eq!((appended.new, appended.changed, appended.unchanged), (0, 1, 1));
    assert_eq!(arr_now(&**home), ["120", "60"]);
    undo(&**home, "2025-05-02T00:00", 5).unwrap();
    assert_eq!(arr_now(&**home), ["120", "50"]);
}

/// More versions than are written at once, so that a key runs over the seam.
fn a_long_history_of_one_key_has_one_answer_at_every_moment(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &[contract("C-1", "1")]);
    let first = versions(&**home, CONTRACTS).remove(0);
    undo(&**home, SECOND, 1).unwrap();
    let moment = |number: i64| at(FIRST) + jiff::Span::new().minutes(number);
    let version = |number: i64| {
        let mut version = first.clone();
        version.record.cells = contract("C-1", &number.to_string()).cells;
        version.record.clocks.known_at = at("2024-03-01T00:00");
        version.recorded_at = moment(number);
        version.superseded_at = (number < 1_199).then(|| moment(number + 1));
        version
    };
    let history: Vec<Version> = (0..1_200).map(version).collect();
    take_in(&**home, &history);
    assert_eq!(versions(&**home, CONTRACTS).len(), history.len());
    for (number, version) in history.iter().enumerate() {
        let known = home.facts(&ports::store::FactQuery::all(CONTRACTS).known_by(version.recorded_at)).unwrap();
        assert_eq!(only(known).cell("arr_amount").to_string(), number.to_string());
    }
    assert_eq!(arr_now(&**home), ["1199"]);
}

fn what_was_withdrawn_stays_withdrawn(home: &Home) {
    restored(home);
    assert_eq!(keys(&now(&**home, CONTRACTS)), ["own/C-1", "own/C-2"]);
    assert_eq!(keys(&known_by(&**home, CONTRACTS, SECOND)), ["own/C-1", "own/C-2", "own/C-3"]);
    assert_eq!(deliver(&**home, "2025-05-01T00:00", CONTRACTS, &[contract("C-3", "30")]).new, 1);
    let returned = home.facts(&ports::store::FactQuery::all(CONTRACTS)).unwrap().remove(2);
    assert_eq!(returned.clocks.known_at, at("2025-05-01T00:00"));
}

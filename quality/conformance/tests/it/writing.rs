use std::time::{Duration, Instant};

use kernel::Event;
use ports::Fault;
use ports::store::{FactQuery, Store};

use crate::company::*;
use crate::engines::Home;

on_both_engines![
    nothing_is_committed_without_an_event,
    a_dropped_transaction_leaves_nothing,
    a_dropped_transaction_holds_no_lock,
    a_dropped_delivery_leaves_no_gap_in_the_numbers,
    a_refused_batch_leaves_nothing_once_dropped,
    a_second_writer_is_told_that_the_store_is_busy,
    the_same_program_writes_once_at_a_time,
    a_reader_sees_the_store_as_it_was_while_another_writes,
    a_transaction_sees_what_it_wrote,
    facts_need_an_open_delivery,
    events_come_newest_first,
    the_version_of_the_facts_changes_with_deliveries_and_undoing_only,
    a_home_opened_again_holds_the_same,
];

#[test]
fn a_server_that_does_not_answer_is_named_and_not_called_busy() {
    let refused = store::open_url("postgres://ruth:secret@127.0.0.1:1/evenkeel", app::shapes::ALL).unwrap_err();
    let Fault::Broken { cause, .. } = refused else { unreachable!("{refused:?}") };
    assert!(cause.contains("127.0.0.1:1/evenkeel does not answer") && !cause.contains("secret"), "{cause}");
}

fn nothing_is_committed_without_an_event(home: &Home) {
    let mut transaction = begin(&**home, FIRST);
    transaction.open_delivery("rows").unwrap();
    transaction.append(CONTRACTS, &[contract("C-1", "100")]).unwrap();
    let refused = transaction.commit().unwrap_err();
    assert!(matches!(refused, Fault::Broken { .. }), "{refused:?}");
    assert!(now(&**home, CONTRACTS).is_empty());
    assert!(home.deliveries().unwrap().is_empty());
    assert_eq!(deliver(&**home, FIRST, CONTRACTS, &[contract("C-1", "100")]).new, 1);
}

fn a_dropped_transaction_leaves_nothing(home: &Home) {
    let version = home.data_version().unwrap();
    let mut transaction = begin(&**home, FIRST);
    transaction.open_delivery("rows").unwrap();
    transaction.append(CONTRACTS, &[contract("C-1", "100")]).unwrap();
    transaction.set("currency", "USD").unwrap();
    transaction.record(&Event::new("tests.happened", "nothing", "this is never told")).unwrap();
    drop(transaction);
    assert!(now(&**home, CONTRACTS).is_empty());
    assert!(home.deliveries().unwrap().is_empty());
    assert!(home.events(10).unwrap().is_empty());
    assert_eq!(home.setting("currency").unwrap(), None);
    assert_eq!(home.data_version().unwrap(), version);
}

fn a_dropped_transaction_holds_no_lock(home: &Home) {
    let other = home.another();
    for _ in 0..8 {
        drop(begin(&**home, FIRST));
        let started = Instant::now();
        drop(begin(&other, FIRST));
        assert!(started.elapsed() < Duration::from_secs(1));
    }
}

fn a_dropped_delivery_leaves_no_gap_in_the_numbers(home: &Home) {
    let mut transaction = begin(&**home, FIRST);
    assert_eq!(transaction.open_delivery("rehearsed").unwrap(), 1);
    drop(transaction);
    let mut transaction = begin(&**home, FIRST);
    assert_eq!(transaction.open_delivery("for good").unwrap(), 1);
    end(transaction);
    undo(&**home, SECOND, 1).unwrap();
    let mut transaction = begin(&**home, THIRD);
    assert_eq!(transaction.open_delivery("the next").unwrap(), 2);
}

fn a_refused_batch_leaves_nothing_once_dropped(home: &Home) {
    let mut transaction = begin(&**home, FIRST);
    transaction.open_delivery("rows").unwrap();
    assert!(transaction.append(CONTRACTS, &[contract("C-1", "1"), contract("C-2", "0.001")]).is_err());
    drop(transaction);
    assert!(now(&**home, CONTRACTS).is_empty());
    assert_eq!(deliver(&**home, FIRST, CONTRACTS, &[contract("C-1", "1")]).new, 1);
}

fn told_busy_in_time(home: &Home, store: &dyn Store) {
    let started = Instant::now();
    let refused = store.begin(at(SECOND), &actor()).err().unwrap();
    assert!(matches!(&refused, Fault::Busy(message) if message.contains("another program")), "{refused:?}");
    assert!(started.elapsed() < Duration::from_secs(home.patience_seconds()), "{:?}", started.elapsed());
}

fn a_second_writer_is_told_that_the_store_is_busy(home: &Home) {
    let other = home.another();
    let mut transaction = begin(&**home, FIRST);
    transaction.open_delivery("rows").unwrap();
    told_busy_in_time(home, &other);
    end(transaction);
    assert_eq!(deliver(&other, SECOND, CONTRACTS, &[contract("C-1", "1")]).new, 1);
}

fn the_same_program_writes_once_at_a_time(home: &Home) {
    let transaction = begin(&**home, FIRST);
    told_busy_in_time(home, &**home);
    drop(transaction);
    deliver(&**home, SECOND, CONTRACTS, &[contract("C-1", "1")]);
}

fn a_reader_sees_the_store_as_it_was_while_another_writes(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &[contract("C-1", "100")]);
    let other = home.another();
    let mut transaction = begin(&**home, SECOND);
    transaction.open_delivery("rows").unwrap();
    transaction.append(CONTRACTS, &[contract("C-1", "120"), contract("C-2", "5")]).unwrap();
    assert_eq!(arr_now(&**home), ["100"]);
    assert_eq!(arr_now(&other), ["100"]);
    assert_eq!(other.deliveries().unwrap().len(), 1);
    end(transaction);
    assert_eq!(arr_now(&other), ["120", "5"]);
}

fn a_transaction_sees_what_it_wrote(home: &Home) {
    let mut transaction = begin(&**home, FIRST);
    transaction.open_delivery("rows").unwrap();
    transaction.append(ACCOUNTS, &[account("A-1", "Brightwater")]).unwrap();
    let found = transaction.facts(&FactQuery::all(ACCOUNTS)).unwrap();
    assert_eq!(keys(&found), ["own/A-1"]);
    assert_eq!((&*found[0].origin.file, found[0].origin.line), ("rows.csv", 2));
    assert_eq!((&*found[0].origin.source, found[0].origin.delivery), ("own", 1));
    assert_eq!(&*transaction.referents(ACCOUNTS).unwrap()[0].key, "own/A-1");
    assert!(home.referents(ACCOUNTS).unwrap().is_empty());
}

fn facts_need_an_open_delivery(home: &Home) {
    let mut transaction = begin(&**home, FIRST);
    assert!(matches!(transaction.append(CONTRACTS, &[contract("C-1", "1")]), Err(Fault::Broken { .. })));
}

fn events_come_newest_first(home: &Home) {
    for (moment, subject) in [(FIRST, "one"), (SECOND, "two"), (THIRD, "three")] {
        let mut transaction = begin(&**home, moment);
        transaction.record(&Event::new("tests.happened", subject, format!("{subject} happened"))).unwrap();
        transaction.record(&Event::new("tests.settled", subject, format!("{subject} is done"))).unwrap();
        transaction.commit().unwrap();
    }
    let events = home.events(3).unwrap();
    let summaries: Vec<&str> = events.iter().map(|event| event.summary.as_str()).collect();
    assert_eq!(summaries, ["three is done", "three happened", "two is done"]);
    assert_eq!(
        (events[0].at, events[0].kind.as_str(), events[0].subject.as_str()),
        (at(THIRD), "tests.settled", "three")
    );
    assert_eq!(events[0].actor, actor());
    assert!(home.events(0).unwrap().is_empty());
    assert_eq!(home.events(u64::MAX).unwrap().len(), 6);
}

fn the_version_of_the_facts_changes_with_deliveries_and_undoing_only(home: &Home) {
    let mut seen = vec![home.data_version().unwrap()];
    deliver(&**home, FIRST, CONTRACTS, &[contract("C-1", "100")]);
    seen.push(home.data_version().unwrap());
    deliver(&**home, SECOND, CONTRACTS, &[contract("C-1", "120")]);
    seen.push(home.data_version().unwrap());
    undo(&**home, THIRD, 2).unwrap();
    seen.push(home.data_version().unwrap());
    undo(&**home, FOURTH, 1).unwrap();
    seen.push(home.data_version().unwrap());
    let mut distinct = seen.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), seen.len(), "{seen:?}");
    end(begin(&**home, FOURTH));
    assert_eq!(home.data_version().unwrap(), seen[4]);
}

fn a_home_opened_again_holds_the_same(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &[contract("C-1", "100")]);
    deliver(&**home, SECOND, CONTRACTS, &[contract("C-1", "120")]);
    let other = home.another();
    assert_eq!(now(&other, CONTRACTS), now(&**home, CONTRACTS));
    assert_eq!(versions(&other, CONTRACTS), versions(&**home, CONTRACTS));
}

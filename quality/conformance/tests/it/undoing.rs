use kernel::Refusal;
use ports::Fault;

use crate::company::*;
use crate::engines::Home;

on_both_engines![
    a_delivery_taken_back_leaves_what_held_before,
    the_only_delivery_taken_back_leaves_nothing,
    a_superseded_delivery_in_the_middle_gives_way_to_the_older_version,
    deliveries_taken_back_in_any_order_leave_the_first,
    a_later_withdrawal_still_ends_what_holds_again,
    the_first_delivery_taken_back_leaves_the_later_version,
    a_delivery_is_taken_back_once,
    an_unknown_delivery_is_not_found,
    a_delivery_others_refer_to_is_kept,
    a_referring_delivery_taken_back_first_frees_the_other,
    a_key_two_deliveries_brought_may_lose_one,
    a_delivery_taken_back_can_come_again,
];

fn a_delivery_taken_back_leaves_what_held_before(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &[contract("C-1", "100")]);
    deliver(&**home, SECOND, CONTRACTS, &[contract("C-1", "120"), contract("C-2", "50")]);
    let taken_back = undo(&**home, THIRD, 2).unwrap();
    assert_eq!(taken_back, [("contracts".to_owned(), 2)]);
    assert_eq!(arr_now(&**home), ["100"]);
    assert_eq!(arr_known_by(&**home, SECOND), ["100"]);
    assert_eq!(versions(&**home, CONTRACTS).len(), 1);
    assert_eq!(versions(&**home, CONTRACTS)[0].superseded_at, None);
    let deliveries = home.deliveries().unwrap();
    assert_eq!((deliveries[0].undone_at, deliveries[1].undone_at), (None, Some(at(THIRD))));
}

fn the_only_delivery_taken_back_leaves_nothing(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &[contract("C-1", "100")]);
    undo(&**home, SECOND, 1).unwrap();
    assert!(now(&**home, CONTRACTS).is_empty());
    assert!(known_by(&**home, CONTRACTS, FIRST).is_empty());
    assert!(versions(&**home, CONTRACTS).is_empty());
    assert_eq!(home.count(CONTRACTS).unwrap(), 0);
    assert_eq!(home.day_range(CONTRACTS).unwrap(), None);
}

fn three_versions(home: &Home) {
    for (moment, arr) in [(FIRST, "100"), (SECOND, "120"), (THIRD, "90")] {
        deliver(&**home, moment, CONTRACTS, &[contract("C-1", arr)]);
    }
}

fn a_superseded_delivery_in_the_middle_gives_way_to_the_older_version(home: &Home) {
    three_versions(home);
    undo(&**home, FOURTH, 2).unwrap();
    assert_eq!(arr_now(&**home), ["90"]);
    assert_eq!(arr_known_by(&**home, SECOND), ["100"]);
    assert_eq!(arr_known_by(&**home, "2025-03-10T08:59:59"), ["100"]);
    assert_eq!(arr_known_by(&**home, THIRD), ["90"]);
    let versions = versions(&**home, CONTRACTS);
    assert_eq!(versions.len(), 2);
    assert_eq!(versions[0].superseded_at, Some(at(THIRD)));
}

fn deliveries_taken_back_in_any_order_leave_the_first(home: &Home) {
    three_versions(home);
    undo(&**home, FOURTH, 2).unwrap();
    undo(&**home, FOURTH, 3).unwrap();
    assert_eq!(arr_now(&**home), ["100"]);
    assert_eq!(arr_known_by(&**home, THIRD), ["100"]);
    assert_eq!(versions(&**home, CONTRACTS)[0].superseded_at, None);
}

fn a_later_withdrawal_still_ends_what_holds_again(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &[contract("C-1", "100")]);
    deliver(&**home, SECOND, CONTRACTS, &[contract("C-1", "120")]);
    assert_eq!(deliver_complete(&**home, THIRD, CONTRACTS, &[contract("C-2", "50")]), 1);
    undo(&**home, FOURTH, 2).unwrap();
    assert_eq!(arr_now(&**home), ["50"]);
    assert_eq!(arr_known_by(&**home, SECOND), ["100", "50"]);
    assert_eq!(arr_known_by(&**home, THIRD), ["50"]);
    undo(&**home, FOURTH, 3).unwrap();
    assert_eq!(arr_now(&**home), ["100"]);
}

fn the_first_delivery_taken_back_leaves_the_later_version(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &[contract("C-1", "100")]);
    deliver(&**home, SECOND, CONTRACTS, &[contract("C-1", "120")]);
    undo(&**home, THIRD, 1).unwrap();
    assert_eq!(arr_now(&**home), ["120"]);
    undo(&**home, FOURTH, 2).unwrap();
    assert!(now(&**home, CONTRACTS).is_empty());
}

fn a_delivery_is_taken_back_once(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &[contract("C-1", "100")]);
    undo(&**home, SECOND, 1).unwrap();
    let refused = undo(&**home, THIRD, 1).unwrap_err();
    assert!(matches!(&refused, Fault::Refused(Refusal::Conflict(message)) if message.contains('1')), "{refused:?}");
    assert_eq!(home.deliveries().unwrap()[0].undone_at, Some(at(SECOND)));
}

fn an_unknown_delivery_is_not_found(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &[contract("C-1", "100")]);
    for unknown in [2, 0, -1, i64::MAX] {
        let refused = undo(&**home, SECOND, unknown).unwrap_err();
        assert!(matches!(refused, Fault::Refused(Refusal::NotFound(_))), "{refused:?}");
    }
}

fn a_delivery_others_refer_to_is_kept(home: &Home) {
    deliver(&**home, FIRST, ACCOUNTS, &[account("A-1", "Brightwater")]);
    deliver(&**home, SECOND, CONTRACTS, &[contract("C-1", "100")]);
    let refused = undo(&**home, THIRD, 1).unwrap_err();
    assert!(matches!(&refused, Fault::Refused(Refusal::Conflict(message)) if message.contains('2')), "{refused:?}");
    assert_eq!(home.count(ACCOUNTS).unwrap(), 1);
}

fn a_referring_delivery_taken_back_first_frees_the_other(home: &Home) {
    deliver(&**home, FIRST, ACCOUNTS, &[account("A-1", "Brightwater")]);
    deliver(&**home, SECOND, CONTRACTS, &[contract("C-1", "100")]);
    undo(&**home, THIRD, 2).unwrap();
    undo(&**home, FOURTH, 1).unwrap();
    assert_eq!(home.count(ACCOUNTS).unwrap(), 0);
}

fn a_key_two_deliveries_brought_may_lose_one(home: &Home) {
    deliver(&**home, FIRST, ACCOUNTS, &[account("A-1", "Brightwater")]);
    deliver(&**home, SECOND, ACCOUNTS, &[account("A-1", "Brightwater Foods")]);
    deliver(&**home, THIRD, CONTRACTS, &[contract("C-1", "100")]);
    undo(&**home, FOURTH, 2).unwrap();
    assert_eq!(only(now(&**home, ACCOUNTS)).text("name").as_deref(), Some("Brightwater"));
}

fn a_delivery_taken_back_can_come_again(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &[contract("C-1", "100")]);
    undo(&**home, SECOND, 1).unwrap();
    assert_eq!(deliver(&**home, THIRD, CONTRACTS, &[contract("C-1", "100")]).new, 1);
    let again = only(now(&**home, CONTRACTS));
    assert_eq!(again.clocks.known_at, at("2024-03-01T00:00"));
    assert_eq!(again.origin.delivery, 2);
}

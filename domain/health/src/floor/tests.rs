use jiff::ToSpan;
use jiff::civil::date;

use super::*;
use crate::row::Terms;

const AS_OF: Date = date(2026, 9, 30);

fn floor(terms: Terms) -> Option<FloorKind> {
    let key = Arc::from("c");
    let row = Contract { key: &key, starts_on: AS_OF, ends_on: None, arr: None, seats: None, terms };
    Floor::of(AS_OF, &row).map(|floor| floor.kind)
}

fn renewing(in_days: i64, auto_renew: Option<bool>, notice_days: Option<i64>) -> Terms {
    Terms { auto_renew, renewal_on: AS_OF.checked_add(in_days.days()).ok(), notice_on: None, notice_days }
}

#[test]
fn notice_served_is_red_from_its_day_on() {
    let given = |on| floor(Terms { notice_on: Some(on), ..renewing(300, Some(true), None) });
    assert_eq!(given(AS_OF), Some(FloorKind::NoticeServed));
    assert_eq!(given(AS_OF.tomorrow().unwrap()), None);
}

#[test]
fn a_contract_that_does_not_renew_by_itself_bounds_the_band_near_its_renewal() {
    assert_eq!(floor(renewing(90, Some(false), None)), Some(FloorKind::NotRenewing));
    assert_eq!(floor(renewing(91, Some(false), None)), None);
    assert_eq!(floor(renewing(10, Some(true), Some(60))), None);
    assert_eq!(floor(renewing(10, None, Some(60))), None);
    assert_eq!(floor(renewing(-1, Some(false), None)), None);
}

#[test]
fn once_the_last_day_to_decide_is_over_it_is_red() {
    assert_eq!(floor(renewing(59, Some(false), Some(60))), Some(FloorKind::DeadlinePassed));
    assert_eq!(floor(renewing(60, Some(false), Some(60))), Some(FloorKind::NotRenewing));
    assert_eq!(floor(renewing(200, Some(false), Some(i64::MAX))), None);
}

fn days(count: i64) -> Option<Date> {
    AS_OF.checked_add(count.days()).ok()
}

/// A contract from one day to another, notice of which was given long ago.
fn given_up(key: &str, from: i64, to: Option<i64>, is_given_up: bool) -> (Arc<str>, Date, Option<Date>, Terms) {
    let terms = Terms { notice_on: days(-60).filter(|_| is_given_up), ..renewing(300, Some(true), None) };
    (Arc::from(key), days(from).unwrap(), to.and_then(days), terms)
}

fn held(contracts: &[(Arc<str>, Date, Option<Date>, Terms)]) -> Vec<String> {
    let mut floors = Floors::default();
    for (key, starts_on, ends_on, terms) in contracts {
        let row = Contract { key, starts_on: *starts_on, ends_on: *ends_on, arr: None, seats: None, terms: *terms };
        floors.add(AS_OF, &row);
    }
    floors.held().iter().map(|floor| floor.contract.to_string()).collect()
}

#[test]
fn notice_outlasts_the_contract_until_another_runs_or_is_signed() {
    let gone = given_up("gone", -365, Some(-1), true);
    assert_eq!(held(std::slice::from_ref(&gone)), ["gone"]);
    assert_eq!(held(&[gone.clone(), given_up("earlier", -730, Some(-365), false)]), ["gone"]);
    assert_eq!(held(&[gone.clone(), given_up("later", -365, Some(0), false)]), [""; 0]);
    assert_eq!(held(&[gone.clone(), given_up("runs", -10, None, false)]), [""; 0]);
    assert_eq!(held(&[gone, given_up("signed", 5, None, false)]), [""; 0]);
}

#[test]
fn a_contract_signed_to_follow_lifts_what_is_said_of_the_one_before() {
    let ends = |in_days| given_up("ends", -300, Some(in_days), true);
    assert_eq!(held(&[ends(20)]), ["ends"]);
    assert_eq!(held(&[ends(20), given_up("follows", 21, None, false)]), [""; 0]);
    assert_eq!(held(&[ends(20), given_up("much later", 90, None, false)]), ["ends"]);
}

#[test]
fn a_floor_lowers_a_band_and_never_lifts_it() {
    let of = |kind| [Floor { kind, contract: Arc::from("c"), on: AS_OF }];
    let red = |band| floored(band, &of(FloorKind::NoticeServed));
    let yellow = |band| floored(band, &of(FloorKind::NotRenewing));
    assert_eq!(Band::ALL.map(red), [Band::Red; 4]);
    assert_eq!(Band::ALL.map(yellow), [Band::Yellow, Band::Yellow, Band::Red, Band::Unknown]);
    assert_eq!(floored(Band::Green, &[]), Band::Green);
}

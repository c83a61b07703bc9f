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
    assert_eq!(floor(renewing(60, Some(false), Some(60))), Some(FloorKind::DeadlinePassed));
    assert_eq!(floor(renewing(61, Some(false), Some(60))), Some(FloorKind::NotRenewing));
    assert_eq!(floor(renewing(200, Some(false), Some(i64::MAX))), None);
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

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn raised(key: &str, account: &str, on: Date, resolved_on: Option<Date>) -> Raised {
    Raised {
        object: "escalations",
        key: key.into(),
        account: AccountId::new(account),
        name: account.into(),
        on,
        resolved_on,
        cause: None,
        seen_by_us: None,
        answered_hours: None,
    }
}

fn customer(account: &str) -> Customer {
    Customer { account: AccountId::new(account), name: account.into(), segment: "core".into() }
}

fn quarter() -> Tally {
    let rows = vec![
        raised("x3", "a", date(2024, 12, 1), None),
        raised("x1", "a", date(2024, 9, 3), Some(date(2024, 9, 20))),
        raised("x2", "b", date(2024, 10, 10), Some(date(2024, 10, 14))),
        raised("x4", "b", date(2024, 10, 20), Some(date(2024, 10, 30))),
    ];
    Tally::of(rows, date(2024, 10, 1))
}

#[test]
fn what_was_raised_before_only_tells_what_is_a_repeat() {
    let tally = quarter();
    let keys: Vec<&str> = tally.raised().iter().map(|row| &*row.key).collect();
    assert_eq!(keys, ["x2", "x4", "x3"]);
    let repeats: Vec<&str> = tally.raised().iter().filter(|row| tally.is_repeat(row)).map(|row| &*row.key).collect();
    // From 3 September to 1 December are 89 days.
    assert_eq!(repeats, ["x4", "x3"]);
    assert_eq!(tally.repeat_share().value(), Some(Decimal::ONE));
}

#[test]
fn a_repeat_ends_after_ninety_days() {
    let rows = |gap: i8| {
        let second = date(2024, 3, 31).checked_add(jiff::Span::new().days(gap)).unwrap();
        vec![raised("x1", "a", date(2024, 1, 1), None), raised("x2", "a", second, None)]
    };
    let repeats = |gap: i8| Tally::of(rows(gap), date(2024, 2, 1)).repeats.len();
    // 31 March is the ninetieth day after 1 January 2024.
    assert_eq!((repeats(0), repeats(1)), (1, 0));
}

#[test]
fn rates_are_for_a_hundred_accounts_that_paid() {
    let customers: Vec<Customer> = (0..50).map(|place| customer(&format!("c{place}"))).collect();
    let refs: Vec<&Customer> = customers.iter().collect();
    assert_eq!(quarter().per_hundred(&refs, |_| true).value(), Some(Decimal::from(6)));
    assert_eq!(quarter().per_hundred(&[], |_| true).value(), None);
}

#[test]
fn days_open_count_what_is_resolved() {
    let tally = quarter();
    assert_eq!(tally.days_open(|_| true).value(), Some(Decimal::from(7)));
    assert_eq!(tally.resolved_share(|_| true).value().map(|share| share.round_dp(3)), Some(Decimal::new(667, 3)));
    assert_eq!(tally.answered_share().value(), None);
}

#[test]
fn four_hours_are_in_time() {
    let answered = |hours: Decimal| Raised { answered_hours: Some(hours), ..raised("x", "a", date(2024, 10, 2), None) };
    let share = |hours| Tally::of(vec![answered(hours)], date(2024, 10, 1)).answered_share().value();
    assert_eq!(share(Decimal::from(4)), Some(Decimal::ONE));
    assert_eq!(share(Decimal::new(401, 2)), Some(Decimal::ZERO));
}

proptest! {
    #[test]
    fn the_order_of_rows_changes_nothing(days in proptest::collection::vec(0i32..400, 0..12), seed in 0usize..12) {
        let start = date(2024, 1, 1);
        let day = |offset: i32| start.checked_add(jiff::Span::new().days(offset)).unwrap();
        let rows: Vec<Raised> = days
            .iter()
            .enumerate()
            .map(|(place, offset)| raised(&format!("x{place}"), ["a", "b"][place % 2], day(*offset), None))
            .collect();
        let mut turned = rows.clone();
        turned.rotate_left(seed % rows.len().max(1));
        let (one, other) = (Tally::of(rows, date(2024, 7, 1)), Tally::of(turned, date(2024, 7, 1)));
        prop_assert_eq!(one.raised(), other.raised());
        prop_assert_eq!(one.repeats, other.repeats);
    }
}

use jiff::civil::date;

use super::*;
use crate::row::{Row, Touch, UsageMonth};

const AS_OF: Date = date(2026, 9, 30);

fn account(events: i64, feature: &str) -> Gathering {
    let mut account = Gathering::new(AS_OF);
    account.add(Row::UsageMonth(UsageMonth {
        key: &Arc::from("m"),
        month: date(2026, 8, 1),
        feature: Some(&Arc::from(feature)),
        active_users: Some(5),
        licensed_users: None,
        active_days: Some(10),
        events: Some(events),
    }));
    account
}

fn touched(on: Date) -> Gathering {
    let mut account = Gathering::new(AS_OF);
    let touch = Touch { key: &Arc::from("t"), on, kind: "call", inbound: true, outcome: None, sponsor: None };
    account.add(Row::Touch(touch));
    account
}

#[test]
fn a_book_joined_of_parts_is_the_book_of_all() {
    let accounts = [account(100, "reports"), account(200, "alerts"), account(400, "reports"), touched(AS_OF)];
    let whole = Book::of(AS_OF, &accounts);
    for at in 0..=accounts.len() {
        let (left, right) = accounts.split_at(at);
        let mut parts = [OpenBook::new(AS_OF), OpenBook::new(AS_OF)];
        left.iter().for_each(|account| parts[0].include(account));
        right.iter().for_each(|account| parts[1].include(account));
        let [mut first, second] = parts;
        first.join(second);
        assert_eq!(first.close(), whole);
    }
    assert_eq!((whole.feature_count(), whole.depth_median()), (2, Some(Decimal::from(20))));
}

#[test]
fn a_book_that_was_kept_tells_the_same() {
    let book = Book::of(AS_OF, &[account(100, "reports"), touched(AS_OF)]);
    let told: std::collections::BTreeMap<&str, Option<Decimal>> = book.told().into_iter().collect();
    assert_eq!(Book::from_told(AS_OF, &|name| told.get(name).copied().flatten()), book);
}

#[test]
fn a_source_speaks_until_it_was_silent_for_its_days() {
    let speaks = |days_ago: i64| {
        let on = AS_OF.checked_sub(jiff::Span::new().days(days_ago)).unwrap();
        Book::of(AS_OF, &[touched(on)]).hears(Source::Touches)
    };
    assert_eq!([0, 29, 30, 400].map(speaks), [true, true, false, false]);
}

#[test]
fn what_is_gathered_only_for_the_book_adds_the_same_to_it() {
    let mut less = Gathering::new(AS_OF).only_for_book();
    less.add(Row::UsageMonth(UsageMonth {
        key: &Arc::from("m"),
        month: date(2026, 8, 1),
        feature: Some(&Arc::from("reports")),
        active_users: Some(5),
        licensed_users: None,
        active_days: Some(10),
        events: Some(100),
    }));
    assert_eq!(Book::of(AS_OF, &[less]), Book::of(AS_OF, &[account(100, "reports")]));
}

use jiff::Span;
use jiff::civil::date;

use super::*;

const DAY: Date = date(2024, 6, 30);

fn key(text: &str) -> Arc<str> {
    Arc::from(text)
}

fn ago(days: i64) -> Date {
    DAY.checked_sub(Span::new().days(days)).unwrap()
}

fn everything() -> Sources {
    Sources::from_told([true; 7])
}

fn used(gathering: &mut Gathering, days_ago: i64, events: i64) {
    gathering.add(Row::UsedDay { key: &key(&format!("u{days_ago}")), on: ago(days_ago), feature: true, events });
}

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn steady_use_reads_a_half_and_use_that_stopped_reads_nothing() {
    let mut steady = Gathering::new(DAY).keeping_facts();
    let mut stopped = Gathering::new(DAY);
    for days in 0..168 {
        used(&mut steady, days, 3);
        if days >= 28 {
            used(&mut stopped, days, 3);
        }
    }
    let standing = steady.finish(&everything());
    assert_eq!(standing.readings[place::USE].unwrap().round_dp(10), dec("0.5"));
    assert_eq!(standing.facts[place::USE].value().unwrap().round_dp(10), dec("0.5"));
    assert_eq!(stopped.finish(&everything()).readings[place::USE], Ok(Decimal::ZERO));
}

#[test]
fn a_feed_that_stopped_says_nothing_about_customers() {
    let mut one = Gathering::new(DAY);
    (28..168).for_each(|days| used(&mut one, days, 3));
    let sources = Sources::of([&one]);
    assert!(!sources.days);
    assert_eq!(one.finish(&sources).readings[place::USE], Err(Gap::NotRecorded));
}

#[test]
fn a_handful_of_events_is_no_trend() {
    let mut one = Gathering::new(DAY);
    used(&mut one, 3, 5);
    used(&mut one, 40, 5);
    assert_eq!(one.finish(&everything()).readings[place::USE], Err(Gap::TooLittle));
}

#[test]
fn months_count_once_they_are_over_and_the_whole_product_before_its_features() {
    let mut one = Gathering::new(date(2024, 6, 29)).keeping_facts();
    for (month, whole, events, active) in [
        (date(2024, 6, 1), false, 0, 0),
        (date(2024, 5, 1), false, 10, 6),
        (date(2024, 5, 1), true, 900, 50),
        (date(2024, 4, 1), false, 30, 9),
    ] {
        let key = key(&format!("m{month}{whole}"));
        one.add(Row::UsedMonth {
            key: &key,
            month,
            feature: whole,
            events: Some(events),
            active: Some(active),
            licensed: Some(12),
        });
    }
    let standing = one.finish(&everything());
    assert_eq!(standing.readings[place::USE], Ok(dec("0.25")));
    assert_eq!(standing.readings[place::ACTIVE], Ok(dec("0.5")));
    assert_eq!(standing.facts[place::ACTIVE].value(), Some(dec("0.5")));
}

#[test]
fn nothing_on_record_is_none_only_where_the_source_speaks() {
    let nothing = || Gathering::new(DAY);
    let silent = nothing().finish(&Sources::default());
    let spoken = nothing().finish(&everything());
    for of in [place::TICKETS, place::ESCALATIONS, place::CONTACTS, place::INVOICES] {
        assert_eq!(silent.readings[of], Err(Gap::NotRecorded));
        assert_eq!(spoken.readings[of], Ok(Decimal::ZERO));
    }
    assert_eq!(spoken.readings[place::SILENCE], Err(Gap::NothingOfAccount));
    assert_eq!(spoken.readings[place::ARR], Err(Gap::TooYoung));
}

#[test]
fn what_happens_after_the_day_changes_nothing() {
    let tomorrow = DAY.tomorrow().unwrap();
    let mut one = Gathering::new(DAY);
    let row = key("later");
    one.add(Row::UsedDay { key: &row, on: tomorrow, feature: false, events: 1000 });
    one.add(Row::Talked { key: &row, on: tomorrow });
    one.add(Row::Ticket { key: &row, opened_on: tomorrow, closed_on: None, escalated: true });
    one.add(Row::Escalated { key: &row, on: tomorrow });
    one.add(Row::Answered { object: "surveys", key: &row, on: tomorrow, share: Decimal::ONE });
    one.add(Row::ContactLeft { key: &row, on: tomorrow });
    one.add(Row::Invoice { key: &row, due_on: tomorrow, paid_on: None });
    one.add(Row::Left { object: "churn_events", key: &row, on: tomorrow });
    one.add(Row::FirstPaid { key: &row, on: tomorrow });
    one.add(Row::Notice(&Notice { contract: row.clone(), on: tomorrow, ends_on: None }));
    assert_eq!(one.finish(&everything()), Gathering::new(DAY).finish(&everything()));
}

#[test]
fn a_ticket_closed_later_was_open_on_the_day() {
    let mut one = Gathering::new(DAY);
    for (name, closed_on) in [("a", None), ("b", DAY.tomorrow().ok()), ("c", Some(DAY))] {
        one.add(Row::Ticket { key: &key(name), opened_on: ago(5), closed_on, escalated: name == "a" });
    }
    let standing = one.finish(&everything());
    assert_eq!(
        (standing.readings[place::TICKETS], standing.readings[place::ESCALATIONS]),
        (Ok(dec("2")), Ok(dec("1")))
    );
}

#[test]
fn an_email_of_ours_is_no_conversation_and_neither_is_a_call_nobody_came_to() {
    assert!(is_conversation("Call", false, None) && is_conversation("email", true, Some("held")));
    assert!(!is_conversation("email", false, None) && !is_conversation("meeting", false, Some("No-show")));
}

#[test]
fn a_conversation_more_than_a_year_ago_is_a_long_silence_and_not_unknown() {
    let read = |days: &[i64]| {
        let mut one = Gathering::new(DAY).keeping_facts();
        for days in days {
            one.add(Row::Talked { key: &key(&format!("t{days}")), on: ago(*days) });
        }
        let standing = one.finish(&everything());
        if let Ok(days) = standing.readings[place::SILENCE] {
            assert_eq!(standing.facts[place::SILENCE].value(), Some(days));
        }
        standing.readings[place::SILENCE]
    };
    assert_eq!(read(&[364]), Ok(Decimal::from(364)));
    assert_eq!(read(&[365]), Ok(Decimal::from(365)));
    assert_eq!(read(&[900, 2_000]), Ok(Decimal::from(365)));
    assert_eq!(read(&[900, 20]), Ok(Decimal::from(20)));
    assert_eq!(read(&[]), Err(Gap::NothingOfAccount));
}

#[test]
fn use_that_stopped_long_ago_reads_nothing_and_not_unknown() {
    let mut one = Gathering::new(DAY).keeping_facts();
    (400..500).for_each(|days| used(&mut one, days, 3));
    assert!(one.misses(Voice::Use));
    let standing = one.finish(&everything());
    assert_eq!(standing.readings[place::USE], Ok(Decimal::ZERO));
    assert_eq!(standing.facts[place::USE].value(), Some(Decimal::ZERO));
    let mut little = Gathering::new(DAY);
    used(&mut little, 400, 5);
    assert_eq!(little.finish(&everything()).readings[place::USE], Err(Gap::NothingOfAccount));
}

#[test]
fn who_had_active_users_and_has_none_of_the_last_months_has_nobody_active() {
    let seen = |month: Date| {
        let mut one = Gathering::new(DAY).keeping_facts();
        let (events, active, licensed) = (None, Some(6), Some(12));
        one.add(Row::UsedMonth { key: &key("m"), month, feature: false, events, active, licensed });
        one
    };
    let standing = seen(date(2022, 3, 1)).finish(&everything());
    assert_eq!(standing.readings[place::ACTIVE], Ok(Decimal::ZERO));
    assert_eq!(standing.facts[place::ACTIVE].value(), Some(Decimal::ZERO));
    let unheard = Sources { months: false, ..everything() };
    assert_eq!(seen(date(2022, 3, 1)).finish(&unheard).readings[place::ACTIVE], Err(Gap::NothingOfAccount));
    assert_eq!(seen(date(2024, 6, 1)).finish(&everything()).readings[place::ACTIVE], Ok(dec("0.5")));
}

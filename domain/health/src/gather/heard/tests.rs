use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::date;

use super::*;
use crate::book::Book;
use crate::measure::MeasureKind;
use crate::reading::{Gap, Reading};
use crate::row::{Act, Deal, Invoice, Ticket, Touch, UsageDay, UsageMonth};

const AS_OF: Date = date(2026, 9, 30);

fn ago(days: i64) -> Date {
    AS_OF.checked_sub(days.days()).unwrap()
}

/// One row of every kind, so many days ago.
fn each_row(days: i64, mut take: impl FnMut(Row<'_>)) {
    let (key, feature, on) = (Arc::from("k"), Arc::from("boards"), ago(days));
    let month = on.first_of_month();
    let (events, active_users) = (Some(5), Some(3));
    take(Row::UsageDay(UsageDay { key: &key, day: on, feature: Some(&feature), events, active_users }));
    take(Row::UsageMonth(UsageMonth {
        key: &key,
        month,
        feature: None,
        active_users,
        licensed_users: Some(10),
        active_days: Some(9),
        events,
    }));
    for kind in ["call", "training"] {
        take(Row::Touch(Touch { key: &key, on, kind, inbound: false, outcome: None, sponsor: None }));
    }
    let ticket = Ticket { key: &key, opened_on: on, closed_on: Some(on), satisfaction: None, escalated: true };
    take(Row::Ticket(ticket));
    take(Row::Deal(Deal { key: &key, kind: Some("expansion"), opened_on: on, closed_on: Some(on), won: Some(true) }));
    take(Row::Invoice(Invoice { key: &key, due_on: on, paid_on: Some(on) }));
    for kind in ["community", "reference"] {
        take(Row::Act(Act { key: &key, on, kind }));
    }
}

fn lively() -> Gathering {
    let mut lively = Gathering::new(AS_OF);
    each_row(3, |row| lively.add(row));
    lively
}

const SILENT: [(MeasureKind, Reading); 8] = [
    (MeasureKind::FeatureAdoption, Reading::FeatureAdoption { used: 0, in_book: 1 }),
    (MeasureKind::Frequency, Reading::Frequency { active_days: 0, of_days: 28 }),
    (MeasureKind::TouchpointQuality, Reading::TouchpointQuality { live: 0, written: 0 }),
    (MeasureKind::Training, Reading::Training { count: 0 }),
    (MeasureKind::SupportHealth, Reading::SupportHealth { tickets: 0, escalated: 0, long_open: 0 }),
    (MeasureKind::Expansion, Reading::Expansion { won: 0, open: 0 }),
    (MeasureKind::Community, Reading::Community { count: 0 }),
    (MeasureKind::Advocacy, Reading::Advocacy { count: 0 }),
];

#[test]
fn who_fell_silent_years_ago_is_silent_and_not_unknown() {
    let book = Book::of(AS_OF, [&lively()]);
    for days in [368, 1_000, 4_000] {
        let mut silent = Gathering::new(AS_OF);
        each_row(days, |row| silent.hear(row));
        let found = silent.finish(&book);
        for (kind, reading) in SILENT {
            assert_eq!(found.reading(kind), Ok(reading), "{kind:?}, {days} days");
        }
        assert_eq!(found.reading(MeasureKind::Payment), Err(Gap::NothingDue));
        assert_eq!(found.last_told_on(MeasureKind::TouchpointQuality), Some(ago(days)));
    }
    let never = Gathering::new(AS_OF).finish(&book);
    SILENT.iter().for_each(|(kind, _)| assert_eq!(never.reading(*kind), Err(Gap::NeverRecorded), "{kind:?}"));
}

#[test]
fn rows_before_the_windows_change_nothing_where_there_are_rows_within() {
    let mut with = lively();
    each_row(500, |row| with.hear(row));
    let book = Book::of(AS_OF, [&with]);
    let (with, without) = (with.finish(&book), lively().finish(&book));
    assert_eq!(with, without);
}

#[test]
fn what_is_missed_is_looked_for_kind_by_kind() {
    use Voice::{Acts, Days, Deals, Invoices, Months, Tickets, Touches};
    let all = [Days, Months, Touches, Tickets, Deals, Acts, Invoices];
    let blank = Gathering::new(AS_OF);
    assert!(all.iter().all(|voice| blank.misses(*voice)));
    let mut told = Gathering::new(AS_OF);
    each_row(40, |row| told.add(row));
    assert!(!all.iter().any(|voice| told.misses(*voice)));
    let mut one = Gathering::new(AS_OF);
    one.add(Row::Act(Act { key: &Arc::from("a"), on: AS_OF, kind: "reference" }));
    assert!(one.misses(Acts), "community may have fallen silent");
}

use jiff::civil::{date, datetime};
use jiff::tz;
use proptest::prelude::*;

use super::*;

fn moment(text: &str, order: DateOrder) -> Option<DateTime> {
    Written::parse(text)?.moment(Some(order), &TimeZone::UTC)
}

#[test]
fn dates_are_read_in_the_forms_people_write() {
    let expected = Some(date(2024, 2, 1));
    for text in
        ["2024-02-01", "2024/2/1", "20240201", "1.2.2024", "01/02/24", "1 Feb 2024", "February 1, 2024", "1-Feb-24"]
    {
        let day = Written::parse(text).and_then(|written| written.day(Some(DateOrder::DayFirst), &TimeZone::UTC));
        assert_eq!(day, expected, "{text}");
    }
    assert_eq!(moment("02/01/2024", DateOrder::MonthFirst), Some(datetime(2024, 2, 1, 0, 0, 0, 0)));
    for text in
        ["2024-13-01", "30-02-2024", "2024", "1-2", "99999", "1.2.3.4", "Februar 1", "tomorrow", "2024-01-01 25:00"]
    {
        assert_eq!(moment(text, DateOrder::DayFirst), None, "{text}");
    }
}

#[test]
fn times_and_offsets_are_read() {
    let three = Some(datetime(2023, 7, 28, 3, 0, 0, 0));
    for text in [
        "2023-07-28 3:00",
        "28-07-2023 03:00",
        "2023-07-28T03:00:00",
        "2023-07-28 03:00 AM",
        "2023-07-28T03:00:00.000Z",
        "2023-07-28T05:00+02:00",
        "2023-07-28T00:00:00.000Z-0300",
        "2023-07-28 04:00 +1",
        "2023-07-28 3:00 UTC",
    ] {
        assert_eq!(moment(text, DateOrder::DayFirst), three, "{text}");
    }
    assert_eq!(moment("2023-07-28 12:30 AM", DateOrder::DayFirst), Some(datetime(2023, 7, 28, 0, 30, 0, 0)));
    assert_eq!(
        moment("2023-07-28 12:30:01.5 PM", DateOrder::DayFirst),
        Some(datetime(2023, 7, 28, 12, 30, 1, 500_000_000))
    );
}

#[test]
fn a_midnight_with_an_offset_in_a_column_of_days_is_that_day() {
    let west = TimeZone::fixed(tz::offset(-8));
    let day = |text: &str| Written::parse(text).unwrap().day(None, &west);
    assert_eq!(day("2024-05-02T00:00:00Z"), Some(date(2024, 5, 2)));
    assert_eq!(day("2024-05-02T03:00:00Z"), Some(date(2024, 5, 1)));
}

#[test]
fn day_and_month_of_the_same_number_leave_nothing_open() {
    let mut tally = OrderTally::default();
    tally.see("03-03-2024", 2);
    tally.see("3 Feb 2024", 3);
    assert_eq!(tally.verdict("on", None), OrderVerdict::NotNeeded);
    assert_eq!(Written::parse("03-03-2024").unwrap().day(None, &TimeZone::UTC), Some(date(2024, 3, 3)));
}

#[test]
fn what_is_said_does_not_overrule_what_is_proved() {
    let mut tally = OrderTally::default();
    tally.see("01-02-2024", 2);
    tally.see("27-10-2024", 9);
    assert_eq!(tally.verdict("on", Some(DateOrder::MonthFirst)), OrderVerdict::Settled(DateOrder::DayFirst));
    assert_eq!(tally.finding("on", None).as_deref(), Some("day first: 27-10-2024 in line 9, column on"));
}

proptest! {
    #[test]
    fn no_text_makes_dates_panic(text in "[0-9JanFebTZapmUCQéä年月日°+:,./ -]{0,30}|\\PC{0,20}") {
        let mut tally = OrderTally::default();
        tally.see(&text, 2);
        if let Some(written) = Written::parse(&text) {
            let _ = (written.day(None, &TimeZone::UTC), written.moment(Some(DateOrder::DayFirst), &TimeZone::UTC));
        }
        let mut days = OrderTally::of_days();
        days.see(&text, 2);
        let _ = (tally.verdict("on", None), tally.finding("on", None), days.finding("on", None));
    }
}

#[test]
fn counted_days_and_seconds_are_read_and_told() {
    let noon = Some(datetime(2024, 1, 1, 12, 0, 0, 0));
    for text in ["45292.5", "1704110400", "1704110400000"] {
        assert_eq!(moment(text, DateOrder::DayFirst), noon, "{text}");
    }
    let mut tally = OrderTally::default();
    tally.see("45292", 2);
    let told = tally.finding("start", None).unwrap();
    assert_eq!(told, "days counted as spreadsheets count them: 45292 in line 2, column start");
    assert_eq!(tally.verdict("start", None), OrderVerdict::NotNeeded);
}

#[test]
fn months_have_names_in_four_languages() {
    let written = [
        ("31. Dezember 2023", date(2023, 12, 31)),
        ("6. März 2024", date(2024, 3, 6)),
        ("6. Mrz. 2024", date(2024, 3, 6)),
        ("31 déc. 2023", date(2023, 12, 31)),
        ("31 décembre 2023", date(2023, 12, 31)),
        ("5 janv. 2024", date(2024, 1, 5)),
        ("1er août 2024", date(2024, 8, 1)),
        ("5 de enero de 2024", date(2024, 1, 5)),
        ("Mon 15 Jan 2024", date(2024, 1, 15)),
        ("Monday, January 15, 2024", date(2024, 1, 15)),
        ("Mo., 15. Jan. 2024", date(2024, 1, 15)),
        ("mar. 16 janv. 2024", date(2024, 1, 16)),
        ("Mar 5, 2024", date(2024, 3, 5)),
        ("15th January 2024", date(2024, 1, 15)),
        ("2024年1月5日", date(2024, 1, 5)),
    ];
    for (text, expected) in written {
        assert_eq!(moment(text, DateOrder::MonthFirst), Some(expected.to_datetime(Time::midnight())), "{text}");
    }
    assert_eq!(moment("15-Jan-2024 10:30", DateOrder::DayFirst), Some(datetime(2024, 1, 15, 10, 30, 0, 0)));
    assert_eq!(moment("Di 03.02.2024", DateOrder::DayFirst), Some(datetime(2024, 2, 3, 0, 0, 0, 0)));
    for text in ["5 jui 2024", "5 Marble 2024", "Monday", "5x Jan 2024", "2024年", "2024-01-05 10:30 +é1"] {
        assert_eq!(moment(text, DateOrder::DayFirst), None, "{text}");
    }
}

#[test]
fn a_month_or_quarter_alone_is_its_first_day_in_a_column_of_days() {
    let day = |text: &str| Written::parse_day(text)?.day(None, &TimeZone::UTC);
    for text in ["Nov-24", "Nov 2024", "November 2024", "nov. 2024", "2024-11", "11/2024", "11.2024", "2024年11月"] {
        assert_eq!(day(text), Some(date(2024, 11, 1)), "{text}");
        assert_eq!(Written::parse(text), None, "{text}");
    }
    for text in ["Q2 2024", "2024-Q2", "q2/2024", "2024Q2", "Q2-24"] {
        assert_eq!(day(text), Some(date(2024, 4, 1)), "{text}");
    }
    for text in ["Jan 24", "24-Jan", "2024", "2024-13", "13/2024", "1.2340", "2024.11", "Q5 2024", "5-24", "K-24", "Q"]
    {
        assert_eq!(day(text), None, "{text}");
    }
    let mut tally = OrderTally::of_days();
    tally.see("Nov 2024", 2);
    tally.see("Dec 2024", 3);
    assert_eq!(
        tally.finding("month", None).as_deref(),
        Some("months are taken for their first day: Nov 2024 in line 2 is 2024-11-01, column month")
    );
}

#[test]
fn a_plain_count_is_a_date_only_under_a_heading_that_speaks_of_one() {
    for heading in ["Paid on", "Due Date", "closedate", "Vertragsbeginn", "Contract start", "Laufzeit bis"] {
        assert!(counts_as_date("45000", heading), "{heading}");
    }
    for heading in ["Paid", "Due", "Amount on hand", "Start ARR", "Account", "Candidate", ""] {
        assert!(!counts_as_date("45000", heading), "{heading}");
        assert!(!counts_as_date("1704067200", heading), "{heading}");
        assert!(counts_as_date("2024-01-01", heading), "{heading}");
    }
}

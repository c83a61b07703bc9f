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
    fn no_text_makes_dates_panic(text in "[0-9JanFebTZapmUC+:,./ -]{0,30}|\\PC{0,20}") {
        let mut tally = OrderTally::default();
        tally.see(&text, 2);
        if let Some(written) = Written::parse(&text) {
            let _ = (written.day(None, &TimeZone::UTC), written.moment(Some(DateOrder::DayFirst), &TimeZone::UTC));
        }
        let _ = (tally.verdict("on", None), tally.finding("on", None));
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

use jiff::civil::date;

use super::*;

fn minutes(from: &str, to: &str) -> i64 {
    use Weekday::{Friday, Monday, Thursday, Tuesday, Wednesday};
    let hours = (Time::constant(9, 0, 0, 0), Time::constant(17, 0, 0, 0));
    WorkCalendar::new(vec![Monday, Tuesday, Wednesday, Thursday, Friday], hours)
        .with_holidays([date(2024, 12, 25)])
        .minutes_between(from.parse().unwrap(), to.parse().unwrap())
}

#[test]
fn only_working_time_counts() {
    assert_eq!(minutes("2024-12-16T10:00", "2024-12-16T11:30"), 90);
    assert_eq!(minutes("2024-12-16T07:00", "2024-12-16T20:00"), 480);
    // Friday afternoon to Monday morning.
    assert_eq!(minutes("2024-12-13T16:00", "2024-12-16T10:00"), 120);
    // Over a holiday.
    assert_eq!(minutes("2024-12-24T16:00", "2024-12-26T10:00"), 120);
    assert_eq!(minutes("2024-12-14T10:00", "2024-12-15T10:00"), 0);
}

#[test]
fn backwards_is_no_time_at_all() {
    assert_eq!(minutes("2024-12-16T11:00", "2024-12-16T10:00"), 0);
}

use jiff::civil::date;

use super::*;

#[test]
fn an_anniversary_counts_whatever_leap_days_lie_before_it() {
    for years in 1..=6_i16 {
        for start in (2015..2030).flat_map(|year| [date(year, 1, 1), date(year, 3, 1), date(year, 12, 31)]) {
            let anniversary = date(start.year() + years, start.month(), start.day());
            let age = (anniversary - start).get_days();
            assert!(age <= days(i32::from(years) * 12), "{years} years from {start}");
            assert!(age + 1 >= days(i32::from(years) * 12), "{years} years from {start}");
        }
    }
    assert_eq!([3, 6, 12, 24, 36, 48].map(days), [92, 184, 366, 731, 1096, 1461]);
    assert_eq!(days(0), 0);
}

#[test]
fn ages_go_as_far_as_was_watched() {
    assert_eq!(ages(91), [0]);
    assert_eq!(ages(92), [0, 3]);
    assert_eq!(ages(366), [0, 3, 6, 9, 12]);
    assert_eq!(ages(-5), [0]);
    assert_eq!(ages(3_653).last(), Some(&120));
}

use super::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn a_week_counts_once_its_sunday_is_over() {
    let saturday = Timeline::until(Pace::Weekly, day("2024-11-30"));
    assert_eq!(saturday.ends(saturday.steps() - 1), day("2024-11-24"));
    let sunday = Timeline::until(Pace::Weekly, day("2024-12-01"));
    assert_eq!(sunday.ends(sunday.steps() - 1), day("2024-12-01"));
    assert_eq!(sunday.place(day("2024-12-02")), None);
    assert_eq!(sunday.place(sunday.first()), Some(0));
    assert_eq!(sunday.day(8), sunday.begins(1).tomorrow().unwrap());
}

#[test]
fn a_month_counts_once_its_last_day_is_over() {
    let before = Timeline::until(Pace::Monthly, day("2024-11-29"));
    assert_eq!(before.begins(before.steps() - 1), day("2024-10-01"));
    let after = Timeline::until(Pace::Monthly, day("2024-11-30"));
    assert_eq!(after.begins(after.steps() - 1), day("2024-11-01"));
    assert_eq!(after.place(day("2024-11-17")), Some(after.steps() - 1));
    assert_eq!(after.place(day("2024-12-01")), None);
}

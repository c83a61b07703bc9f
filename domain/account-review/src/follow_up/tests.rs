use jiff::civil::date;

use super::*;

#[test]
fn the_deck_is_ready_two_days_before() {
    assert_eq!(ready_by(date(2025, 3, 3)), date(2025, 3, 1));
    assert_eq!(ready_by(Date::MIN), Date::MIN);
}

#[test]
fn steps_follow_the_day_of_the_review() {
    let days: Vec<Date> = steps(date(2025, 1, 31)).iter().map(|step| step.on).collect();
    assert_eq!(days[..3], [date(2025, 1, 31), date(2025, 2, 2), date(2025, 2, 14)]);
    assert!(steps(Date::MAX).iter().all(|step| step.on == Date::MAX));
}

use jiff::civil::date;

use super::*;
use crate::due::tests::due;

fn step_on(due: &Due, day: Date) -> (&'static str, Date) {
    let next = next(due, day).unwrap();
    (next.step.name, next.by)
}

#[test]
fn the_next_step_is_the_one_that_lies_ahead() {
    let one = Due { notice_days: None, ..due("a", 95) };
    assert_eq!(step_on(&one, date(2024, 6, 1)), ("T-180", date(2024, 7, 4)));
    assert_eq!(step_on(&one, date(2024, 7, 4)), ("T-180", date(2024, 7, 4)));
    assert_eq!(step_on(&one, date(2024, 7, 5)), ("T-120", date(2024, 9, 2)));
    assert_eq!(step_on(&one, date(2024, 12, 10)), ("T-0", date(2024, 12, 31)));
    assert!(STEPS.windows(2).all(|pair| pair[0].days > pair[1].days));
}

#[test]
fn a_step_is_taken_before_notice_can_be_given() {
    // Notice by 1 November: what T-30 would ask for comes too late.
    let one = due("a", 95);
    assert_eq!(step_on(&one, date(2024, 10, 20)), ("T-60", date(2024, 11, 1)));
    let long = Due { notice_days: Some(90), ..due("a", 95) };
    assert_eq!(step_on(&long, date(2024, 10, 1)), ("T-90", date(2024, 10, 2)));
    // Once it can be given no longer the steps go on by the calendar.
    assert_eq!(step_on(&long, date(2024, 10, 4)), ("T-60", date(2024, 11, 1)));
}

#[test]
fn who_leads_joins_where_it_is_late_and_in_danger() {
    let who = |due: &Due, day| next(due, day).map(|next| next.who);
    assert_eq!(who(&due("a", 60), date(2024, 7, 1)), Some(Who::Owner));
    assert_eq!(who(&due("a", 60), date(2024, 10, 30)), Some(Who::OwnerAndLeader));
    assert_eq!(who(&due("a", 95), date(2024, 10, 30)), Some(Who::Owner));
    assert_eq!(who(&due("a", 95), date(2025, 1, 10)), Some(Who::OwnerAndLeader));
    let ended = Due { notice_on: Some(date(2024, 10, 20)), ..due("a", 95) };
    assert_eq!(step_on(&ended, date(2024, 10, 25)), ("T-0", date(2024, 10, 25)));
}

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use super::{Followed, Touch, follow_up, is_due_again};
use crate::answer::Answer;

fn answer(score: i64) -> Answer {
    Answer {
        key: "R".into(),
        account: "a".into(),
        name: "a".into(),
        contact: None,
        score: Decimal::from(score),
        on: date(2024, 11, 4),
        comment: None,
    }
}

fn touch(day: i8) -> Touch {
    Touch { key: format!("T{day}").into(), on: date(2024, 11, day) }
}

const AS_OF: Date = date(2024, 11, 30);

fn followed(score: i64, days: &[i8]) -> Option<Followed> {
    let touches: Vec<Touch> = days.iter().map(|day| touch(*day)).collect();
    follow_up(&answer(score), &touches, AS_OF, Some(AS_OF))
}

#[test]
fn a_detractor_is_spoken_to_by_the_next_day() {
    assert_eq!(followed(3, &[5]), Some(Followed::InTime(touch(5))));
    assert_eq!(followed(3, &[6]), Some(Followed::Late(touch(6))));
    assert_eq!(followed(3, &[1]), Some(Followed::Overdue), "what came before does not answer");
}

#[test]
fn promoters_have_two_days_and_passives_a_week() {
    assert_eq!(followed(10, &[6]), Some(Followed::InTime(touch(6))));
    assert_eq!(followed(10, &[7]), Some(Followed::Late(touch(7))));
    assert_eq!(followed(8, &[11, 12]), Some(Followed::InTime(touch(11))));
    assert_eq!(followed(8, &[12]), Some(Followed::Late(touch(12))));
}

#[test]
fn a_clock_that_still_runs_is_not_overdue() {
    assert_eq!(follow_up(&answer(3), [], date(2024, 11, 5), Some(AS_OF)), Some(Followed::Running));
    assert_eq!(follow_up(&answer(3), [], date(2024, 11, 6), Some(AS_OF)), Some(Followed::Overdue));
}

#[test]
fn days_without_any_conversation_on_record_say_nothing() {
    assert_eq!(follow_up(&answer(3), [], AS_OF, Some(date(2024, 11, 1))), Some(Followed::NotTold));
    assert_eq!(follow_up(&answer(3), [], AS_OF, None), Some(Followed::NotTold));
}

#[test]
fn nobody_is_asked_again_before_sixty_days() {
    assert!(!is_due_again(&answer(3), date(2025, 1, 2)));
    assert!(is_due_again(&answer(3), date(2025, 1, 3)));
}

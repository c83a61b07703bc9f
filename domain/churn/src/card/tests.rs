use super::*;
use crate::scale::tests::standing;
use crate::signal::place;

fn book() -> Vec<Standing> {
    (0..60).map(|days| standing(Some(days))).collect()
}

/// Accounts of the book, lost where the rule says so.
fn lessons(times: usize, is_lost: impl Fn(i64, usize) -> bool) -> Vec<Lesson> {
    let one = |time: usize| {
        let is_lost = &is_lost;
        (0..60).map(move |days| Lesson { standing: standing(Some(days)), lost: is_lost(days, time) })
    };
    (0..times).flat_map(one).collect()
}

fn learned(lessons: &[Lesson]) -> Card {
    Card::learn(lessons, 1, 90, (Scale::of(&book()), Sources::default()))
}

#[test]
fn without_outcomes_the_card_is_the_experts() {
    let card = learned(&[]);
    assert_eq!((card.taught, card.rows), (Taught::Nothing, 0));
    for (held, signal) in card.held.iter().zip(&SIGNALS) {
        assert_eq!(held.coefficient, signal.side.sign() * 0.35);
        assert!((held.sign_chance - 0.919).abs() < 0.001);
    }
    // Ten of a hundred in a year are about two and a half in ninety days.
    assert!((middle_chance(&card) - 0.0256).abs() < 0.0005);
}

#[test]
fn a_few_losses_teach_the_level_and_leave_the_signals_to_the_expert() {
    let card = learned(&lessons(5, |days, time| days % 20 == 0 && time < 5));
    assert_eq!((card.taught, card.events), (Taught::Level, 15));
    assert_eq!(card.held, learned(&[]).held);
    assert!((middle_chance(&card) - 0.05).abs() < 0.01);
}

#[test]
fn many_losses_teach_the_signals() {
    let card = learned(&lessons(20, |days, time| days > 45 && (days + time as i64) % 2 == 0));
    assert_eq!(card.taught, Taught::All);
    let silence = card.held[place::SILENCE];
    assert!(silence.coefficient > 0.6 && silence.now.1 < 0.15 && !silence.is_contradicted());
    let untold = card.held[place::TENURE];
    assert!((untold.now.0 + 0.35).abs() < 1e-9, "nothing was learned of what was never seen");
}

#[test]
fn a_signal_never_works_against_the_expert_and_the_contradiction_is_said() {
    let card = learned(&lessons(20, |days, time| days < 15 && (days + time as i64) % 2 == 0));
    let silence = card.held[place::SILENCE];
    assert_eq!(silence.coefficient, 0.0);
    assert!(silence.is_contradicted() && silence.now.0 < 0.0);
}

#[test]
fn all_lost_none_lost_and_one_account_stay_finite() {
    for lessons in
        [lessons(3, |_, _| true), lessons(3, |_, _| false), vec![Lesson { standing: standing(Some(3)), lost: true }]]
    {
        let card = learned(&lessons);
        let finite = card.held.iter().all(|held| held.coefficient.is_finite() && held.now.1.is_finite());
        assert!(finite && card.level.is_finite() && card.covariance.iter().all(|cell| cell.is_finite()));
        let chance = middle_chance(&card);
        assert!(chance > 0.0 && chance < 1.0, "{chance}");
    }
}

#[test]
fn accounts_that_had_given_notice_teach_nothing() {
    let mut decided = lessons(3, |_, _| true);
    for lesson in &mut decided {
        let on = jiff::civil::date(2024, 1, 1);
        lesson.standing.notice = Some(crate::standing::Notice { contract: "c".into(), on, ends_on: None });
    }
    assert_eq!(learned(&decided), Card { cut_offs: 1, ..learned(&[]) });
}

#[test]
fn a_card_that_was_written_down_is_the_same_card() {
    let card = learned(&lessons(20, |days, time| days > 45 && (days + time as i64) % 2 == 0));
    let told = card.told();
    let names = told.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    assert_eq!(Card::from_told(&names), Some(card));
    assert_eq!(Card::from_told(&std::collections::BTreeMap::new()), None);
}

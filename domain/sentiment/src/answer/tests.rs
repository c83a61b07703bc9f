use jiff::civil::date;
use rust_decimal::Decimal;

use super::{Answer, Stance, latest};

fn answer(key: &str, account: &str, contact: Option<&str>, score: i64, day: i8) -> Answer {
    Answer {
        key: key.into(),
        account: account.into(),
        name: account.into(),
        contact: contact.map(Into::into),
        score: Decimal::from(score),
        on: date(2024, 11, day),
        comment: None,
    }
}

#[test]
fn only_the_latest_answer_of_a_contact_counts() {
    let all = [answer("1", "a", Some("x"), 3, 1), answer("2", "a", Some("x"), 9, 8), answer("3", "a", Some("y"), 7, 2)];
    let keys: Vec<&str> = latest(&all).iter().map(|answer| &*answer.key).collect();
    assert_eq!(keys, ["3", "2"]);
}

#[test]
fn answers_without_a_contact_stand_for_their_account() {
    let all = [answer("1", "a", None, 3, 1), answer("2", "a", None, 9, 1), answer("3", "b", None, 7, 1)];
    let keys: Vec<&str> = latest(&all).iter().map(|answer| &*answer.key).collect();
    assert_eq!(keys, ["2", "3"], "of one day the last key counts, whatever the order of the rows");
}

#[test]
fn an_eleven_is_no_answer() {
    let eleven = answer("1", "a", None, 11, 1);
    assert!(latest([&eleven]).is_empty());
    assert_eq!(Stance::of(Decimal::from(-1)), None);
}

#[test]
fn stances_follow_the_lines_of_the_question() {
    let words: Vec<&str> = [0, 6, 7, 8, 9, 10]
        .into_iter()
        .filter_map(|score| Stance::of(Decimal::from(score)))
        .map(Stance::words)
        .collect();
    assert_eq!(words, ["detractors", "detractors", "passives", "passives", "promoters", "promoters"]);
    assert_eq!(Stance::of(Decimal::new(65, 1)), Some(Stance::Passive), "as the fold of the report has it");
}

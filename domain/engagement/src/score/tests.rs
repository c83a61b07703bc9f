use jiff::civil::date;
use rust_decimal::Decimal;

use super::{Class, assess};
use crate::evidence::{Contact, Evidence, Kind, Review, Role, Touch};

fn touch(key: &str, day: i8, kind: Kind, inbound: bool, contact: Option<&str>) -> Touch {
    Touch { key: key.into(), on: date(2024, 11, day), kind, inbound, held: true, contact: contact.map(Into::into) }
}

fn evidence(touches: Vec<Touch>) -> Evidence {
    Evidence {
        from: date(2024, 10, 2),
        last: date(2024, 12, 30),
        touches,
        tickets: Vec::new(),
        contacts: Vec::new(),
        reviews: Vec::new(),
        conversations_told: true,
        tickets_told: true,
        product: None,
    }
}

fn component(evidence: &Evidence, key: &str) -> Option<Decimal> {
    assess(evidence).components.iter().find(|component| component.key == key)?.score()
}

#[test]
fn points_are_counted_against_what_is_known() {
    let mut known = evidence(vec![touch("1", 4, Kind::Live, false, None), touch("2", 5, Kind::Written, true, None)]);
    known.tickets = vec![("Q".into(), date(2024, 11, 1))];
    // 5 for the call, 2 for the message, 3 for the ticket, of 95 possible without logins.
    let expected = Decimal::from(10) / Decimal::from(95) * Decimal::ONE_HUNDRED;
    let found = component(&known, "frequency").map(|score| (score - expected).abs() < Decimal::new(1, 9));
    assert_eq!(found, Some(true));
}

#[test]
fn a_message_of_ours_alone_is_no_engagement() {
    let ours: Vec<Touch> = (1..=9).map(|day| touch(&day.to_string(), day, Kind::Written, false, None)).collect();
    assert_eq!(component(&evidence(ours), "frequency"), Some(Decimal::ZERO));
}

#[test]
fn replies_are_worth_their_step() {
    let ours = |day| touch(&format!("O{day}"), day, Kind::Written, false, None);
    let answered = evidence(vec![ours(1), ours(4), touch("I", 5, Kind::Written, true, None)]);
    assert_eq!(component(&answered, "quality"), Some(Decimal::ONE_HUNDRED));
    let half = evidence(vec![ours(1), touch("I", 2, Kind::Written, true, None), ours(20)]);
    assert_eq!(component(&half, "quality"), Some(Decimal::from(60)));
    let none = evidence(vec![ours(1), ours(20)]);
    assert_eq!(component(&none, "quality"), Some(Decimal::from(20)));
}

#[test]
fn breadth_counts_those_who_speak_with_us() {
    let mut known =
        evidence(vec![touch("1", 4, Kind::Live, false, Some("s")), touch("2", 4, Kind::Live, false, Some("x"))]);
    let contact = |key: &str, role, left_on| Contact { key: key.into(), name: key.into(), role, left_on };
    known.contacts = vec![
        contact("s", Role::Sponsor, None),
        contact("c", Role::Champion, None),
        contact("x", Role::PowerUser, Some(date(2024, 12, 1))),
    ];
    // The sponsor's 30 of 100 known; the champion is silent, the power user has left.
    assert_eq!(component(&known, "breadth"), Some(Decimal::from(30)));
}

#[test]
fn what_nobody_writes_down_is_unknown_and_never_zero() {
    let mut dark = evidence(Vec::new());
    (dark.conversations_told, dark.tickets_told) = (false, false);
    let found = assess(&dark);
    assert!(found.components.iter().all(|component| component.score().is_none()));
    assert_eq!((found.score, found.coverage, Class::of(found.score)), (None, Decimal::ZERO, Class::Unknown));
}

#[test]
fn too_little_known_makes_no_score() {
    let found = assess(&evidence(vec![touch("1", 4, Kind::Live, false, None)]));
    assert!(found.coverage > Decimal::ZERO && found.coverage < Decimal::new(6, 1));
    assert_eq!(found.score, None);
}

#[test]
fn reviews_held_and_due_make_a_share() {
    let mut known = evidence(Vec::new());
    let review = |key: &str, held| Review { key: key.into(), due_on: date(2024, 11, 1), held_on: held, missed: None };
    known.reviews = vec![review("a", Some(date(2024, 11, 2))), review("b", None)];
    assert_eq!(component(&known, "quality"), Some(Decimal::from(50)));
}

#[test]
fn classes_begin_on_their_lines() {
    let class = |score: &str| Class::of(score.parse().ok()).words();
    let found = [class("80"), class("79.999"), class("60"), class("40"), class("39.999")];
    assert_eq!(found, ["highly engaged", "engaged", "engaged", "loosely engaged", "disengaged"]);
}

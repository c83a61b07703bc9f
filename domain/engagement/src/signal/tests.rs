use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use super::signals;
use crate::evidence::{Contact, Evidence, Kind, Review, Role, Touch};

fn touch(month: i8, day: i8, kind: Kind, inbound: bool, held: bool) -> Touch {
    let on = date(2024, month, day);
    Touch { key: format!("{on}{inbound}").into(), on, kind, inbound, held, contact: None }
}

fn evidence(touches: Vec<Touch>) -> Evidence {
    Evidence {
        from: date(2024, 10, 1),
        last: date(2024, 12, 31),
        touches,
        tickets: Vec::new(),
        contacts: Vec::new(),
        reviews: Vec::new(),
        conversations_told: true,
        tickets_told: true,
        product: None,
    }
}

fn keys(evidence: &Evidence) -> Vec<&'static str> {
    signals(evidence, None).iter().map(|signal| signal.key).collect()
}

#[test]
fn three_messages_in_a_row_without_an_answer() {
    let ours = |day| touch(12, day, Kind::Written, false, true);
    assert_eq!(keys(&evidence(vec![ours(1), ours(2)])), [""; 0]);
    assert_eq!(keys(&evidence(vec![ours(1), ours(2), ours(3)])), ["unanswered"]);
    let answered = vec![ours(1), ours(2), touch(12, 4, Kind::Written, true, true), ours(5)];
    assert_eq!(keys(&evidence(answered)), [""; 0]);
}

#[test]
fn two_meetings_that_fell_through_unless_one_was_held_since() {
    let fell = |day| touch(11, day, Kind::Live, false, false);
    assert_eq!(keys(&evidence(vec![fell(1), fell(8)])), ["cancelled"]);
    assert_eq!(keys(&evidence(vec![fell(1), fell(8), touch(11, 20, Kind::Live, false, true)])), [""; 0]);
}

#[test]
fn replies_that_take_days_instead_of_hours() {
    let pair = |month, day, wait| {
        [touch(month, day, Kind::Written, false, true), touch(month, day + wait, Kind::Written, true, true)]
    };
    let early = [pair(8, 1, 0), pair(8, 10, 1), pair(9, 1, 1)].concat();
    let late = [pair(10, 3, 4), pair(11, 3, 4), pair(12, 3, 4)].concat();
    assert_eq!(keys(&evidence([early.clone(), late].concat())), ["slower"]);
    assert_eq!(keys(&evidence(early)), [""; 0]);
}

#[test]
fn a_review_the_customer_declined_and_a_sponsor_who_is_silent() {
    let mut known = evidence(vec![Touch { contact: Some("x".into()), ..touch(12, 1, Kind::Live, false, true) }]);
    let due_on: Date = date(2024, 11, 4);
    known.reviews = vec![Review { key: "B".into(), due_on, held_on: None, missed: Some("customer declined".into()) }];
    known.contacts = vec![Contact { key: "s".into(), name: "Sam".into(), role: Role::Sponsor, left_on: None }];
    assert_eq!(keys(&known), ["review", "sponsor"]);
    known.contacts[0].key = "x".into();
    known.reviews[0].missed = None;
    assert_eq!(keys(&known), [""; 0], "a review that nobody called off is not held against the customer");
}

#[test]
fn use_that_falls_is_seen_where_it_is_known() {
    let mut known = evidence(Vec::new());
    let at = report::Address::new("health", "a", "2024-12-31", known.last);
    let figure = report::Figure::known("usage", Decimal::from(60), report::Unit::Score, known.last);
    known.product = Some(figure.with_evidence(at.figure("usage")));
    let seen = |before| signals(&known, Some((Decimal::from(before), Decimal::from(60)))).len();
    assert_eq!((seen(70), seen(69)), (1, 0));
}

use jiff::civil::date;

use super::*;
use crate::card::Lesson;
use crate::gather::Sources;
use crate::scale::Scale;
use crate::scale::tests::standing;
use crate::signal::place;
use crate::standing::Notice;

const END: Date = date(2024, 9, 28);

fn card() -> Card {
    let book: Vec<Standing> = (0..60).map(|days| standing(Some(days))).collect();
    let lessons: Vec<Lesson> = book
        .iter()
        .cycle()
        .take(600)
        .enumerate()
        .map(|(place, standing)| Lesson { standing: standing.clone(), lost: place % 60 > 40 && place % 3 == 0 })
        .collect();
    Card::learn(&lessons, 4, 90, (Scale::of(&book), Sources::default()))
}

#[test]
fn the_parts_make_the_chance() {
    let (card, far) = (card(), standing(Some(59)));
    let risk = Risk::of(&card, &far, END);
    let sum: Decimal = risk.reasons.iter().map(|reason| reason.contribution).sum::<Decimal>() + risk.level;
    let again = 1.0 / (1.0 + libm::exp(-sum.to_f64().unwrap()));
    assert!((risk.chance.to_f64().unwrap() - again).abs() < 1e-11);
    assert_eq!(risk.trace().value(), Some(risk.chance));
    assert_eq!(risk.top(3)[0].words(), "silent for longer than the book");
    assert!(risk.warns(place::SILENCE) && !risk.warns(place::ARR));
    assert!(risk.range.0 < risk.chance && risk.chance < risk.range.1);
}

#[test]
fn what_is_not_known_widens_the_range_and_is_no_reason() {
    let card = card();
    let (known, unknown) = (Risk::of(&card, &standing(Some(29)), END), Risk::of(&card, &standing(None), END));
    let width = |risk: &Risk| risk.range.1 - risk.range.0;
    assert!(width(&unknown) > width(&known));
    assert_eq!((unknown.unknown.as_slice(), unknown.reasons.len()), ([place::SILENCE].as_slice(), 0));
}

#[test]
fn served_notice_outweighs_everything_and_is_a_reason_of_its_own() {
    let mut leaving = standing(Some(0));
    let notice = |ends_on| Some(Notice { contract: "c".into(), on: date(2024, 6, 1), ends_on });
    leaving.notice = notice(Some(END));
    let risk = Risk::of(&card(), &leaving, END);
    assert!((risk.chance.to_f64().unwrap() - 0.9).abs() < 1e-6);
    assert_eq!((risk.tier(), risk.top(1)[0].key()), (Tier::Critical, "notice"));
    leaving.notice = notice(END.tomorrow().ok());
    assert!(Risk::of(&card(), &leaving, END).chance < Decimal::new(5, 1), "it pays beyond the horizon");
}

use jiff::civil::date;
use proptest::prelude::*;
use report::Unit;

use super::*;

fn state(item: Item, value: Decimal) -> CheckState {
    item.state_of(Some(value))
}

#[test]
fn an_nps_of_fifty_is_not_above_fifty() {
    assert_eq!(state(Item::Nps, Decimal::from(50)), CheckState::NotMet);
    assert_eq!(state(Item::Nps, Decimal::new(50_000_000_001, 9)), CheckState::Met);
}

#[test]
fn every_line_is_strict_and_holds_on_the_unrounded_value() {
    for (item, line, better) in [
        (Item::Churn, Decimal::new(5, 2), Decimal::new(49_999, 6)),
        (Item::Adoption, Decimal::new(8, 1), Decimal::new(80_001, 5)),
        (Item::Response, Decimal::from(2), Decimal::new(19_999, 4)),
        (Item::Satisfaction, Decimal::new(9, 1), Decimal::new(90_001, 5)),
        (Item::Renewal, Decimal::new(95, 2), Decimal::new(95_001, 5)),
        (Item::Upsell, Decimal::ZERO, Decimal::ONE),
        (Item::Advocacy, Decimal::ZERO, Decimal::ONE),
    ] {
        assert_eq!(state(item, line), CheckState::NotMet, "{item:?}");
        assert_eq!(state(item, better), CheckState::Met, "{item:?}");
    }
}

#[test]
fn nothing_known_is_never_met() {
    for item in Item::ALL {
        assert_eq!(item.state_of(None), CheckState::Unknown, "{item:?}");
    }
}

#[test]
fn few_cases_are_shown_and_decide_nothing() {
    let figure = |n: u64| Figure::known("NPS", Decimal::from(100), Unit::PromoterPoints, date(2024, 12, 31)).with_n(n);
    assert_eq!(Item::Nps.state(&figure(4)), CheckState::Unknown);
    assert!(Item::Nps.too_few(&figure(4)).unwrap().contains('5'));
    assert_eq!(Item::Nps.state(&figure(5)), CheckState::Met);
    // A list asks only whether it holds something.
    assert_eq!(Item::Upsell.state(&figure(1)), CheckState::Met);
}

#[test]
fn three_fifths_of_a_book_speak_for_it() {
    assert!(is_known_enough(3, 5) && !is_known_enough(59, 100) && !is_known_enough(0, 0));
}

proptest! {
    #[test]
    fn a_better_value_never_meets_less(low in -100i64..100, more in 0i64..100) {
        let (low, high) = (Decimal::from(low), Decimal::from(low + more));
        for item in [Item::Nps, Item::Adoption, Item::Satisfaction, Item::Renewal] {
            prop_assert!(state(item, low) == CheckState::NotMet || state(item, high) == CheckState::Met);
        }
        for item in [Item::Churn, Item::Response] {
            prop_assert!(state(item, high) == CheckState::NotMet || state(item, low) == CheckState::Met);
        }
    }
}

use jiff::civil::date;
use report::Unit;
use rust_decimal::Decimal;

use super::*;

fn known(label: &str, value: Decimal, unit: Unit) -> Figure {
    Figure::known(label, value, unit, date(2024, 12, 31))
}

fn unknown(figure: &Figure) -> Figure {
    Figure { value: None, ..figure.clone() }
}

/// The numbers of the source text.
fn source() -> Delivery {
    Delivery {
        accounts: known("accounts", Decimal::from(85), Unit::Count),
        health: known("average health", Decimal::from(82), Unit::Score),
        churn: known("churn", Decimal::new(32, 3), Unit::Ratio),
        churn_before: known("churn before", Decimal::new(41, 3), Unit::Ratio),
        nps: known("NPS", Decimal::from(67), Unit::PromoterPoints),
        expansion: known("expansion", Decimal::from(2_400_000), Unit::Money("USD".into())),
        advocates: known("advocates", Decimal::from(23), Unit::Count),
        renewal: known("renewal rate", Decimal::new(965, 3), Unit::Ratio),
    }
}

fn says(delivery: &Delivery) -> String {
    told(delivery).0.map(|prose| prose.plain()).unwrap_or_default()
}

#[test]
fn the_sentence_says_every_number_and_claims_no_cause() {
    assert_eq!(
        says(&source()),
        "Managing 85 accounts with an average health score of 82, churn down from 4.1 % to 3.2 % and an NPS of 67. \
         Expansion of USD 2,400,000 and 23 accounts that speak for us. Renewal rate of 96.5 %."
    );
}

#[test]
fn churn_came_down_only_from_a_higher_value_that_is_known() {
    for before in [Decimal::new(32, 3), Decimal::new(31, 3)] {
        let delivery = Delivery { churn_before: known("before", before, Unit::Ratio), ..source() };
        assert!(says(&delivery).contains(", churn of 3.2 %"), "{}", says(&delivery));
    }
    let delivery = Delivery { churn_before: unknown(&source().churn_before), ..source() };
    assert!(says(&delivery).contains(", churn of 3.2 %"));
}

#[test]
fn what_is_not_known_drops_out_by_name() {
    let all = source();
    let delivery = Delivery { health: unknown(&all.health), advocates: unknown(&all.advocates), ..all };
    let (said, left_out) = told(&delivery);
    let names: Vec<&str> = left_out.iter().map(|figure| figure.label.as_str()).collect();
    assert_eq!(names, ["average health", "advocates"]);
    assert_eq!(
        said.unwrap().plain(),
        "Managing 85 accounts with churn down from 4.1 % to 3.2 % and an NPS of 67. Expansion of USD 2,400,000. Renewal \
         rate of 96.5 %."
    );
}

#[test]
fn with_nothing_known_nothing_is_said() {
    let all = source();
    let delivery = Delivery {
        accounts: unknown(&all.accounts),
        health: unknown(&all.health),
        churn: unknown(&all.churn),
        nps: unknown(&all.nps),
        expansion: unknown(&all.expansion),
        advocates: unknown(&all.advocates),
        renewal: unknown(&all.renewal),
        churn_before: all.churn_before,
    };
    let (said, left_out) = told(&delivery);
    assert!(said.is_none());
    assert_eq!(left_out.len(), 7);
}

#[test]
fn without_the_accounts_the_rest_still_makes_a_sentence() {
    let all = source();
    let delivery = Delivery { accounts: unknown(&all.accounts), renewal: unknown(&all.renewal), ..all };
    assert!(says(&delivery).starts_with("An average health score of 82, churn down"), "{}", says(&delivery));
    assert!(says(&delivery).ends_with("accounts that speak for us."));
}

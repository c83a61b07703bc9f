use kernel::FactShape;

use super::*;

fn likeness(shape: &FactShape, column: &str, known: &[&str], heading: &str) -> f64 {
    let known: Vec<String> = known.iter().map(|name| (*name).to_owned()).collect();
    Spoken::of(heading).likeness(&shape.columns[shape.position(column).unwrap()], &known)
}

#[test]
fn what_stands_beside_a_name_may_make_another_thing_of_it() {
    let accounts = &customers::account::SHAPE;
    let seats = ["licenses", "users"];
    assert!(likeness(accounts, "seats", &seats, "Licenses") > 0.9);
    assert!(likeness(accounts, "seats", &seats, "Number of licenses") > 0.3);
    for other in ["Used Licenses", "Active Users", "Seats Utilized %", "Inactive users", "% Seats"] {
        assert!(likeness(accounts, "seats", &seats, other) < 0.1, "{other}");
    }
    let deals = &customers::opportunity::SHAPE;
    assert!(likeness(deals, "closed_on", &["close date"], "Close Date") > 0.9);
    assert!(likeness(deals, "closed_on", &["close date"], "Expected Close Date") < 0.1);
    assert!(likeness(deals, "account_id", &["customer"], "Customer interactions") < 0.1);
    assert!(likeness(deals, "account_id", &["customer"], "Customer Name") > 0.3);
}

#[test]
fn an_identifier_is_surer_than_a_name_where_one_is_wanted() {
    let deals = &customers::opportunity::SHAPE;
    let known = ["company", "company id"];
    assert!(
        likeness(deals, "account_id", &known, "Company ID") > likeness(deals, "account_id", &known, "Company") + 0.02
    );
    let own = |heading: &str| Spoken::of(heading).is_own_identifier(&["deals".to_owned()]);
    assert!(own("Record Id") && own("Deal ID") && own("ID") && own("Ref"));
    assert!(!own("Deal Owner.id") && !own("ARR") && !own("Account ID"));
}

#[test]
fn units_in_headings_are_heard() {
    let of = |shape: &FactShape, column: &str, heading: &str| {
        Spoken::of(heading).unit(&shape.columns[shape.position(column).unwrap()])
    };
    let touchpoints = &customers::touchpoint::SHAPE;
    assert_eq!(of(touchpoints, "duration_minutes", "Duration (min)"), []);
    assert_eq!(of(touchpoints, "duration_minutes", "Duration (sec)"), [Unit::Form(TextForm::SecondsAsMinutes)]);
    assert_eq!(of(touchpoints, "duration_minutes", "Dauer in Stunden"), [Unit::Form(TextForm::HoursAsMinutes)]);
    let contracts = &customers::contract::SHAPE;
    assert_eq!(of(contracts, "arr_amount", "ARR"), []);
    assert_eq!(of(contracts, "arr_amount", "MRR (EUR)"), [Unit::Each("month")]);
    assert_eq!(of(contracts, "arr_amount", "Annual value kEUR"), [Unit::Thousands]);
    assert!(likeness(contracts, "arr_amount", &["annual value"], "Annual value kEUR") > 0.9);
    assert!(likeness(contracts, "arr_amount", &["arr"], "ARR (k)") > 0.9);
}

use proptest::prelude::*;

use super::*;

const THE_QUERY: &str = "Customer context needed: account segments, product usage, health metrics, churn risks, growth \
                         opportunities, and success goals.";

#[test]
fn the_query_itself_names_no_account() {
    let names = ["Product Usage", "Churn Risks", "Success Goals", "Context", "Growth", "Customer Context"];
    assert!(named_in(THE_QUERY, names).is_empty());
}

#[test]
fn whole_names_count_whatever_their_case() {
    let names = ["Company_1", "Company_12", "Calder Freight", "Acme", "Acme North"];
    assert_eq!(named_in("context for company_12, please", names), [1]);
    assert_eq!(named_in("how is CALDER freight doing? And Company_1.", names), [0, 2]);
    assert_eq!(named_in("Acme North only", names), [4]);
    assert_eq!(named_in("Acme and Acme North", names), [3, 4]);
    assert!(named_in("the calderas of freight", names).is_empty());
}

#[test]
fn two_accounts_of_one_name_are_both_meant() {
    assert_eq!(named_in("Acme?", ["Acme", "Other", "ACME"]), [0, 2]);
}

#[test]
fn names_in_any_script_are_found() {
    assert_eq!(named_in("Wie geht es Müller & Söhne?", ["Müller & Söhne", "東京"]), [0]);
    assert_eq!(named_in("東京 は?", ["Müller & Söhne", "東京"]), [1]);
}

#[test]
fn the_six_parts_are_the_six_phrases_of_the_query() {
    for part in Part::ALL {
        assert!(THE_QUERY.to_lowercase().contains(&part.key().replace('_', " ")), "{}", part.key());
    }
}

#[test]
fn only_what_is_listed_is_answered() {
    assert!(is_known_type("get_customer_context") && !is_known_type("get_product_context") && !is_known_type(""));
}

proptest! {
    #[test]
    fn no_text_breaks_the_search(text in ".{0,200}", names in proptest::collection::vec(".{0,20}", 0..8)) {
        let found = named_in(&text, names.iter().map(String::as_str));
        prop_assert!(found.iter().all(|at| *at < names.len()));
    }
}

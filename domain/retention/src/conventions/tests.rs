use super::*;

#[test]
fn every_rule_is_read_back_by_its_name() {
    assert!(Convention::ALL.iter().all(|rule| rule.name().parse() == Ok(*rule)));
    assert!(WinBack::ALL.iter().all(|rule| rule.name().parse() == Ok(*rule)));
    assert!(ChurnSource::ALL.iter().all(|rule| rule.name().parse() == Ok(*rule)));
    assert_eq!(" Point-To-Point ".parse(), Ok(Convention::PointToPoint));
}

#[test]
fn an_unknown_word_is_answered_with_the_choices() {
    let refused = "flags".parse::<ChurnSource>().unwrap_err();
    assert_eq!(refused.to_string(), "`flags` is not a churn source; write one of contracts, events");
}

#[test]
fn the_convention_names_every_rule_in_force() {
    assert_eq!(
        Rules::default().gross_words(),
        "point-to-point: each account counts with the smaller of its opening and its closing ARR; an account is lost \
         when its contracts end; an account that returns after more than 90 days stays lost; a gap of up to 30 days \
         is a billing lapse"
    );
}

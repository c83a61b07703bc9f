use std::sync::Arc;

use super::{Design, LeftOut, adjusted_for, left_out};
use crate::{Case, Study, Value};

fn case(values: Vec<Value>) -> Case {
    Case { key: Arc::from("row"), label: Arc::from("row"), successes: 1.0, trials: 1.0, shares: vec![(0, 1.0)], values }
}

fn word(text: &str) -> Value {
    Value::Word(Arc::from(text))
}

fn study(covariate: &str, values: Vec<Value>) -> Study {
    let cases = values.into_iter().map(|value| case(vec![value])).collect();
    Study { groups: vec![Arc::from("maya")], covariates: vec![Arc::from(covariate)], cases }
}

#[test]
fn the_most_frequent_word_is_what_the_others_are_compared_with() {
    let mut values = vec![word("software"); 30];
    values.extend(vec![word("retail"); 12]);
    values.extend(vec![word("mining"); 3]);
    values.extend(vec![Value::Unknown; 2]);
    let design = Design::of(&study("industry", values));
    assert_eq!(design.names().collect::<Vec<_>>(), ["industry: retail", "industry: other"]);
    assert_eq!(design.numbers(&[word("software")]), [0.0, 0.0]);
    assert_eq!(design.numbers(&[word("retail")]), [1.0, 0.0]);
    assert_eq!(design.numbers(&[word("mining")]), [0.0, 1.0]);
    assert_eq!(design.numbers(&[Value::Unknown]), [0.0, 1.0]);
}

#[test]
fn an_unknown_number_is_the_mean_and_says_so_in_a_column() {
    let design = Design::of(&study("arr", vec![Value::Number(1.0), Value::Number(3.0), Value::Unknown]));
    assert_eq!(design.names().collect::<Vec<_>>(), ["arr", "arr: unknown"]);
    assert_eq!(design.numbers(&[Value::Number(5.0)]), [5.0, 0.0]);
    assert_eq!(design.numbers(&[Value::Unknown]), [2.0, 1.0]);
}

#[test]
fn a_covariate_nobody_knows_has_no_column() {
    let design = Design::of(&study("arr", vec![Value::Unknown, Value::Unknown]));
    assert_eq!(design.names().count(), 0);
}

#[test]
fn covariates_that_bring_nothing_are_told_with_the_reason() {
    let of = |values: Vec<Value>| left_out(&study("plan", values)).first().map(|(_, why)| *why);
    assert_eq!(of(vec![Value::Unknown; 4]), Some(LeftOut::Unknown));
    assert_eq!(of(vec![word("pro"); 12]), Some(LeftOut::Same));
    assert_eq!(of(vec![Value::Number(3.0); 12]), Some(LeftOut::Same));
    assert_eq!(of((0..12).map(|place| word(&format!("plan {place}"))).collect()), Some(LeftOut::Rare));
    let mut some = vec![word("pro"); 12];
    some.push(Value::Unknown);
    assert_eq!(of(some), None, "whether it is on record may tell something");
    assert_eq!(of(vec![Value::Number(1.0), Value::Number(2.0)]), None);
    let same = study("plan", vec![word("pro"); 12]);
    assert!(adjusted_for(&same).is_empty() && Design::of(&same).names().count() == 0);
}

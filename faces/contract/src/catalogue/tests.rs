use std::collections::BTreeSet;

use super::*;

#[test]
fn every_action_stands_here_once() {
    let names: BTreeSet<&str> = CATALOGUE.iter().map(|action| action.name).collect();
    let commands: BTreeSet<&[&str]> = CATALOGUE.iter().map(|action| action.command).collect();
    assert_eq!((names.len(), commands.len()), (CATALOGUE.len(), CATALOGUE.len()));
}

#[test]
fn every_example_asks_for_its_own_action() {
    for action in CATALOGUE.iter() {
        let typed = format!("evenkeel {}", action.command.join(" "));
        assert!(action.example.starts_with(&typed), "{}: {}", action.name, action.example);
    }
}

#[test]
fn names_are_a_subject_and_a_verb() {
    for action in CATALOGUE.iter() {
        assert_eq!(action.name.split('.').count(), 2, "{}", action.name);
        assert!(!action.summary.ends_with('.') && action.inputs.iter().all(|input| !input.help.is_empty()));
    }
}

#[test]
fn inputs_that_must_be_there_come_before_those_that_may_not() {
    for action in CATALOGUE.iter() {
        let positional: Vec<bool> =
            action.inputs.iter().filter(|input| input.positional).map(|input| input.required).collect();
        assert!(positional.is_sorted_by(|a, b| a >= b), "{}", action.name);
    }
}

#[test]
fn every_name_of_other_tools_leads_to_an_action() {
    for (theirs, ours) in super::ELSEWHERE {
        assert_eq!(super::known_elsewhere(theirs).map(|action| action.name), Some(ours), "{theirs}");
    }
}

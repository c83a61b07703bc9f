//! The pack for a business review with an account.

use report::{Block, CheckState, Report, Section};
use stories::Scene;

fn sections(report: &Report) -> Vec<&Section> {
    let found = report.blocks.iter().filter_map(|block| match block {
        Block::Section(section) => Some(section),
        _ => None,
    });
    found.collect()
}

fn section<'a>(report: &'a Report, key: &str) -> &'a Section {
    sections(report).into_iter().find(|section| section.key == key).unwrap()
}

fn gates(report: &Report) -> Vec<CheckState> {
    let items = section(report, "expansion").blocks.iter().find_map(|block| match block {
        Block::Checklist { items } => Some(items.iter().map(|item| item.state).collect()),
        _ => None,
    });
    items.unwrap()
}

#[test]
fn the_sections_stand_in_the_order_of_the_source() {
    let report = Scene::small_company().ask("account-review.show", &[("account", "A-02")]).unwrap();
    let keys: Vec<&str> = sections(&report).iter().map(|section| section.key.as_str()).collect();
    let expected =
        ["deck", "appendix", "talking_points", "success_stories", "questions", "actions", "follow_up", "expansion"];
    assert_eq!(keys, expected);
    assert_eq!(section(&report, "deck").blocks.len(), 12);
}

#[test]
fn the_next_review_on_record_is_taken_and_ready_two_days_before() {
    let report = Scene::small_company().ask("account-review.show", &[("account", "A-10")]).unwrap();
    assert!(report.title.contains("2025-03-03"), "{}", report.title);
    let says = format!("{:?}", report.blocks);
    assert!(says.contains("Ready by 2025-03-01"), "{says}");
    assert!(says.contains("We last met for a review on 2024-12-04"));
    assert!(!says.contains("No day is on record"));
}

#[test]
fn nothing_of_ours_is_on_a_slide() {
    let scene = Scene::small_company();
    for account in ["A-02", "A-05", "A-08", "A-10", "A-12"] {
        let report = scene.ask("account-review.show", &[("account", account)]).unwrap();
        let deck = format!("{:?}", section(&report, "deck").blocks).to_lowercase();
        for word in ["chance of being lost", "\"health\"", "churn", "opportunit", "money("] {
            assert!(!deck.contains(word), "{account}: {word}");
        }
    }
}

#[test]
fn a_slide_that_nothing_fills_says_what_is_needed() {
    let report = Scene::small_company().ask("account-review.show", &[("account", "A-12")]).unwrap();
    let says = format!("{:?}", section(&report, "deck").blocks);
    assert!(says.contains("Needs: answers to surveys."), "{says}");
    assert!(says.contains("first value: due 2025-01-04"));
}

#[test]
fn a_gate_that_is_not_known_is_shut() {
    let scene = Scene::small_company();
    let report = scene.ask("account-review.show", &[("account", "A-12")]).unwrap();
    assert_eq!(gates(&report)[..2], [CheckState::Unknown, CheckState::Unknown]);
    assert!(format!("{:?}", report.blocks).contains("Not in this review"));
}

#[test]
fn questions_answer_what_was_seen() {
    let mut scene = Scene::small_company();
    scene.as_of = "2024-11-20".parse().ok();
    let report = scene.ask("account-review.show", &[("account", "A-06"), ("on", "2024-11-25")]).unwrap();
    let says = format!("{:?}", section(&report, "questions").blocks);
    assert!(says.contains("call this settled") && says.contains("decide on the renewal"), "{says}");
    let actions = format!("{:?}", section(&report, "actions").blocks);
    assert!(actions.contains("settle reliability"), "{actions}");
}

#[test]
fn a_day_that_has_passed_is_refused_with_what_to_type() {
    let scene = Scene::small_company();
    let why = scene.ask("account-review.show", &[("account", "A-02"), ("on", "2024-06-01")]).unwrap_err().to_string();
    assert!(why.contains("--as-of 2024-06-01"), "{why}");
    let why = scene.ask("account-review.show", &[("account", "A-02"), ("on", "soon")]).unwrap_err().to_string();
    assert!(why.contains("soon"), "{why}");
}

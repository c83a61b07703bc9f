//! What the escalations of a period have in common.

use report::{Block, Report};
use rust_decimal::Decimal;
use stories::Scene;

fn value(report: &Report, label: &str) -> Option<Decimal> {
    stories::figure(report, label).and_then(|figure| figure.value)
}

fn sections(report: &Report) -> Vec<&str> {
    let keys = report.blocks.iter().filter_map(|block| match block {
        Block::Section(section) => Some(section.key.as_str()),
        _ => None,
    });
    keys.collect()
}

#[test]
fn the_sections_stand_in_the_order_of_the_source() {
    let report = Scene::small_company().ask("escalations.show", &[("period", "2024-Q4")]).unwrap();
    let expected =
        ["summary", "causes", "segments", "resolution", "impact", "high_impact", "prevention", "process", "expected"];
    assert_eq!(sections(&report), expected);
}

#[test]
fn two_escalations_among_nine_accounts_are_counted_by_what_they_are_about() {
    let report = Scene::small_company().ask("escalations.show", &[("period", "2024-Q4")]).unwrap();
    assert_eq!(value(&report, "escalations"), Some(Decimal::TWO));
    // Nine accounts paid on 1 October: 2 / 9 x 100.
    let rate = value(&report, "for each hundred accounts").map(|rate| rate.round_dp(1));
    assert_eq!(rate, Some(Decimal::new(222, 1)));
    // Data quality and reliability are both about the product.
    assert_eq!(value(&report, "product fault"), Some(Decimal::TWO));
    assert_eq!(value(&report, "median days to resolve"), Some(Decimal::from(16)));
    assert_eq!(value(&report, "seen by us first"), Some(Decimal::new(5, 1)));
    // One was taken on after 45 minutes, the other after 390.
    assert_eq!(value(&report, "answered within 4 hours"), Some(Decimal::new(5, 1)));
    let says = format!("{:?}", report.blocks);
    assert!(says.contains("2 tickets of the period are marked as escalated"), "{says}");
    assert!(says.contains("2 are too few"));
}

#[test]
fn escalated_tickets_stand_in_where_no_escalation_is_on_record() {
    let scene = Scene::empty();
    let files = [
        scene.file("in/accounts.csv", "account_id,name\nA-1,Alone\nA-2,Beside\n"),
        scene.file(
            "in/contracts.csv",
            "contract_id,account_id,starts_on,ends_on,arr_amount\nC-1,A-1,2024-01-01,,1000\nC-2,A-2,2024-01-01,,9000\n",
        ),
        scene.file(
            "in/tickets.csv",
            "ticket_id,account_id,opened_at,closed_at,first_response_minutes,escalated,subject\n\
             T-1,A-1,2024-10-02 09:00,2024-10-04 09:00,240,true,Invoice is wrong\n\
             T-2,A-1,2024-11-02 09:00,,241,true,Invoice is wrong again\n\
             T-3,A-2,2024-11-02 09:00,,5,false,How do I export?\n",
        ),
    ];
    scene.import(&files).unwrap();
    let report = scene.ask("escalations.show", &[("period", "2024-Q4")]).unwrap();
    assert_eq!(value(&report, "escalations"), Some(Decimal::TWO));
    assert_eq!(value(&report, "accounts with a repeat"), Some(Decimal::ONE));
    assert_eq!(value(&report, "answered within 4 hours"), Some(Decimal::new(5, 1)));
    assert_eq!(value(&report, "price and contract"), Some(Decimal::TWO));
    assert!(format!("{:?}", report.blocks).contains("stand in for them"));
}

#[test]
fn no_escalation_is_no_praise() {
    let report = Scene::small_company().ask("escalations.show", &[("period", "2024-Q1")]).unwrap();
    let says = format!("{:?}", report.blocks);
    assert!(says.contains("or that they are not written down"), "{says}");
    assert!(!says.contains("Met,"), "a process without a case holds nothing: {says}");
}

#[test]
fn a_segment_that_is_not_there_is_named_with_those_that_are() {
    let why = Scene::small_company().ask("escalations.show", &[("segment", "gold")]).unwrap_err().to_string();
    assert!(why.contains("gold") && why.contains("strategic"), "{why}");
}

use kernel::Cell;

use crate::company::*;
use crate::engines::Home;

on_both_engines![
    a_first_version_is_known_on_its_own_day_and_says_that_this_is_assumed,
    a_closing_told_at_first_is_known_on_the_day_it_ended,
    a_source_clock_goes_before_the_own_day,
    nothing_is_known_after_its_import,
    without_a_date_a_row_is_known_at_its_import,
    a_closing_without_its_day_is_known_at_the_import,
    a_notice_is_known_on_its_day_and_not_before,
    a_moment_opens_at_its_day,
    a_period_opens_on_its_first_day,
    a_closing_told_later_is_known_at_that_import_and_leaves_the_opening_alone,
    a_changed_opening_is_known_at_its_import,
    a_changed_opening_leaves_the_clock_of_the_closing_alone,
    a_closing_taken_back_leaves_no_clock,
    clocks_keep_microseconds,
];

fn a_first_version_is_known_on_its_own_day_and_says_that_this_is_assumed(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &[contract("C-1", "100")]);
    let clocks = only(now(&**home, CONTRACTS)).clocks;
    assert_eq!(clocks.known_at, at("2024-03-01T00:00"));
    assert_eq!(clocks.happened_on, Some("2024-03-01".parse().unwrap()));
    assert_eq!(clocks.closing_known_at, None);
    assert!(clocks.assumed);
}

fn a_closing_told_at_first_is_known_on_the_day_it_ended(home: &Home) {
    let ended = contract_with("C-1", "100", &[("ends_on", day("2024-09-01"))]);
    deliver(&**home, FIRST, CONTRACTS, &[ended]);
    let clocks = only(now(&**home, CONTRACTS)).clocks;
    assert_eq!(clocks.known_at, at("2024-03-01T00:00"));
    assert_eq!(clocks.closing_known_at, Some(at("2024-09-01T00:00")));
}

fn a_source_clock_goes_before_the_own_day(home: &Home) {
    let mut told = contract("C-1", "100");
    told.known_at = Some(at("2024-05-05T10:30"));
    deliver(&**home, FIRST, CONTRACTS, &[told]);
    let clocks = only(now(&**home, CONTRACTS)).clocks;
    assert_eq!(clocks.known_at, at("2024-05-05T10:30"));
    assert_eq!(clocks.happened_on, Some("2024-03-01".parse().unwrap()));
    assert!(!clocks.assumed);
    assert!(known_by(&**home, CONTRACTS, "2024-05-05T10:29").is_empty());
    assert_eq!(known_by(&**home, CONTRACTS, "2024-05-05T10:30").len(), 1);
}

fn nothing_is_known_after_its_import(home: &Home) {
    let planned = [("starts_on", day("2025-06-01")), ("ends_on", day("2026-06-01"))];
    let mut hasty = contract("C-2", "100");
    hasty.known_at = Some(at("2031-01-01T00:00"));
    deliver(&**home, FIRST, CONTRACTS, &[contract_with("C-1", "100", &planned), hasty]);
    let found = now(&**home, CONTRACTS);
    assert_eq!(found[0].clocks.known_at, at(FIRST));
    assert_eq!(found[0].clocks.closing_known_at, Some(at(FIRST)));
    assert_eq!(found[0].clocks.happened_on, Some("2025-06-01".parse().unwrap()));
    assert!(!found[0].clocks.assumed);
    assert_eq!(found[1].clocks.known_at, at(FIRST));
}

fn without_a_date_a_row_is_known_at_its_import(home: &Home) {
    let undated = fact(ACCOUNTS, "A-1", &[("account_id", text("A-1")), ("name", text("Brightwater"))]);
    deliver(&**home, FIRST, ACCOUNTS, &[undated]);
    let clocks = only(now(&**home, ACCOUNTS)).clocks;
    assert_eq!((clocks.known_at, clocks.happened_on, clocks.assumed), (at(FIRST), None, false));
    assert!(known_by(&**home, ACCOUNTS, "2025-01-10T08:59").is_empty());
}

fn a_closing_without_its_day_is_known_at_the_import(home: &Home) {
    let answer = [("ticket_id", text("T-1")), ("account_id", text("own/A-1")), ("satisfaction", number("4"))];
    deliver(&**home, FIRST, TICKETS, &[fact(TICKETS, "T-1", &answer)]);
    assert_eq!(only(now(&**home, TICKETS)).clocks.closing_known_at, Some(at(FIRST)));
}

fn a_notice_is_known_on_its_day_and_not_before(home: &Home) {
    let noticed = contract_with("C-1", "100", &[("notice_on", day("2024-08-01"))]);
    deliver(&**home, FIRST, CONTRACTS, &[noticed]);
    let notice = |moment| only(known_by(&**home, CONTRACTS, moment)).cell("notice_on").clone();
    assert!(notice("2024-07-31T23:59").is_empty());
    assert_eq!(notice("2024-08-01T00:00"), day("2024-08-01"));
    assert_eq!(only(now(&**home, CONTRACTS)).cell("notice_on"), &day("2024-08-01"));
}

fn a_moment_opens_at_its_day(home: &Home) {
    let opened = Cell::Moment(at("2024-07-01T16:45"));
    let told = [("ticket_id", text("T-1")), ("account_id", text("own/A-1")), ("opened_at", opened.clone())];
    deliver(&**home, FIRST, TICKETS, &[fact(TICKETS, "T-1", &told)]);
    let ticket = only(now(&**home, TICKETS));
    assert_eq!(ticket.clocks.happened_on, Some("2024-07-01".parse().unwrap()));
    assert_eq!(ticket.cell("opened_at"), &opened);
    assert!(ticket.clocks.known_at <= at("2024-07-01T16:45"));
}

fn a_period_opens_on_its_first_day(home: &Home) {
    static TARGETS: &kernel::FactShape = &people::target::SHAPE;
    let target = |id: &str, period: &str| {
        fact(TARGETS, id, &[("period", text(period)), ("metric", text("nps")), ("target", number("40"))])
    };
    deliver(&**home, FIRST, TARGETS, &[target("1", "2024-Q3"), target("2", "2024-05"), target("3", "2025-Q4")]);
    let found = now(&**home, TARGETS);
    assert_eq!(found[0].clocks.happened_on, Some("2024-07-01".parse().unwrap()));
    assert_eq!(found[0].clocks.known_at, at("2024-07-01T00:00"));
    assert_eq!(found[1].clocks.known_at, at("2024-05-01T00:00"));
    assert_eq!(found[2].clocks.happened_on, Some("2025-10-01".parse().unwrap()));
    assert_eq!(found[2].clocks.known_at, at(FIRST));
}

fn a_closing_told_later_is_known_at_that_import_and_leaves_the_opening_alone(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &[contract("C-1", "100")]);
    let ended = contract_with("C-1", "100", &[("ends_on", day("2025-02-01"))]);
    deliver(&**home, SECOND, CONTRACTS, &[ended]);
    let clocks = only(now(&**home, CONTRACTS)).clocks;
    assert_eq!(clocks.known_at, at("2024-03-01T00:00"));
    assert!(clocks.assumed);
    assert_eq!(clocks.closing_known_at, Some(at(SECOND)));
    let before = only(known_by(&**home, CONTRACTS, "2025-02-10T08:59:59"));
    assert!(before.cell("ends_on").is_empty());
    assert_eq!(before.origin.delivery, 1);
    assert_eq!(only(known_by(&**home, CONTRACTS, SECOND)).cell("ends_on"), &day("2025-02-01"));
}

fn a_changed_opening_is_known_at_its_import(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &[contract("C-1", "100")]);
    deliver(&**home, SECOND, CONTRACTS, &[contract("C-1", "120")]);
    let clocks = only(now(&**home, CONTRACTS)).clocks;
    assert_eq!((clocks.known_at, clocks.assumed), (at(SECOND), false));
    assert_eq!(arr_known_by(&**home, "2025-02-10T08:59:59"), ["100"]);
    assert_eq!(arr_known_by(&**home, SECOND), ["120"]);
}

fn a_changed_opening_leaves_the_clock_of_the_closing_alone(home: &Home) {
    let ended = [("ends_on", day("2024-09-01"))];
    deliver(&**home, FIRST, CONTRACTS, &[contract_with("C-1", "100", &ended)]);
    deliver(&**home, SECOND, CONTRACTS, &[contract_with("C-1", "120", &ended)]);
    assert_eq!(only(now(&**home, CONTRACTS)).clocks.closing_known_at, Some(at("2024-09-01T00:00")));
    assert_eq!(only(known_by(&**home, CONTRACTS, SECOND)).cell("ends_on"), &day("2024-09-01"));
}

fn a_closing_taken_back_leaves_no_clock(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &[contract_with("C-1", "100", &[("ends_on", day("2024-09-01"))])]);
    deliver(&**home, SECOND, CONTRACTS, &[contract("C-1", "100")]);
    let reopened = only(now(&**home, CONTRACTS));
    assert_eq!(reopened.clocks.closing_known_at, None);
    assert!(reopened.cell("ends_on").is_empty());
    assert_eq!(only(known_by(&**home, CONTRACTS, FIRST)).cell("ends_on"), &day("2024-09-01"));
}

fn clocks_keep_microseconds(home: &Home) {
    let mut told = contract("C-1", "100");
    told.known_at = Some(at("2024-05-05T10:30:00.123456"));
    deliver(&**home, "2025-01-10T09:00:00.654321", CONTRACTS, &[told]);
    assert_eq!(only(now(&**home, CONTRACTS)).clocks.known_at, at("2024-05-05T10:30:00.123456"));
    assert_eq!(home.deliveries().unwrap()[0].recorded_at, at("2025-01-10T09:00:00.654321"));
}

use jiff::civil::date;
use kernel::FiscalYear;

use super::*;

/// An account that was lost on a day of the last quarter of 2024.
fn lost(decided_on: Date) -> Outcome {
    Outcome {
        account: AccountId::new("own/A-1"),
        period: Period::parse("2024-Q4", FiscalYear::CALENDAR, date(2025, 1, 15)).unwrap(),
        decided_on,
        opening: Decimal::ONE_HUNDRED,
        kept: Decimal::ZERO,
        expanded: Decimal::ZERO,
        lost: true,
    }
}

fn stay(owner: &str, from: Date, to: Option<Date>, share: Decimal) -> Stay {
    Stay { owner: Arc::from(owner), from, to, share }
}

fn owners(stays: &[Stay], rule: CreditRule, outcome: &Outcome) -> Vec<(String, f64)> {
    let (shares, _) = owned(&credited(stays, rule, outcome), Decimal::ZERO);
    shares.into_iter().map(|(owner, share)| (owner.as_str().to_owned(), share)).collect()
}

const ONE_DAY: [CreditRule; 3] =
    [CreditRule::OwnerAtDecision, CreditRule::OwnerAtPeriodStart, CreditRule::OwnerAtPeriodEnd];

#[test]
fn where_the_source_ends_ownership_as_the_account_leaves_the_last_owner_stands_in() {
    let outcome = lost(date(2024, 12, 1));
    let stays = [
        stay("dan", date(2024, 1, 1), Some(date(2024, 6, 1)), Decimal::ONE),
        stay("maya", date(2024, 6, 1), Some(date(2024, 9, 20)), Decimal::ONE),
    ];
    for rule in ONE_DAY {
        assert_eq!(owners(&stays, rule, &outcome), [("maya".to_owned(), 1.0)], "{rule:?}");
    }
}

#[test]
fn the_day_itself_comes_before_any_stand_in() {
    let stays = [
        stay("dan", date(2024, 1, 1), Some(date(2024, 11, 1)), Decimal::ONE),
        stay("maya", date(2024, 11, 1), Some(date(2024, 12, 1)), Decimal::ONE),
    ];
    let outcome = lost(date(2024, 12, 1));
    assert_eq!(owners(&stays, CreditRule::OwnerAtPeriodStart, &outcome), [("dan".to_owned(), 1.0)]);
    for rule in [CreditRule::OwnerAtDecision, CreditRule::OwnerAtPeriodEnd] {
        assert_eq!(owners(&stays, rule, &outcome), [("maya".to_owned(), 1.0)], "nobody holds it then: {rule:?}");
    }
}

#[test]
fn those_who_shared_it_last_stand_in_together() {
    let outcome = lost(date(2024, 12, 1));
    let stays = [
        stay("dan", date(2024, 1, 1), Some(date(2024, 9, 1)), Decimal::new(75, 2)),
        stay("maya", date(2024, 1, 1), Some(date(2024, 9, 1)), Decimal::new(25, 2)),
    ];
    for rule in ONE_DAY {
        let wanted = [("dan".to_owned(), 0.75), ("maya".to_owned(), 0.25)];
        assert_eq!(owners(&stays, rule, &outcome), wanted, "{rule:?}");
    }
}

#[test]
fn nobody_stands_in_who_left_before_the_window_or_came_after_the_outcome() {
    let outcome = lost(date(2024, 12, 1));
    let earlier = [stay("dan", date(2023, 1, 1), Some(date(2024, 6, 1)), Decimal::ONE)];
    let later = [stay("maya", date(2025, 1, 5), None, Decimal::ONE)];
    for rule in ONE_DAY {
        assert!(owners(&earlier, rule, &outcome).is_empty(), "{rule:?}");
        assert!(owners(&later, rule, &outcome).is_empty(), "{rule:?}");
    }
}

#[test]
fn owner_days_need_no_stand_in() {
    let outcome = lost(date(2024, 12, 1));
    let long_ago = [stay("dan", date(2023, 1, 1), Some(date(2024, 5, 1)), Decimal::ONE)];
    assert!(owners(&long_ago, CreditRule::InfluenceWindow, &outcome).is_empty());
    let lately = [stay("dan", date(2023, 1, 1), Some(date(2024, 11, 1)), Decimal::ONE)];
    assert_eq!(owners(&lately, CreditRule::InfluenceWindow, &outcome), [("dan".to_owned(), 1.0)]);
}

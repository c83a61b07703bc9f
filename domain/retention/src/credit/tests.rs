use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::scenes::{amount, year};

/// The n-th day of 2026.
fn day(number: i32) -> Date {
    date(2026, 1, 1).checked_add((number - 1).days()).unwrap()
}

fn stay(owner: &str, from: i32, to: Option<i32>, share: &str) -> Stay {
    Stay { owner: Arc::from(owner), from: day(from), to: to.map(day), share: amount(share) }
}

fn told(shares: &[CreditShare]) -> String {
    assert_eq!(shares.iter().map(|credit| credit.share).sum::<Decimal>(), Decimal::ONE);
    let percent = |share: Decimal| (share * Decimal::ONE_HUNDRED).round_dp(0);
    shares.iter().map(|part| format!("{} {}", part.owner, percent(part.share))).collect::<Vec<_>>().join(", ")
}

/// A holds days 1 to 200, B from day 201; notice is given on day 260.
fn handed_over() -> [Stay; 2] {
    [stay("A", 1, Some(201), "1"), stay("B", 201, None, "1")]
}

#[test]
fn a_loss_after_a_change_of_owner_is_shared_by_days() {
    let by = |rule| told(&credit(&handed_over(), rule, day(260), year()));
    assert_eq!(by(CreditRule::InfluenceWindow), "A 67, B 33");
    assert_eq!(by(CreditRule::OwnerAtPeriodEnd), "B 100");
    assert_eq!(by(CreditRule::OwnerAtPeriodStart), "A 100");
    assert_eq!(by(CreditRule::OwnerAtDecision), "B 100");
}

#[test]
fn the_days_behind_a_share_are_told() {
    let shares = influence_shares(&handed_over(), day(260), INFLUENCE_DAYS);
    assert_eq!(shares.iter().map(|part| part.days).collect::<Vec<_>>(), [amount("121"), amount("59")]);
}

#[test]
fn days_nobody_held_go_to_unowned() {
    assert_eq!(told(&influence_shares(&[stay("A", 171, None, "1")], day(261), 180)), "A 50, unowned 50");
    assert_eq!(told(&influence_shares(&[], day(261), 180)), "unowned 100");
    assert_eq!(told(&influence_shares(&[stay("A", 1, None, "0.25")], day(261), 180)), "A 25, unowned 75");
    assert_eq!(told(&credit(&[], CreditRule::OwnerAtDecision, day(20), year())), "unowned 100");
}

#[test]
fn stays_that_overlap_without_shares_still_sum_to_one() {
    let both = [stay("A", 1, None, "1"), stay("B", 1, None, "1")];
    assert_eq!(told(&influence_shares(&both, day(261), 180)), "A 50, B 50");
}

#[test]
fn an_account_is_inherited_for_a_while_after_it_changed_hands() {
    let stays = handed_over();
    assert!(is_inherited(&stays, "B", day(201), INHERITED_DAYS));
    assert!(is_inherited(&stays, "B", day(380), INHERITED_DAYS));
    assert!(!is_inherited(&stays, "B", day(381), INHERITED_DAYS));
    assert!(!is_inherited(&stays, "A", day(10), INHERITED_DAYS));
    assert!(!is_inherited(&stays, "A", day(260), INHERITED_DAYS));
}

#[test]
fn every_rule_is_read_back_by_its_name() {
    assert!(CreditRule::ALL.iter().all(|rule| rule.name().parse() == Ok(*rule)));
    assert!("last-touch".parse::<CreditRule>().is_err());
}

proptest! {
    #[test]
    fn shares_always_sum_to_one(
        stays in prop::collection::vec((0_usize..4, 0_i32..700, 0_i32..400, 1_i64..=3), 0..8),
        decided in 0_i32..800,
        window in 1_i32..400,
    ) {
        let stays: Vec<Stay> = stays
            .into_iter()
            .map(|(owner, from, length, thirds)| Stay {
                owner: Arc::from(["A", "B", "C", "D"][owner]),
                from: day(from),
                to: Some(day(from + length)),
                share: Decimal::from(thirds) / Decimal::from(3),
            })
            .collect();
        let shares = influence_shares(&stays, day(decided), window);
        prop_assert_eq!(shares.iter().map(|part| part.share).sum::<Decimal>(), Decimal::ONE);
        prop_assert!(shares.iter().all(|part| part.share >= Decimal::ZERO && part.share <= Decimal::ONE));
    }
}

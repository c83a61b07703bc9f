use jiff::civil::date;

use super::*;

/// A renewal of 10,000 on the last day of 2024 that renews by itself, with notice 60 days before.
pub(crate) fn due(account: &str, percent: i64) -> Due {
    Due {
        account: AccountId::new(account),
        name: Arc::from(account),
        owner: Some(Arc::from("Maya")),
        on: date(2024, 12, 31),
        dated_by: DatedBy::Renewal,
        contracts: vec![(Arc::from("S-1"), Decimal::from(10_000))],
        auto_renew: Some(true),
        notice_days: Some(60),
        odd_notice_days: None,
        notice_on: None,
        signed: None,
        is_whole_account: true,
        chance: Decimal::new(percent, 2),
        calls: Vec::new(),
    }
}

fn signed(account: &str) -> Due {
    let signed = Signed { contract: Arc::from("S-2"), starts_on: date(2024, 12, 31), kept: Decimal::from(10_000) };
    Due { signed: Some(signed), ..due(account, 100) }
}

#[test]
fn the_deadline_is_the_decision_less_the_notice_period() {
    assert_eq!(due("a", 90).deadline(), Deadline::Notice(date(2024, 11, 1)));
    let untold = Due { notice_days: None, ..due("a", 90) };
    assert_eq!(untold.deadline(), Deadline::NotOnRecord(date(2024, 12, 31)));
    let by_hand = Due { auto_renew: Some(false), ..untold };
    assert_eq!(by_hand.deadline(), Deadline::Decision(date(2024, 12, 31)));
    // A notice period nobody can have is no deadline.
    let absurd = Due { notice_days: Some(i64::MAX), ..due("a", 90) };
    assert_eq!(absurd.deadline(), Deadline::NotOnRecord(date(2024, 12, 31)));
}

#[test]
fn a_renewal_goes_through_its_states() {
    let one = due("a", 90);
    assert_eq!(one.state(date(2024, 11, 1)), State::Open);
    assert_eq!(one.state(date(2024, 11, 2)), State::DeadlinePassed);
    assert_eq!(one.state(date(2024, 12, 31)), State::RanOut);
    let ended = Due { notice_on: Some(date(2024, 10, 20)), ..one };
    assert_eq!(ended.state(date(2024, 10, 21)), State::NoticeGiven);
    assert_eq!(signed("a").state(date(2024, 12, 31)), State::Signed);
}

#[test]
fn what_is_late_comes_first_and_what_is_signed_last() {
    let day = date(2024, 11, 10);
    let later = Due { on: date(2025, 2, 28), ..due("open", 50) };
    let small = Due { contracts: vec![(Arc::from("S-9"), Decimal::ONE)], ..due("small", 90) };
    let mut dues = [signed("signed"), later, small, due("late", 90)];
    sort(&mut dues, day);
    let order: Vec<&str> = dues.iter().map(|one| one.account.as_str()).collect();
    assert_eq!(order, ["late", "small", "open", "signed"]);
    assert_eq!(dues[0].days_left(day), 51);
    assert_eq!((dues[0].class(), dues[2].class()), (Class::HighConfidence, Class::AtRisk));
}

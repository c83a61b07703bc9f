use jiff::civil::date;

use super::*;

fn contract(renewal_on: Option<Date>, ends_on: Option<Date>) -> Contract {
    Contract {
        key: Arc::from("S-1"),
        account: AccountId::new("A-1"),
        starts_on: date(2024, 1, 1),
        ends_on,
        arr: Decimal::TEN,
        currency: None,
        plan: None,
        seats: None,
        trial: false,
        auto_renew: None,
        renewal_on,
        notice_on: None,
        escalator: false,
        notice_days: None,
    }
}

#[test]
fn the_day_of_a_decision_is_told_or_missing_but_never_guessed() {
    let day = date(2024, 6, 1);
    let told = |renewal, end| decided_on(&contract(renewal, end), day, 30);
    let (later, last) = (Some(date(2025, 1, 1)), Some(date(2025, 3, 1)));
    assert_eq!(told(later, None), Ok((date(2025, 1, 1), DatedBy::Renewal)));
    assert_eq!(told(later, last), Ok((date(2025, 1, 1), DatedBy::Renewal)));
    assert_eq!(told(None, last), Ok((date(2025, 3, 1), DatedBy::End)));
    // It ends before it would be decided about.
    assert_eq!(told(last, later), Ok((date(2025, 1, 1), DatedBy::EndBeforeRenewal)));
    assert_eq!(told(None, None), Err(NoDay::NotOnRecord));
}

#[test]
fn a_day_that_is_over_says_nothing_of_the_next_one() {
    let day = date(2024, 6, 1);
    let told = |renewal, end| decided_on(&contract(renewal, end), day, 30);
    assert_eq!(told(Some(date(2024, 5, 1)), None), Err(NoDay::Passed));
    // Within the lapse rule it may still be signed; and where it ran out, what is open is whether something follows.
    let over = date(2024, 5, 20);
    assert_eq!(told(Some(over), None), Ok((over, DatedBy::Renewal)));
    assert_eq!(told(Some(over), Some(over)), Ok((over, DatedBy::Renewal)));
}

#[test]
fn a_renewal_before_its_start_is_odd() {
    let day = date(2024, 6, 1);
    let odd = Some(date(2023, 12, 1));
    assert_eq!(decided_on(&contract(odd, None), day, 30), Err(NoDay::BeforeStart));
    let end = Some(date(2024, 12, 1));
    assert_eq!(decided_on(&contract(odd, end), day, 30), Ok((date(2024, 12, 1), DatedBy::EndBeforeRenewal)));
}

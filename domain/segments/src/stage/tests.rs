use jiff::civil::{Date, date};

use super::{Stage, StageEvidence, stage};

const DAY: Date = date(2024, 12, 31);

fn since(day: Date) -> StageEvidence {
    StageEvidence { paid_since: Some(day), ..StageEvidence::default() }
}

#[test]
fn age_alone_makes_three_stages() {
    assert_eq!(stage(&since(date(2024, 10, 3)), DAY), Stage::Onboarding);
    assert_eq!(stage(&since(date(2024, 10, 2)), DAY), Stage::Adopting);
    assert_eq!(stage(&since(date(2024, 1, 2)), DAY), Stage::Adopting);
    assert_eq!(stage(&since(date(2024, 1, 1)), DAY), Stage::Mature);
    assert_eq!(stage(&StageEvidence::default(), DAY), Stage::Mature);
}

#[test]
fn first_value_that_is_late_keeps_an_account_in_onboarding_for_its_first_year() {
    let late = |day| StageEvidence { value_outstanding: true, ..since(day) };
    assert_eq!(stage(&late(date(2024, 5, 1)), DAY), Stage::Onboarding);
    assert_eq!(stage(&late(date(2023, 5, 1)), DAY), Stage::Mature);
}

#[test]
fn a_renewal_is_soon_up_to_ninety_days_before_it() {
    let renews = |on| StageEvidence { renewal_on: Some(on), ..since(date(2023, 1, 1)) };
    assert_eq!(stage(&renews(date(2025, 3, 31)), DAY), Stage::Renewing);
    assert_eq!(stage(&renews(date(2025, 4, 1)), DAY), Stage::Mature);
    assert_eq!(stage(&renews(date(2024, 12, 30)), DAY), Stage::Mature, "what was decided is over");
}

#[test]
fn what_says_that_it_may_leave_comes_first() {
    let renewing = StageEvidence { renewal_on: Some(date(2025, 1, 31)), ..since(date(2023, 1, 1)) };
    for risky in [
        StageEvidence { notice_given: true, ..renewing },
        StageEvidence { save_play_open: true, ..renewing },
        StageEvidence { escalation_open: true, ..renewing },
    ] {
        assert_eq!(stage(&risky, DAY), Stage::AtRisk);
    }
}

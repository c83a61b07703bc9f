use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::*;
use crate::{Evidence, MeasureKind, Profile, Reading, assess};

const AS_OF: Date = date(2026, 9, 30);

/// Usage and sentiment known, engagement and financial as asked for.
fn health(usage_age: i64, with_engagement: bool, with_money: bool) -> Health {
    let mut evidence = [
        Reading::ActiveShare { active: 40, licensed: 100 },
        Reading::FeatureAdoption { used: 6, in_book: 12 },
        Reading::Frequency { active_days: 10, of_days: 28 },
        Reading::Depth { per_day: Decimal::TEN, book_median: Decimal::TEN },
        Reading::Nps { mean: Decimal::from(8), answers: 1 },
        Reading::Csat { mean: Decimal::from(4), answers: 2, doubled: 0 },
        Reading::SupportHealth { tickets: 3, escalated: 1, long_open: 0 },
    ]
    .into_iter()
    .fold(Evidence::blank(AS_OF), Evidence::with);
    if with_engagement {
        evidence = evidence
            .with(Reading::TouchpointQuality { live: 3, written: 0 })
            .with(Reading::ExecutiveInvolvement { count: 1 });
    }
    if with_money {
        evidence = evidence
            .with(Reading::ArrTrend { now: Decimal::TEN, before: Decimal::TEN, days: 365 })
            .with(Reading::Payment { due: 4, on_time: 4, late: 0 });
    }
    let told = AS_OF.checked_sub(usage_age.days()).ok();
    let usage = [MeasureKind::ActiveShare, MeasureKind::FeatureAdoption, MeasureKind::Frequency, MeasureKind::Depth];
    let evidence = usage.into_iter().fold(evidence, |evidence, kind| evidence.told_until(kind, told));
    assess(&Profile::four_component(), &evidence)
}

#[test]
fn much_that_is_known_from_fresh_rows_is_to_be_believed() {
    // 35 + 15 + 22.5 + 10.5 of 100.
    assert_eq!(health(90, true, true).coverage, Decimal::new(83, 2));
    assert_eq!(health(90, true, true).confidence(), Some(Confidence::High));
}

#[test]
fn old_rows_and_missing_measures_take_confidence_away() {
    // 35 of 83 rest on rows of 91 days.
    let old = health(91, true, true);
    assert_eq!(old.stale_trace().value().map(|share| share.round_dp(3)), Some(Decimal::new(422, 3)));
    assert_eq!(old.confidence(), Some(Confidence::Medium));
    assert_eq!(health(10, true, false).confidence(), Some(Confidence::Medium));
    assert_eq!(health(10, false, true).confidence(), Some(Confidence::Low));
    assert_eq!(health(91, false, true).confidence(), Some(Confidence::Low));
}

#[test]
fn without_a_score_there_is_nothing_to_believe() {
    assert_eq!(health(10, false, false).score, None);
    assert_eq!(health(10, false, false).confidence(), None);
}

use std::sync::Arc;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::{Evidence, Gap, Profile, Reading, assess};

const AS_OF: Date = date(2026, 9, 30);

fn evidence(active: i64, nps: Option<i64>) -> Evidence {
    let evidence = [
        Reading::ActiveShare { active, licensed: 100 },
        Reading::Frequency { active_days: 10, of_days: 28 },
        Reading::TouchpointQuality { live: 3, written: 0 },
        Reading::ExecutiveInvolvement { count: 1 },
        Reading::Csat { mean: Decimal::from(4), answers: 2, doubled: 0 },
        Reading::ArrTrend { now: Decimal::TEN, before: Decimal::TEN, days: 365 },
        Reading::Utilisation { active: 65, seats: 100 },
    ]
    .into_iter()
    .fold(Evidence::blank(AS_OF), Evidence::with);
    match nps {
        Some(mean) => evidence.with(Reading::Nps { mean: mean.into(), answers: 1 }),
        None => evidence.without(MeasureKind::Nps, Gap::NoAnswers),
    }
}

fn witness(key: &str, number: i64) -> Witness {
    let fact = FactRef { object: "touchpoints", key: Arc::from(key) };
    Witness { fact, on: AS_OF, numbers: Some([number.into(), Decimal::ONE]) }
}

#[test]
fn what_moved_most_stands_first_and_what_went_silent_is_named() {
    let profile = Profile::four_component();
    let (then, now) = (assess(&profile, &evidence(80, Some(9))), assess(&profile, &evidence(20, None)));
    let moves = moves(&then, &now);
    assert_eq!(moves[0].kind, MeasureKind::ActiveShare);
    assert!(moves[0].points() < Decimal::from(-10));
    let lost: Vec<MeasureKind> = moves.iter().filter(|part| part.is_lost()).map(|part| part.kind).collect();
    assert_eq!(lost, [MeasureKind::Nps]);
}

#[test]
fn rows_that_came_went_and_changed_are_told_apart() {
    let then = vec![witness("a", 10), witness("b", 10), witness("c", 10)];
    let now = vec![witness("b", 10), witness("c", 2), witness("d", 10)];
    let changes = RowChanges::between(&then, &now);
    let keys = |rows: &[&Witness]| rows.iter().map(|row| row.fact.key.to_string()).collect::<Vec<_>>();
    assert_eq!([keys(&changes.came), keys(&changes.went), keys(&changes.changed)], [["d"], ["a"], ["c"]]);
    assert_eq!(RowChanges::between(&then, &then), RowChanges::default());
}

proptest! {
    #[test]
    fn the_points_sum_to_the_difference_of_the_scores(
        before in (0..200_i64, prop::option::of(0..=10_i64)),
        after in (0..200_i64, prop::option::of(0..=10_i64)),
    ) {
        for profile in Profile::all().into_iter().filter(|profile| !profile.needs_peers()) {
            let then = assess(&profile, &evidence(before.0, before.1));
            let now = assess(&profile, &evidence(after.0, after.1));
            let (Some(first), Some(last)) = (then.score, now.score) else { continue };
            let sum: Decimal = moves(&then, &now).iter().map(Move::points).sum();
            prop_assert_eq!(sum.round_dp(12), (last - first).round_dp(12));
        }
    }
}

use std::sync::Arc;

use super::*;

fn watched(entry: i32, exit: i32, event: bool) -> Watched {
    let key: Arc<str> = Arc::from("M-1");
    Watched {
        object: "milestones",
        label: key.clone(),
        key,
        on: None,
        entry,
        exit,
        event,
        weight: Decimal::ONE,
        reason: 0,
    }
}

#[test]
fn what_was_expected_of_all_sums_to_what_happened() {
    let rows = [watched(0, 10, true), watched(0, 20, false), watched(5, 30, true), watched(0, 30, true)];
    let pace = Pace::of(&rows);
    let expected: Decimal =
        rows.iter().map(|row| pace.expected(if row.entry > 0 { row.entry + 1 } else { 0 }, row.exit)).sum();
    assert_eq!(expected.round_dp(8), Decimal::from(3));
    // One of four at 10 days; then two of two at 30.
    let quarter = Decimal::new(25, 2);
    assert_eq!(pace.steps(), [(10, quarter), (30, quarter + Decimal::ONE)]);
    assert_eq!(
        [(0, 9), (0, 10), (11, 29), (11, 40)].map(|(from, to)| pace.expected(from, to)),
        [Decimal::ZERO, quarter, Decimal::ZERO, Decimal::ONE]
    );
    assert_eq!(Pace::from_steps(pace.steps().to_vec()), pace);
    assert_eq!(Pace::of(&[]).expected(0, 100), Decimal::ZERO);
}

#[test]
fn the_less_they_differ_the_more_the_others_are_worth() {
    let alike = worth(&[(10, 10.0), (9, 10.0), (11, 10.0)]);
    let apart = worth(&[(30, 10.0), (2, 10.0), (3, 10.0), (25, 10.0)]);
    assert_eq!((alike, apart), (Decimal::from(50), Decimal::from(5)));
    let between = worth(&[(30, 20.0), (12, 20.0), (28, 20.0), (10, 20.0), (20, 20.0)]);
    assert!(between > apart && between < alike, "{between}");
    assert_eq!(worth(&[]), Decimal::from(5));
}

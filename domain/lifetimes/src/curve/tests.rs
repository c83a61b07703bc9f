use std::sync::Arc;

use jiff::civil::date;
use proptest::prelude::*;
use report::{Ledger, Unit};

use super::*;

fn watched(number: usize, entry: i32, exit: i32, event: bool) -> Watched {
    let key: Arc<str> = Arc::from(format!("C-{number:03}"));
    Watched {
        object: "contracts",
        label: key.clone(),
        key,
        on: None,
        entry,
        exit,
        event,
        weight: Decimal::from(100 * (number + 1)),
        reason: number % 2,
    }
}

fn those(rows: &[(i32, bool)]) -> Vec<Watched> {
    rows.iter().enumerate().map(|(number, (exit, event))| watched(number, 0, *exit, *event)).collect()
}

fn count(of: usize) -> Figure {
    let day = date(2025, 1, 15);
    let mut trace = Trace::new(Fold::Count, &[]);
    for number in 0..of {
        trace.push("accounts", &Arc::from(format!("A-{number}")), "a", None, &[]);
    }
    Ledger::new("lifetimes:company:start:2025-01-15").figure("watched", "watched", Unit::Count, day, trace)
}

fn value(read: Result<Read, Untold>) -> Decimal {
    read.unwrap().trace.value().unwrap().round_dp(9)
}

/// Ten accounts: two go at 100 days, one is last seen then, one goes at 200, the others are seen to 400.
fn ten() -> Curve {
    let mut rows = vec![(100, true), (100, true), (100, false), (200, true)];
    rows.extend([(400, false); 6]);
    Curve::of(&those(&rows)).unwrap()
}

#[test]
fn who_was_last_seen_on_the_day_was_still_there_for_its_losses() {
    let curve = ten();
    let left = |age| value(curve.left(Part::Heads, age, &count(10)));
    assert_eq!([0, 99, 100, 199, 200].map(left), ["1", "1", "0.8", "0.8", "0.685714286"].map(|t| t.parse().unwrap()));
    assert_eq!([99, 100, 200].map(|age| curve.there(age).count()), [10, 8, 6]);
    assert_eq!([99, 100, 200].map(|age| curve.there_at(age)), [10, 8, 6]);
    assert_eq!((curve.events(), curve.told_to()), (3, 400));
    assert_eq!(curve.left(Part::Heads, 401, &count(10)), Err(Untold::TooFew(0)));
}

#[test]
fn weight_counts_by_weight() {
    // 100 and 200 of 5,500 go, then 400 of what is left: 5,500 less 100, 200 and the 300 last seen.
    let left = value(ten().left(Part::Weight, 200, &count(10)));
    let expected = Decimal::from(5200) / Decimal::from(5500) * Decimal::from(4500) / Decimal::from(4900);
    assert_eq!(left, expected.round_dp(9));
    let mut rows = those(&[(10, true), (20, false), (20, false), (20, false), (20, false), (20, false)]);
    rows.iter_mut().for_each(|row| row.weight = Decimal::ZERO);
    let curve = Curve::of(&rows).unwrap();
    assert_eq!(curve.left(Part::Weight, 20, &count(6)), Err(Untold::NoWeight));
    assert!(curve.left(Part::Heads, 20, &count(6)).is_ok());
}

#[test]
fn the_middle_is_reached_or_it_is_said_that_it_is_not() {
    assert_eq!(ten().half_gone(), Err(Untold::NotReached));
    let ages = [(10, true), (20, true), (30, true), (40, true), (50, true), (60, true), (70, true), (80, true)];
    // Half are left from 40 to 50 days.
    assert_eq!(value(Curve::of(&those(&ages)).unwrap().half_gone()), Decimal::from(45));
    assert_eq!(Curve::of(&those(&ages[..4])).unwrap().half_gone(), Err(Untold::TooFew(3)));
}

#[test]
fn nobody_all_gone_and_none_gone() {
    assert!(Curve::of(&[]).is_none());
    assert!(Curve::of(&[watched(0, 5, 5, true)]).is_none());
    let gone = Curve::of(&those(&[(7, true); 6])).unwrap();
    let read = gone.left(Part::Heads, 30, &count(6)).unwrap();
    assert_eq!((read.trace.value(), read.interval), (Some(Decimal::ZERO), None));
    assert_eq!(value(gone.half_gone()), Decimal::from(7));
    let kept = Curve::of(&those(&[(7, false); 6])).unwrap();
    assert_eq!(value(kept.left(Part::Weight, 7, &count(6))), Decimal::ONE);
    assert_eq!(kept.half_gone(), Err(Untold::NotReached));
}

#[test]
fn reasons_and_the_rest_make_one() {
    let curve = ten();
    let [even, odd] = [[0], [1]].map(|reason| value(curve.gone_for(&reason, 200, &count(10))));
    let left = value(curve.left(Part::Heads, 200, &count(10)));
    assert_eq!((even + odd + left).round_dp(8), Decimal::ONE);
    // The second account went first, as one of ten, and the fourth later, as one of seven of eight tenths.
    assert_eq!(odd, (Decimal::new(1, 1) + Decimal::new(8, 1) / Decimal::from(7)).round_dp(9));
}

fn any_rows() -> impl Strategy<Value = Vec<Watched>> {
    let one = (0_i32..4, 0_i32..9, 1_i32..9, any::<bool>());
    prop::collection::vec(one, 1..40).prop_map(|rows| {
        let row = |(number, (late, entry, length, event)): (usize, (i32, i32, i32, bool))| {
            let entry = if late == 0 { entry } else { 0 };
            watched(number, entry, entry + length, event)
        };
        rows.into_iter().enumerate().map(row).collect()
    })
}

proptest! {
    #[test]
    fn the_rows_make_the_curve_of_kaplan_and_meier(rows in any_rows()) {
        let curve = Curve::of(&rows).unwrap();
        for age in 0..18 {
            prop_assert_eq!(curve.there(age).count() as u64, curve.there_at(age));
            for (part, km) in [(Part::Heads, Some(&curve.plain)), (Part::Weight, curve.heavy.as_ref())] {
                if let Ok(read) = curve.left(part, age, &count(rows.len())) {
                    let made: f64 = read.trace.value().unwrap().to_string().parse().unwrap();
                    let km = km.unwrap();
                    let said = km.at(f64::from(age)).map_or(0.0, |step| step.survival);
                    prop_assert!((made - said).abs() < 1e-9, "{made} {said}");
                }
            }
        }
    }

    #[test]
    fn the_order_of_rows_never_matters(mut rows in any_rows()) {
        let before = Curve::of(&rows).unwrap();
        rows.reverse();
        let after = Curve::of(&rows).unwrap();
        prop_assert_eq!(before.half_gone(), after.half_gone());
        prop_assert_eq!(before.gone_for(&[1], 6, &count(9)), after.gone_for(&[1], 6, &count(9)));
    }
}

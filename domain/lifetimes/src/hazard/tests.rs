use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::*;

/// Sixty accounts, of which the odd ones go in half the time.
fn sixty() -> Vec<Watched> {
    let one = |number: i32| Watched {
        object: "contracts",
        key: Arc::from(format!("C-{number:02}")),
        label: Arc::from("an account"),
        on: None,
        entry: 0,
        exit: (100 + 7 * number) / (1 + number % 2),
        event: number % 5 != 0,
        weight: Decimal::ONE,
        reason: 0,
    };
    (0..60).map(one).collect()
}

#[test]
fn what_goes_in_half_the_time_has_the_higher_hazard() {
    let rows = sixty();
    let those: Vec<&Watched> = rows.iter().collect();
    let odd: Vec<Vec<f64>> = (0..60).map(|number| vec![f64::from(number % 2)]).collect();
    let found = hazards(&those, &odd).unwrap();
    let interval = found[0].interval.clone().unwrap();
    assert!(found[0].ratio > Decimal::TWO && interval.low > Decimal::ONE, "{found:?}");
    let groups: Vec<usize> = (0..60).map(|number| number % 2).collect();
    assert!(differ(&those, &groups).unwrap() < 0.001);
    // Thirds have nothing to do with it.
    let thirds: Vec<usize> = (0..60).map(|number| number / 2 % 3).collect();
    assert!(differ(&those, &thirds).unwrap() > 0.2);
}

#[test]
fn too_few_events_and_a_column_that_never_differs_say_nothing() {
    let rows = sixty();
    let those: Vec<&Watched> = rows.iter().collect();
    let columns: Vec<Vec<f64>> = (0..60).map(|number| (0..5).map(|of| f64::from(number * of % 7)).collect()).collect();
    assert_eq!(hazards(&those, &columns), Err(Unfit::NoEvents));
    assert_eq!(hazards(&[], &[]), Err(Unfit::NoEvents));
    let same = hazards(&those, &vec![vec![3.0]; 60]).unwrap();
    assert_eq!((same[0].ratio.to_f64(), same[0].interval.as_ref()), (Some(1.0), None));
    assert_eq!(differ(&those, &vec![0; 60]), None);
}

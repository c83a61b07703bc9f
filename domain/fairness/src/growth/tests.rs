use std::sync::Arc;

use statistics::mixed::Prior;

use super::{Sale, compare_growth};
use crate::{Case, Study, compare};

/// Five owners with forty accounts; every fourth account grows by a tenth, of the first owner every second.
fn grown() -> (Study, Vec<Sale>) {
    let (mut cases, mut sales) = (Vec::new(), Vec::new());
    for owner in 0..5_usize {
        for place in 0..40_usize {
            let grew = if owner == 0 { place % 2 == 0 } else { place % 4 == 0 };
            let before = 1000.0 + 50.0 * place as f64;
            let noise = 1.0 + 0.2 * ((place * 7 + owner * 3) % 5) as f64 / 5.0;
            sales.push(Sale {
                account: owner * 40 + place,
                before,
                added: if grew { before * 0.1 * noise } else { 0.0 },
            });
            cases.push(Case {
                key: Arc::from(format!("{owner}-{place}")),
                label: Arc::from("an account"),
                successes: f64::from(u8::from(grew)),
                trials: 1.0,
                shares: vec![(owner, 1.0)],
                values: Vec::new(),
            });
        }
    }
    let groups = (0..5).map(|owner| Arc::from(format!("owner {owner}"))).collect();
    (Study { groups, covariates: Vec::new(), cases }, sales)
}

#[test]
fn who_sells_twice_as_often_added_more_than_expected() {
    let (study, sales) = grown();
    let chances = compare(&study, &Prior::default()).expect("a comparison");
    let found = compare_growth(&study, &sales, &chances).expect("sales enough");
    let interval = found[0].difference_95.expect("forty accounts");
    assert!(found[0].observed > found[0].expected && interval.low > 0.0, "{:?}", found[0]);
    let working = &found[0].working;
    assert!(working.convergence.reached && working.n == 40 && working.doubts.is_empty(), "{working:?}");
    assert!(found[0].without_largest < found[0].observed - found[0].expected);
    let all: (f64, f64) = found.iter().fold((0.0, 0.0), |sums, one| (sums.0 + one.observed, sums.1 + one.expected));
    assert!((all.0 / all.1 - 1.0).abs() < 0.1, "{all:?}");
}

#[test]
fn few_sales_say_nothing() {
    let (study, mut sales) = grown();
    sales.iter_mut().skip(30).for_each(|sale| sale.added = 0.0);
    let chances = compare(&study, &Prior::default()).expect("a comparison");
    assert!(compare_growth(&study, &sales, &chances).is_none());
}

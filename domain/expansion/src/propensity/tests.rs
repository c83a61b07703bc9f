use report::CheckState;

use super::*;
use crate::{Gate, Gates};

fn points(points: [Option<i64>; 5]) -> Propensity {
    Propensity { points: points.map(|points| points.map(Decimal::from)) }
}

#[test]
fn parts_weigh_as_the_source_says() {
    let all = points([Some(90), Some(80), Some(50), Some(60), Some(100)]);
    // 27 + 20 + 10 + 9 + 10.
    assert_eq!(all.score(), Some(Decimal::from(76)));
    assert_eq!(WEIGHTS.iter().sum::<i64>(), 100);
}

#[test]
fn what_is_not_known_leaves_its_weight_and_too_little_is_none() {
    assert_eq!(points([Some(90), None, Some(90), None, None]).score(), Some(Decimal::from(90)));
    assert_eq!(points([Some(90), None, None, Some(90), None]).score(), None);
    assert_eq!(Propensity::default().score(), None);
}

#[test]
fn tiers_begin_on_unrounded_values() {
    let tiers = ["80", "79.99", "60", "59.99", "40", "39.99"].map(|score| tier(score.parse().unwrap()));
    assert_eq!(tiers, [Some(1), Some(2), Some(2), Some(3), Some(3), None]);
}

#[test]
fn an_unknown_gate_is_not_open() {
    let open = Gates {
        health: Some(Decimal::from(70)),
        adoption: Some(Decimal::new(61, 2)),
        escalations: Some(0),
        notice: false,
        renewal_days: Some(61),
    };
    assert!(open.are_open());
    let closed = |gates: Gates| gates.closed();
    assert_eq!(closed(Gates { health: None, ..open }), [(Gate::Healthy, CheckState::Unknown)]);
    assert_eq!(closed(Gates { adoption: Some(Decimal::new(60, 2)), ..open }), [(Gate::Adopted, CheckState::NotMet)]);
    assert_eq!(closed(Gates { escalations: Some(1), notice: true, ..open }).len(), 2);
    assert_eq!(closed(Gates { renewal_days: Some(60), ..open }), [(Gate::NoRenewalSoon, CheckState::NotMet)]);
    assert!(Gates { renewal_days: None, ..open }.are_open());
}

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use report::Band;

use super::*;
use crate::{Component, Floor};

const AS_OF: Date = date(2026, 9, 30);

fn health(score: i64, usage: i64, renewal_in_days: Option<i64>) -> Health {
    let component = Component {
        kind: ComponentKind::Usage,
        key: "usage",
        name: "Usage",
        weight: Decimal::ONE_HUNDRED,
        score: Some(usage.into()),
        coverage: Decimal::ONE,
        measures: Vec::new(),
    };
    Health {
        as_of: AS_OF,
        score: Some(score.into()),
        band: Band::Green,
        floors: Vec::new(),
        renewal_on: renewal_in_days.and_then(|days| AS_OF.checked_add(days.days()).ok()),
        coverage: Decimal::ONE,
        components: vec![component],
    }
}

#[test]
fn each_alert_begins_on_its_line() {
    assert_eq!(signals(&health(60, 40, None), None), []);
    assert_eq!(signals(&health(59, 39, None), None), [Signal::LowScore, Signal::LowUsage]);
    assert_eq!(signals(&health(70, 40, Some(0)), None), []);
    assert_eq!(signals(&health(69, 40, Some(90)), None), [Signal::WeakBeforeRenewal { days: 90 }]);
    assert_eq!(signals(&health(69, 40, Some(91)), None), []);
    let fall = |before: i64| signals(&health(80, 40, None), Some(before.into()));
    assert_eq!(fall(89), []);
    assert_eq!(fall(90), [Signal::Fell { points: Decimal::TEN }]);
}

#[test]
fn what_cannot_wait_stands_first() {
    let mut health = health(50, 10, Some(30));
    let floor = |kind| Floor { kind, contract: Arc::from("c"), on: AS_OF };
    health.floors = vec![floor(FloorKind::NotRenewing), floor(FloorKind::NoticeServed)];
    let words: Vec<String> = signals(&health, Some(Decimal::ONE_HUNDRED)).iter().map(Signal::words).collect();
    assert_eq!(
        words,
        [
            "notice given",
            "weak, renews in 30 days",
            "score is red",
            "fell 50.0 in 7 days",
            "no auto-renewal",
            "low usage"
        ]
    );
}

#[test]
fn an_unknown_score_raises_no_alert_of_its_own() {
    let unknown = Health { score: None, components: Vec::new(), ..health(50, 10, Some(3)) };
    assert_eq!(signals(&unknown, Some(Decimal::ONE_HUNDRED)), []);
}

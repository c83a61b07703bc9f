//! How figures open to their rows.

use jiff::civil::date;
use report::{EvidenceRef, Figure, Unit};
use rust_decimal::Decimal;

use super::*;

#[test]
fn figures_of_many_accounts_are_named_once() {
    let mut report = Report::new("health.list", "Health", date(2025, 1, 15));
    let opens = |account: &str, key: &str| {
        let reference = EvidenceRef::new(&format!("health:{account}:2024-12-31:2025-01-15"), key);
        Figure::known(key, Decimal::ONE, Unit::Score, report.as_of).with_evidence(reference)
    };
    let figures = vec![opens("own/A-1", "score"), opens("own/A-2", "score"), opens("own/A-2", "coverage")];
    report.push(Block::Figures { figures });
    let text = render(&report, at_width(80));
    assert!(text.contains("evenkeel evidence 'health:NAME:2024-12-31:2025-01-15#KEY'"), "{text}");
    assert!(text.contains("KEY is one of score, coverage."), "{text}");
    assert!(text.contains("NAME is what the row begins with.") && !text.contains("A-1"), "{text}");
}

#[test]
fn figures_of_many_parts_are_named_once() {
    let mut report = Report::new("retention.bridge", "Bridge", date(2025, 1, 15));
    let opens = |key: &str| {
        let reference = EvidenceRef::new("bridge-by-book:company:2024-Q4:2025-01-15", key);
        Figure::known(key, Decimal::ONE, Unit::Score, report.as_of).with_evidence(reference)
    };
    let figures = ["churn", "Dan/churn", "Maya/churn", "Maya/new"].map(opens).to_vec();
    report.push(Block::Figures { figures });
    let text = render(&report, at_width(80));
    assert!(text.contains("KEY is one of churn, NAME/churn, NAME/new."), "{text}");
}

use jiff::civil::date;

use super::*;

fn until(expires_on: Date) -> Option<String> {
    let text = |word: &str| Arc::from(word);
    let judged = HealthOverride {
        key: text("own/o"),
        account: AccountId::new("own/a"),
        band: text("red"),
        reason: text("they told us"),
        judged_by: text("ruth@tidewater.example"),
        judged_on: date(2026, 1, 1),
        expires_on,
    };
    judged.contradiction()
}

#[test]
fn a_judgement_ends_after_it_begins_and_within_a_year() {
    assert_eq!(until(date(2026, 1, 2)), None);
    assert_eq!(until(date(2027, 1, 3)), None);
    assert!(until(date(2027, 1, 4)).unwrap().contains("366 days at most"));
    assert!(until(date(2026, 1, 1)).unwrap().contains("let it end later"));
    assert!(until(date(2025, 12, 1)).unwrap().contains("let it end later"));
}

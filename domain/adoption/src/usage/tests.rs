use super::*;

fn month(on: &str) -> Use {
    let on: Date = on.parse().unwrap();
    let key = Arc::from(format!("m/{on}"));
    Use { unit: Unit::Month, key, on, feature: None, events: Some(9), active: Some(3), licensed: None, days: Some(2) }
}

/// The month that stands for the latest on a day, for accounts that tell these months.
fn latest(day: &str, accounts: &[&[&str]]) -> Vec<Option<String>> {
    let day: Date = day.parse().unwrap();
    let mut all: Vec<Gathering> = accounts.iter().map(|_| Gathering::new(day)).collect();
    for (gathering, months) in all.iter_mut().zip(accounts) {
        months.iter().for_each(|on| gathering.add(month(on)));
    }
    Gathering::wait_for_month(day, all.iter_mut());
    all.iter().map(|one| one.window(Unit::Month, 0).first().map(|row| row.on.to_string())).collect()
}

#[test]
fn while_a_month_is_still_to_be_told_the_one_before_stands_for_it() {
    let told: &[&[&str]] = &[&["2026-09-01", "2026-10-01"], &["2026-10-01"]];
    let october = vec![Some("2026-10-01".to_owned()); 2];
    for day in ["2026-11-15", "2026-11-30", "2026-12-01", "2026-12-10"] {
        assert_eq!(latest(day, told), october, "{day}");
    }
    assert_eq!(latest("2026-12-11", told), [None, None], "late by then");
}

#[test]
fn once_anybody_tells_the_month_it_counts_for_all() {
    let told: &[&[&str]] = &[&["2026-10-01", "2026-11-01"], &["2026-10-01"]];
    assert_eq!(latest("2026-12-02", told), [Some("2026-11-01".to_owned()), None]);
}

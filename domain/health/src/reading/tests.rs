use super::*;

fn score(reading: Reading) -> String {
    reading.score().map_or("none".into(), |score| score.round_dp(2).normalize().to_string())
}

#[test]
fn usage_readings_by_hand() {
    assert_eq!(score(Reading::ActiveShare { active: 40, licensed: 100 }), "50");
    assert_eq!(score(Reading::ActiveShare { active: 90, licensed: 100 }), "100");
    assert_eq!(score(Reading::ActiveShare { active: 1, licensed: 0 }), "none");
    assert_eq!(score(Reading::FeatureAdoption { used: 3, in_book: 12 }), "50");
    assert_eq!(score(Reading::Frequency { active_days: 10, of_days: 28 }), "50");
    assert_eq!(score(Reading::Frequency { active_days: 28, of_days: 28 }), "100");
    // 15 of 30 days are 14 of 28.
    assert_eq!(score(Reading::Frequency { active_days: 15, of_days: 30 }), "70");
    assert_eq!(score(Reading::Depth { per_day: Decimal::TEN, book_median: Decimal::TEN }), "66.67");
}

#[test]
fn engagement_readings_by_hand() {
    assert_eq!(score(Reading::TouchpointQuality { live: 3, written: 5 }), "66.67");
    assert_eq!(score(Reading::TouchpointQuality { live: 0, written: 500 }), "33.33");
    assert_eq!(score(Reading::ExecutiveInvolvement { count: 1 }), "50");
    assert_eq!(score(Reading::Training { count: 9 }), "100");
}

#[test]
fn sentiment_readings_by_hand() {
    assert_eq!(score(Reading::Nps { mean: Decimal::new(85, 1), answers: 2 }), "85");
    assert_eq!(score(Reading::Csat { mean: Decimal::from(4), answers: 3, doubled: 0 }), "75");
    assert_eq!(score(Reading::SupportHealth { tickets: 9, escalated: 1, long_open: 2 }), "45");
    assert_eq!(score(Reading::SupportHealth { tickets: 9, escalated: 9, long_open: 0 }), "0");
}

#[test]
fn financial_readings_by_hand() {
    let trend = |now: i64| score(Reading::ArrTrend { now: now.into(), before: Decimal::from(1_000), days: 365 });
    assert_eq!([trend(1_000), trend(900), trend(800), trend(0), trend(5_000)], ["66.67", "33.33", "0", "0", "100"]);
    assert_eq!(score(Reading::Utilisation { active: 65, seats: 100 }), "50");
    assert_eq!(score(Reading::Expansion { won: 0, open: 2 }), "50");
    assert_eq!(score(Reading::Expansion { won: 1, open: 0 }), "100");
    assert_eq!(score(Reading::Expansion { won: 0, open: 0 }), "0");
}

#[test]
fn numbers_too_large_give_no_score_instead_of_a_panic() {
    assert_eq!(score(Reading::ArrTrend { now: Decimal::MAX, before: Decimal::MIN, days: 90 }), "none");
    assert_eq!(score(Reading::ActiveShare { active: i64::MIN, licensed: i64::MAX }), "0");
}

#[test]
fn a_reading_says_its_value_and_window() {
    let words = Reading::Csat { mean: Decimal::new(425, 2), answers: 4, doubled: 1 }.to_string();
    assert_eq!(words, "mean 4.25 of 5, n 4, 180 days; 1 stood both at a ticket and in a survey");
    let words = Reading::ArrTrend { now: 12_000.into(), before: 10_000.into(), days: 365 }.to_string();
    assert_eq!(words, "ARR 12,000, 10,000 365 days before");
}

#[test]
fn one_of_a_thing_reads_as_one() {
    let told = [
        Reading::ActiveShare { active: 0, licensed: 1 },
        Reading::FeatureAdoption { used: 1, in_book: 1 },
        Reading::Frequency { active_days: 1, of_days: 28 },
        Reading::Utilisation { active: 1, seats: 1 },
        Reading::Utilisation { active: 2, seats: 9 },
        Reading::StakeholderChanges { left: 1, known: 1 },
        Reading::TicketVolume { tickets: 1 },
        Reading::Advocacy { count: 1 },
    ];
    let words = told.map(|reading| reading.to_string());
    assert_eq!(
        words,
        [
            "0 of 1 licensed user active",
            "1 of 1 feature in 90 days",
            "1 active day of 28",
            "1 active user on 1 seat",
            "2 active users on 9 seats",
            "1 of 1 known person left in 180 days",
            "1 ticket in 90 days",
            "1 time in 365 days",
        ]
    );
}

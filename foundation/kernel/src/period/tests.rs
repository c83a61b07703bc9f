use super::*;

fn parse(text: &str) -> Result<(String, String, String), String> {
    let today = date(2026, 11, 20);
    Period::parse(text, FiscalYear::CALENDAR, today)
        .map(|period| (period.to_string(), period.from().to_string(), period.to().to_string()))
        .map_err(|refused| refused.to_string())
}

#[test]
fn periods_are_read_as_people_type_them() {
    let check = |text: &str, name: &str, from: &str, to: &str| {
        assert_eq!(parse(text), Ok((name.into(), from.into(), to.into())), "{text}");
    };
    check("2024-Q4", "2024-Q4", "2024-10-01", "2025-01-01");
    check("Q4 2024", "2024-Q4", "2024-10-01", "2025-01-01");
    check("q4-2024", "2024-Q4", "2024-10-01", "2025-01-01");
    check("2024-12", "2024-12", "2024-12-01", "2025-01-01");
    check("2024", "2024", "2024-01-01", "2025-01-01");
    check("2024-01-01..2024-03-31", "2024-01-01..2024-03-31", "2024-01-01", "2024-04-01");
    check("last-quarter", "2026-Q3", "2026-07-01", "2026-10-01");
    check("last-90-days", "2026-08-22..2026-11-19", "2026-08-22", "2026-11-20");
}

#[test]
fn nonsense_is_refused_with_the_forms_that_work() {
    assert!(parse("2024-Q5").unwrap_err().contains("write 2026-Q3"));
    assert!(parse("sometime").is_err());
    assert!(parse("").is_err());
    assert!(parse("2024-13").is_err());
    assert!(parse("last-0-days").is_err());
    assert_eq!(
        parse("2024-03-31..2024-01-01"),
        Err("the period `2024-03-31..2024-01-01` ends before it begins".into())
    );
}

#[test]
fn the_period_before_has_the_same_length() {
    let before = |text: &str| {
        Period::parse(text, FiscalYear::CALENDAR, date(2026, 11, 20)).unwrap().previous().unwrap().to_string()
    };
    assert_eq!(before("2024-Q1"), "2023-Q4");
    assert_eq!(before("2024-01"), "2023-12");
    assert_eq!(before("2024"), "2023");
    assert_eq!(before("2024-03-01..2024-03-31"), "2024-01-30..2024-02-29");
}

#[test]
fn a_fiscal_year_is_named_by_the_year_it_ends_in() {
    let april = FiscalYear::starting_in(4).unwrap();
    let first = april.quarter(2025, 1).unwrap();
    assert_eq!((first.from(), first.to()), (date(2024, 4, 1), date(2024, 7, 1)));
    assert_eq!(april.quarter_of(date(2024, 4, 1)), (2025, 1));
    assert_eq!(april.quarter_of(date(2024, 3, 31)), (2024, 4));
    for month in 1..=12 {
        let fiscal = FiscalYear::starting_in(month).unwrap();
        let mut day = date(2023, 1, 1);
        while day < date(2025, 1, 1) {
            let (year, quarter) = fiscal.quarter_of(day);
            assert!(fiscal.quarter(year, quarter).unwrap().contains(day), "{month} {day}");
            day = day.tomorrow().unwrap();
        }
    }
}

#[test]
fn overlap_counts_the_days_inside() {
    let quarter = FiscalYear::CALENDAR.quarter(2024, 4).unwrap();
    assert_eq!(quarter.day_count(), 92);
    assert_eq!(quarter.overlap_days(date(2024, 1, 1), None), 92);
    assert_eq!(quarter.overlap_days(date(2024, 12, 31), Some(date(2025, 6, 1))), 1);
    assert_eq!(quarter.overlap_days(date(2025, 1, 1), None), 0);
}

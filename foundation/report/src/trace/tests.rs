use super::*;

fn fold(fold: Fold, rows: &[&[&str]]) -> Option<String> {
    let mut trace = Trace::new(fold, &[]);
    for row in rows {
        let numbers: Vec<Decimal> = row.iter().map(|number| number.parse().unwrap()).collect();
        trace.push("contracts", &Arc::from("a"), "a", None, &numbers);
    }
    trace.value().map(|value| value.round_dp(6).normalize().to_string())
}

#[test]
fn each_fold_makes_its_figure() {
    let check = |how: Fold, rows: &[&[&str]], expected: &str| {
        assert_eq!(fold(how, rows).as_deref(), Some(expected), "{how:?}");
    };
    check(Fold::Count, &[&["5"], &["6"]], "2");
    check(Fold::Sum, &[&["5"], &["6.5"]], "11.5");
    check(Fold::Ratio, &[&["1", "4"], &["2", "4"]], "0.375");
    check(Fold::Complement, &[&["1", "4"], &["2", "4"]], "0.625");
    check(Fold::Mean, &[&["1"], &["2"]], "1.5");
    check(Fold::WeightedMean, &[&["10", "1"], &["20", "3"]], "17.5");
    check(Fold::Median, &[&["3"], &["1"], &["2"]], "2");
    check(Fold::Median, &[&["4"], &["1"], &["2"], &["3"]], "2.5");
    check(Fold::Percentile(90), &[&["3"], &["1"], &["2"]], "3");
    check(Fold::Percentile(50), &[&["4"], &["1"], &["2"], &["3"]], "2");
    check(Fold::NetPromoter, &[&["9"], &["10"], &["7"], &["6"]], "25");
    check(Fold::LargestShare, &[&["6"], &["2"], &["2"]], "0.6");
    check(Fold::TopShare(2), &[&["6"], &["3"], &["1"]], "0.9");
    check(Fold::EffectiveNumber, &[&["1"], &["1"], &["1"], &["1"]], "4");
    check(Fold::SumOfProducts, &[&["5", "2"], &["3", "-1"]], "7");
    check(Fold::Slope, &[&["74"], &["76"], &["78"], &["82"]], "2.6");
    check(Fold::Logistic, &[&["1"], &["-1"]], "0.5");
    check(Fold::Logistic, &[&["1000"]], "1");
    check(Fold::Logistic, &[&["-1000"]], "0");
    // Of five two go one after the other, one of them for the reason asked about, then one of the two that are left.
    let gone: &[&[&str]] = &[&["5", "0", "0"], &["5", "1", "10"], &["4", "1", "20"], &["2", "1", "30"]];
    check(Fold::Remaining, gone, "0.3");
    check(Fold::HalfGone, gone, "30");
    check(Fold::HalfGone, &[&["4", "2", "7"], &["2", "1", "9"]], "8");
    check(Fold::GoneBy, &[&["5", "1", "0"], &["4", "1", "1"], &["2", "1", "1"]], "0.5");
}

#[test]
fn nothing_makes_nothing_and_never_divides_by_zero() {
    for how in [
        Fold::Ratio,
        Fold::Complement,
        Fold::Mean,
        Fold::WeightedMean,
        Fold::Median,
        Fold::Percentile(90),
        Fold::NetPromoter,
    ] {
        assert_eq!(fold(how, &[]), None, "{how:?}");
    }
    assert_eq!(fold(Fold::Ratio, &[&["1", "0"]]), None);
    assert_eq!(fold(Fold::Slope, &[&["1"]]), None);
    assert_eq!(fold(Fold::HalfGone, &[&["4", "1", "7"]]), None);
    for how in [Fold::Remaining, Fold::GoneBy, Fold::HalfGone] {
        assert_eq!((fold(how, &[]), fold(how, &[&["0", "0", "0"]])), (None, None), "{how:?}");
    }
    assert_eq!(fold(Fold::LargestShare, &[&["0"]]), None);
}

#[test]
fn a_sum_too_large_to_hold_is_unknown_rather_than_wrong() {
    let huge = Decimal::MAX.to_string();
    assert_eq!(fold(Fold::Sum, &[&[&huge], &[&huge]]), None);
}

#[test]
fn a_number_is_read_off_the_lines_between_points() {
    let points: &[&[&str]] = &[&["50", "0"], &["75", "75"], &["90", "100"]];
    let read = |number: &str| {
        let value = [number];
        let rows: Vec<&[&str]> = std::iter::once(value.as_slice()).chain(points.iter().copied()).collect();
        fold(Fold::OnLines, &rows).unwrap()
    };
    // Halfway from 50 to 75 is half of 75; a third of the way from 75 to 90 is a third of 25 more.
    assert_eq!(
        ["40", "50", "62.5", "75", "80", "90", "99"].map(read),
        ["0", "0", "37.5", "75", "83.333333", "100", "100"]
    );
    let falling = [(Decimal::from(8), Decimal::ZERO), (Decimal::from(4), Decimal::from(75))];
    assert_eq!(on_lines(Decimal::from(6), &falling), Some(Decimal::new(375, 1)));
    assert_eq!(on_lines(Decimal::from(9), &falling), Some(Decimal::ZERO));
    assert_eq!(on_lines(Decimal::ONE, &[]), None);
}

#[test]
fn months_are_whole() {
    let day = |text: &str| text.parse::<Date>().unwrap();
    let months = |from: &str, to: &str| months_between(day(from), day(to));
    assert_eq!(months("2024-01-31", "2024-02-29"), 0);
    assert_eq!(months("2024-01-15", "2025-01-15"), 12);
    assert_eq!(months("2024-03-01", "2024-01-01"), -2);
    let mut trace = Trace::new(Fold::WholeMonths, &[]);
    trace.push("people", &Arc::from("a"), "first day", Some(day("2022-04-04")), &[]);
    assert_eq!(trace.value(), Some(Decimal::ZERO));
    trace.push("periods", &Arc::from("2024-Q4"), "end", Some(day("2025-01-01")), &[]);
    assert_eq!(trace.value(), Some(Decimal::from(32)));
}

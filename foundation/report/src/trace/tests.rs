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
    check(Fold::NetPromoter, &[&["9"], &["10"], &["7"], &["6"]], "25");
    check(Fold::LargestShare, &[&["6"], &["2"], &["2"]], "0.6");
    check(Fold::TopShare(2), &[&["6"], &["3"], &["1"]], "0.9");
    check(Fold::EffectiveNumber, &[&["1"], &["1"], &["1"], &["1"]], "4");
    check(Fold::Slope, &[&["74"], &["76"], &["78"], &["82"]], "2.6");
}

#[test]
fn nothing_makes_nothing_and_never_divides_by_zero() {
    for how in [Fold::Ratio, Fold::Complement, Fold::Mean, Fold::WeightedMean, Fold::Median, Fold::NetPromoter] {
        assert_eq!(fold(how, &[]), None, "{how:?}");
    }
    assert_eq!(fold(Fold::Ratio, &[&["1", "0"]]), None);
    assert_eq!(fold(Fold::Slope, &[&["1"]]), None);
    assert_eq!(fold(Fold::LargestShare, &[&["0"]]), None);
}

#[test]
fn a_sum_too_large_to_hold_is_unknown_rather_than_wrong() {
    let huge = Decimal::MAX.to_string();
    assert_eq!(fold(Fold::Sum, &[&[&huge], &[&huge]]), None);
}

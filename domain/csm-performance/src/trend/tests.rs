use super::*;

fn check(values: &[&str], unit: &Unit, less_is_better: bool, expected: Option<Direction>) {
    let values: Vec<Decimal> = values.iter().map(|value| value.parse().unwrap()).collect();
    assert_eq!(direction(&values, unit, less_is_better), expected, "{values:?}");
}

#[test]
fn the_five_arrows_of_the_source_come_out() {
    let money = Unit::Money("USD".into());
    // Slopes 0.8, 2.0, 10.3 % of the mean, 1.0 and 2.6 a quarter.
    check(&["72", "72", "73", "74.4"], &Unit::Score, false, Some(Direction::Stable));
    check(&["1.06", "1.08", "1.10", "1.12"], &Unit::Ratio, false, Some(Direction::Improving));
    check(&["62000", "70000", "77000", "85000"], &money, false, Some(Direction::StronglyImproving));
    check(&["39", "40", "41", "42"], &Unit::PromoterPoints, false, Some(Direction::Improving));
    check(&["74", "77", "79.6", "82"], &Unit::Score, false, Some(Direction::StronglyImproving));
}

#[test]
fn fewer_than_three_periods_make_no_trend() {
    check(&["70", "80"], &Unit::Score, false, None);
    check(&[], &Unit::Score, false, None);
}

#[test]
fn less_churn_is_an_improvement() {
    check(&["0.06", "0.045", "0.03"], &Unit::Ratio, true, Some(Direction::Improving));
    check(&["0.03", "0.06", "0.09"], &Unit::Ratio, true, Some(Direction::StronglyDeclining));
}

#[test]
fn only_the_last_four_periods_count() {
    check(&["10", "90", "90", "90", "90"], &Unit::Score, false, Some(Direction::Stable));
}

#[test]
fn one_thing_more_is_no_trend() {
    check(&["1", "2", "1", "2"], &Unit::Count, true, Some(Direction::Stable));
    check(&["1", "4", "7", "10"], &Unit::Count, true, Some(Direction::StronglyDeclining));
    check(&["118", "145", "243", "273"], &Unit::Count, false, Some(Direction::StronglyImproving));
}

#[test]
fn values_around_zero_do_not_divide_by_zero() {
    check(&["-1", "0", "1"], &Unit::Money("USD".into()), false, Some(Direction::Stable));
}

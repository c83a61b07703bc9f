use super::*;

#[test]
fn values_look_the_same_everywhere() {
    let check = |number: &str, unit: Unit, expected: &str| {
        assert_eq!(value(number.parse().unwrap(), &unit), expected);
    };
    check("0.0625", Unit::Ratio, "6.3 %");
    check("-0.0625", Unit::Ratio, "-6.3 %");
    check("1", Unit::Ratio, "100.0 %");
    check("0.9994", Unit::Ratio, "99.9 %");
    check("0.9997", Unit::Ratio, "99.97 %");
    check("1.00049", Unit::Ratio, "100.05 %");
    check("0.99999999", Unit::Ratio, "100.0 %");
    check("1234567.5", Unit::Money("USD".into()), "USD 1,234,568");
    check("81.85", Unit::Score, "81.9");
    check("82", Unit::Score, "82");
    check("2.10", Unit::Hours, "2.1 h");
    check("1", Unit::Days, "1 day");
    check("34.5", Unit::Days, "34.5 days");
    check("-0.4", Unit::PromoterPoints, "0");
    check("1000", Unit::Count, "1,000");
    check("100", Unit::Number, "100");
    check("-2.5439590283", Unit::Exact, "-2.543959");
}

#[test]
fn what_rounds_to_nothing_is_not_below_nothing() {
    assert_eq!([-0.0, -0.004, 0.004, -0.6].map(|value| signed(value, 0)), ["+0", "+0", "+0", "-1"]);
    assert_eq!([-0.0004, -0.0006].map(|value| signed(value, 3)), ["+0.000", "-0.001"]);
}

#[test]
fn one_is_singular() {
    assert_eq!(
        [0, 1, 2, 1_200].map(|count| counted(count, "row", "rows")),
        ["0 rows", "1 row", "2 rows", "1,200 rows"]
    );
}

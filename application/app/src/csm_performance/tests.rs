use super::*;

#[test]
fn tiers_begin_above_their_cut_offs() {
    let cutoffs = [50_000, 20_000, 10_000].map(Decimal::from);
    let check = |arr: i64, expected| assert_eq!(tier(Decimal::from(arr), &cutoffs), expected, "{arr}");
    check(50_001, Tier::Strategic);
    check(50_000, Tier::Growth);
    check(10_000, Tier::Nurture);
    check(9_999, Tier::Nurture);
    check(10_001, Tier::Core);
}

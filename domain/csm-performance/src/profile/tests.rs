use super::*;

fn points(metric: Metric, value: &str) -> String {
    let anchors = Profile::default().anchors[&metric];
    let plain = Anchors { basis: Basis::AsIs, ..anchors }.over(Decimal::ONE, metric);
    plain.points(value.parse().unwrap()).unwrap().round_dp(2).normalize().to_string()
}

fn settled(metric: Metric, targets: &[TargetRow]) -> Option<Settled> {
    let scope = Scope { targets, period: "2024-Q4", quarters: Decimal::ONE, team_mean: None };
    Profile::default().settle(metric, &scope)
}

fn target(metric: &str, number: &str) -> TargetRow {
    TargetRow { key: "own/t".into(), metric: metric.into(), tier: None, target: number.parse().unwrap() }
}

#[test]
fn the_worked_example_of_the_source_comes_out_as_computed() {
    let check = |metric, value, expected: &str| assert_eq!(points(metric, value), expected, "{metric:?}");
    check(Metric::AverageHealth, "74", "72");
    check(Metric::GreenShare, "0.38", "67.5");
    check(Metric::RedShare, "0.1875", "63.75");
    check(Metric::LogoChurn, "0.031", "90.83");
    check(Metric::RevenueChurn, "0.022", "85");
    check(Metric::QuotaAttainment, "1.0625", "82.81");
    check(Metric::NetRetention, "1.12", "80");
    check(Metric::BusinessReviewRate, "0.875", "79.17");
    check(Metric::ResponseHours, "2.1", "90.83");
    check(Metric::PromoterScore, "42", "77.5");
    check(Metric::SatisfactionMean, "4.6", "80");
    check(Metric::Escalations, "2", "91.67");
    check(Metric::TimeToValue, "34", "65");
    check(Metric::AdminShare, "0.18", "60");
    check(Metric::MeetingProductivity, "0.72", "66");
}

#[test]
fn points_stay_between_nought_and_a_hundred() {
    assert_eq!(points(Metric::ResponseHours, "0"), "100");
    assert_eq!(points(Metric::ResponseHours, "900"), "0");
    assert_eq!(points(Metric::PromoterScore, "-100"), "0");
    assert_eq!(points(Metric::PromoterScore, "40"), "75");
}

#[test]
fn yearly_rates_are_brought_to_the_period() {
    let quarter = settled(Metric::LogoChurn, &[]).unwrap();
    assert_eq!(quarter.target.round_dp(4).to_string(), "0.0127");
    assert_eq!(quarter.from, "default, 5 % a year");
    let kept = settled(Metric::GrossRetention, &[]).unwrap();
    assert_eq!(kept.target.round_dp(4).to_string(), "0.9820");
}

#[test]
fn a_target_of_ones_own_moves_the_anchors_with_it() {
    let churn = settled(Metric::LogoChurn, &[target("logo_churn", "0.02")]).unwrap();
    assert_eq!(churn.target, Decimal::new(2, 2));
    assert_eq!(churn.points(Decimal::new(2, 2)), Some(Decimal::from(75)));
    assert!(churn.floor > churn.target && churn.stretch < churn.target);
    let csat = settled(Metric::SatisfactionMean, &[target("csat_mean", "4.9")]).unwrap();
    assert_eq!(csat.stretch, Decimal::from(5));
    let shifted = settled(Metric::PromoterScore, &[target("nps", "-10")]).unwrap();
    assert_eq!((shifted.floor, shifted.stretch), (Decimal::from(-50), Decimal::from(10)));
}

#[test]
fn a_target_at_the_most_there_can_be_has_nothing_beyond_it() {
    // A stretch of 100 % business reviews held cannot lie beyond a target of 100 %.
    let all = settled(Metric::BusinessReviewRate, &[target("business_review_rate", "1")]).unwrap();
    assert_eq!((all.stretch, all.points(Decimal::ONE)), (Decimal::ONE, Some(Decimal::from(75))));
}

#[test]
fn touchpoints_without_a_target_are_not_scored() {
    assert_eq!(settled(Metric::Touchpoints, &[]), None);
    let told = settled(Metric::Touchpoints, &[target("touchpoints", "180")]).unwrap();
    assert_eq!(told.points(Decimal::from(187)).unwrap().round_dp(2).to_string(), "79.86");
}

#[test]
fn weights_must_sum_to_a_hundred() {
    let mut profile = Profile::default();
    assert!(profile.clone().checked().is_ok());
    profile.weights.insert(Category::Retention, Decimal::from(30));
    assert!(profile.checked().unwrap_err().0.contains("sum to 110"));
}

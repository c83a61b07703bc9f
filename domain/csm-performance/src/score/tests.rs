use super::*;

fn category(category: Category, weight: i64, points: Option<i64>) -> CategoryScore {
    CategoryScore { category, weight: Decimal::from(weight), points: points.map(Decimal::from), metrics: Vec::new() }
}

fn card(values: &[(Metric, &str)]) -> Scorecard {
    let counts = BTreeMap::new();
    let values = values.iter().map(|(metric, value)| (*metric, value.parse().unwrap())).collect();
    let input = ScoreInput {
        values: &values,
        counts: &counts,
        targets: &[],
        period: "2024-Q4",
        quarters: Decimal::ONE,
        team_deal_size: None,
    };
    score(&input, &Profile::default())
}

#[test]
fn the_overall_score_of_the_source_is_81_85_and_strong() {
    let points = [88, 90, 72, 78, 85, 74];
    let weights = [20, 20, 20, 15, 15, 10];
    let categories: Vec<CategoryScore> = Category::ALL
        .into_iter()
        .zip(weights)
        .zip(points)
        .map(|((name, weight), points)| category(name, weight, Some(points)))
        .collect();
    let overall = weighted_mean(&categories).unwrap();
    assert_eq!(overall, Decimal::new(8185, 2));
    assert_eq!(report::display::value(overall.round_dp(0), &report::Unit::Score), "82");
    assert_eq!(OverallBand::of(overall), OverallBand::Strong);
}

#[test]
fn bands_begin_on_unrounded_values() {
    let check = |score: &str, band| assert_eq!(OverallBand::of(score.parse().unwrap()), band, "{score}");
    check("90", OverallBand::Top);
    check("89.999", OverallBand::Strong);
    check("75", OverallBand::Strong);
    check("74.999", OverallBand::Solid);
    check("60", OverallBand::Solid);
    check("59.999", OverallBand::NeedsSupport);
}

#[test]
fn the_weight_of_a_missing_category_goes_to_the_others() {
    let known = [category(Category::Retention, 20, Some(80)), category(Category::Efficiency, 10, Some(50))];
    let with_gap = [known[0].clone(), known[1].clone(), category(Category::Expansion, 20, None)];
    assert_eq!(weighted_mean(&with_gap), weighted_mean(&known));
    assert_eq!(weighted_mean(&known), Some(Decimal::from(70)));
}

#[test]
fn below_sixty_per_cent_coverage_there_is_no_score() {
    let thin = card(&[(Metric::LogoChurn, "0.01"), (Metric::GrossRetention, "0.99")]);
    assert_eq!(thin.overall, None);
    assert_eq!(thin.coverage, Decimal::new(10, 2));
    assert!(thin.points(Metric::LogoChurn).is_some());
}

#[test]
fn full_coverage_makes_a_score() {
    let values: Vec<(Metric, &str)> = Metric::ALL.into_iter().map(|metric| (metric, "0.5")).collect();
    let card = card(&values);
    // Touchpoints and deal size need a target and a team.
    assert_eq!(card.coverage.round_dp(2), Decimal::new(90, 2));
    assert!(card.overall.is_some());
}

#[test]
fn a_handful_of_answers_is_shown_and_not_scored() {
    assert!(rests_on_too_few(Metric::PromoterScore, Some(4)));
    assert!(!rests_on_too_few(Metric::PromoterScore, Some(5)));
    assert!(!rests_on_too_few(Metric::LogoChurn, Some(1)));
}

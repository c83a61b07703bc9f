use super::*;

#[test]
fn a_value_on_a_line_belongs_to_the_more_urgent_tier() {
    let tiers = [1.0, 0.75, 0.749_999, 0.55, 0.549_999, 0.35, 0.349_999, 0.0].map(Tier::of);
    let words = ["critical", "critical", "high", "high", "medium", "medium", "low", "low"];
    assert_eq!(tiers.map(Tier::word), words);
}

#[test]
fn points_and_chances_cut_at_the_same_places() {
    for (chance, wanted) in [(0.0, 0), (0.35, 45), (0.45, 55), (0.55, 65), (0.75, 85), (1.0, 100)] {
        assert_eq!(points(chance), Some(Decimal::from(wanted)), "{chance}");
    }
    assert_eq!(points(f64::NAN), None);
}

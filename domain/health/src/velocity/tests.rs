use super::*;

fn pace(current: &str, earlier: &str) -> &'static str {
    velocity(current.parse().ok(), earlier.parse().ok()).map_or("unknown", |found| found.pace.words())
}

#[test]
fn each_speed_has_its_word_and_a_value_on_a_line_the_faster_one() {
    assert_eq!(pace("60", "75"), "declining fast");
    assert_eq!(pace("60.01", "75"), "declining");
    assert_eq!(pace("69", "75"), "declining");
    assert_eq!(pace("69.01", "75"), "stable");
    assert_eq!(pace("75", "75"), "stable");
    assert_eq!(pace("80.99", "75"), "stable");
    assert_eq!(pace("81", "75"), "improving");
    assert_eq!(pace("90", "75"), "improving fast");
}

#[test]
fn without_both_scores_there_is_no_speed() {
    assert_eq!(velocity(None, Some(Decimal::TEN)), None);
    assert_eq!(velocity(Some(Decimal::TEN), None), None);
}

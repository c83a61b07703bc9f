use super::*;

fn decimals(values: [Decimal; 3]) -> Vec<String> {
    values.iter().map(|value| value.round_dp(4).normalize().to_string()).collect()
}

#[test]
fn goals_close_a_third_of_the_gap_at_a_time() {
    let (steps, beyond) = goals(Decimal::new(70, 2), Decimal::new(85, 2));
    assert_eq!(decimals(steps), ["0.75", "0.8", "0.85"]);
    assert!(!beyond);
}

#[test]
fn a_wide_gap_is_closed_by_a_quarter_of_the_target_and_said_to_be_wider() {
    let (steps, beyond) = goals(Decimal::from(60), Decimal::from(180));
    assert_eq!(decimals(steps), ["75", "90", "105"]);
    assert!(beyond);
    let (down, beyond) = goals(Decimal::from(60), Decimal::from(30));
    assert_eq!(decimals(down), ["57.5", "55", "52.5"]);
    assert!(beyond);
}

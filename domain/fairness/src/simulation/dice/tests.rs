use super::Dice;

fn mean_and_variance(values: &[f64]) -> (f64, f64) {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    (mean, values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / values.len() as f64)
}

// Moments from the textbook: normal (0, 1), exponential (1, 1), negative binomial with r = 5 and mean m (m, m + m²/5).
#[test]
fn numbers_have_the_moments_of_their_distributions() {
    let mut dice = Dice::of(11, 1);
    let mut draw = |roll: fn(&mut Dice) -> f64| (0..40_000).map(|_| roll(&mut dice)).collect::<Vec<f64>>();
    for (values, mean, variance) in [
        (draw(Dice::normal), 0.0, 1.0),
        (draw(Dice::exponential), 1.0, 1.0),
        (draw(|dice| dice.uneven(28.0) as f64), 28.0, 28.0 + 28.0 * 28.0 / 5.0),
        (draw(|dice| dice.below(10) as f64), 4.5, 8.25),
    ] {
        let found = mean_and_variance(&values);
        // Five standard errors of a mean; a variance of heavy tails wanders further.
        assert!((found.0 - mean).abs() < 5.0 * (variance / 40_000.0_f64).sqrt(), "{found:?} {mean}");
        assert!((found.1 / variance - 1.0).abs() < 0.08, "{found:?} {variance}");
    }
}

#[test]
fn streams_do_not_follow_each_other() {
    let rolls = |stream| {
        let mut dice = Dice::of(5, stream);
        [dice.unit(), dice.unit(), dice.unit()]
    };
    assert_eq!(rolls(1), rolls(1));
    assert_ne!(rolls(1), rolls(2));
}

#[test]
fn shuffling_loses_nothing_and_leaves_nothing_in_place() {
    let mut list: Vec<u32> = (0..500).collect();
    Dice::of(5, 1).shuffle(&mut list);
    let in_place = list.iter().enumerate().filter(|(place, value)| **value as usize == *place).count();
    assert!(in_place < 10, "{in_place}");
    list.sort_unstable();
    assert_eq!(list, (0..500).collect::<Vec<u32>>());
}

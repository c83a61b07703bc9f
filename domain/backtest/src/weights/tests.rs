use super::*;

/// Two components, of which the first decides three times as much per point as the second, and a third that decides nothing.
fn parts(count: usize) -> Vec<Parts> {
    let part = |row: usize| {
        let spread = |of: usize| ((row * [37, 53, 71][of] + 11) % 101) as f64;
        let (first, second) = (spread(0), spread(1));
        let chance = expit(-2.0 + 0.03 * (50.0 - first) + 0.01 * (50.0 - second));
        Parts {
            key: Arc::from(format!("account {}", row / 3)),
            components: vec![Some(first), Some(second), (!row.is_multiple_of(5)).then(|| spread(2))],
            happened: ((row * 7919) % 1009) as f64 / 1009.0 < chance,
        }
    };
    (0..count).map(part).collect()
}

#[test]
fn outcomes_choose_the_weights_that_made_them() {
    let found = shares(&parts(9000)).unwrap();
    for (share, truth) in found.iter().zip([0.75, 0.25, 0.0]) {
        let range = share.range.unwrap();
        assert!((share.share - truth).abs() < 0.08, "{found:?}");
        assert!(range.low - 0.02 <= truth && truth <= range.high + 0.02, "{found:?}");
    }
    assert!((found.iter().map(|share| share.share).sum::<f64>() - 1.0).abs() < 1e-9);
}

#[test]
fn a_component_that_works_the_wrong_way_round_gets_nothing() {
    let turned = parts(6000).into_iter().map(|one| {
        let second = one.components[1].map(|score| 100.0 - score);
        Parts { components: vec![one.components[0], second, one.components[2]], ..one }
    });
    let weights = Weights::learn(&turned.collect::<Vec<_>>()).unwrap();
    assert!(weights.shares().unwrap()[1] < 1e-9, "{weights:?}");
}

#[test]
fn chances_follow_the_weights_and_what_is_not_known_counts_as_the_mean() {
    let weights = Weights::learn(&parts(6000)).unwrap();
    assert!(weights.chance(&[Some(10.0), None, None]) > weights.chance(&[Some(90.0), None, None]));
    let known = weights.chance(&[Some(weights.means[0]), None, None]);
    assert!((known - weights.chance(&[None, None, None])).abs() < 1e-12);
}

#[test]
fn too_little_chooses_nothing() {
    assert_eq!(Weights::learn(&parts(60)), None);
    let same = parts(3000).into_iter().map(|one| Parts { components: vec![Some(50.0), Some(50.0), None], ..one });
    assert_eq!(Weights::learn(&same.collect::<Vec<_>>()), None);
}

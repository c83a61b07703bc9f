use super::{Standing, positions};
use crate::mixed::tests::tables::{numbers, table, values};

/// Exact posteriors of the twelve hospitals at the maximum of the likelihood, on a fine grid of effects.
fn hospitals(mean: f64, spread: f64) -> Option<(Vec<f64>, Vec<Vec<f64>>)> {
    let table = table("surgical12.csv")?;
    let grid: Vec<f64> = (0..=2000).map(|place| -3.0 + 6.0 * f64::from(place) / 2000.0).collect();
    let posterior = |(deaths, operations): (f64, f64)| {
        let log = |effect: &f64| {
            let odds = mean + effect;
            deaths * odds - operations * (1.0 + odds.exp()).ln() - effect * effect / (2.0 * spread * spread)
        };
        let heights: Vec<f64> = grid.iter().map(log).collect();
        let top = heights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let weights: Vec<f64> = heights.iter().map(|height| (height - top).exp()).collect();
        let total: f64 = weights.iter().sum();
        weights.into_iter().map(|weight| weight / total).collect()
    };
    let counts = table.column("deaths").into_iter().zip(table.column("n"));
    Some((grid.clone(), counts.map(posterior).collect()))
}

fn below(posterior: &[f64], place: usize) -> f64 {
    posterior[..place].iter().sum::<f64>() + posterior[place] / 2.0
}

#[test]
fn positions_of_twelve_hospitals_agree_with_the_reference() {
    let Some(values) = values("bayes_ranks") else { return };
    let wanted = &values["surgical12_eb_plugin"];
    let number = |name: &str| wanted[name].as_f64().expect("a number");
    let Some((grid, posteriors)) = hospitals(number("mu"), number("sigma")) else { return };
    for (hospital, posterior) in posteriors.iter().enumerate() {
        let others = posteriors.iter().enumerate().filter(|(other, _)| *other != hospital);
        let others: Vec<&Vec<f64>> = others.map(|(_, other)| other).collect();
        let below: Vec<Vec<f64>> =
            (0..grid.len()).map(|place| others.iter().map(|other| below(other, place)).collect()).collect();
        let chances = positions(posterior, &below);
        let standing = Standing::of(&chances).expect("twelve positions");
        for (found, wanted) in chances.iter().zip(numbers(&wanted["rank_pmf"][hospital])) {
            assert!((found - wanted).abs() < 1e-3, "hospital {hospital}: {found} against {wanted}");
        }
        let ranks = &wanted["ranks"];
        let near = |found: f64, name: &str| {
            let wanted = ranks[name][hospital].as_f64().expect("a number");
            assert!((found - wanted).abs() < 1e-3, "hospital {hospital}, {name}: {found} against {wanted}");
        };
        near(standing.expected, "expected_rank");
        near(standing.lowest_quarter, "p_lowest_quarter");
        near(standing.highest_quarter, "p_highest_quarter");
        assert_eq!(standing.low as u64, ranks["rank_q05"][hospital].as_u64().expect("a rank"));
        assert_eq!(standing.high as u64, ranks["rank_q95"][hospital].as_u64().expect("a rank"));
    }
}

#[test]
fn the_stand_in_for_many_others_is_close_to_counting() {
    let chances: Vec<f64> = (0..300).map(|other| 0.1 + 0.8 * f64::from(other) / 300.0).collect();
    let (counted, approximated) = (super::counted(&chances), super::approximated(&chances));
    let worst = counted.iter().zip(&approximated).map(|(one, other)| (one - other).abs()).fold(0.0, f64::max);
    assert!(worst < 1e-3, "{worst}");
}

#[test]
fn one_alone_stands_first_and_last() {
    let standing = Standing::of(&positions(&[1.0], &[vec![]])).expect("one position");
    assert_eq!((standing.low, standing.high), (1, 1));
    assert!(Standing::of(&[]).is_none());
}

use super::{Sheet, dot};

/// Words as columns: an intercept, a rare word, a frequent one, and a number that differs from row to row.
fn cells() -> Vec<f64> {
    let row = |place: usize| {
        let is = |holds: bool| if holds { 3.5 } else { -0.25 };
        [1.0, is(place.is_multiple_of(9)), is(!place.is_multiple_of(7)), place as f64 / 10.0 - 1.0, 0.0]
    };
    (0..40).flat_map(row).collect()
}

fn near(found: &[f64], wanted: &[f64]) {
    assert_eq!(found.len(), wanted.len());
    for (one, other) in found.iter().zip(wanted) {
        assert!((one - other).abs() < 1e-11, "{one} is not {other}");
    }
}

#[test]
fn what_sets_rows_apart_gives_the_sums_of_whole_rows() {
    let (cells, columns) = (cells(), 5);
    let sheet = Sheet::of(cells.clone(), columns);
    assert!(sheet.apart.is_some(), "few columns are filled");
    let weights: Vec<f64> = (0..40).map(|place| 0.1 + f64::from(place % 4)).collect();
    let coefficients = [0.3, -1.0, 0.7, 2.0, 0.1];
    let rows: Vec<&[f64]> = cells.chunks(columns).collect();
    near(&sheet.lines(&coefficients), &rows.iter().map(|row| dot(row, &coefficients)).collect::<Vec<f64>>());
    let sum = |column: usize| rows.iter().zip(&weights).map(|(row, weight)| weight * row[column]).sum::<f64>();
    near(&sheet.sums(&weights), &(0..columns).map(sum).collect::<Vec<f64>>());
    let square = |place: usize| {
        let (left, right) = (place / columns, place % columns);
        let all = rows.iter().zip(&weights).map(|(row, weight)| weight * row[left] * row[right]);
        if right > left { 0.0 } else { all.sum::<f64>() }
    };
    near(&sheet.squares(&weights), &(0..columns * columns).map(square).collect::<Vec<f64>>());
}

#[test]
fn numbers_that_differ_everywhere_are_walked_over_as_they_are() {
    let cells: Vec<f64> = (0..60).map(|place| f64::from(place) / 7.0).collect();
    let sheet = Sheet::of(cells.clone(), 3);
    assert!(sheet.apart.is_none());
    near(&sheet.lines(&[0.0, 1.0, 0.0]), &cells.chunks(3).map(|row| row[1]).collect::<Vec<f64>>());
}

#[test]
fn without_columns_there_is_nothing_to_sum() {
    let sheet = Sheet::of(Vec::new(), 0);
    assert!(sheet.lines(&[]).is_empty() && sheet.sums(&[1.0, 2.0]).is_empty() && sheet.squares(&[1.0]).is_empty());
}

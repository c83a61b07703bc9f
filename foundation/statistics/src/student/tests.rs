use super::*;

fn close(found: Option<f64>, expected: f64, tolerance: f64) {
    let found = found.unwrap();
    assert!((found - expected).abs() <= tolerance * expected.abs(), "{found} is not {expected}");
}

#[test]
fn closed_forms_come_out() {
    // One degree: tan(pi (p - 1/2)). Two degrees: (2p - 1) sqrt(2 / (4p (1 - p))). Exact; tolerance 1e-10.
    for p in [0.6, 0.9, 0.975, 0.9995] {
        close(quantile(p, 1.0), libm::tan(core::f64::consts::PI * (p - 0.5)), 1e-10);
        close(quantile(p, 2.0), (2.0 * p - 1.0) * libm::sqrt(2.0 / (4.0 * p * (1.0 - p))), 1e-10);
    }
}

#[test]
fn the_tabulated_points_come_out() {
    // Printed tables of Student's t give these to three digits; tolerance half a unit of the last.
    for (p, df, expected) in
        [(0.975, 4.0, 2.776), (0.975, 10.0, 2.228), (0.975, 30.0, 2.042), (0.95, 120.0, 1.658), (0.995, 5.0, 4.032)]
    {
        assert!((quantile(p, df).unwrap() - expected).abs() < 5e-4, "{p} {df}");
    }
}

#[test]
fn both_ways_agree_where_they_meet() {
    for p in [0.0005, 0.1, 0.5, 0.9, 0.975, 0.9995] {
        let by_halving =
            if p < 0.5 { -upper_quantile(p, 1_000.0).unwrap() } else { upper_quantile(1.0 - p, 1_000.0).unwrap() };
        let by_expansion = expansion(normal::quantile(p).unwrap(), 1_000.0).unwrap();
        assert!((by_halving - by_expansion).abs() < 1e-10, "{p}: {by_halving} {by_expansion}");
    }
}

#[test]
fn the_tails_mirror_and_the_edges_are_refused() {
    let (left, right) = (quantile(0.25, 7.0).unwrap(), quantile(0.75, 7.0).unwrap());
    assert!((left + right).abs() < 1e-12);
    assert_eq!(upper_tail(0.0, 3.0), Some(0.5));
    for (p, df) in [(0.0, 5.0), (1.0, 5.0), (0.5, 0.0), (0.5, -1.0), (f64::NAN, 5.0), (0.5, f64::NAN)] {
        assert_eq!(quantile(p, df), None, "{p} {df}");
    }
    assert_eq!(upper_tail(-1.0, 3.0), None);
    assert_eq!(upper_tail(f64::NAN, 3.0), None);
    assert_eq!(quantile(1e-300, 0.01), None);
}

use super::*;

fn close(found: Option<f64>, expected: f64, tolerance: f64) {
    let found = found.unwrap();
    assert!((found - expected).abs() <= tolerance, "{found} is not {expected}");
}

#[test]
fn the_tabulated_points_come_out() {
    // Widely tabulated to 15 digits; tolerance 1e-13.
    close(quantile(0.975), 1.959963984540054, 1e-13);
    close(quantile(0.95), 1.6448536269514722, 1e-13);
    close(quantile(0.995), 2.5758293035489004, 1e-13);
    close(quantile(0.5), 0.0, 1e-15);
    close(quantile(1e-10), -6.361340902404056, 1e-11);
    close(cdf(1.0), 0.8413447460685429, 1e-15);
    close(cdf(-6.0), 9.865_876_450_376_98e-10, 1e-23);
    close(two_sided(0.95), 1.959963984540054, 1e-13);
}

#[test]
fn quantile_undoes_cdf() {
    for step in -80..=80 {
        let z = f64::from(step) / 10.0;
        let p = cdf(z).unwrap();
        let tolerance = if z <= 0.0 { 1e-12 } else { 1e-15 / (1.0 - p).max(1e-16) };
        if p < 1.0 {
            close(quantile(p), z, tolerance.max(1e-12));
        }
    }
}

#[test]
fn the_ends_have_no_quantile_but_every_point_between_has() {
    for p in [0.0, 1.0, -0.1, 1.1, f64::NAN] {
        assert_eq!(quantile(p), None);
        assert_eq!(two_sided(p), None);
    }
    for p in [f64::MIN_POSITIVE, 5e-324, 1.0 - f64::EPSILON / 2.0] {
        assert!(quantile(p).is_some(), "{p}");
    }
    assert_eq!(cdf(f64::NAN), None);
    assert_eq!(cdf(f64::INFINITY), Some(1.0));
}

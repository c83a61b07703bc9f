use super::*;

fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{found} is not {expected}");
}

#[test]
fn wilson_meets_the_reference() {
    // Reference set "proportion_ci", worked out independently in Python at 95 %; tolerance 1e-10.
    for (hits, n, low, high) in [
        (0, 12, 0.0, 0.24249400666),
        (3, 12, 0.088941668394, 0.53230533493),
        (27, 30, 0.74378917421, 0.96540011125),
        (30, 30, 0.88648660683, 1.0),
        (170, 200, 0.79394420716, 0.89286406438),
    ] {
        let interval = wilson(hits, n, 0.95).unwrap();
        close(interval.low, low, 1e-10);
        close(interval.high, high, 1e-10);
    }
}

#[test]
fn a_proportion_of_nothing_has_no_interval() {
    assert_eq!(wilson(0, 0, 0.95), None);
    assert_eq!(wilson(3, 2, 0.95), None);
    assert_eq!(wilson(1, 2, 1.0), None);
    assert_eq!(wilson(1, 2, f64::NAN), None);
}

#[test]
fn net_promoter_meets_the_reference() {
    // Reference set "nps": 46, 33 and 21 of 100. It rounds z to 1.96, hence a tolerance of 1e-3 points.
    assert_eq!(net_promoter(46, 33, 21), Some(25.0));
    let plain = net_promoter_wald(46, 33, 21, 0.95).unwrap();
    close(plain.interval.low, 9.7233118772, 1e-3);
    close(plain.interval.high, 40.276688123, 1e-3);
    let adjusted = net_promoter_adjusted(46, 33, 21, 0.95).unwrap();
    close(adjusted.centre, 24.27184466, 1e-8);
    close(adjusted.interval.high - adjusted.centre, 15.035663777, 1e-3);
}

#[test]
fn answers_that_all_agree_are_still_not_certain() {
    let plain = net_promoter_wald(5, 0, 0, 0.95).unwrap();
    assert_eq!((plain.interval.low, plain.interval.high), (100.0, 100.0));
    let adjusted = net_promoter_adjusted(5, 0, 0, 0.95).unwrap();
    assert!(adjusted.interval.low < 70.0);
    assert_eq!(adjusted.interval.high, 100.0);
    assert_eq!(net_promoter(0, 0, 0), None);
    assert_eq!(net_promoter_adjusted(0, 0, 0, 0.95), None);
    assert_eq!(net_promoter_wald(0, 0, 0, 0.95), None);
}

#[test]
fn a_mean_of_five_by_hand() {
    // Mean 3, variance 2.5, so the standard error is sqrt(0.5); t with 4 degrees is 2.776 in printed tables.
    let estimate = mean_t(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.95).unwrap();
    assert_eq!(estimate.centre, 3.0);
    close(estimate.interval.high, 3.0 + 2.776 * libm::sqrt(0.5), 5e-4);
    close(estimate.interval.low, 3.0 - 2.776 * libm::sqrt(0.5), 5e-4);
}

#[test]
fn a_mean_of_too_little_has_no_interval() {
    assert_eq!(mean_t(&[1.0], 0.95), None);
    assert_eq!(mean_t(&[1.0, f64::NAN], 0.95), None);
    assert_eq!(mean_t(&[1.0, 2.0], 0.0), None);
    assert_eq!(mean_t(&[1.0, 1.0], 0.95).map(|found| found.interval), Some(Interval { low: 1.0, high: 1.0 }));
}

use super::*;

fn bump(at: Vec<f64>) -> Option<Place> {
    // -log cosh(x - 3): concave, but full steps from afar overshoot without end.
    let x = at[0] - 3.0;
    let slope = libm::tanh(x);
    Some(Place { value: -libm::log(libm::cosh(x)), gradient: vec![-slope], curvature: vec![1.0 - slope * slope], at })
}

#[test]
fn a_step_too_far_is_halved() {
    let (top, convergence) = climb(vec![0.0], bump).unwrap();
    assert!(convergence.reached && convergence.gradient < 1e-9, "{convergence:?}");
    assert!((top.at[0] - 3.0).abs() < 1e-9);
}

#[test]
fn a_hollow_is_climbed_out_of() {
    // x^2 / 2 - x^4 / 4 has a hollow at 0 and tops at 1 and -1.
    let look = |at: Vec<f64>| {
        let x = at[0];
        let value = x * x / 2.0 - x * x * x * x / 4.0;
        Some(Place { value, gradient: vec![x - x * x * x], curvature: vec![3.0 * x * x - 1.0], at })
    };
    let (top, convergence) = climb(vec![0.01], look).unwrap();
    assert!(convergence.reached);
    assert!((top.at[0] - 1.0).abs() < 1e-9);
}

#[test]
fn a_slope_without_top_says_so() {
    let rising = |at: Vec<f64>| Some(Place { value: at[0], gradient: vec![1.0], curvature: vec![1e-3], at });
    let (_, convergence) = climb(vec![0.0], rising).unwrap();
    assert!(!convergence.reached && convergence.gradient == 1.0);
    let flat = |at: Vec<f64>| Some(Place { value: at[0], gradient: vec![1.0], curvature: vec![0.0], at });
    assert!(climb(vec![0.0], flat).is_none());
    assert!(climb(vec![0.0], |_| None).is_none());
}

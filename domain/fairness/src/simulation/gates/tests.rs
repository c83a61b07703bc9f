use super::*;

fn gate(value: f64, wanted: Wanted) -> Gate {
    Gate { says: "", found: Some(Share { value, error: 0.01 }), wanted }
}

#[test]
fn a_gate_holds_up_to_its_ends() {
    let between = Wanted::Between(0.88, 0.92);
    assert!(gate(0.88, between).holds() && gate(0.92, between).holds());
    assert!(!gate(0.879, between).holds() && !gate(0.921, between).holds());
    assert!(gate(0.01, Wanted::AtMost(0.01)).holds() && !gate(0.0101, Wanted::AtMost(0.01)).holds());
    assert!(gate(0.84, Wanted::AtLeast(0.84)).holds() && !gate(0.8399, Wanted::AtLeast(0.84)).holds());
    assert!(gate(0.0001, Wanted::Ahead).holds() && !gate(0.0, Wanted::Ahead).holds());
}

#[test]
fn what_was_not_measured_does_not_pass() {
    assert!(gates(&Results::default()).iter().all(|gate| gate.found.is_none() && !gate.holds()));
    assert!(!gate(f64::NAN, Wanted::AtMost(1.0)).holds());
}

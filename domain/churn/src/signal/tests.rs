use super::{SIGNALS, place};

#[test]
fn a_line_beyond_every_reading_can_be_passed_by_none() {
    assert!(SIGNALS[place::ACTIVE].can_pass(0.2) && !SIGNALS[place::ACTIVE].can_pass(-0.185));
    assert!(SIGNALS[place::LEFT].can_pass(0.7) && !SIGNALS[place::LEFT].can_pass(1.3));
    assert!(SIGNALS[place::SILENCE].can_pass(300.0) && !SIGNALS[place::SILENCE].can_pass(400.0));
    assert!(SIGNALS[place::TICKETS].can_pass(90.0));
}

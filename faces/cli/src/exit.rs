use kernel::Refusal;

/// Everything went as asked.
pub const OK: u8 = 0;
/// What was typed does not make sense.
pub const USAGE: u8 = 2;

/// The exit code of a refusal: 1 fault, 2 usage, 3 not enough data, 4 rejected input, 5 not found, 6 forbidden.
#[must_use]
pub fn code(refusal: &Refusal) -> u8 {
    match refusal {
        Refusal::Invalid { .. } => USAGE,
        Refusal::NotEnoughData(_) => 3,
        Refusal::Rejected(_) => 4,
        Refusal::NotFound(_) => 5,
        Refusal::Forbidden(_) => 6,
        Refusal::Conflict(_)
        | Refusal::Precondition(_)
        | Refusal::TooMany(_)
        | Refusal::Unavailable(_)
        | Refusal::Fault(_) => 1,
    }
}

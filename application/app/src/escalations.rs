/// Escalations with everything a report of them needs.
mod gather;
/// How accounts did before and after.
mod impact;
/// What to do about the next ones.
mod outlook;
/// The report and its counts.
mod show;

pub use show::{EscalationsRequest, show};

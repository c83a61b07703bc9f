/// Accounts in their segments at both ends of a period.
mod gather;
/// How segments are looked after, and what moved between them.
mod outlook;
/// The report.
mod show;

pub use show::{SegmentsRequest, show};

/// Within so many hours somebody should have answered.
// method: escalations.acknowledged_hours
pub const ACKNOWLEDGED_HOURS: i64 = 4;
/// An escalation so soon after another of the same account is a repeat.
// method: escalations.repeat_days
pub const REPEAT_DAYS: i32 = 90;
/// Answers so many days before and after are held beside each other.
// method: escalations.nps_days
pub const NPS_DAYS: i64 = 90;
/// Fewer cases make no rate worth comparing.
// method: escalations.cases_least
pub(crate) const CASES_LEAST: usize = 5;

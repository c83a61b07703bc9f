/// A contact is active with a two-way conversation in so many days.
// method: relationships.active_days
pub const ACTIVE_DAYS: i32 = 90;
/// Conversations are counted over so many days.
// method: relationships.window_days
pub const WINDOW_DAYS: i32 = 180;
/// A champion or sponsor who left within so many days is a loss to make good.
// method: relationships.lost_days
pub const LOST_DAYS: i32 = 180;
/// A sponsor is silent without a two-way conversation in so many days.
// method: relationships.sponsor_days
pub const SPONSOR_DAYS: i32 = 90;

// method: relationships.thread_percent
pub(crate) const THREAD_PERCENT: usize = 80;
// method: relationships.least_talks
pub(crate) const LEAST_TALKS: usize = 5;

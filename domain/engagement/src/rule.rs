/// Weights of the components, out of 100.
// method: engagement.weight.frequency
pub(crate) const FREQUENCY_WEIGHT: i64 = 30;
// method: engagement.weight.quality
pub(crate) const QUALITY_WEIGHT: i64 = 35;
// method: engagement.weight.breadth
pub(crate) const BREADTH_WEIGHT: i64 = 20;
// method: engagement.weight.product
pub(crate) const PRODUCT_WEIGHT: i64 = 15;

// method: engagement.least_coverage
pub(crate) const LEAST_COVERAGE_PERCENT: i64 = 60;

/// Counts are held against what is usual in so many days.
// method: engagement.season_days
pub(crate) const SEASON_DAYS: i64 = 90;

/// Nothing older is looked at.
// method: engagement.look_back_days
pub const LOOK_BACK_DAYS: i64 = 180;

// method: engagement.reply_days
pub(crate) const REPLY_DAYS: i32 = 7;

// method: engagement.signal.unanswered
pub(crate) const UNANSWERED: usize = 3;
// method: engagement.signal.cancelled
pub(crate) const CANCELLED: usize = 2;
// method: engagement.signal.sponsor_days
pub(crate) const SPONSOR_DAYS: i32 = 90;
// method: engagement.signal.fast_reply_days
pub(crate) const FAST_REPLY_DAYS: i64 = 1;
// method: engagement.signal.slow_reply_days
pub(crate) const SLOW_REPLY_DAYS: i64 = 3;
// method: engagement.signal.least_replies
pub(crate) const LEAST_REPLIES: usize = 3;
// method: engagement.signal.usage_points
pub(crate) const USAGE_POINTS: i64 = 10;

// method: engagement.class.high_from
pub(crate) const HIGH_FROM: i64 = 80;
// method: engagement.class.engaged_from
pub(crate) const ENGAGED_FROM: i64 = 60;
// method: engagement.class.loose_from
pub(crate) const LOOSE_FROM: i64 = 40;

// method: engagement.silence.strategic_days
pub(crate) const STRATEGIC_DAYS: i32 = 21;
// method: engagement.silence.growth_days
pub(crate) const GROWTH_DAYS: i32 = 45;
// method: engagement.silence.core_days
pub(crate) const CORE_DAYS: i32 = 90;
// method: engagement.silence.nurture_days
pub(crate) const NURTURE_DAYS: i32 = 120;

/// What 90 days can bring at most, in points.
// method: engagement.target_step
pub const TARGET_STEP: i64 = 10;

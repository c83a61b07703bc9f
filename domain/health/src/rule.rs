use rust_decimal::Decimal;

// method: health.green_from
pub(crate) const GREEN_FROM: Decimal = Decimal::from_parts(80, 0, 0, false, 0);
// method: health.yellow_from
pub(crate) const YELLOW_FROM: Decimal = Decimal::from_parts(60, 0, 0, false, 0);
// method: health.least_coverage
pub(crate) const LEAST_COVERAGE: Decimal = Decimal::from_parts(60, 0, 0, false, 2);

/// A contract that begins so many days before or after another ends follows it.
// method: health.floor.follows_days
pub(crate) const FOLLOWS_DAYS: i32 = 30;

// method: health.silence.usage_days
pub(crate) const DAILY_SILENCE_DAYS: i32 = 7;
// method: health.silence.month_days
pub(crate) const MONTH_SILENCE_DAYS: i32 = 62;
// method: health.silence.touchpoint_days
pub(crate) const TOUCHPOINT_SILENCE_DAYS: i32 = 30;
// method: health.silence.ticket_days
pub(crate) const TICKET_SILENCE_DAYS: i32 = 90;
// method: health.silence.training_days
pub(crate) const TRAINING_SILENCE_DAYS: i32 = 365;
// method: health.silence.opportunity_days
pub(crate) const OPPORTUNITY_SILENCE_DAYS: i32 = 365;

// method: health.active_share.top_percent
pub(crate) const ACTIVE_SHARE_TOP_PERCENT: i64 = 80;
// method: health.feature_adoption.window_days
pub(crate) const FEATURE_DAYS: i32 = 90;
// method: health.feature_adoption.top_percent
pub(crate) const FEATURE_TOP_PERCENT: i64 = 50;
// method: health.frequency.window_days
pub(crate) const FREQUENCY_DAYS: i32 = 28;
// method: health.frequency.top_days
pub(crate) const FREQUENCY_TOP_DAYS: i64 = 20;
// method: health.depth.top_percent
pub(crate) const DEPTH_TOP_PERCENT: i64 = 150;

// method: health.touchpoint_quality.window_days
pub(crate) const CONVERSATION_DAYS: i32 = 90;
// method: health.touchpoint_quality.live_points
pub(crate) const LIVE_POINTS: i64 = 10;
// method: health.touchpoint_quality.email_points
pub(crate) const EMAIL_POINTS: i64 = 2;
// method: health.touchpoint_quality.email_points_most
pub(crate) const EMAIL_POINTS_MOST: i64 = 20;
// method: health.touchpoint_quality.top_points
pub(crate) const CONVERSATION_TOP_POINTS: i64 = 60;
// method: health.executive_involvement.window_days
pub(crate) const SPONSOR_DAYS: i32 = 180;
// method: health.executive_involvement.top_count
pub(crate) const SPONSOR_TOP_COUNT: i64 = 2;
// method: health.training.window_days
pub(crate) const TRAINING_DAYS: i32 = 180;
// method: health.training.top_count
pub(crate) const TRAINING_TOP_COUNT: i64 = 2;

// method: health.nps.window_days
pub(crate) const NPS_DAYS: i32 = 365;
// method: health.csat.window_days
pub(crate) const CSAT_DAYS: i32 = 180;
// method: health.support_health.window_days
pub(crate) const TICKET_DAYS: i32 = 90;
// method: health.support_health.long_open_days
pub(crate) const LONG_OPEN_DAYS: i32 = 14;
// method: health.support_health.escalated_points
pub(crate) const ESCALATED_POINTS: i64 = 25;
// method: health.support_health.long_open_points
pub(crate) const LONG_OPEN_POINTS: i64 = 15;

// method: health.arr_trend.far_days
pub(crate) const ARR_FAR_DAYS: i32 = 365;
// method: health.arr_trend.near_days
pub(crate) const ARR_NEAR_DAYS: i32 = 90;
// method: health.arr_trend.floor_percent
pub(crate) const ARR_FLOOR_PERCENT: i64 = -20;
// method: health.arr_trend.top_percent
pub(crate) const ARR_TOP_PERCENT: i64 = 10;
// method: health.utilisation.floor_percent
pub(crate) const UTILISATION_FLOOR_PERCENT: i64 = 40;
// method: health.utilisation.top_percent
pub(crate) const UTILISATION_TOP_PERCENT: i64 = 90;
// method: health.expansion.window_days
pub(crate) const EXPANSION_DAYS: i32 = 365;
// method: health.expansion.open_score
pub(crate) const EXPANSION_OPEN_SCORE: i64 = 50;

// method: health.community.window_days
pub(crate) const COMMUNITY_DAYS: i32 = 180;
// method: health.community.top_count
pub(crate) const COMMUNITY_TOP_COUNT: i64 = 3;
// method: health.advocacy.window_days
pub(crate) const ADVOCACY_DAYS: i32 = 365;
// method: health.advocacy.top_count
pub(crate) const ADVOCACY_TOP_COUNT: i64 = 2;
// method: health.silence.act_days
pub(crate) const ACT_SILENCE_DAYS: i32 = 365;
// method: health.payment.window_days
pub(crate) const PAYMENT_DAYS: i32 = 365;
// method: health.payment.grace_days
pub(crate) const GRACE_DAYS: i32 = 5;
// method: health.payment.very_late_days
pub(crate) const VERY_LATE_DAYS: i32 = 30;
// method: health.payment.late_points
pub(crate) const LATE_POINTS: i64 = 50;

// method: health.ticket_volume.silent_score
pub(crate) const NO_TICKETS_SCORE: i64 = 50;
// method: health.ticket_volume.most_good
pub(crate) const TICKETS_GOOD_MOST: i64 = 4;
// method: health.ticket_volume.nothing_at
pub(crate) const TICKETS_NOTHING_AT: i64 = 12;
// method: health.usage_trend.least_earlier
pub(crate) const EARLIER_LEAST: usize = 3;
// method: health.usage_trend.floor_percent
pub(crate) const TREND_FLOOR_PERCENT: i64 = 50;
// method: health.usage_trend.top_percent
pub(crate) const TREND_TOP_PERCENT: i64 = 110;
// method: health.stakeholder_changes.window_days
pub(crate) const STAKEHOLDER_DAYS: i32 = 180;
// method: health.stakeholder_changes.nothing_percent
pub(crate) const STAKEHOLDER_NOTHING_PERCENT: i64 = 50;
// method: health.contract_status.open_points
pub(crate) const OPEN_ENDED_POINTS: i64 = 70;
// method: health.contract_status.ending_points
pub(crate) const ENDING_POINTS: i64 = 40;

// method: health.percentile.least_peers
pub(crate) const PEERS_LEAST: usize = 10;

// method: health.floor.near_days
pub(crate) const NEAR_RENEWAL_DAYS: i64 = 90;

// method: health.confidence.stale_days
pub(crate) const STALE_DAYS: i32 = 90;
// method: health.confidence.high_coverage
pub(crate) const HIGH_COVERAGE: Decimal = Decimal::from_parts(80, 0, 0, false, 2);
// method: health.confidence.low_coverage
pub(crate) const LOW_COVERAGE: Decimal = Decimal::from_parts(70, 0, 0, false, 2);
// method: health.confidence.high_stale
pub(crate) const HIGH_STALE: Decimal = Decimal::from_parts(20, 0, 0, false, 2);
// method: health.confidence.low_stale
pub(crate) const LOW_STALE: Decimal = Decimal::from_parts(50, 0, 0, false, 2);

// method: health.signal.drop_points
pub(crate) const DROP_POINTS: Decimal = Decimal::from_parts(10, 0, 0, false, 0);
// method: health.signal.drop_days
pub(crate) const DROP_DAYS: i64 = 7;
// method: health.signal.renewal_score
pub(crate) const RENEWAL_SCORE: Decimal = Decimal::from_parts(70, 0, 0, false, 0);
// method: health.signal.renewal_days
pub(crate) const RENEWAL_DAYS: i64 = 90;
// method: health.signal.usage_score
pub(crate) const USAGE_SCORE: Decimal = Decimal::from_parts(40, 0, 0, false, 0);

// method: health.velocity.days
pub(crate) const VELOCITY_DAYS: i64 = 30;
// method: health.velocity.fast_points
pub(crate) const FAST_POINTS: Decimal = Decimal::from_parts(5, 0, 0, false, 1);
// method: health.velocity.moving_points
pub(crate) const MOVING_POINTS: Decimal = Decimal::from_parts(2, 0, 0, false, 1);

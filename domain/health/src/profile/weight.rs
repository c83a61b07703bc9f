use crate::measure::{ComponentKind, MeasureKind};

const USAGE: u8 = 35; // method: health.weight.usage
const ENGAGEMENT: u8 = 25; // method: health.weight.engagement
const SENTIMENT: u8 = 25; // method: health.weight.sentiment
const FINANCIAL: u8 = 15; // method: health.weight.financial
const ENTERPRISE_USAGE: u8 = 30; // method: health.weight.enterprise_usage
const ENTERPRISE_ENGAGEMENT: u8 = 30; // method: health.weight.enterprise_engagement
const SMB_USAGE: u8 = 40; // method: health.weight.smb_usage
const SMB_ENGAGEMENT: u8 = 20; // method: health.weight.smb_engagement

const ACTIVE_SHARE: u8 = 40; // method: health.weight.active_share
const FEATURE_ADOPTION: u8 = 30; // method: health.weight.feature_adoption
const FREQUENCY: u8 = 20; // method: health.weight.frequency
const DEPTH: u8 = 10; // method: health.weight.depth
const TOUCHPOINT_QUALITY: u8 = 35; // method: health.weight.touchpoint_quality
const EXECUTIVE_INVOLVEMENT: u8 = 25; // method: health.weight.executive_involvement
const TRAINING: u8 = 20; // method: health.weight.training
const COMMUNITY: u8 = 20; // method: health.weight.community
const NPS: u8 = 40; // method: health.weight.nps
const CSAT: u8 = 30; // method: health.weight.csat
const SUPPORT_HEALTH: u8 = 20; // method: health.weight.support_health
const ADVOCACY: u8 = 10; // method: health.weight.advocacy
const ARR_TREND: u8 = 40; // method: health.weight.arr_trend
const PAYMENT: u8 = 30; // method: health.weight.payment
const UTILISATION: u8 = 20; // method: health.weight.utilisation
const EXPANSION: u8 = 10; // method: health.weight.expansion

/// In the order of `ComponentKind::ALL`, as all three.
pub(super) const STANDARD: [u8; 4] = [USAGE, ENGAGEMENT, SENTIMENT, FINANCIAL];
pub(super) const ENTERPRISE: [u8; 4] = [ENTERPRISE_USAGE, ENTERPRISE_ENGAGEMENT, SENTIMENT, FINANCIAL];
pub(super) const SMB: [u8; 4] = [SMB_USAGE, SMB_ENGAGEMENT, SENTIMENT, FINANCIAL];

pub(super) fn measures(component: ComponentKind) -> [(MeasureKind, u8); 4] {
    match component {
        ComponentKind::Usage => [
            (MeasureKind::ActiveShare, ACTIVE_SHARE),
            (MeasureKind::FeatureAdoption, FEATURE_ADOPTION),
            (MeasureKind::Frequency, FREQUENCY),
            (MeasureKind::Depth, DEPTH),
        ],
        ComponentKind::Engagement => [
            (MeasureKind::TouchpointQuality, TOUCHPOINT_QUALITY),
            (MeasureKind::ExecutiveInvolvement, EXECUTIVE_INVOLVEMENT),
            (MeasureKind::Training, TRAINING),
            (MeasureKind::Community, COMMUNITY),
        ],
        ComponentKind::Sentiment => [
            (MeasureKind::Nps, NPS),
            (MeasureKind::Csat, CSAT),
            (MeasureKind::SupportHealth, SUPPORT_HEALTH),
            (MeasureKind::Advocacy, ADVOCACY),
        ],
        ComponentKind::Financial => [
            (MeasureKind::ArrTrend, ARR_TREND),
            (MeasureKind::Payment, PAYMENT),
            (MeasureKind::Utilisation, UTILISATION),
            (MeasureKind::Expansion, EXPANSION),
        ],
    }
}

use rust_decimal::Decimal;

use crate::measure::{ComponentKind, MeasureKind};

/// A component, its weight and its measures with theirs.
pub(super) type Part = (ComponentKind, Decimal, Vec<(MeasureKind, u8)>);

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

const FIVE_USAGE: u8 = 35; // method: health.weight.five_usage
const FIVE_ENGAGEMENT: u8 = 25; // method: health.weight.five_engagement
const FIVE_SUPPORT: u8 = 20; // method: health.weight.five_support
const FIVE_SENTIMENT: u8 = 10; // method: health.weight.five_sentiment
const FIVE_COMMERCIAL: u8 = 10; // method: health.weight.five_commercial
const FIVE_TOUCHPOINT_QUALITY: u8 = 50; // method: health.weight.five_touchpoint_quality
const FIVE_EXECUTIVE_INVOLVEMENT: u8 = 30; // method: health.weight.five_executive_involvement
const FIVE_TRAINING: u8 = 20; // method: health.weight.five_training
const FIVE_SUPPORT_HEALTH: u8 = 60; // method: health.weight.five_support_health
const FIVE_CSAT: u8 = 40; // method: health.weight.five_csat
const FIVE_NPS: u8 = 80; // method: health.weight.five_nps
const FIVE_ADVOCACY: u8 = 20; // method: health.weight.five_advocacy

/// The weight of one of eight equal factors, in tenths.
const FACTOR_TENTHS: i64 = 125;

/// The components of the profiles of four.
pub(super) const FOUR: [ComponentKind; 4] =
    [ComponentKind::Usage, ComponentKind::Engagement, ComponentKind::Sentiment, ComponentKind::Financial];

/// In the order of `FOUR`, as all three.
pub(super) const STANDARD: [u8; 4] = [USAGE, ENGAGEMENT, SENTIMENT, FINANCIAL];
pub(super) const ENTERPRISE: [u8; 4] = [ENTERPRISE_USAGE, ENTERPRISE_ENGAGEMENT, SENTIMENT, FINANCIAL];
pub(super) const SMB: [u8; 4] = [SMB_USAGE, SMB_ENGAGEMENT, SENTIMENT, FINANCIAL];

/// The measures of each component stand in for lists the source practice does not give.
pub(super) fn five() -> Vec<Part> {
    let five = |component, weight: u8, measures: &[(MeasureKind, u8)]| (component, weight.into(), measures.to_vec());
    vec![
        five(ComponentKind::Usage, FIVE_USAGE, &measures(ComponentKind::Usage)),
        five(
            ComponentKind::Engagement,
            FIVE_ENGAGEMENT,
            &[
                (MeasureKind::TouchpointQuality, FIVE_TOUCHPOINT_QUALITY),
                (MeasureKind::ExecutiveInvolvement, FIVE_EXECUTIVE_INVOLVEMENT),
                (MeasureKind::Training, FIVE_TRAINING),
            ],
        ),
        five(
            ComponentKind::Support,
            FIVE_SUPPORT,
            &[(MeasureKind::SupportHealth, FIVE_SUPPORT_HEALTH), (MeasureKind::Csat, FIVE_CSAT)],
        ),
        five(
            ComponentKind::Sentiment,
            FIVE_SENTIMENT,
            &[(MeasureKind::Nps, FIVE_NPS), (MeasureKind::Advocacy, FIVE_ADVOCACY)],
        ),
        five(ComponentKind::Commercial, FIVE_COMMERCIAL, &measures(ComponentKind::Financial)),
    ]
}

/// Eight factors of equal weight: alone in a component they fill it, two of them halve it.
pub(super) fn eight() -> Vec<Part> {
    let part = |component, factors: &[MeasureKind]| {
        let count = u8::try_from(factors.len()).unwrap_or(u8::MAX);
        let weight = Decimal::new(FACTOR_TENTHS, 1) * Decimal::from(count);
        (component, weight, factors.iter().map(|factor| (*factor, 100 / count)).collect())
    };
    vec![
        part(ComponentKind::Usage, &[MeasureKind::Frequency, MeasureKind::FeatureAdoption]),
        part(ComponentKind::Support, &[MeasureKind::TicketVolume]),
        part(ComponentKind::Engagement, &[MeasureKind::TouchpointQuality]),
        part(ComponentKind::Commercial, &[MeasureKind::Payment, MeasureKind::ContractStatus]),
        part(ComponentKind::Changes, &[MeasureKind::StakeholderChanges, MeasureKind::BusinessChanges]),
    ]
}

/// The measures of a component of the profiles of four, with their weights.
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
        ComponentKind::Financial | ComponentKind::Support | ComponentKind::Commercial | ComponentKind::Changes => [
            (MeasureKind::ArrTrend, ARR_TREND),
            (MeasureKind::Payment, PAYMENT),
            (MeasureKind::Utilisation, UTILISATION),
            (MeasureKind::Expansion, EXPANSION),
        ],
    }
}

use std::collections::BTreeMap;
use std::sync::Arc;

use health::{Evidence, Gathering, Health, Peers, Profile, assess_among};
use kernel::{AccountId, Refusal};
use report::Band;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::rows;
use crate::desk::Desk;
use crate::facts::past::{Past, PastHistories};

/// The health of one account on a past day, as it was known then: what a backtest asks of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judged {
    /// 0 to 100; `None` when too little was known.
    pub(crate) score: Option<f64>,
    /// The band, bounded by the floors.
    pub(crate) band: Band,
    /// The score of each component, in the order of the profile.
    pub(crate) components: Vec<Option<f64>>,
}

/// The segments of all accounts known on a day.
pub(crate) type Segments = BTreeMap<AccountId, Arc<str>>;

/// The health of those who paid on each of several days, as known then, with every row read once: by the profile named,
/// else as configured.
pub(crate) fn judged(
    desk: &Desk<'_>,
    (past, told): (&Past, &PastHistories),
    named: Option<&str>,
    paying: &[&BTreeMap<AccountId, Decimal>],
    segments: &[Segments],
) -> Result<Vec<BTreeMap<AccountId, Judged>>, Refusal> {
    let profiles = &desk.settings.health;
    let named = named.map(|key| profiles.find(key)).transpose()?;
    let in_use: Vec<&Profile> = named.map_or_else(|| profiles.in_use().collect(), |named| vec![named]);
    let mut found = vec![BTreeMap::new(); segments.len()];
    for profile in in_use {
        let by_this = |segment: &str| named.unwrap_or_else(|| profiles.of_segment(segment)).key() == profile.key();
        let mut gathered = rows::gather_past(desk, past, told, profile)?;
        for (place, ((found, paying), segments)) in found.iter_mut().zip(paying).zip(segments).enumerate() {
            let book = gathered.book_at(place);
            let finish = |(account, one): (AccountId, Gathering)| (account, one.finish(&book));
            let evidence: BTreeMap<AccountId, Evidence> = gathered.take(place).into_iter().map(finish).collect();
            let segment = |account: &AccountId| segments.get(account).map_or("", |word| &**word);
            let peers = if profile.needs_peers() {
                Peers::of(evidence.iter().map(|(account, evidence)| (segment(account), evidence)))
            } else {
                Peers::default()
            };
            let blank = Gathering::new(book.as_of()).looking_over(profile.windows()).finish(&book);
            for account in paying.keys().filter(|account| by_this(segment(account))) {
                let evidence = evidence.get(account).unwrap_or(&blank);
                let health = assess_among(profile, evidence, &peers, segment(account));
                found.insert(account.clone(), judged_by(&health));
            }
        }
    }
    Ok(found)
}

fn judged_by(health: &Health) -> Judged {
    let number = |score: Option<Decimal>| score.and_then(|score| score.to_f64());
    Judged {
        score: number(health.score),
        band: health.band,
        components: health.components.iter().map(|component| number(component.score)).collect(),
    }
}

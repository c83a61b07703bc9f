use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

/// One key at one cut-off: whether it stood where somebody would have looked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    /// Whose.
    pub key: Arc<str>,
    /// As of which day.
    pub cut_off: Date,
    /// Whether it stood there.
    pub stood: bool,
}

/// One loss, and how long it could be seen coming.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// Whose.
    pub key: Arc<str>,
    /// When it was lost.
    pub lost_on: Date,
    /// Days from the first cut-off of the stretch in which it stood there up to the last one before the loss; `None` when it
    /// did not stand there at that last one.
    pub days: Option<i32>,
}

/// How long each loss could be seen coming. Losses before the first cut-off of their key are left out.
#[must_use]
pub fn leads(watched: &[Watched], lost: &[(Arc<str>, Date)]) -> Vec<Lead> {
    let mut by_key: BTreeMap<&Arc<str>, BTreeMap<Date, bool>> = BTreeMap::new();
    for one in watched {
        by_key.entry(&one.key).or_default().insert(one.cut_off, one.stood);
    }
    let mut losses: Vec<&(Arc<str>, Date)> = lost.iter().collect();
    losses.sort();
    losses.dedup();
    let lead = |(key, lost_on): &(Arc<str>, Date)| {
        let mut before = by_key.get(key)?.range(..*lost_on).rev().peekable();
        before.peek()?;
        let first = before.take_while(|(_, stood)| **stood).last().map(|(cut_off, _)| *cut_off);
        let days = first.map(|first| (*lost_on - first).get_days());
        Some(Lead { key: key.clone(), lost_on: *lost_on, days })
    };
    losses.into_iter().filter_map(lead).collect()
}

#[cfg(test)]
mod tests;

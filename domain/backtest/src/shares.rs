use std::collections::BTreeMap;

/// So many cases of the whole stand beside those of each group.
// method: backtest.share_weight
const SHARE_WEIGHT: f64 = 20.0;

/// The share of those it happened to, by group; what a small group shows is drawn towards the share of all.
#[derive(Debug, Clone, PartialEq)]
pub struct Shares {
    all: f64,
    /// Cases and events.
    groups: BTreeMap<String, (f64, f64)>,
}

impl Shares {
    /// Of cases that were seen, each with its group; `before` is the share of all before any case.
    #[must_use]
    pub fn of<'a>(seen: impl IntoIterator<Item = (&'a str, bool)>, before: f64) -> Self {
        let (mut groups, mut total): (BTreeMap<String, (f64, f64)>, (f64, f64)) = (BTreeMap::new(), (0.0, 0.0));
        for (group, happened) in seen {
            let event = f64::from(u8::from(happened));
            let of = groups.entry(group.to_owned()).or_default();
            *of = (of.0 + 1.0, of.1 + event);
            total = (total.0 + 1.0, total.1 + event);
        }
        Self { all: drawn(total, before), groups }
    }

    /// The share of a group; that of all where nothing was seen of it.
    #[must_use]
    pub fn of_group(&self, group: &str) -> f64 {
        drawn(self.groups.get(group).copied().unwrap_or_default(), self.all)
    }
}

fn drawn((cases, events): (f64, f64), towards: f64) -> f64 {
    (events + SHARE_WEIGHT * towards) / (cases + SHARE_WEIGHT)
}

#[cfg(test)]
mod tests;

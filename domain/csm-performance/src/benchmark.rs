use std::collections::BTreeMap;

use kernel::PersonId;
use report::{Fold, Trace};
use rust_decimal::Decimal;
use std::sync::Arc;

use crate::metric::{Category, Metric};

// method: performance.quartile-peers-min
const QUARTILE_PEERS_MIN: usize = 4;

/// The figures of one member of the team in the period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PeerFigures {
    /// Values by metric.
    pub values: BTreeMap<Metric, Decimal>,
    /// Points by metric.
    pub points: BTreeMap<Metric, Decimal>,
    /// Points by category.
    pub categories: BTreeMap<Category, Decimal>,
    /// The overall score.
    pub overall: Option<Decimal>,
    /// Accounts owned on the last day.
    pub accounts: u64,
    /// The target for them.
    pub account_target: Option<Decimal>,
    /// ARR of the accounts owned on the last day.
    pub arr: Decimal,
}

/// Someone who owned accounts in the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// Who.
    pub id: PersonId,
    /// Full name.
    pub name: Arc<str>,
    /// Why they are left out of comparisons, if they are: still ramping, or gone.
    pub left_out: Option<String>,
    /// Whether they can take accounts over after the period.
    pub still_here: bool,
    /// Their figures.
    pub figures: PeerFigures,
}

/// Everybody who owned accounts in the period, by name, the subject among them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Team {
    /// By name.
    pub members: Vec<Peer>,
}

impl Team {
    /// Those who count in comparisons.
    pub fn compared(&self) -> impl Iterator<Item = &Peer> {
        self.members.iter().filter(|peer| peer.left_out.is_none())
    }

    /// Those who do not count in comparisons, with the reason.
    #[must_use]
    pub fn left_out(&self) -> Vec<String> {
        let named = |peer: &Peer| Some(format!("{} ({})", peer.name, peer.left_out.as_ref()?));
        self.members.iter().filter_map(named).collect()
    }

    /// The member with this identifier.
    #[must_use]
    pub fn find(&self, id: &PersonId) -> Option<&Peer> {
        self.members.iter().find(|peer| peer.id == *id)
    }

    /// The median of the compared members on whatever `read` takes from them, as a fold over their figures.
    #[must_use]
    pub fn median(&self, read: impl Fn(&PeerFigures) -> Option<Decimal>) -> Trace {
        let mut trace = Trace::new(Fold::Median, &["value"]);
        for peer in self.compared() {
            if let Some(value) = read(&peer.figures) {
                trace.push("people", &Arc::from(peer.id.as_str()), &*peer.name, None, &[value]);
            }
        }
        trace
    }

    /// The points a quarter of the compared members reach or pass on a metric, with how many they are; needs four.
    #[must_use]
    pub fn upper_quarter(&self, metric: Metric) -> Option<(Decimal, usize)> {
        let mut points: Vec<Decimal> =
            self.compared().filter_map(|peer| peer.figures.points.get(&metric).copied()).collect();
        if points.len() < QUARTILE_PEERS_MIN {
            return None;
        }
        points.sort_unstable();
        let place = (points.len() * 3).div_ceil(4).min(points.len() - 1);
        Some((points[place], points.len()))
    }
}

/// What the subject's figures were in an earlier period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// The period, as people write it.
    pub period: String,
    /// The figures.
    pub figures: PeerFigures,
}

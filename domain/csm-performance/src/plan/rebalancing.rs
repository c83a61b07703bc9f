use std::sync::Arc;

use kernel::AccountId;
use report::Band;
use rust_decimal::Decimal;

use crate::benchmark::{Peer, Team};
use crate::facts::{BookAccount, Facts};
use crate::portfolio::{Portfolio, Workload};

/// An account that would move, to whom, and why it rather than another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// Which account.
    pub id: AccountId,
    /// Its name.
    pub account: Arc<str>,
    /// Its ARR.
    pub arr: Decimal,
    /// Who has room for it; `None` when nobody has.
    pub to: Option<Arc<str>>,
    /// Why it and why them, in a sentence.
    pub why: String,
}

/// Which accounts would move from an overloaded book; empty when it is not overloaded.
///
/// The accounts that move are those the change costs least: no renewal within 90 days, not red, least time together,
/// then least ARR.
#[must_use]
pub fn rebalancing(facts: &Facts, shape: &Portfolio, team: &Team) -> Vec<Move> {
    let Some((target, _)) = shape.account_target else { return Vec::new() };
    if shape.workload() != Some(Workload::Over) {
        return Vec::new();
    }
    let excess = (Decimal::from(shape.accounts) - target).ceil();
    let count = usize::try_from(excess.trunc().mantissa().max(0)).unwrap_or(0).min(5);
    let mut movable: Vec<&BookAccount> = facts
        .closing_book()
        .filter(|account| account.renews_soon != Some(true) && account.closing_health.band != Band::Red)
        .collect();
    movable.sort_by(|a, b| (b.owned_from, a.closing_arr, &a.name).cmp(&(a.owned_from, b.closing_arr, &b.name)));
    let mut room = Room::of(team, facts);
    movable.into_iter().take(count).map(|account| proposal(account, &mut room)).collect()
}

fn proposal(account: &BookAccount, room: &mut Room) -> Move {
    let to = room.take();
    let since = account.owned_from;
    let why = match &to {
        Some((_, load)) => format!(
            "health {}, together only since {since}; the receiver is at {load} of their target load",
            account.closing_health.band.word()
        ),
        None => format!(
            "health {}, together only since {since}; nobody compared has room below their target",
            account.closing_health.band.word()
        ),
    };
    Move {
        id: account.id.clone(),
        account: account.name.clone(),
        arr: account.closing_arr,
        to: to.map(|(name, _)| name),
        why,
    }
}

/// Who has room below their target load.
struct Room {
    peers: Vec<(Arc<str>, u64, Decimal)>,
}

impl Room {
    fn of(team: &Team, facts: &Facts) -> Self {
        let has_room = |peer: &&Peer| peer.id != facts.subject.id && peer.still_here;
        let peers = team
            .compared()
            .filter(has_room)
            .filter_map(|peer| Some((peer.name.clone(), peer.figures.accounts, peer.figures.account_target?)))
            .filter(|(_, _, target)| !target.is_zero())
            .collect();
        Self { peers }
    }

    /// Gives one place to the one with the most room, and says how loaded they were before.
    fn take(&mut self) -> Option<(Arc<str>, String)> {
        let load = |accounts: u64, target: Decimal| Decimal::from(accounts) / target;
        let least = self
            .peers
            .iter_mut()
            .filter(|(_, accounts, target)| Decimal::from(*accounts) < *target)
            .min_by(|a, b| (load(a.1, a.2), &a.0).cmp(&(load(b.1, b.2), &b.0)))?;
        let before = report::display::value(load(least.1, least.2), &report::Unit::Ratio);
        least.1 += 1;
        Some((least.0.clone(), before))
    }
}

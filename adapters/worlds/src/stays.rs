use crate::calendar::Day;
use crate::dice::Dice;
use crate::effects::{CREDIT_DAYS, PLANNED_HANDOVERS, Segment};
use crate::roster::Roster;

/// A stretch in which one CSM owns an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stay {
    pub(crate) owner: usize,
    pub(crate) from: Day,
    /// First day no longer; the end of the world while it lasts.
    pub(crate) to: Day,
}

/// Why an account changes hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    Planned,
    Rescue,
    Return,
    Left,
}

/// Whose account it would be from the day it begins to the end of the world, if it stayed that long.
pub(crate) struct Route<'a> {
    pub(crate) roster: &'a Roster,
    pub(crate) segment: Segment,
    pub(crate) troubles: &'a [Day],
    pub(crate) begins: Day,
    pub(crate) end: Day,
}

impl Route<'_> {
    /// The stays in order; they never overlap, and leave gaps where somebody left.
    pub(crate) fn walk(&self, dice: &mut Dice) -> Vec<Stay> {
        let moves = self.moves(dice);
        let mut stays = Vec::new();
        let mut from = self.begins;
        let mut owner = self.roster.pick(self.segment, from, None, dice);
        while from < self.end {
            let (to, why) = self.next_move(&moves, owner, from, dice);
            stays.push(Stay { owner, from, to });
            // method: worlds.unowned_days
            from = if why == Move::Left { to + dice.days(4, 25) } else { to };
            owner = self.successor(why, owner, from, dice);
        }
        stays
    }

    fn moves(&self, dice: &mut Dice) -> Vec<(Day, Move)> {
        let mut moves = Vec::new();
        if dice.chance(PLANNED_HANDOVERS) {
            moves.push((dice.days(self.begins + 60, self.end.max(self.begins + 60)), Move::Planned));
        }
        for trouble in self.troubles {
            let day = trouble + dice.days(7, 30);
            if dice.chance(self.segment.traits().rescue_chance) {
                moves.push((day, Move::Rescue));
            }
        }
        moves.sort_by_key(|(day, _)| *day);
        moves
    }

    fn next_move(&self, moves: &[(Day, Move)], owner: usize, from: Day, dice: &mut Dice) -> (Day, Move) {
        let rescued = self.roster.csm(owner).is_some_and(|csm| csm.rescue);
        let left = self.roster.csm(owner).and_then(|csm| csm.left);
        let back = rescued.then(|| (from + dice.days(150, 270), Move::Return));
        let planned = moves.iter().copied().find(|(day, _)| *day > from + 14 && !rescued);
        let candidates = [left.map(|day| (day, Move::Left)), back, planned];
        let first = candidates.into_iter().flatten().filter(|(day, _)| *day > from).min_by_key(|(day, _)| *day);
        first.filter(|(day, _)| *day < self.end).unwrap_or((self.end, Move::Planned))
    }

    fn successor(&self, why: Move, owner: usize, day: Day, dice: &mut Dice) -> usize {
        let rescuer = if why == Move::Rescue { self.roster.pick_rescuer(day, dice) } else { None };
        rescuer.unwrap_or_else(|| self.roster.pick(self.segment, day, Some(owner), dice))
    }
}

/// Who owns the account on a day.
pub(crate) fn owner_on(stays: &[Stay], day: Day) -> Option<usize> {
    stays.iter().find(|stay| stay.from <= day && day < stay.to).map(|stay| stay.owner)
}

/// Each owner's share of the days before a decision; days without an owner belong to nobody.
pub(crate) fn credit(stays: &[Stay], decided: Day) -> Vec<(usize, f64)> {
    let since = decided - CREDIT_DAYS;
    let days = |stay: &Stay| (stay.to.min(decided) - stay.from.max(since)).max(0);
    let shared = stays.iter().filter(|stay| days(stay) > 0);
    shared.map(|stay| (stay.owner, f64::from(days(stay)) / f64::from(CREDIT_DAYS))).collect()
}

/// The parts of stays in which the account is a customer.
pub(crate) fn within(stays: &[Stay], active: &[(Day, Day)]) -> Vec<Stay> {
    let part = |stay: &Stay, (from, to): (Day, Day)| Stay {
        owner: stay.owner,
        from: stay.from.max(from),
        to: stay.to.min(to),
    };
    let parts = active.iter().flat_map(|span| stays.iter().map(move |stay| part(stay, *span)));
    parts.filter(|stay| stay.from < stay.to).collect()
}

use std::collections::BTreeMap;
use std::sync::Arc;

use customers::Ownership;
use customers::ownership::Role;
use jiff::civil::Date;
use kernel::{AccountId, PersonId, Refusal};
use people::Person;
use retention::Stay;
use rust_decimal::Decimal;

use super::{about_accounts, typed};
use crate::desk::Desk;
use ports::store::FactQuery;

/// An ownership that carries results, ended when the owner leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerStay {
    /// Which account.
    pub account: AccountId,
    /// Who.
    pub owner: PersonId,
    /// First day.
    pub from: Date,
    /// First day no longer.
    pub to: Option<Date>,
    /// Share of the account.
    pub share: Decimal,
    /// Whether it ended because the owner left while the source still names them.
    pub cut_short: bool,
}

impl OwnerStay {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }

    /// Takes in a stay that begins as this one ends, of the same owner with the same share.
    fn goes_on_as(&mut self, next: &Self) -> bool {
        let goes_on = self.account == next.account
            && self.owner == next.owner
            && self.share == next.share
            && self.to == Some(next.from);
        if goes_on {
            (self.to, self.cut_short) = (next.to, next.cut_short);
        }
        goes_on
    }

    /// The stay on the days that others do not cover.
    fn without(&self, others: &[Days]) -> Vec<Self> {
        let whole = vec![(self.from, self.to)];
        let left =
            others.iter().fold(whole, |days, other| days.into_iter().flat_map(|one| less(one, *other)).collect());
        let stay = |(from, to)| Self { from, to, cut_short: self.cut_short && to == self.to, ..self.clone() };
        left.into_iter().map(stay).collect()
    }

    /// The same as credit rules want it.
    #[must_use]
    pub fn as_stay(&self) -> Stay {
        Stay { owner: Arc::from(self.owner.as_str()), from: self.from, to: self.to, share: self.share }
    }
}

/// Who is who.
pub type People = BTreeMap<PersonId, Person>;

/// Everybody, as known as of the day asked about.
pub(crate) fn everybody(desk: &Desk<'_>) -> Result<People, Refusal> {
    let people = typed(desk, FactQuery::all(&people::person::SHAPE), Person::from_record)?;
    Ok(people.into_iter().map(|person| (person.id.clone(), person)).collect())
}

/// The stays of owners on these accounts, in order of account and day.
pub(crate) fn of_accounts(desk: &Desk<'_>, people: &People, accounts: &[AccountId]) -> Result<Vec<OwnerStay>, Refusal> {
    let rows = about_accounts(desk, &customers::ownership::SHAPE, accounts, Ownership::from_record)?;
    Ok(owner_stays(rows, people))
}

/// The stays of every owner.
pub(crate) fn of_everybody(desk: &Desk<'_>, people: &People) -> Result<Vec<OwnerStay>, Refusal> {
    let rows = typed(desk, FactQuery::all(&customers::ownership::SHAPE), Ownership::from_record)?;
    Ok(owner_stays(rows, people))
}

pub(crate) fn owner_stays(rows: Vec<Ownership>, people: &People) -> Vec<OwnerStay> {
    let told = rows.into_iter().filter_map(|row| Some((written_for(&row), owner_stay(row, people)?)));
    let mut stays = once_a_day(told.collect());
    stays.sort_by(|a, b| (&a.account, &a.owner, a.from).cmp(&(&b.account, &b.owner, b.from)));
    // Systems often begin a new row with every change of a field; the days are the same as those of one row.
    stays.dedup_by(|next, before| before.goes_on_as(next));
    stays.sort_by(|a, b| (&a.account, a.from, &a.owner).cmp(&(&b.account, b.from, &b.owner)));
    stays
}

/// The account a row was written for, where that is linked and counts for another.
fn written_for(row: &Ownership) -> Option<AccountId> {
    let (written, _) = row.key.split_once('/')?.1.split_once('|')?;
    (written.contains('/') && written != row.account.as_str()).then(|| AccountId::new(written))
}

/// Of accounts that are linked, each system may name owners for the same days. Those of the account that is kept count, and
/// the others' on the days it leaves open, so that no day counts twice.
fn once_a_day(told: Vec<(Option<AccountId>, OwnerStay)>) -> Vec<OwnerStay> {
    if told.iter().all(|(written, _)| written.is_none()) {
        return told.into_iter().map(|(_, stay)| stay).collect();
    }
    let mut by_system: BTreeMap<(AccountId, Option<AccountId>), Vec<OwnerStay>> = BTreeMap::new();
    for (written, stay) in told {
        by_system.entry((stay.account.clone(), written)).or_default().push(stay);
    }
    let mut covered: BTreeMap<AccountId, Vec<Days>> = BTreeMap::new();
    let mut found = Vec::new();
    for ((account, _), stays) in by_system {
        let before = covered.entry(account).or_default();
        let open: Vec<OwnerStay> = stays.iter().flat_map(|stay| stay.without(before)).collect();
        before.extend(open.iter().map(|stay| (stay.from, stay.to)));
        found.extend(open);
    }
    found
}

/// From a day to the first day no longer.
type Days = (Date, Option<Date>);

/// What is left of days without others.
fn less((from, to): Days, (begins, ends): Days) -> impl Iterator<Item = Days> {
    let lasts = |from: Date, to: Option<Date>| to.is_none_or(|to| from < to);
    let before = Some((from, Some(to.map_or(begins, |to| to.min(begins)))));
    let after = ends.map(|ends| (from.max(ends), to));
    before.into_iter().chain(after).filter(move |(from, to)| lasts(*from, *to))
}

fn owner_stay(row: Ownership, people: &People) -> Option<OwnerStay> {
    if row.role != Role::Owner {
        return None;
    }
    let left = people.get(&row.owner).and_then(|person| person.left_on);
    let cut_short = left.is_some_and(|left| row.to.is_none_or(|to| left < to));
    let to = if cut_short { left } else { row.to };
    let share = row.weight();
    (to.is_none_or(|to| row.from < to) && !share.is_zero()).then_some(OwnerStay {
        account: row.account,
        owner: row.owner,
        from: row.from,
        to,
        share,
        cut_short,
    })
}

#[cfg(test)]
mod tests;

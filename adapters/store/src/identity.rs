use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use kernel::{AccountId, Cell, ColumnKind, FactRecord, FactShape};

/// The object whose rows are read as one where they were linked.
pub(crate) const ACCOUNTS: &str = "accounts";
/// The object that says which. Its own rows keep both names, or they would say nothing.
pub(crate) const LINKS: &str = "account_links";

/// Which accounts are read as one.
#[derive(Debug, Default)]
pub(crate) struct Identity {
    /// Of every linked account, the one it counts for; of that one, itself.
    kept: HashMap<Arc<str>, Arc<str>>,
    /// Of every account that others count for: itself, then they, by key.
    members: BTreeMap<Arc<str>, Vec<Arc<str>>>,
}

impl Identity {
    /// From pairs of an account and the one it counts for. Of each group the one that counts for no other is kept; should
    /// the pairs leave that open, the first by key.
    pub(crate) fn of(pairs: &[(Arc<str>, Arc<str>)]) -> Self {
        let counting: HashSet<&Arc<str>> = pairs.iter().map(|(account, _)| account).collect();
        let mut identity = Self::default();
        for mut group in groups(pairs) {
            group.sort_unstable();
            let kept = group.iter().position(|member| !counting.contains(member)).unwrap_or_default();
            let head = group.remove(kept);
            group.insert(0, head.clone());
            identity.kept.extend(group.iter().map(|member| (member.clone(), head.clone())));
            identity.members.insert(head, group);
        }
        identity
    }

    /// Every account that counts for another, by key, and which.
    pub(crate) fn aliases(&self) -> Vec<(AccountId, AccountId)> {
        let counts = |(head, members): (&Arc<str>, &Vec<Arc<str>>)| -> Vec<(AccountId, AccountId)> {
            members.iter().skip(1).map(|member| (AccountId::new(member), AccountId::new(head))).collect()
        };
        let mut aliases: Vec<_> = self.members.iter().flat_map(counts).collect();
        aliases.sort_unstable();
        aliases
    }

    /// The account a linked one counts for, itself where others count for it.
    pub(crate) fn kept(&self, key: &str) -> Option<&Arc<str>> {
        self.kept.get(key)
    }

    /// Whether rows of this object are read as one.
    pub(crate) fn joins(&self, shape: &FactShape) -> bool {
        shape.object == ACCOUNTS && !self.members.is_empty()
    }

    /// All accounts that are linked with others.
    pub(crate) fn linked(&self) -> Vec<AccountId> {
        self.members.values().flatten().map(|member| AccountId::new(member)).collect()
    }

    /// Every account that is asked about when these are, once.
    pub(crate) fn asked_about<'a>(&'a self, accounts: &'a [AccountId]) -> Vec<&'a str> {
        let of = |account: &'a AccountId| -> Vec<&'a str> {
            match self.kept(account.as_str()).and_then(|head| self.members.get(head)) {
                Some(members) => members.iter().map(|member| &**member).collect(),
                None => vec![account.as_str()],
            }
        };
        let mut asked: Vec<&str> = accounts.iter().flat_map(of).collect();
        asked.sort_unstable();
        asked.dedup();
        asked
    }

    /// Points references to accounts to the accounts they count for.
    pub(crate) fn point(&self, shape: &FactShape, cells: &mut [Cell]) {
        if self.kept.is_empty() || shape.object == LINKS {
            return;
        }
        for (column, cell) in shape.columns.iter().zip(cells) {
            if let (ColumnKind::Reference(ACCOUNTS), Cell::Text(key)) = (column.kind, &*cell)
                && let Some(head) = self.kept(key)
            {
                *cell = Cell::Text(head.clone());
            }
        }
    }

    /// Rows of accounts with those that are linked as one each: the row of the account that is kept, or while that is not
    /// known the first that is, under its key, and what it leaves empty from the others.
    pub(crate) fn as_one(&self, rows: Vec<FactRecord>) -> Vec<FactRecord> {
        let mut groups: BTreeMap<&Arc<str>, Vec<FactRecord>> = BTreeMap::new();
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            match self.kept(&row.key) {
                Some(head) => groups.entry(head).or_default().push(row),
                None => found.push(row),
            }
        }
        found.extend(groups.into_iter().filter_map(|(head, rows)| joined(head, rows)));
        found
    }
}

/// The accounts that the pairs hold together. The smaller group always moves, so that a long chain is not moved again and
/// again.
fn groups(pairs: &[(Arc<str>, Arc<str>)]) -> Vec<Vec<Arc<str>>> {
    let mut groups: Vec<Vec<Arc<str>>> = Vec::new();
    let mut place_of: HashMap<Arc<str>, usize> = HashMap::new();
    for (one, other) in pairs {
        let mut place = |member: &Arc<str>| {
            *place_of.entry(member.clone()).or_insert_with(|| {
                groups.push(vec![member.clone()]);
                groups.len() - 1
            })
        };
        let (one, other) = (place(one), place(other));
        if one != other {
            let (into, from) = if groups[one].len() < groups[other].len() { (other, one) } else { (one, other) };
            let moved = std::mem::take(&mut groups[from]);
            place_of.extend(moved.iter().map(|member| (member.clone(), into)));
            groups[into].extend(moved);
        }
    }
    groups.retain(|group| group.len() > 1);
    groups
}

fn joined(head: &Arc<str>, mut rows: Vec<FactRecord>) -> Option<FactRecord> {
    rows.sort_unstable_by(|one, other| (one.key != *head, &one.key).cmp(&(other.key != *head, &other.key)));
    let mut rows = rows.into_iter();
    let mut kept = rows.next()?;
    for other in rows {
        for (cell, told) in kept.cells.iter_mut().zip(other.cells) {
            if cell.is_empty() {
                *cell = told;
            }
        }
    }
    kept.key = head.clone();
    if let Some(place) = kept.shape.reference_to(ACCOUNTS)
        && matches!(&kept.cells[place], Cell::Text(parent) if parent == head)
    {
        // What was below it in another system is now the account itself.
        kept.cells[place] = Cell::Empty;
    }
    Some(kept)
}

#[cfg(test)]
mod tests;

use std::sync::Arc;

use kernel::AccountId;
use report::{Fold, Trace};
use rust_decimal::Decimal;

/// What segment an account was in at both ends of a period, by place in the list of segments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Which account.
    pub account: AccountId,
    /// What a reader calls it.
    pub name: Arc<str>,
    /// At the start, where it paid then.
    pub from: Option<usize>,
    /// At the end, where it pays then.
    pub to: Option<usize>,
    /// What it paid at the start.
    pub opening: Decimal,
    /// What it pays at the end.
    pub closing: Decimal,
}

/// How accounts moved between segments.
#[derive(Debug, Clone)]
pub struct Migration {
    rows: Vec<Membership>,
}

impl Migration {
    /// The migration of these; who pays at neither end is left out.
    #[must_use]
    pub fn of(mut rows: Vec<Membership>) -> Self {
        rows.retain(|row| row.from.is_some() || row.to.is_some());
        rows.sort_by(|a, b| a.account.cmp(&b.account));
        Self { rows }
    }

    /// The memberships, in order of account.
    #[must_use]
    pub fn rows(&self) -> &[Membership] {
        &self.rows
    }

    fn trace(
        &self,
        fold: Fold,
        columns: &[&'static str],
        wanted: impl Fn(&Membership) -> bool,
        numbers: impl Fn(&Membership) -> Vec<Decimal>,
    ) -> Trace {
        let mut trace = Trace::new(fold, columns);
        for row in self.rows.iter().filter(|row| wanted(row)) {
            trace.push("accounts", &Arc::from(row.account.as_str()), &*row.name, None, &numbers(row));
        }
        trace
    }

    /// Who went from one to the other; `None` stands for those who did not pay.
    #[must_use]
    pub fn moved(&self, from: Option<usize>, to: Option<usize>) -> Trace {
        self.trace(Fold::Count, &[], |row| row.from == from && row.to == to, |_| Vec::new())
    }

    /// What they pay at the end, of those who were somewhere else at the start; of those who left, what they paid.
    #[must_use]
    pub fn moved_arr(&self, from: Option<usize>, to: Option<usize>) -> Trace {
        let amount = |row: &Membership| vec![if to.is_some() { row.closing } else { row.opening }];
        self.trace(Fold::Sum, &["ARR"], |row| row.from == from && row.to == to, amount)
    }

    /// Who is in a segment at the end.
    #[must_use]
    pub fn members(&self, place: usize) -> Trace {
        self.trace(Fold::Count, &[], |row| row.to == Some(place), |_| Vec::new())
    }

    /// What a segment pays at the end.
    #[must_use]
    pub fn arr(&self, place: usize) -> Trace {
        self.trace(Fold::Sum, &["ARR"], |row| row.to == Some(place), |row| vec![row.closing])
    }

    /// The segment's share of what all pay at the end.
    #[must_use]
    pub fn share(&self, place: usize) -> Trace {
        let own = |row: &Membership| vec![if row.to == Some(place) { row.closing } else { Decimal::ZERO }, row.closing];
        self.trace(Fold::Ratio, &["ARR in it", "ARR"], |row| row.to.is_some(), own)
    }

    /// Of what those in a segment at the start paid, the share that they still pay, growth left out.
    #[must_use]
    pub fn kept(&self, place: usize) -> Trace {
        let numbers = |row: &Membership| vec![row.closing.min(row.opening), row.opening];
        self.trace(Fold::Ratio, &["still paid", "ARR at the start"], |row| row.from == Some(place), numbers)
    }

    /// Who pays at both ends and changed segment: to an earlier one in the list, or to a later one.
    #[must_use]
    pub fn changed(&self, to_earlier: bool) -> Trace {
        let wanted = |row: &Membership| match (row.from, row.to) {
            (Some(from), Some(to)) => from != to && (to < from) == to_earlier,
            _ => false,
        };
        self.trace(Fold::Count, &[], wanted, |_| Vec::new())
    }
}

#[cfg(test)]
mod tests;

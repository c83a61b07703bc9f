use std::sync::Arc;

use report::{Band, Fold, Trace};
use rust_decimal::Decimal;

use crate::facts::{BookAccount, Facts, Tier};

// method: performance.red-accounts-max
const RED_ACCOUNTS_MAX: usize = 4;
// method: performance.at-risk-share-max
const AT_RISK_SHARE_MAX_PERCENT: i64 = 25;

/// How the number of accounts sits against its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Workload {
    /// Below 80 %.
    Under,
    /// 80 to 100 %.
    Within,
    /// Above 100 to 110 %.
    SlightlyOver,
    /// Above 110 %.
    Over,
}

impl Workload {
    /// From accounts and their target; `None` without a target.
    #[must_use]
    pub fn of(accounts: u64, target: Option<Decimal>) -> Option<Self> {
        let share = Decimal::from(accounts).checked_div(target?)?;
        Some(match share {
            share if share < Decimal::new(80, 2) => Self::Under,
            share if share <= Decimal::ONE => Self::Within,
            share if share <= Decimal::new(110, 2) => Self::SlightlyOver,
            _ => Self::Over,
        })
    }

    /// The words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Under => "under the target load",
            Self::Within => "within the target load",
            Self::SlightlyOver => "slightly over the target load",
            Self::Over => "over the target load",
        }
    }
}

/// The largest share of ARR in words.
#[must_use]
pub fn concentration_words(largest: Decimal) -> &'static str {
    match largest {
        share if share <= Decimal::new(15, 2) => "acceptable",
        share if share <= Decimal::new(25, 2) => "to be watched",
        _ => "a lot",
    }
}

/// Complexity in words.
#[must_use]
pub fn complexity_words(score: Decimal) -> &'static str {
    match score {
        score if score < Decimal::from(40) => "low",
        score if score < Decimal::from(70) => "moderate",
        _ => "high",
    }
}

/// The shape of a book on the last day of the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portfolio {
    /// Accounts.
    pub accounts: u64,
    /// The target for them, with the key of its fact.
    pub account_target: Option<(Decimal, Arc<str>)>,
    /// Their ARR, a row each.
    pub arr: Trace,
    /// Accounts by colour: green, yellow, red, unknown.
    pub bands: [usize; 4],
    /// Share of ARR that is red or yellow; or why it is not known.
    pub at_risk_share: Result<Trace, String>,
    /// The parts of its complexity that are known.
    pub complexity: Vec<Part>,
    /// Whether the part on renewals is missing from it.
    pub renewals_unknown: bool,
}

/// A part of complexity: a mean over accounts, and where it counts in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The word that stands for it in references.
    pub key: &'static str,
    /// The words.
    pub name: &'static str,
    /// Of 100, before the weight of an unknown part is spread.
    pub weight: Decimal,
    /// A number from 0 to 1 for each account.
    pub share: Trace,
    /// The mean at which the part is 100.
    pub full_at: Decimal,
}

/// Looks at the shape of a book.
#[must_use]
pub fn portfolio(facts: &Facts) -> Portfolio {
    let book: Vec<&BookAccount> = facts.closing_book().collect();
    let target = facts.targets.iter().find(|row| row.tier.is_none() && &*row.metric == "accounts");
    Portfolio {
        accounts: book.len() as u64,
        account_target: target.map(|row| (row.target, row.key.clone())),
        arr: arr_rows(&book),
        bands: Band::ALL.map(|band| book.iter().filter(|account| account.closing_health.band == band).count()),
        at_risk_share: facts.health_too_few().map_or_else(|| Ok(at_risk_rows(&book)), Err),
        complexity: complexity_parts(&book, facts.health_too_few().is_none()),
        renewals_unknown: book.iter().any(|account| account.renews_soon.is_none()),
    }
}

impl Portfolio {
    /// What asks for attention, in sentences.
    #[must_use]
    pub fn flags(&self) -> Vec<String> {
        let mut flags = Vec::new();
        if self.bands[2] > RED_ACCOUNTS_MAX {
            flags.push(format!("{} red accounts; more than {RED_ACCOUNTS_MAX} at once is hard to work", self.bands[2]));
        }
        let at_risk = self.at_risk_share.as_ref().ok().and_then(Trace::value).unwrap_or_default();
        if at_risk > Decimal::new(AT_RISK_SHARE_MAX_PERCENT, 2) {
            let shown = report::display::value(at_risk, &report::Unit::Ratio);
            flags.push(format!(
                "{shown} of ARR is red or yellow; above {AT_RISK_SHARE_MAX_PERCENT} % it takes capacity"
            ));
        }
        flags
    }

    /// How the number of accounts sits against its target.
    #[must_use]
    pub fn workload(&self) -> Option<Workload> {
        Workload::of(self.accounts, self.account_target.as_ref().map(|(target, _)| *target))
    }
}

pub(crate) fn arr_rows(book: &[&BookAccount]) -> Trace {
    let mut trace = Trace::new(Fold::Sum, &["ARR"]);
    for account in book {
        trace.push("accounts", &Arc::from(account.id.as_str()), &*account.name, None, &[account.closing_arr]);
    }
    trace
}

fn at_risk_rows(book: &[&BookAccount]) -> Trace {
    let mut trace = Trace::new(Fold::Ratio, &["red or yellow ARR", "ARR"]);
    for account in book.iter().filter(|account| account.closing_health.band != Band::Unknown) {
        let at_risk = matches!(account.closing_health.band, Band::Red | Band::Yellow);
        let arr = account.closing_arr;
        let numbers = [if at_risk { arr } else { Decimal::ZERO }, arr];
        trace.push("accounts", &Arc::from(account.id.as_str()), &*account.name, None, &numbers);
    }
    trace
}

/// 40 x segment mix + 20 x strategic share + 25 x red and yellow share + 15 x renewing share; a part that is not
/// known leaves its weight to the others.
fn complexity_parts(book: &[&BookAccount], health_known: bool) -> Vec<Part> {
    let flag = |holds: bool| Decimal::from(u8::from(holds));
    let at_risk = |account: &BookAccount| {
        let band = Some(account.closing_health.band).filter(|band| health_known && *band != Band::Unknown)?;
        Some(flag(band != Band::Green))
    };
    let mix = share_rows(book, |account| Some(tier_weight(account.tier)));
    let strategic = share_rows(book, |account| Some(flag(account.tier == Tier::Strategic)));
    let renewing = share_rows(book, |account| account.renews_soon.map(flag));
    let full = Decimal::ONE;
    let parts = [
        ("segment_mix", "segment mix", 40, mix, full),
        ("strategic", "strategic accounts", 20, strategic, Decimal::new(25, 2)),
        ("at_risk", "red and yellow accounts", 25, share_rows(book, at_risk), full),
        ("renewing", "renewals within 90 days", 15, renewing, full),
    ];
    parts
        .into_iter()
        .filter(|(.., share, _)| !share.rows.is_empty())
        .map(|(key, name, weight, share, full_at)| Part { key, name, weight: Decimal::from(weight), share, full_at })
        .collect()
}

/// The mean over the accounts of which it is known.
fn share_rows(book: &[&BookAccount], number: impl Fn(&BookAccount) -> Option<Decimal>) -> Trace {
    let mut trace = Trace::new(Fold::Mean, &["0 to 1"]);
    for account in book {
        if let Some(number) = number(account) {
            trace.push("accounts", &Arc::from(account.id.as_str()), &*account.name, None, &[number]);
        }
    }
    trace
}

fn tier_weight(tier: Tier) -> Decimal {
    match tier {
        Tier::Strategic => Decimal::ONE,
        Tier::Growth => Decimal::new(6, 1),
        Tier::Core => Decimal::new(3, 1),
        Tier::Nurture => Decimal::new(1, 1),
    }
}

#[cfg(test)]
mod tests;

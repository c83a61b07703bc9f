use std::collections::BTreeSet;
use std::sync::Arc;

use kernel::PersonId;
use retention::{AccountHistory, Rules, compare_churn_sources};

use crate::csm_performance::{AccountSide, Context, Loaded};

/// Names shown before "and so many more".
const NAMES_MAX: usize = 5;

/// What the data of one book says against itself, besides who was lost.
pub(crate) fn of_book(loaded: &Loaded, context: &Context, side: &AccountSide) -> Vec<String> {
    [leavers(loaded, context, side), undated_flags(loaded, side), lapsed(side), amounts_missing(loaded, side)]
        .into_iter()
        .flatten()
        .collect()
}

/// What contracts and churn events say against each other about who was lost.
pub(crate) struct ChurnDispute {
    /// In a sentence.
    pub(crate) short: String,
    /// With the accounts by name.
    pub(crate) long: String,
}

/// Compares contracts and churn events over the accounts somebody is credited with.
pub(crate) fn churn_dispute(
    loaded: &Loaded,
    context: &Context,
    rules: &Rules,
    side: &AccountSide,
) -> Option<ChurnDispute> {
    let histories: Vec<AccountHistory> = side
        .outcomes
        .iter()
        .filter(|outcome| !outcome.credit.is_zero())
        .filter_map(|outcome| loaded.accounts.histories.of(&outcome.account).cloned())
        .collect();
    let basis = retention::Basis { rules, rates: &context.rates, currency: context.currency, as_of: context.as_of };
    let found = compare_churn_sources(&histories, context.period, &basis).ok()?;
    if found.is_empty() || !context.churn_events_recorded {
        return None;
    }
    let odd: Vec<Arc<str>> =
        found.only_events.iter().chain(&found.only_contracts).map(|account| loaded.accounts.name(account)).collect();
    let (contracts, events) = (found.by_contracts.len(), found.by_events.len());
    Some(ChurnDispute {
        short: format!("sources disagree: contracts say {contracts} lost, churn events say {events}"),
        long: format!(
            "The sources contradict each other about who was lost: contracts say {contracts} of these accounts, churn \
             events say {events}. The figures follow {}, and no strength is read from them. They disagree on {}.",
            rules.churn_source,
            listed(&odd)
        ),
    })
}

fn leavers(loaded: &Loaded, context: &Context, side: &AccountSide) -> Option<String> {
    let mut left: BTreeSet<&PersonId> = BTreeSet::new();
    let mut accounts: BTreeSet<Arc<str>> = BTreeSet::new();
    for account in &side.book {
        let short = loaded.stays_of(&account.id).iter().filter(|stay| stay.cut_short);
        for stay in short.filter(|stay| {
            stay.to.is_some_and(|to| to > context.period.from().saturating_sub(jiff::Span::new().days(180)))
        }) {
            left.insert(&stay.owner);
            accounts.insert(account.name.clone());
        }
    }
    if left.is_empty() {
        return None;
    }
    let names: Vec<String> = left
        .into_iter()
        .filter_map(|person| context.people.get(person))
        .map(|person| {
            person.left_on.map_or_else(|| person.name.to_string(), |day| format!("{} (left on {day})", person.name))
        })
        .collect();
    let accounts: Vec<Arc<str>> = accounts.into_iter().collect();
    Some(format!(
        "{} still stood as owner after leaving, on {}. Days after the last day at work count as unowned.",
        names.join(", "),
        listed(&accounts)
    ))
}

fn undated_flags(loaded: &Loaded, side: &AccountSide) -> Option<String> {
    let flagged = side
        .book
        .iter()
        .filter(|account| {
            loaded.accounts.histories.accounts.get(&account.id).is_some_and(|known| known.churned == Some(true))
        })
        .count();
    (flagged > 0).then(|| {
        format!("{flagged} of these accounts carry a churn flag without a date. It is shown here and used nowhere: nobody knows when it became true.")
    })
}

fn lapsed(side: &AccountSide) -> Option<String> {
    (!side.lapsed.is_empty()).then(|| {
        format!("Contracts of {} ran out so recently that a new one could still make it a billing lapse; they are not counted as lost yet.", listed(&side.lapsed))
    })
}

fn amounts_missing(loaded: &Loaded, side: &AccountSide) -> Option<String> {
    let bare = side
        .book
        .iter()
        .filter(|account| loaded.accounts.histories.of(&account.id).is_none_or(|history| history.terms.is_empty()))
        .count();
    (bare > 0)
        .then(|| format!("{bare} of these accounts have no contract on record, so nothing is known about their ARR."))
}

/// Names up to a handful, then how many more.
pub(crate) fn listed(names: &[Arc<str>]) -> String {
    let shown = names.iter().take(NAMES_MAX).map(|name| &**name).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(NAMES_MAX) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

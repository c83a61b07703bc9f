use kernel::{AccountId, Period};

use crate::arr::{AccountHistory, Basis, Refused, Window};
use crate::cohort::{Cohort, churn_event_in};
use crate::conventions::{ChurnSource, Rules};

/// Which accounts of the cohort are lost by contracts and which by events. All lists are in order of identifiers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Disagreement {
    /// Lost by contracts.
    pub by_contracts: Vec<AccountId>,
    /// Lost by events.
    pub by_events: Vec<AccountId>,
    /// Lost by contracts, without an event.
    pub only_contracts: Vec<AccountId>,
    /// With an event, while the contracts say they stayed.
    pub only_events: Vec<AccountId>,
}

impl Disagreement {
    /// Whether both sources say the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.only_contracts.is_empty() && self.only_events.is_empty()
    }
}

/// Compares what contracts and churn events say about the opening cohort of a period.
///
/// # Errors
/// When an exchange rate is missing or an amount is too large to be true.
pub fn compare_churn_sources(
    histories: &[AccountHistory],
    period: Period,
    basis: &Basis<'_>,
) -> Result<Disagreement, Refused> {
    let rules = Rules { churn_source: ChurnSource::Contracts, ..*basis.rules };
    let cohort = Cohort::freeze(histories, period, &Basis { rules: &rules, ..*basis })?;
    let window = Window::of(period, basis.as_of);
    let with_event = accounts_with_event(histories, window);
    let mut found = Disagreement::default();
    for member in cohort.members() {
        let account = &member.account;
        let by_contracts = member.lost_on.is_some();
        let by_events = with_event.binary_search(&account).is_ok();
        let lists = [
            (by_contracts, &mut found.by_contracts),
            (by_events, &mut found.by_events),
            (by_contracts && !by_events, &mut found.only_contracts),
            (by_events && !by_contracts, &mut found.only_events),
        ];
        lists.into_iter().filter(|(applies, _)| *applies).for_each(|(_, list)| list.push(account.clone()));
    }
    Ok(found)
}

fn accounts_with_event(histories: &[AccountHistory], window: Window) -> Vec<&AccountId> {
    let lost = histories.iter().filter(|history| churn_event_in(history, window).is_some());
    let mut accounts: Vec<&AccountId> = lost.map(|history| &history.account).collect();
    accounts.sort_unstable();
    accounts
}

#[cfg(test)]
mod tests;

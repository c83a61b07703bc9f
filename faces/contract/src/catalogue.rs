use std::sync::LazyLock;

use app::Desk;
use kernel::Refusal;

use crate::action::{Action, Answer};
use crate::inputs::Inputs;

mod account_review;
mod adoption;
mod backtest;
mod backups;
mod churn;
mod context;
mod csm_performance;
mod demonstration;
mod directory;
mod engagement;
mod escalations;
mod expansion;
mod fairness;
mod health;
mod house;
mod imports;
mod inputs;
mod matching;
mod quality;
mod relationships;
mod renewals;
mod retention;
mod segments;
mod sentiment;
mod time_to_value;
mod timers;
mod today;
mod usage;

/// Everything that can be asked, in the order of a first day with the product.
pub static CATALOGUE: LazyLock<Vec<Action>> = LazyLock::new(|| {
    [
        demonstration::ACTIONS,
        imports::ACTIONS,
        quality::ACTIONS,
        directory::ACTIONS,
        matching::ACTIONS,
        csm_performance::ACTIONS,
        fairness::ACTIONS,
        retention::ACTIONS,
        health::ACTIONS,
        churn::ACTIONS,
        renewals::ACTIONS,
        backtest::ACTIONS,
        account_review::ACTIONS,
        usage::ACTIONS,
        adoption::ACTIONS,
        expansion::ACTIONS,
        engagement::ACTIONS,
        escalations::ACTIONS,
        sentiment::ACTIONS,
        relationships::ACTIONS,
        segments::ACTIONS,
        time_to_value::ACTIONS,
        today::ACTIONS,
        context::ACTIONS,
        house::ACTIONS,
        backups::ACTIONS,
        timers::ACTIONS,
    ]
    .concat()
});

/// The action with this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Action> {
    CATALOGUE.iter().find(|action| action.name == name)
}

/// What people may call an action who know it from other tools: that name, and ours.
const ELSEWHERE: [(&str, &str); 10] = [
    ("health-score", "health.show"),
    ("churn-risk-list", "churn.list"),
    ("nps-analysis", "sentiment.nps"),
    ("customer-segments", "segments.show"),
    ("engagement-report", "engagement.show"),
    ("account-review-prep", "account-review.show"),
    ("qbr", "account-review.show"),
    ("escalation-analysis", "escalations.show"),
    ("renewal-forecast", "renewals.forecast"),
    ("expansion-opportunities", "expansion.list"),
];

/// The action that other tools call by this name.
#[must_use]
pub fn known_elsewhere(name: &str) -> Option<&'static Action> {
    let name = name.trim_start_matches('/').to_lowercase();
    ELSEWHERE.iter().find(|(theirs, _)| *theirs == name).and_then(|(_, ours)| find(ours))
}

/// Runs an action by its name.
///
/// # Errors
/// When there is no such action, or it is refused.
pub fn perform(desk: &Desk<'_>, name: &str, inputs: &Inputs) -> Result<Answer, Refusal> {
    let action = find(name).ok_or_else(|| Refusal::NotFound(format!("no action `{name}`")))?;
    (action.run)(desk, inputs)
}

#[cfg(test)]
mod tests;

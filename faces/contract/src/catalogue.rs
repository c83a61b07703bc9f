use std::sync::LazyLock;

use app::Desk;
use kernel::Refusal;

use crate::action::{Action, Answer};
use crate::inputs::Inputs;

mod backtest;
mod churn;
mod csm_performance;
mod demonstration;
mod directory;
mod engagement;
mod fairness;
mod health;
mod house;
mod imports;
mod inputs;
mod quality;
mod relationships;
mod retention;
mod segments;
mod sentiment;
mod today;

/// Everything that can be asked, in the order of a first day with the product.
pub static CATALOGUE: LazyLock<Vec<Action>> = LazyLock::new(|| {
    [
        demonstration::ACTIONS,
        imports::ACTIONS,
        quality::ACTIONS,
        directory::ACTIONS,
        csm_performance::ACTIONS,
        fairness::ACTIONS,
        retention::ACTIONS,
        health::ACTIONS,
        churn::ACTIONS,
        backtest::ACTIONS,
        engagement::ACTIONS,
        sentiment::ACTIONS,
        relationships::ACTIONS,
        segments::ACTIONS,
        today::ACTIONS,
        house::ACTIONS,
    ]
    .concat()
});

/// The action with this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Action> {
    CATALOGUE.iter().find(|action| action.name == name)
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

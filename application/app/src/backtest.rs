//! Scores held against what happened after them.

/// What backtests found, for those who look at a score.
mod accuracy;
/// Churn risk, as it would have been told.
mod churn;
/// What both backtests stand on.
mod ground;
/// The health score, as it would have been shown.
mod health;
/// Forecasts of renewals.
mod renewals;
/// Trials as rows for other programs.
mod rows;
/// Anybody's scores, from a table.
mod table;
/// What a backtest says, and the rows it writes out.
mod told;
/// What weights outcomes would choose.
mod weights;

use kernel::Refusal;
use report::Block;

use crate::desk::Desk;

pub(crate) use churn::churn_on;
pub use churn::{ChurnRequest, churn};
pub use health::{HealthRequest, health};
pub(crate) use health::{accuracy_line as health_accuracy, health_on};
pub use renewals::renewals;
pub use table::{TableRequest, table};

/// How far churn risk may be believed, in a line.
pub(crate) fn churn_accuracy(desk: &Desk<'_>, within_days: i32) -> Result<Block, Refusal> {
    let command = format!("evenkeel backtest churn --within {within_days}");
    accuracy::line(desk, &format!("churn {within_days}"), &command)
}

fn capacity(asked: Option<i64>) -> Result<Option<usize>, Refusal> {
    let whole = |capacity: i64| usize::try_from(capacity).ok().filter(|capacity| *capacity > 0);
    let wrong = || Refusal::invalid("capacity", "say how many accounts can be worked through, 1 or more");
    asked.map(|capacity| whole(capacity).ok_or_else(wrong)).transpose()
}

/// What a backtest was asked, by its address `90-24`: days ahead and months.
fn asked_at(when: &str) -> Result<ground::Asked, Refusal> {
    let wrong = || Refusal::invalid("reference", "it names no days and months");
    let (within, months) = when.split_once('-').ok_or_else(wrong)?;
    let number = |text: &str| text.parse().map_err(|_| wrong());
    ground::Asked::of(Some(number(within)?), Some(number(months)?), None)
}

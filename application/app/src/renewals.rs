/// How good forecasts were.
mod accuracy;
/// What is up for renewal, read from contracts.
mod due;
/// What past renewals kept of their amount.
mod habits;
/// The chance of a renewal, and what it is made of.
mod judge;
/// What past renewals teach.
mod learn;
/// The renewals of all accounts or of a book.
mod list;
/// What was known of renewals on past days, and what became of them.
pub(crate) mod past;
/// What would have been foreseen on past days.
pub(crate) mod rolling;
/// The renewals of one account.
mod show;
/// The days that are asked about.
mod window;

pub use accuracy::accuracy;
pub use list::{ListRequest, list};
pub(crate) use show::on;
pub use show::show;

use kernel::Refusal;

#[expect(clippy::needless_pass_by_value, reason = "what `map_err` hands over")]
fn refused(why: retention::Refused) -> Refusal {
    Refusal::NotEnoughData(why.to_string())
}

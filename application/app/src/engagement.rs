/// Facts as evidence.
mod gather;
/// Every account of a book.
mod list;
/// The figures of one account's score.
mod score;
/// One account.
mod show;

pub use list::list;
pub(crate) use list::scores;
pub use show::show;

use kernel::{Period, Refusal};
use report::Report;

use crate::desk::Desk;

/// Whose engagement over which period.
#[derive(Debug, Clone, Copy)]
pub struct EngagementRequest<'a> {
    /// One account; all of a book or of the company when empty.
    pub account: Option<&'a str>,
    /// Only the book of this person.
    pub csm: Option<&'a str>,
    /// The period; the last quarter that facts cover when empty.
    pub period: Option<&'a str>,
}

/// One account where it is named, else all accounts or one book.
///
/// # Errors
/// When the account, the person or the period is not known.
pub fn engagement(desk: &Desk<'_>, request: EngagementRequest<'_>) -> Result<Report, Refusal> {
    // `engagement 2024-Q4` means the period: no account is called so.
    let is_period =
        |text: &&str| request.period.is_none() && Period::parse(text, desk.settings.fiscal_year, desk.as_of()).is_ok();
    let request = match request.account.filter(is_period) {
        Some(period) => EngagementRequest { account: None, period: Some(period), ..request },
        None => request,
    };
    match (request.account, request.csm) {
        (Some(_), Some(_)) => Err(Refusal::invalid("csm", "name an account or a CSM, not both")),
        (Some(account), None) => show(desk, account, request.period),
        (None, csm) => list(desk, csm, request.period),
    }
}

/// Every account of a book.
mod list;
/// Facts as maps.
mod maps;
/// One account.
mod show;

pub use list::list;
pub(crate) use show::capital;
pub use show::show;

use kernel::Refusal;
use report::Report;

use crate::desk::Desk;

/// One account where it is named, else all accounts or one book.
///
/// # Errors
/// When the account or the person is not known.
pub fn relationships(desk: &Desk<'_>, account: Option<&str>, csm: Option<&str>) -> Result<Report, Refusal> {
    match (account, csm) {
        (Some(_), Some(_)) => Err(Refusal::invalid("csm", "name an account or a CSM, not both")),
        (Some(account), None) => show(desk, account),
        (None, csm) => list(desk, csm),
    }
}

/// What an account was worth and how it was at both ends.
mod accounts;
/// Everything a review needs besides the rows of one book.
mod context;
/// What deal sizes are held against.
mod expansions;
/// From rows to the facts of one person and period.
mod gather;
/// The person's own words.
mod note;
/// The review itself.
mod show;
/// Everybody's figures, worked out once per state of the data.
mod team;
/// The leader's page.
mod team_page;
/// What the person did, and what customers said.
mod work;

pub(crate) use accounts::AccountSide;
pub(crate) use context::{Context, holidays};
pub(crate) use expansions::expansions;
pub(crate) use gather::Loaded;
pub use note::{NoteInput, note};
pub(crate) use show::refuse_what_is_not_covered;
pub(crate) use show::review_by;
pub use show::{ReviewRequest, show};
pub(crate) use team::kept_name;
pub use team_page::team_page;
pub(crate) use work::is_expansion;

use csm_performance::facts::Tier;
use rust_decimal::Decimal;

/// The tier of an account by its ARR.
#[must_use]
pub(crate) fn tier(arr: Decimal, cutoffs: &[Decimal; 3]) -> Tier {
    match arr {
        arr if arr > cutoffs[0] => Tier::Strategic,
        arr if arr > cutoffs[1] => Tier::Growth,
        arr if arr > cutoffs[2] => Tier::Core,
        _ => Tier::Nurture,
    }
}

#[cfg(test)]
mod tests;

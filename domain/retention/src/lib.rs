#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

/// What an account pays on a day, and what it is worked out from.
pub mod arr;
/// The ARR bridge of a company or of one book.
pub mod bridge;
/// Where contracts and churn events disagree.
pub mod churn_sources;
/// The frozen opening cohort and its rates.
pub mod cohort;
/// The selectable rules, by name and in words.
pub mod conventions;
/// Who is credited with an outcome.
pub mod credit;
/// Who holds which share of an account, and what nobody holds.
pub mod holdings;
/// How long accounts pay before they are lost.
pub mod lives;
/// What changed, day by day.
pub mod movements;
/// Dated exchange rates.
pub mod rates;
/// What came up for renewal and what became of it.
pub mod renewals;

mod curve;
mod path;

#[cfg(test)]
mod laws;
#[cfg(test)]
mod scenes;

pub use arr::{AccountHistory, Basis, OpenLapse, Refused, Term, Window, arr_on, arr_trace, open_lapses};
pub use bridge::{Bridge, BridgeRow, LineKind, bridge, bridges_by};
pub use churn_sources::{Disagreement, compare_churn_sources};
pub use cohort::{Cohort, Measured, Member};
pub use conventions::{ChurnSource, Convention, Rules, UnknownRule, WinBack};
pub use credit::{CreditRule, CreditShare, Stay, credit, influence_shares, is_inherited};
pub use holdings::{Holding, unowned};
pub use lives::{Life, Loss, life};
pub use movements::{Movement, MovementKind, movements};
pub use rates::{RateRow, Rates};
pub use renewals::{Decision, NoRate, Renewals, UncountedDecision, renewals};

//! Fair comparison: what a book would have done under anyone.

/// What to know before believing it.
mod caveats;
/// What counts for nobody, and why.
mod exclude;
/// Everybody held against what was expected, worked out once per state of the data.
mod findings;
/// Findings as figures a store keeps.
mod kept;
/// What was fixed before anybody could act.
mod known;
/// What became of accounts, period by period.
mod outcomes;
/// Outcomes with those they are credited to.
mod panel;
/// Anybody's table.
mod profile;
/// What a comparison is about.
mod setting;
/// One person, with the rows behind every figure.
mod show;
/// Whether the method does people justice, on teams whose truth is known.
mod simulate;
/// Everything compared, with the rows it was made from.
mod worked_out;

pub use exclude::{ExcludeInput, exclude, exclusions};
pub(crate) use findings::findings;
pub use profile::{ProfileRequest, profile};
pub use show::{FairnessRequest, show};
pub(crate) use show::{address, part_of_review};
pub use simulate::{Simulated, SimulationRequest, simulate};

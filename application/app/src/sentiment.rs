/// Facts as answers, with everything a report of them needs.
mod gather;
/// The net promoter score, and satisfaction both ways.
mod nps;
/// What to do, and what to reach.
mod outlook;
/// Sections about what was said and by whom.
mod sections;
/// The score over time and in groups.
mod splits;

pub(crate) use gather::Heard;
pub use nps::{NpsRequest, nps};

/// One account, part by part.
mod about;
/// The answer to a query.
mod answer;
/// The eight conditions.
mod checklist;
/// What everything here starts from.
mod ground;
/// What is told while work goes on, and when it is delivered.
mod progress;
/// Every figure of a programme.
mod readings;

pub use ::context::Status;
pub(crate) use about::about;
pub(crate) use answer::whole;
pub use answer::{AccountLine, Answered, Goal, Query, TakenFrom, TellPart, answer};
pub use checklist::checklist;
pub use progress::{Progress, progress};

/// Something that is not in an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// What.
    pub what: String,
    /// Why, and what would be enough.
    pub why: String,
}

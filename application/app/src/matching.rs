/// What is decided about two accounts, and written down.
mod decide;
/// What the rows say to tell accounts apart.
mod gather;
/// What is proposed, what is asked and what was decided.
mod show;

pub use decide::{Decision, confirm, confirm_all_certain, merge, reject, undo};
pub use show::show;

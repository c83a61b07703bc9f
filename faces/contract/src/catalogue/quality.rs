use app::quality;
use kernel::Access;

use crate::action::{Action, Answer};

pub(super) static ACTIONS: &[Action] = &[Action {
    name: "quality.show",
    command: &["quality"],
    summary: "Show what is missing, stale, contradictory or implausible, what it costs and what to mend first",
    inputs: &[],
    access: Access::Read,
    example: "evenkeel quality",
    run: |desk, _| quality::show(desk).map(Answer::from),
}];

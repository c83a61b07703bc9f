use app::today;
use kernel::Access;

use crate::action::{Action, Answer};
use crate::catalogue::inputs::OF_CSM;

pub(super) static ACTIONS: &[Action] = &[Action {
    name: "today.show",
    command: &["today"],
    summary: "Show what is new since the last working day and the five accounts to look at first",
    inputs: &[OF_CSM],
    access: Access::Read,
    example: "evenkeel today --csm maya --as-of 2024-11-21",
    run: |desk, inputs| today::show(desk, inputs.text("csm")).map(Answer::from),
}];

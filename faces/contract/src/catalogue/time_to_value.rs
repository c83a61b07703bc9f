use app::time_to_value;
use kernel::Access;

use crate::action::{Action, Answer};
use crate::catalogue::inputs::OF_CSM;

pub(super) static ACTIONS: &[Action] = &[Action {
    name: "time-to-value.show",
    command: &["time-to-value"],
    summary: "Show how long accounts take to first value, those still on their way included, and reached over expected by owner",
    inputs: &[OF_CSM],
    access: Access::Read,
    example: "evenkeel time-to-value --csm maya",
    run: |desk, inputs| time_to_value::show(desk, inputs.text("csm")).map(Answer::from),
}];

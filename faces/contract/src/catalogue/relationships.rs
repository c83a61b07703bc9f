use app::relationships;
use kernel::Access;

use crate::action::{Action, Answer, Input, InputKind};
use crate::catalogue::inputs::OF_CSM;

pub(super) static ACTIONS: &[Action] = &[Action {
    name: "relationships.show",
    command: &["relationships"],
    summary: "Show who at an account speaks with us, or which accounts hang by one person",
    inputs: &[
        Input::then("account", InputKind::Text, "name, domain or identifier of one account; all when left out"),
        OF_CSM,
    ],
    access: Access::Read,
    example: "evenkeel relationships --csm maya",
    run: |desk, inputs| {
        relationships::relationships(desk, inputs.text("account"), inputs.text("csm")).map(Answer::from)
    },
}];

use app::adoption;
use kernel::Access;

use crate::action::{Action, Answer};
use crate::catalogue::inputs::{ACCOUNT, OF_CSM};

pub(super) static ACTIONS: &[Action] = &[
    Action {
        name: "adoption.list",
        command: &["adoption"],
        summary: "Show what accounts make of the product: features, licences by age, and how often they come",
        inputs: &[OF_CSM],
        access: Access::Read,
        example: "evenkeel adoption --csm maya",
        run: |desk, inputs| adoption::list(desk, inputs.text("csm")).map(Answer::from),
    },
    Action {
        name: "adoption.show",
        command: &["adoption", "show"],
        summary: "Open the adoption of one account, beside its own usual and the book",
        inputs: &[ACCOUNT],
        access: Access::Read,
        example: "evenkeel adoption show Company_12",
        run: |desk, inputs| adoption::show(desk, inputs.needed("account")?).map(Answer::from),
    },
];

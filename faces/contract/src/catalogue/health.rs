use app::health;
use kernel::Access;

use crate::action::{Action, Answer};
use crate::catalogue::inputs::{ACCOUNT, OF_CSM};

pub(super) static ACTIONS: &[Action] = &[
    Action {
        name: "health.list",
        command: &["health"],
        summary: "List the health of all accounts or of one book",
        inputs: &[OF_CSM],
        access: Access::Read,
        example: "evenkeel health --csm maya --as-of 2024-12-31",
        run: |desk, inputs| health::list(desk, inputs.text("csm")).map(Answer::from),
    },
    Action {
        name: "health.show",
        command: &["health", "show"],
        summary: "Open the health of one account, measure by measure",
        inputs: &[ACCOUNT],
        access: Access::Read,
        example: "evenkeel health show Company_12 --as-of 2024-12-31",
        run: |desk, inputs| health::show(desk, inputs.needed("account")?).map(Answer::from),
    },
];

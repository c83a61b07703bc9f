use app::directory;
use kernel::Access;

use crate::action::{Action, Answer};
use crate::catalogue::inputs::{ACCOUNT, OF_CSM};

pub(super) static ACTIONS: &[Action] = &[
    Action {
        name: "people.list",
        command: &["people"],
        summary: "List people and how many accounts each owns",
        inputs: &[],
        access: Access::Read,
        example: "evenkeel people",
        run: |desk, _| directory::people(desk).map(Answer::from),
    },
    Action {
        name: "accounts.list",
        command: &["accounts"],
        summary: "List accounts with their owner and ARR",
        inputs: &[OF_CSM],
        access: Access::Read,
        example: "evenkeel accounts --csm maya --as-of 2024-12-31",
        run: |desk, inputs| directory::accounts(desk, inputs.text("csm")).map(Answer::from),
    },
    Action {
        name: "accounts.history",
        command: &["accounts", "history"],
        summary: "Tell what systems told of an account from one delivery to the next: stages, plan, seats, owners",
        inputs: &[ACCOUNT],
        access: Access::Read,
        example: "evenkeel accounts history A-000017 --as-of 2024-12-31",
        run: |desk, inputs| directory::history(desk, inputs.needed("account")?).map(Answer::from),
    },
];

use app::{evidence, house};
use kernel::Access;

use crate::action::{Action, Answer, Input, InputKind};

pub(super) static ACTIONS: &[Action] = &[
    Action {
        name: "evidence.show",
        command: &["evidence"],
        summary: "List the rows behind a figure and work it out again",
        inputs: &[Input::needed("reference", InputKind::Text, "the reference of the figure, in quotes")],
        access: Access::Read,
        example: "evenkeel evidence 'retention:company:2024-Q4:2025-01-15#gross_retention'",
        run: |desk, inputs| evidence::show(desk, inputs.needed("reference")?).map(Answer::from),
    },
    Action {
        name: "config.show",
        command: &["config", "show"],
        summary: "Show what is configured",
        inputs: &[Input::named("origin", InputKind::Flag, "say where each value comes from")],
        access: Access::Read,
        example: "evenkeel config show --origin",
        run: |desk, inputs| house::config(desk, inputs.is_given("origin")).map(Answer::from),
    },
    Action {
        name: "house.doctor",
        command: &["doctor"],
        summary: "Check that this home is in order",
        inputs: &[],
        access: Access::Read,
        example: "evenkeel doctor",
        run: |desk, _| house::doctor(desk).map(Answer::from),
    },
];

use app::health::{self, OverrideInput};
use kernel::Access;

use crate::action::{Action, Answer, Input, InputKind};
use crate::catalogue::inputs::{ACCOUNT, OF_CSM};

pub(super) const PROFILE: Input =
    Input::named("profile", InputKind::Text, "judge by this health profile, such as five-component or one of your own");

pub(super) static ACTIONS: &[Action] = &[
    Action {
        name: "health.list",
        command: &["health"],
        summary: "List the health of all accounts or of one book, what asks for a look first",
        inputs: &[OF_CSM, PROFILE],
        access: Access::Read,
        example: "evenkeel health --csm maya --as-of 2024-12-31",
        run: |desk, inputs| health::list(desk, inputs.text("csm"), inputs.text("profile")).map(Answer::from),
    },
    Action {
        name: "health.show",
        command: &["health", "show"],
        summary: "Open the health of one account, measure by measure",
        inputs: &[ACCOUNT, PROFILE],
        access: Access::Read,
        example: "evenkeel health show Company_12 --as-of 2024-12-31",
        run: |desk, inputs| health::show(desk, inputs.needed("account")?, inputs.text("profile")).map(Answer::from),
    },
    Action {
        name: "health.explain",
        command: &["health", "explain"],
        summary: "Say what moved the health of an account since a day, and which rows did it",
        inputs: &[
            ACCOUNT,
            Input::named("since", InputKind::Text, "the day to begin with: 2024-09-30; 30 days ago when left out"),
            PROFILE,
        ],
        access: Access::Read,
        example: "evenkeel health explain Company_12 --since 2024-09-30 --as-of 2024-12-31",
        run: |desk, inputs| {
            health::explain(desk, inputs.needed("account")?, inputs.text("since"), inputs.text("profile"))
                .map(Answer::from)
        },
    },
    Action {
        name: "health.history",
        command: &["health", "history"],
        summary: "Show the health of an account month by month as it was known then, and how fast it moves",
        inputs: &[
            ACCOUNT,
            Input::named("months", InputKind::Whole, "how many months back, 1 to 60; 12 when left out"),
            PROFILE,
        ],
        access: Access::Read,
        example: "evenkeel health history Company_12 --months 6 --as-of 2024-12-31",
        run: |desk, inputs| {
            health::history(desk, inputs.needed("account")?, inputs.whole("months"), inputs.text("profile"))
                .map(Answer::from)
        },
    },
    Action {
        name: "health.override",
        command: &["health", "override"],
        summary: "Put your own judgement beside the computed health of an account until a day, with the reason",
        inputs: &[
            ACCOUNT,
            Input { required: true, ..Input::named("band", InputKind::Text, "green, yellow or red") },
            Input {
                required: true,
                ..Input::named("reason", InputKind::Text, "what the computed score does not see, in quotes")
            },
            Input { required: true, ..Input::named("until", InputKind::Text, "the last day it holds: 2026-12-31") },
        ],
        access: Access::Write,
        example: "evenkeel health override A-000017 --band red --reason \"sponsor resigned\" --until 2026-12-31",
        run: |desk, inputs| {
            let input = OverrideInput {
                account: inputs.needed("account")?,
                band: inputs.needed("band")?,
                reason: inputs.needed("reason")?,
                until: inputs.needed("until")?,
            };
            health::overrule(desk, input).map(Answer::from)
        },
    },
];

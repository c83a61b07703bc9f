use app::backtest;
use app::renewals::{self, ListRequest};
use kernel::Access;

use crate::action::{Action, Answer, Input, InputKind};
use crate::catalogue::inputs::{ACCOUNT, OF_CSM};

pub(super) static ACTIONS: &[Action] = &[
    Action {
        name: "renewals.forecast",
        command: &["renewals"],
        summary: "Show what comes up for renewal by its last day for notice, how likely it renews, and what the whole brings",
        inputs: &[
            Input::then(
                "period",
                InputKind::Text,
                "next-90-days, 2025-Q1 or another period that is not over; next-90-days when left out",
            ),
            OF_CSM,
            Input::named("segment", InputKind::Text, "only accounts of this segment, or of this tier by ARR"),
        ],
        access: Access::Read,
        example: "evenkeel renewals next-180-days --csm maya",
        run: |desk, inputs| {
            let request =
                ListRequest { period: inputs.text("period"), csm: inputs.text("csm"), segment: inputs.text("segment") };
            renewals::list(desk, request).map(Answer::from)
        },
    },
    Action {
        name: "renewals.show",
        command: &["renewals", "show"],
        summary: "Open the renewals of one account: what makes the chance, what people said, and the way to it",
        inputs: &[ACCOUNT],
        access: Access::Read,
        example: "evenkeel renewals show Company_12",
        run: |desk, inputs| renewals::show(desk, inputs.needed("account")?).map(Answer::from),
    },
    Action {
        name: "renewals.accuracy",
        command: &["renewals", "accuracy"],
        summary: "Show how good forecasts of renewals were: the model, each person who called, and a baseline",
        inputs: &[],
        access: Access::Read,
        example: "evenkeel renewals accuracy",
        run: |desk, _| renewals::accuracy(desk).map(Answer::from),
    },
    Action {
        name: "backtest.renewals",
        command: &["backtest", "renewals"],
        summary: "Forecast past renewals again with what was known then, and hold chances and ranges against what came",
        inputs: &[Input::named("capacity", InputKind::Whole, "how many accounts the team can work through")],
        access: Access::Read,
        example: "evenkeel backtest renewals --capacity 20",
        run: |desk, inputs| backtest::renewals(desk, inputs.whole("capacity")).map(Answer::from),
    },
];

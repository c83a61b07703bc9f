use app::retention::{self, BridgeRequest, CurvesRequest, RetentionRequest};
use kernel::Access;

use crate::action::{Action, Answer, Input, InputKind};
use crate::catalogue::inputs::{OF_CSM, PERIOD};

pub(super) static ACTIONS: &[Action] = &[
    Action {
        name: "retention.show",
        command: &["retention"],
        summary: "Show retention of the company or of one book, with the conventions used",
        inputs: &[PERIOD, OF_CSM],
        access: Access::Read,
        example: "evenkeel retention 2024-Q4 --churn-source events",
        run: |desk, inputs| {
            let request = RetentionRequest { csm: inputs.text("csm"), period: inputs.text("period") };
            retention::show(desk, request).map(Answer::from)
        },
    },
    Action {
        name: "retention.curves",
        command: &["retention", "curves"],
        summary: "Show how long accounts and their ARR stay, by plan, size or segment, and why they were lost",
        inputs: &[
            Input::named(
                "by",
                InputKind::Word(&["plan", "size", "segment", "industry", "country"]),
                "tell accounts apart by this",
            ),
            Input::named("since", InputKind::Text, "watch from this day on; from the first contract when left out"),
        ],
        access: Access::Read,
        example: "evenkeel retention curves --by plan --since 2023-01-01",
        run: |desk, inputs| {
            let request = CurvesRequest { by: inputs.text("by"), since: inputs.text("since") };
            retention::curves(desk, request).map(Answer::from)
        },
    },
    Action {
        name: "retention.bridge",
        command: &["bridge"],
        summary: "Show the way from opening to closing ARR, tied to the cent",
        inputs: &[
            PERIOD,
            OF_CSM,
            Input::named("by", InputKind::Word(&["book", "segment", "account"]), "split by book, segment or account"),
        ],
        access: Access::Read,
        example: "evenkeel bridge 2024-Q4 --by book",
        run: |desk, inputs| {
            let request =
                BridgeRequest { csm: inputs.text("csm"), period: inputs.text("period"), by: inputs.text("by") };
            retention::bridge(desk, request).map(Answer::from)
        },
    },
];

use app::engagement::{self, EngagementRequest};
use kernel::Access;

use crate::action::{Action, Answer, Input, InputKind};
use crate::catalogue::inputs::{OF_CSM, PERIOD};

pub(super) static ACTIONS: &[Action] = &[Action {
    name: "engagement.show",
    command: &["engagement"],
    summary: "Show how close accounts are to us, most silent first, or one account part by part",
    inputs: &[
        Input::then("account", InputKind::Text, "name, domain or identifier of one account; all when left out"),
        PERIOD,
        OF_CSM,
    ],
    access: Access::Read,
    example: "evenkeel engagement 2024-Q4 --csm maya",
    run: |desk, inputs| {
        let request = EngagementRequest {
            account: inputs.text("account"),
            csm: inputs.text("csm"),
            period: inputs.text("period"),
        };
        engagement::engagement(desk, request).map(Answer::from)
    },
}];

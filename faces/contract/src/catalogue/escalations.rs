use app::escalations::{self, EscalationsRequest};
use kernel::Access;

use crate::action::{Action, Answer, Input, InputKind};
use crate::catalogue::inputs::PERIOD;

pub(super) static ACTIONS: &[Action] = &[Action {
    name: "escalations.show",
    command: &["escalations"],
    summary: "Show what the escalations of a period have in common: causes, repeats, resolution, health before and after",
    inputs: &[PERIOD, Input::named("segment", InputKind::Text, "only accounts of this segment, as `segment_by` says")],
    access: Access::Read,
    example: "evenkeel escalations 2024-Q4 --segment strategic",
    run: |desk, inputs| {
        let request = EscalationsRequest { period: inputs.text("period"), segment: inputs.text("segment") };
        escalations::show(desk, request).map(Answer::from)
    },
}];

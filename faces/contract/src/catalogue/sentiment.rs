use app::sentiment::{self, NpsRequest};
use kernel::Access;

use crate::action::{Action, Answer, Input, InputKind};
use crate::catalogue::inputs::PERIOD;

pub(super) static ACTIONS: &[Action] = &[Action {
    name: "sentiment.nps",
    command: &["nps"],
    summary: "Show NPS with its range, satisfaction, what comments are about and who waits for a word",
    inputs: &[PERIOD, Input::named("segment", InputKind::Text, "only accounts of this segment, as `segment_by` says")],
    access: Access::Read,
    example: "evenkeel nps 2024-Q4 --segment strategic",
    run: |desk, inputs| {
        let request = NpsRequest { period: inputs.text("period"), segment: inputs.text("segment") };
        sentiment::nps(desk, request).map(Answer::from)
    },
}];

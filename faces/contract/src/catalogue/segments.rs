use app::segments::{self, SegmentsRequest};
use kernel::Access;

use crate::action::{Action, Answer, Input, InputKind};
use crate::catalogue::inputs::PERIOD;

pub(super) static ACTIONS: &[Action] = &[Action {
    name: "segments.show",
    command: &["segments"],
    summary: "Show accounts in segments by value or lifecycle, and who moved between them",
    inputs: &[
        PERIOD,
        Input::named(
            "approach",
            InputKind::Word(&["value", "lifecycle"]),
            "group by what they pay or by where they stand",
        ),
    ],
    access: Access::Read,
    example: "evenkeel segments 2024-Q4 --approach lifecycle",
    run: |desk, inputs| {
        let request = SegmentsRequest { approach: inputs.text("approach"), period: inputs.text("period") };
        segments::show(desk, request).map(Answer::from)
    },
}];

use app::csm_performance;
use kernel::Access;

use crate::action::{Action, Answer, Input, InputKind};
use crate::catalogue::inputs::{CSM, PERIOD};

pub(super) static ACTIONS: &[Action] = &[
    Action {
        name: "csm-performance.show",
        command: &["csm-performance"],
        summary: "Review the performance of one CSM over one period, in nine sections",
        inputs: &[CSM, PERIOD],
        access: Access::Read,
        example: "evenkeel csm-performance maya 2024-Q4 --out maya.html",
        run: |desk, inputs| {
            let request = csm_performance::ReviewRequest { csm: inputs.needed("csm")?, period: inputs.text("period") };
            csm_performance::show(desk, request).map(Answer::from)
        },
    },
    Action {
        name: "csm-performance.team",
        command: &["team-performance"],
        summary: "See everybody's books held against what they would have done under anyone, by name",
        inputs: &[PERIOD],
        access: Access::Read,
        example: "evenkeel team-performance 2024-Q4 --out team.html",
        run: |desk, inputs| csm_performance::team_page(desk, inputs.text("period")).map(Answer::from),
    },
    Action {
        name: "csm-performance.note",
        command: &["review", "note"],
        summary: "Add the CSM's own words to their review",
        inputs: &[
            CSM,
            Input::needed("period", InputKind::Text, "the period of the review, such as 2024-Q4"),
            Input::needed("words", InputKind::Text, "what they say, in quotes"),
        ],
        access: Access::Write,
        example: "evenkeel review note maya 2024-Q4 \"Two of my accounts were bought by a competitor.\"",
        run: |desk, inputs| {
            let input = csm_performance::NoteInput {
                csm: inputs.needed("csm")?,
                period: inputs.text("period"),
                words: inputs.needed("words")?,
            };
            csm_performance::note(desk, input).map(Answer::from)
        },
    },
];

use app::context::{self, Query};
use kernel::{Access, Refusal};

use crate::action::{Action, Answer, Input, InputKind};
use crate::catalogue::inputs::{OF_CSM, PERIOD};
use crate::forms;

const FILE: Input = Input::then("file", InputKind::Document, "the query as JSON; standard input when left out or `-`");
const OVER: Input = Input { positional: false, ..PERIOD };

pub(super) static ACTIONS: &[Action] = &[
    Action {
        name: "context.checklist",
        command: &["checklist"],
        summary: "Hold the programme against eight strict lines: met, not met or unknown, each with its value",
        inputs: &[PERIOD, OF_CSM],
        access: Access::Read,
        example: "evenkeel checklist 2024-Q4",
        run: |desk, inputs| context::checklist(desk, inputs.text("csm"), inputs.text("period")).map(Answer::from),
    },
    Action {
        name: "context.progress",
        command: &["progress"],
        summary: "Tell how the programme stands in one sentence and in the JSON other agents expect (--json)",
        inputs: &[PERIOD, OF_CSM],
        access: Access::Read,
        example: "evenkeel progress 2024-Q4 --json",
        run: |desk, inputs| {
            let made = context::progress(desk, inputs.text("csm"), inputs.text("period"))?;
            let form = Some(forms::progress::form(&made)?);
            Ok(Answer { form, ..Answer::from(made.report) })
        },
    },
    Action {
        name: "context.answer",
        command: &["context", "answer"],
        summary: "Answer a query for customer context, to read or as the JSON other agents expect (--json)",
        inputs: &[FILE, OF_CSM, OVER],
        access: Access::Read,
        example: "evenkeel context answer query.json --json",
        run: |desk, inputs| {
            let asked = forms::context::read(inputs.needed("file")?)?;
            let query = Query {
                request_type: &asked.request_type,
                words: &asked.payload.query,
                csm: inputs.text("csm"),
                period: inputs.text("period"),
            };
            let answered = context::answer(desk, &query)?;
            let form = Some(forms::context::form(&asked, &answered)?);
            let unknown = answered.status == context::Status::Error;
            let refusal = unknown.then(|| {
                Refusal::Rejected("requests of this type are not answered; the answer lists those that are".to_owned())
            });
            Ok(Answer { form, refusal, ..Answer::from(answered.report) })
        },
    },
];

use app::churn::{self, ShowRequest};
use kernel::Access;

use crate::action::{Action, Answer, Input, InputKind};
use crate::catalogue::inputs::{ACCOUNT, OF_CSM};

const WITHIN: Input = Input::named("within", InputKind::Whole, "how many days ahead, 14 to 365; 90 when left out");

pub(super) static ACTIONS: &[Action] = &[
    Action {
        name: "churn.list",
        command: &["churn"],
        summary: "Show which accounts may leave, in four tiers, with reasons and the ARR at stake",
        inputs: &[OF_CSM, WITHIN],
        access: Access::Read,
        example: "evenkeel churn --csm maya --within 90",
        run: |desk, inputs| churn::list(desk, inputs.text("csm"), inputs.whole("within")).map(Answer::from),
    },
    Action {
        name: "churn.show",
        command: &["churn", "show"],
        summary: "Open the churn risk of one account: every part of its chance",
        inputs: &[
            ACCOUNT,
            WITHIN,
            Input::named("save", InputKind::Whole, "chance in percent that an attempt saves it"),
            Input::named("cost", InputKind::Whole, "what the attempt costs"),
        ],
        access: Access::Read,
        example: "evenkeel churn show Company_12 --save 55 --cost 10000",
        run: |desk, inputs| {
            let request = ShowRequest {
                account: inputs.needed("account")?,
                within: inputs.whole("within"),
                save: inputs.whole("save"),
                cost: inputs.whole("cost"),
            };
            churn::show(desk, request).map(Answer::from)
        },
    },
];

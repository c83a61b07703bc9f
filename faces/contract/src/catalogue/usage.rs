use app::usage::{self, ListRequest, ShowRequest};
use kernel::Access;

use crate::action::{Action, Answer, Input, InputKind};
use crate::catalogue::inputs::{ACCOUNT, OF_CSM};

const YEARS: Input = Input::named(
    "years",
    InputKind::Whole,
    "an account to which nothing happens raises a false alarm once in so many years; 10 when left out",
);

pub(super) static ACTIONS: &[Action] = &[
    Action {
        name: "usage.list",
        command: &["usage"],
        summary: "Show whose use of the product fell, by ARR, no more than the team can work on",
        inputs: &[
            OF_CSM,
            YEARS,
            Input::named("most", InputKind::Whole, "so many signals at most; five for each CSM when left out"),
        ],
        access: Access::Read,
        example: "evenkeel usage --csm maya --years 20",
        run: |desk, inputs| {
            let request =
                ListRequest { csm: inputs.text("csm"), years: inputs.whole("years"), most: inputs.whole("most") };
            usage::list(desk, request).map(Answer::from)
        },
    },
    Action {
        name: "usage.show",
        command: &["usage", "show"],
        summary: "Draw the use of one account beside what was to be expected, and where it changed",
        inputs: &[ACCOUNT, YEARS],
        access: Access::Read,
        example: "evenkeel usage show Company_12",
        run: |desk, inputs| {
            let request = ShowRequest { account: inputs.needed("account")?, years: inputs.whole("years") };
            usage::show(desk, request).map(Answer::from)
        },
    },
];

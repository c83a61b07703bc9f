use app::expansion::{self, ListRequest};
use kernel::Access;

use crate::action::{Action, Answer, Input, InputKind};
use crate::catalogue::inputs::{ACCOUNT, OF_CSM};

pub(super) static ACTIONS: &[Action] = &[
    Action {
        name: "expansion.list",
        command: &["expansion"],
        summary: "Show what could be sold to whom, what it is worth, and to whom it should not be offered now",
        inputs: &[
            OF_CSM,
            Input::named("segment", InputKind::Text, "only accounts of this segment, as the source names it"),
            Input::named("min_propensity", InputKind::Whole, "only accounts of this propensity or more, 0 to 100"),
        ],
        access: Access::Read,
        example: "evenkeel expansion --csm maya --min-propensity 60",
        run: |desk, inputs| {
            let request = ListRequest {
                csm: inputs.text("csm"),
                segment: inputs.text("segment"),
                min_propensity: inputs.whole("min_propensity"),
            };
            expansion::list(desk, request).map(Answer::from)
        },
    },
    Action {
        name: "expansion.show",
        command: &["expansion", "show"],
        summary: "Open what more one account could be sold, and whether now is the time",
        inputs: &[ACCOUNT],
        access: Access::Read,
        example: "evenkeel expansion show Company_12",
        run: |desk, inputs| expansion::show(desk, inputs.needed("account")?).map(Answer::from),
    },
];

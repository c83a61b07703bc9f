use app::account_review::{self, ReviewPack};
use kernel::Access;

use crate::action::{Action, Answer, Input, InputKind};
use crate::catalogue::inputs::ACCOUNT;

pub(super) static ACTIONS: &[Action] = &[Action {
    name: "account-review.show",
    command: &["account-review"],
    summary: "Prepare a business review with an account: slides, talking points, questions, actions, follow-up",
    inputs: &[
        ACCOUNT,
        Input::named("on", InputKind::Text, "day of the review: 2025-03-03; the next one on record when left out"),
    ],
    access: Access::Read,
    example: "evenkeel account-review Company_12 --on 2025-01-20 --as-of 2024-12-31",
    run: |desk, inputs| {
        let request = ReviewPack { account: inputs.needed("account")?, on: inputs.text("on") };
        account_review::show(desk, request).map(Answer::from)
    },
}];

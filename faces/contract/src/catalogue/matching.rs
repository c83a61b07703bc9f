use app::matching::{self, Decision};
use kernel::{Access, Refusal};

use crate::action::{Action, Answer, Input, InputKind};
use crate::inputs::Inputs;

const REASON: Input = Input::named("reason", InputKind::Text, "what speaks for it, in quotes");

pub(super) static ACTIONS: &[Action] = &[
    Action {
        name: "accounts.match",
        command: &["accounts", "match"],
        summary: "Propose which accounts of different systems are the same company, with the reasons",
        inputs: &[],
        access: Access::Read,
        example: "evenkeel accounts match",
        run: |desk, _| matching::show(desk).map(Answer::from),
    },
    Action {
        name: "accounts.confirm",
        command: &["accounts", "match", "confirm"],
        summary: "Confirm that two accounts are one company: the second counts for the first in every reading",
        inputs: &[
            Input::then("one", InputKind::Text, "the account to keep: name, domain or identifier"),
            Input::then("other", InputKind::Text, "the account that counts for it"),
            Input::named("all_certain", InputKind::Flag, "confirm every proposal that is certain"),
            REASON,
        ],
        access: Access::Write,
        example: "evenkeel accounts match confirm salesforce/0015500000Xyy06AAB zendesk/370326104793",
        run: |desk, inputs| {
            if !inputs.is_given("all_certain") {
                return matching::confirm(desk, decision(inputs, "one", "other")?).map(Answer::from);
            }
            if inputs.text("one").is_some() {
                return Err(Refusal::invalid("all_certain", "name two accounts or give --all-certain, not both"));
            }
            matching::confirm_all_certain(desk).map(Answer::from)
        },
    },
    Action {
        name: "accounts.reject",
        command: &["accounts", "match", "reject"],
        summary: "Say that two accounts are different companies, so that they are not proposed again",
        inputs: &[
            Input::needed("one", InputKind::Text, "an account: name, domain or identifier"),
            Input::needed("other", InputKind::Text, "the other"),
            REASON,
        ],
        access: Access::Write,
        example: "evenkeel accounts match reject salesforce/0015500000Xyy06AAB zendesk/370326104793",
        run: |desk, inputs| matching::reject(desk, decision(inputs, "one", "other")?).map(Answer::from),
    },
    Action {
        name: "accounts.undo",
        command: &["accounts", "match", "undo"],
        summary: "Take back what was decided about two accounts: a link, a merge or a rejection",
        inputs: &[
            Input::needed("one", InputKind::Text, "an account: name, domain or identifier"),
            Input::needed("other", InputKind::Text, "the other"),
        ],
        access: Access::Write,
        example: "evenkeel accounts match undo salesforce/0015500000Xyy06AAB zendesk/370326104793",
        run: |desk, inputs| matching::undo(desk, inputs.needed("one")?, inputs.needed("other")?).map(Answer::from),
    },
    Action {
        name: "accounts.merge",
        command: &["accounts", "merge"],
        summary: "Have an account that was merged into another of its system count for that one",
        inputs: &[
            Input::needed("loser", InputKind::Text, "the account that was merged away"),
            Input::needed("winner", InputKind::Text, "the account it was merged into"),
            REASON,
        ],
        access: Access::Write,
        example: "evenkeel accounts merge salesforce/0015500000Ygpq1AAB salesforce/0015500000Xyy06AAB",
        run: |desk, inputs| matching::merge(desk, decision(inputs, "loser", "winner")?).map(Answer::from),
    },
];

fn decision<'a>(inputs: &'a Inputs, one: &str, other: &str) -> Result<Decision<'a>, Refusal> {
    Ok(Decision { one: inputs.needed(one)?, other: inputs.needed(other)?, reason: inputs.text("reason") })
}

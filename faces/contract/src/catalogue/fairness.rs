use app::fairness::{self, FairnessRequest, ProfileRequest, SimulationRequest};
use kernel::Access;

use crate::action::{Action, Answer, Input, InputKind};
use crate::catalogue::inputs::{CSM, PERIOD};

const PROFILE_INPUTS: &[Input] = &[
    Input::needed("file", InputKind::Path, "a table: CSV, TSV or XLSX, one row per account, case or patient"),
    Input::must(
        "outcome",
        "column of what happened: 0 or 1, yes or no, a share from 0 to 1, or a count beside --trials",
    ),
    Input::must("group", "column of who is compared"),
    Input::named("trials", InputKind::Text, "column of how many there were, where the outcome is a count"),
    Input::named("group2", InputKind::Text, "column of the second owner of a row; empty or -1 for none"),
    Input::named("share", InputKind::Text, "column of the first owner's share, 0 to 1"),
    Input::named("weights", InputKind::Text, "column of what a row weighs, such as ARR, for a second comparison"),
    Input::named("covariates", InputKind::Text, "columns fixed before anybody could act, with commas between"),
    Input::named("expected", InputKind::Text, "column of a given chance, or of an expected count beside --trials"),
    Input::named("bad", InputKind::Flag, "the outcome is something nobody wants, such as a death"),
];

pub(super) static ACTIONS: &[Action] = &[
    Action {
        name: "fairness.show",
        command: &["fairness", "show"],
        summary: "Hold one CSM's book against what it would have done under anyone",
        inputs: &[CSM, PERIOD],
        access: Access::Read,
        example: "evenkeel fairness show maya 2024-Q4",
        run: |desk, inputs| {
            let request = FairnessRequest { csm: inputs.needed("csm")?, period: inputs.text("period") };
            fairness::show(desk, request).map(Answer::from)
        },
    },
    Action {
        name: "fairness.profile",
        command: &["profile"],
        summary: "Hold everybody named in any table against what was to be expected of their rows",
        inputs: PROFILE_INPUTS,
        access: Access::Read,
        example: "evenkeel profile renewals.csv --outcome renewed --group csm --covariates segment,tenure_years",
        run: |desk, inputs| {
            let request = ProfileRequest {
                file: inputs.path("file")?,
                outcome: inputs.needed("outcome")?,
                group: inputs.needed("group")?,
                trials: inputs.text("trials"),
                group2: inputs.text("group2"),
                share: inputs.text("share"),
                weights: inputs.text("weights"),
                covariates: inputs.text("covariates"),
                expected: inputs.text("expected"),
                bad: inputs.is_given("bad"),
            };
            fairness::profile(desk, &request).map(Answer::from)
        },
    },
    Action {
        name: "fairness.exclude",
        command: &["fairness", "exclude"],
        summary: "Have outcomes of an account count for nobody when CSMs are compared, with who, when and why",
        inputs: &[
            Input::needed("account", InputKind::Text, "name, domain or identifier of the account"),
            Input { required: true, ..Input::named("from", InputKind::Text, "first day: 2026-07-01") },
            Input::named("to", InputKind::Text, "first day no longer: 2026-10-01; without an end when left out"),
            Input {
                required: true,
                ..Input::named("reason", InputKind::Text, "why nobody could have changed the outcome, in quotes")
            },
        ],
        access: Access::Write,
        example: "evenkeel fairness exclude A-000017 --from 2026-07-01 --to 2026-10-01 \
                  --reason \"bought by a competitor\"",
        run: |desk, inputs| {
            let input = fairness::ExcludeInput {
                account: inputs.needed("account")?,
                from: inputs.needed("from")?,
                to: inputs.text("to"),
                reason: inputs.needed("reason")?,
            };
            fairness::exclude(desk, input).map(Answer::from)
        },
    },
    Action {
        name: "fairness.exclusions",
        command: &["fairness", "exclusions"],
        summary: "List what counts for nobody when CSMs are compared, with who decided it, when and why",
        inputs: &[],
        access: Access::Read,
        example: "evenkeel fairness exclusions",
        run: |desk, _| fairness::exclusions(desk).map(Answer::from),
    },
    Action {
        name: "fairness.simulate",
        command: &["fairness", "simulate"],
        summary: "Judge simulated teams whose truth is known, to see whether the method does people justice",
        inputs: &[
            Input::named("sets", InputKind::Whole, "how many teams of each kind; 1000 is a full run of some minutes"),
            Input::named("seed", InputKind::Whole, "which teams; the same seed gives the same ones"),
        ],
        access: Access::Read,
        example: "evenkeel fairness simulate --sets 50",
        run: |desk, inputs| {
            let request = SimulationRequest { sets: inputs.whole("sets"), seed: inputs.whole("seed") };
            let made = fairness::simulate(desk, &request)?;
            Ok(Answer { refusal: made.refusal, ..Answer::from(made.report) })
        },
    },
];

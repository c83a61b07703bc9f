use app::fairness::{FairnessRequest, ProfileRequest, SimulationRequest};
use app::imports::{self, ImportRequest, ReadingRequest};
use app::retention::{BridgeRequest, RetentionRequest};
use app::{Desk, csm_performance, directory, evidence, fairness, health, house, retention};
use kernel::{Access, Refusal};

use crate::action::{Action, Answer, Input, InputKind};
use crate::demo;
use crate::inputs::Inputs;

const CSM: Input = Input::needed("csm", InputKind::Text, "name, e-mail address or identifier of the CSM");
const PERIOD: Input = Input::then(
    "period",
    InputKind::Text,
    "2024-Q4, 2024-12, 2024, 2024-01-01..2024-03-31 or last-90-days; the last quarter that facts cover when left out",
);
const OF_CSM: Input = Input::named("csm", InputKind::Text, "only the book of this CSM");
const PATHS: Input = Input::needed("paths", InputKind::Paths, "files and folders: CSV, TSV or XLSX");
const SOURCE: Input = Input::named("source", InputKind::Text, "name of the system the rows come from");
const CURRENCY: Input =
    Input::named("currency", InputKind::Text, "currency of amounts whose file names none, such as USD");
const DATE_ORDER: Input = Input::named(
    "date_order",
    InputKind::Word(&["day-first", "month-first", "year-first"]),
    "order of day and month where a file leaves it open",
);

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

/// Everything that can be asked, in the order of a first day with the product.
pub static CATALOGUE: &[Action] = &[
    Action {
        name: "demo.make",
        command: &["demo"],
        summary: "Make a demonstration company and review one of its CSMs",
        inputs: &[
            Input::named("csms", InputKind::Whole, "how many CSMs, 3 to 2000"),
            Input::named("accounts", InputKind::Whole, "how many accounts, up to 100000"),
            Input::named("years", InputKind::Whole, "how many years of history, 1 to 10"),
            Input::named("seed", InputKind::Whole, "which company; the same seed gives the same one"),
        ],
        access: Access::Write,
        example: "evenkeel demo",
        run: demo::make,
    },
    Action {
        name: "imports.inspect",
        command: &["import", "inspect"],
        summary: "Look at files and say what they hold, without taking anything in",
        inputs: &[PATHS, SOURCE, CURRENCY, DATE_ORDER],
        access: Access::Read,
        example: "evenkeel import inspect exports/",
        run: |desk, inputs| imports::inspect(desk, &reading(inputs)).map(Answer::from),
    },
    Action {
        name: "imports.import",
        command: &["import"],
        summary: "Take files in: all that can be taken, with a reason for every row that cannot",
        inputs: &[
            PATHS,
            SOURCE,
            CURRENCY,
            DATE_ORDER,
            Input::named("dry_run", InputKind::Flag, "say what would happen and do nothing"),
            Input::named("complete", InputKind::Flag, "rows no longer in these files have ended"),
        ],
        access: Access::Write,
        example: "evenkeel import exports/ --dry-run",
        run: |desk, inputs| {
            let request = ImportRequest {
                reading: reading(inputs),
                dry_run: inputs.is_given("dry_run"),
                complete: inputs.is_given("complete"),
            };
            imports::import(desk, &request).map(Answer::from)
        },
    },
    Action {
        name: "imports.history",
        command: &["import", "history"],
        summary: "List what was imported so far",
        inputs: &[],
        access: Access::Read,
        example: "evenkeel import history",
        run: |desk, _| imports::history(desk).map(Answer::from),
    },
    Action {
        name: "imports.undo",
        command: &["import", "undo"],
        summary: "Take a whole delivery back",
        inputs: &[Input::needed("delivery", InputKind::Whole, "its number, from `evenkeel import history`")],
        access: Access::Destructive,
        example: "evenkeel import undo 2",
        run: |desk, inputs| {
            let delivery =
                inputs.whole("delivery").ok_or_else(|| Refusal::invalid("delivery", "say which delivery"))?;
            imports::undo(desk, delivery).map(Answer::from)
        },
    },
    Action {
        name: "imports.template",
        command: &["template"],
        summary: "Write empty templates to fill in, with help on every column",
        inputs: &[Input::needed("folder", InputKind::Path, "where to write them")],
        access: Access::Read,
        example: "evenkeel template templates/",
        run: |desk, inputs| imports::templates(desk, inputs.path("folder")?).map(Answer::from),
    },
    Action {
        name: "facts.export",
        command: &["export"],
        summary: "Write every fact into a folder, with its history",
        inputs: &[Input::needed("folder", InputKind::Path, "where to write them")],
        access: Access::Read,
        example: "evenkeel export backup/",
        run: |desk, inputs| imports::export(desk, inputs.path("folder")?).map(Answer::from),
    },
    Action {
        name: "people.list",
        command: &["people"],
        summary: "List people and how many accounts each owns",
        inputs: &[],
        access: Access::Read,
        example: "evenkeel people",
        run: |desk, _| directory::people(desk).map(Answer::from),
    },
    Action {
        name: "accounts.list",
        command: &["accounts"],
        summary: "List accounts with their owner and ARR",
        inputs: &[OF_CSM],
        access: Access::Read,
        example: "evenkeel accounts --csm maya --as-of 2024-12-31",
        run: |desk, inputs| directory::accounts(desk, inputs.text("csm")).map(Answer::from),
    },
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
        name: "retention.show",
        command: &["retention"],
        summary: "Show retention of the company or of one book, with the conventions used",
        inputs: &[PERIOD, OF_CSM],
        access: Access::Read,
        example: "evenkeel retention 2024-Q4 --churn-source events",
        run: |desk, inputs| {
            let request = RetentionRequest { csm: inputs.text("csm"), period: inputs.text("period") };
            retention::show(desk, request).map(Answer::from)
        },
    },
    Action {
        name: "retention.bridge",
        command: &["bridge"],
        summary: "Show the way from opening to closing ARR, tied to the cent",
        inputs: &[
            PERIOD,
            OF_CSM,
            Input::named("by", InputKind::Word(&["book", "segment", "account"]), "split by book, segment or account"),
        ],
        access: Access::Read,
        example: "evenkeel bridge 2024-Q4 --by book",
        run: |desk, inputs| {
            let request =
                BridgeRequest { csm: inputs.text("csm"), period: inputs.text("period"), by: inputs.text("by") };
            retention::bridge(desk, request).map(Answer::from)
        },
    },
    Action {
        name: "health.list",
        command: &["health"],
        summary: "List the health of all accounts or of one book",
        inputs: &[OF_CSM],
        access: Access::Read,
        example: "evenkeel health --csm maya --as-of 2024-12-31",
        run: |desk, inputs| health::list(desk, inputs.text("csm")).map(Answer::from),
    },
    Action {
        name: "health.show",
        command: &["health", "show"],
        summary: "Open the health of one account, measure by measure",
        inputs: &[Input::needed("account", InputKind::Text, "name, domain or identifier of the account")],
        access: Access::Read,
        example: "evenkeel health show Company_12 --as-of 2024-12-31",
        run: |desk, inputs| health::show(desk, inputs.needed("account")?).map(Answer::from),
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
    Action {
        name: "evidence.show",
        command: &["evidence"],
        summary: "List the rows behind a figure and work it out again",
        inputs: &[Input::needed("reference", InputKind::Text, "the reference of the figure, in quotes")],
        access: Access::Read,
        example: "evenkeel evidence 'retention:company:2024-Q4:2025-01-15#gross_retention'",
        run: |desk, inputs| evidence::show(desk, inputs.needed("reference")?).map(Answer::from),
    },
    Action {
        name: "config.show",
        command: &["config", "show"],
        summary: "Show what is configured",
        inputs: &[Input::named("origin", InputKind::Flag, "say where each value comes from")],
        access: Access::Read,
        example: "evenkeel config show --origin",
        run: |desk, inputs| house::config(desk, inputs.is_given("origin")).map(Answer::from),
    },
    Action {
        name: "house.doctor",
        command: &["doctor"],
        summary: "Check that this home is in order",
        inputs: &[],
        access: Access::Read,
        example: "evenkeel doctor",
        run: |desk, _| house::doctor(desk).map(Answer::from),
    },
];

fn reading(inputs: &Inputs) -> ReadingRequest {
    ReadingRequest {
        paths: inputs.paths("paths").to_vec(),
        source: inputs.text("source").map(str::to_owned),
        currency: inputs.text("currency").map(str::to_owned),
        date_order: inputs.text("date_order").map(str::to_owned),
    }
}

/// The action with this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Action> {
    CATALOGUE.iter().find(|action| action.name == name)
}

/// Runs an action by its name.
///
/// # Errors
/// When there is no such action, or it is refused.
pub fn perform(desk: &Desk<'_>, name: &str, inputs: &Inputs) -> Result<Answer, Refusal> {
    let action = find(name).ok_or_else(|| Refusal::NotFound(format!("no action `{name}`")))?;
    (action.run)(desk, inputs)
}

#[cfg(test)]
mod tests;

use app::backtest::{self, ChurnRequest, HealthRequest, TableRequest};
use kernel::Access;

use crate::action::{Action, Answer, Input, InputKind};
use crate::catalogue::health::PROFILE;

const WITHIN: Input = Input::named("within", InputKind::Whole, "how many days ahead, 14 to 365; 90 when left out");
const MONTHS: Input = Input::named("months", InputKind::Whole, "how many month-ends are judged; 24 when left out");
const CAPACITY: Input =
    Input::named("capacity", InputKind::Whole, "how many accounts the team can work through a month");
const TRIALS: Input = Input::named("trials", InputKind::Path, "folder to write every trial into, as a table");

pub(super) static ACTIONS: &[Action] = &[
    Action {
        name: "backtest.table",
        command: &["backtest", "table"],
        summary: "Hold anybody's scores against what happened: order, level, money, baselines",
        inputs: &[
            Input::needed("file", InputKind::Path, "a table: CSV, TSV or XLSX, one row per account and cut-off"),
            Input::must("score", "column of the score: a chance from 0 to 1, or points"),
            Input::must("outcome", "column of what happened afterwards: 0 or 1, yes or no"),
            Input::named("amount", InputKind::Text, "column of what was at stake, such as ARR"),
            Input::named("at", InputKind::Text, "column of the day as of which the score was told"),
            Input::named("key", InputKind::Text, "column of the account, where one stands in several rows"),
            Input::named("baseline", InputKind::Text, "column of another score to hold it against"),
            Input::named("capacity", InputKind::Whole, "how many accounts the team can work through"),
            Input::named("reversed", InputKind::Flag, "a low score means the more likely, as with health"),
        ],
        access: Access::Read,
        example: "evenkeel backtest table scores.csv --score p --outcome churned --amount arr",
        run: |desk, inputs| {
            let request = TableRequest {
                file: inputs.path("file")?,
                score: inputs.needed("score")?,
                outcome: inputs.needed("outcome")?,
                amount: inputs.text("amount"),
                at: inputs.text("at"),
                key: inputs.text("key"),
                baseline: inputs.text("baseline"),
                capacity: inputs.whole("capacity"),
                reversed: inputs.is_given("reversed"),
            };
            backtest::table(desk, &request).map(Answer::from)
        },
    },
    Action {
        name: "backtest.health",
        command: &["backtest", "health"],
        summary: "Hold the health score, as it would have been shown month by month, against who was lost",
        inputs: &[PROFILE, WITHIN, MONTHS, CAPACITY, TRIALS],
        access: Access::Read,
        example: "evenkeel backtest health --profile eight-factor",
        run: |desk, inputs| {
            let request = HealthRequest {
                profile: inputs.text("profile"),
                within: inputs.whole("within"),
                months: inputs.whole("months"),
                capacity: inputs.whole("capacity"),
                trials: inputs.path("trials").ok().map(AsRef::as_ref),
            };
            backtest::health(desk, request).map(Answer::from)
        },
    },
    Action {
        name: "backtest.churn",
        command: &["backtest", "churn"],
        summary: "Hold churn risk, as it would have been told month by month, against who was lost",
        inputs: &[WITHIN, MONTHS, CAPACITY, TRIALS],
        access: Access::Read,
        example: "evenkeel backtest churn --within 90 --months 24",
        run: |desk, inputs| {
            let request = ChurnRequest {
                within: inputs.whole("within"),
                months: inputs.whole("months"),
                capacity: inputs.whole("capacity"),
                trials: inputs.path("trials").ok().map(AsRef::as_ref),
            };
            backtest::churn(desk, request).map(Answer::from)
        },
    },
];

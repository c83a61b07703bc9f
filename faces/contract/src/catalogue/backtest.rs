use app::backtest::{self, TableRequest};
use kernel::Access;

use crate::action::{Action, Answer, Input, InputKind};

pub(super) static ACTIONS: &[Action] = &[Action {
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
}];

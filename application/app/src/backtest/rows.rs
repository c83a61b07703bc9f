use std::path::{Path, PathBuf};
use std::sync::Arc;

use kernel::fact::ColumnKind::{Day, Number, Text, Whole};
use kernel::{Cell, Clocks, Column, FactRecord, FactShape, Origin, Refusal};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;

use super::told::Case;
use crate::desk::{Desk, refused};
use crate::facts::histories::Histories;

/// One trial of a backtest as a row for other programs. No fact: it is never imported.
static SHAPE: FactShape = FactShape {
    object: "backtest_trials",
    noun: "trial",
    help: "What a score said of an account at a cut-off, and what came of it.",
    columns: &[
        Column::required("account_id", Text, "the account"),
        Column::required("name", Text, "its name"),
        Column::required("cut_off", Day, "as of which day the score was told"),
        Column::required("chance", Number(0, 1), "the chance it said"),
        Column::optional("score", Number(0, 100), "the points it was made from"),
        Column::required("lost", Whole(0, 1), "1 when the account was lost within the horizon"),
        Column::optional("lost_on", Day, "its first unpaid day"),
        Column::required("arr", Number(0, i64::MAX), "what it paid a year on the cut-off"),
        Column::optional("share_of_segment", Number(0, 1), "what its segment said"),
        Column::optional("share_of_colour", Number(0, 1), "what its colour of last quarter said"),
    ],
    key: &["account_id", "cut_off"],
    opened_by: Some("cut_off"),
    closed_by: None,
};

/// Writes the trials into a folder; answers where they lie.
pub(super) fn write(desk: &Desk<'_>, names: &Histories, cases: &[Case], folder: &Path) -> Result<PathBuf, Refusal> {
    let mut file = desk.deliveries.open_export(&SHAPE, folder).map_err(refused)?;
    for case in cases {
        file.write(&record(case, &names.name(&case.account))).map_err(refused)?;
    }
    file.finish().map_err(refused)
}

fn record(case: &Case, name: &Arc<str>) -> FactRecord {
    let number = |number: f64| Decimal::from_f64(number).map_or(Cell::Empty, Cell::Number);
    let rival = |place: usize| case.rivals.get(place).map_or(Cell::Empty, |chance| number(*chance));
    let at = case.cut_off.at(0, 0, 0, 0);
    FactRecord {
        shape: &SHAPE,
        key: Arc::from(format!("{}-{}", case.account.as_str(), case.cut_off)),
        cells: vec![
            Cell::text(case.account.external()),
            Cell::Text(name.clone()),
            Cell::Day(case.cut_off),
            number(case.chance),
            case.points.map_or(Cell::Empty, number),
            Cell::Whole(i64::from(case.lost_on.is_some())),
            case.lost_on.map_or(Cell::Empty, Cell::Day),
            Cell::Number(case.arr),
            rival(0),
            rival(1),
        ],
        clocks: Clocks { happened_on: Some(case.cut_off), known_at: at, closing_known_at: None, assumed: false },
        origin: Origin { source: Arc::from("own"), delivery: 0, file: Arc::from(""), line: 0 },
    }
}

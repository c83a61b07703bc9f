use std::time::Duration;

use app::imports::{self, ImportRequest, ReadingRequest, WatchRequest};
use app::{Desk, intervals};
use kernel::{Access, Refusal};

use crate::action::{Action, Answer, Input, InputKind};
use crate::inputs::Inputs;

const PATHS: Input =
    Input::needed("paths", InputKind::Paths, "files and folders: CSV, TSV, XLSX, XLS, ODS, calendars, also packed");
const SOURCE: Input = Input::named("source", InputKind::Text, "name of the system the rows come from");
const CURRENCY: Input =
    Input::named("currency", InputKind::Text, "currency of amounts whose file names none, such as USD");
const DATE_ORDER: Input = Input::named(
    "date_order",
    InputKind::Word(&["day-first", "month-first", "year-first"]),
    "order of day and month where a file leaves it open",
);
const DECIMAL: Input = Input::named(
    "decimal",
    InputKind::Word(&["comma", "point"]),
    "the sign before the fraction of numbers where a file leaves it open",
);

const AS: Input = Input::named(
    "as",
    InputKind::Text,
    "what rows of files nobody described are: contacts, or \"list.csv=contacts; FILE=OBJECT\"",
);
const COLUMNS: Input = Input::named(
    "columns",
    InputKind::Text,
    "which heading is which column: \"happened_at=Datum; FILE:account_id=Kunde\"",
);

pub(super) static ACTIONS: &[Action] = &[
    Action {
        name: "imports.inspect",
        command: &["import", "inspect"],
        summary: "Look at files and say what they hold, without taking anything in",
        inputs: &[PATHS, SOURCE, CURRENCY, DATE_ORDER, DECIMAL, AS, COLUMNS],
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
            DECIMAL,
            AS,
            COLUMNS,
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
            let imported = imports::import(desk, &request)?;
            Ok(Answer { refusal: imported.waiting, ..Answer::from(imported.report) })
        },
    },
    Action {
        name: "imports.watch",
        command: &["import", "watch"],
        summary: "Watch a folder: take in what is dropped there once it is whole, and put it away",
        inputs: &[
            Input::needed("folder", InputKind::Path, "the folder; subfolders done, rejected and questions are made"),
            Input::named("every", InputKind::Text, "time between two looks, 30s, 5m or 1h; 10s when left out"),
            Input::named("once", InputKind::Flag, "look twice, take in what did not change meanwhile, and end"),
            SOURCE,
            CURRENCY,
            DATE_ORDER,
            DECIMAL,
        ],
        access: Access::Write,
        example: "evenkeel import watch dropped/ --every 5m",
        run: watch,
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
        name: "imports.mappings",
        command: &["import", "mappings"],
        summary: "List how files that nobody described were understood",
        inputs: &[],
        access: Access::Read,
        example: "evenkeel import mappings",
        run: |desk, _| imports::list_mappings(desk).map(Answer::from),
    },
    Action {
        name: "imports.forget",
        command: &["import", "forget"],
        summary: "Remove a mapping, so that the next such file is looked at afresh",
        inputs: &[Input::needed("name", InputKind::Text, "its name, from `evenkeel import mappings`")],
        access: Access::Write,
        example: "evenkeel import forget kept-touchpoints-0a1b2c3d",
        run: |desk, inputs| imports::forget_mapping(desk, inputs.needed("name")?).map(Answer::from),
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
];

fn watch(desk: &Desk<'_>, inputs: &Inputs) -> Result<Answer, Refusal> {
    let every = inputs.text("every").unwrap_or("10s");
    let request = WatchRequest {
        folder: inputs.path("folder")?.clone(),
        reading: reading(inputs),
        every: intervals::interval("every", every, Duration::from_secs(1))?,
        once: inputs.is_given("once"),
    };
    let watched = imports::watch(desk, &request)?;
    Ok(Answer { refusal: watched.refusal, ..Answer::from(watched.report) })
}

fn reading(inputs: &Inputs) -> ReadingRequest {
    ReadingRequest {
        paths: inputs.paths("paths").to_vec(),
        source: inputs.text("source").map(str::to_owned),
        currency: inputs.text("currency").map(str::to_owned),
        date_order: inputs.text("date_order").map(str::to_owned),
        decimal: inputs.text("decimal").map(str::to_owned),
        object: inputs.text("as").map(str::to_owned),
        columns: inputs.text("columns").map(str::to_owned),
    }
}

use std::path::PathBuf;

use app::backups::{self, RestoreRequest};
use kernel::Access;

use crate::action::{Action, Answer, Input, InputKind};

pub(super) static ACTIONS: &[Action] = &[
    Action {
        name: "backups.write",
        command: &["backup"],
        summary: "Write everything of this home into one file, also while others write to it",
        inputs: &[
            Input::needed("target", InputKind::Path, "the file to write, or a folder to name one in"),
            Input::named(
                "keep",
                InputKind::Whole,
                "so many of the newest backups stay in the folder, older ones are deleted; all stay when left out",
            ),
        ],
        access: Access::Read,
        example: "evenkeel backup backups/ --keep 14",
        run: |desk, inputs| backups::write(desk, inputs.path("target")?, inputs.whole("keep")).map(Answer::from),
    },
    Action {
        name: "backups.verify",
        command: &["backup", "verify"],
        summary: "Try a backup out: restore it into a temporary folder, compare, and delete that again",
        inputs: &[Input::needed("backup", InputKind::Path, "the file that `evenkeel backup` wrote")],
        access: Access::Read,
        example: "evenkeel backup verify backups/evenkeel-backup-2026-05-04-063000.zip",
        run: |desk, inputs| backups::verify(desk, inputs.path("backup")?).map(Answer::from),
    },
    Action {
        name: "backups.restore",
        command: &["restore"],
        summary: "Put a backup back: the whole home, or nothing of it",
        inputs: &[
            Input::needed("backup", InputKind::Path, "the file that `evenkeel backup` wrote"),
            Input::named("into", InputKind::Path, "the folder that becomes the home; the usual one when left out"),
            Input::named("database", InputKind::Text, "an empty PostgreSQL database for the facts, by its address"),
            Input::named("replace", InputKind::Flag, "put the home that is there aside, in a folder within it"),
        ],
        access: Access::Destructive,
        example: "evenkeel restore backups/evenkeel-backup-2026-05-04-063000.zip --into restored-home",
        run: |desk, inputs| {
            let request = RestoreRequest {
                backup: inputs.path("backup")?,
                into: inputs.paths("into").first().map(PathBuf::as_path),
                database: inputs.text("database"),
                replace: inputs.is_given("replace"),
            };
            backups::restore(desk, &request).map(Answer::from)
        },
    },
];

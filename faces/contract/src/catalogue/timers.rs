use app::Desk;
use app::timers::{self, InstallRequest};
use kernel::{Access, Refusal};

use crate::action::{Action, Answer, Input, InputKind};
use crate::inputs::Inputs;

pub(super) static ACTIONS: &[Action] = &[Action {
    name: "timers.install",
    command: &["install-timer"],
    summary: "Have the system's own timer watch a folder, or write backups; shows everything before it does it",
    inputs: &[
        Input::named("folder", InputKind::Path, "the folder to look into with `import watch --once`"),
        Input::named("backup", InputKind::Path, "a folder to write a backup into"),
        Input::named("keep", InputKind::Whole, "of those backups, so many of the newest stay; all when left out"),
        Input::named("at", InputKind::Text, "each day at this time, 06:30; this is so when nothing is said"),
        Input::named("every", InputKind::Text, "again and again instead: 5m, 1h"),
        Input::named(
            "with",
            InputKind::Word(&["systemd", "launchd", "schtasks", "crontab"]),
            "which timer; the one this system has when left out",
        ),
        Input::named("uninstall", InputKind::Flag, "take the timers of this folder and home away"),
        Input::named("yes", InputKind::Flag, "do it without asking"),
    ],
    access: Access::Write,
    example: "evenkeel install-timer --folder dropped --every 1h",
    run: install,
}];

fn install(desk: &Desk<'_>, inputs: &Inputs) -> Result<Answer, Refusal> {
    let path = |name: &str| inputs.paths(name).first().cloned();
    let request = InstallRequest {
        folder: path("folder"),
        backup: path("backup"),
        keep: inputs.whole("keep"),
        at: inputs.text("at").map(str::to_owned),
        every: inputs.text("every").map(str::to_owned),
        with: inputs.text("with").map(str::to_owned),
        uninstall: inputs.is_given("uninstall"),
        yes: inputs.is_given("yes"),
    };
    let installed = timers::install(desk, &request)?;
    let next = installed.confirm.as_ref().map(|_| "the same with --yes does it".to_owned());
    let next = next.into_iter().collect();
    Ok(Answer { confirm: installed.confirm, next, ..Answer::from(installed.report) })
}

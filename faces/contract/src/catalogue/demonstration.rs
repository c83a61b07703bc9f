use kernel::Access;

use crate::action::{Action, Input, InputKind};
use crate::demo;

pub(super) static ACTIONS: &[Action] = &[Action {
    name: "demo.make",
    command: &["demo"],
    summary: "Make a demonstration company and review one of its CSMs",
    inputs: &[
        Input::named("csms", InputKind::Whole, "how many CSMs, 3 to 2000"),
        Input::named("accounts", InputKind::Whole, "how many accounts, up to 100000"),
        Input::named("years", InputKind::Whole, "how many years of history, 1 to 10"),
        Input::named("seed", InputKind::Whole, "which company; the same seed gives the same one on the same day"),
    ],
    access: Access::Write,
    example: "evenkeel demo",
    run: demo::make,
}];

//! The one program: everything is wired here.

mod clock;
mod configuration;
mod house;

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(cli::run(std::env::args_os(), &house::Wired))
}

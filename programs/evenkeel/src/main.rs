//! The one program: everything is wired here.

mod clock;
mod configuration;
mod house;

use std::process::ExitCode;

/// Rows are read as many small pieces, which the allocator of most systems hands out at a third of this one's pace.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(cli::run(std::env::args_os(), &house::Wired))
}

//! Prints how long things are: `cargo xtask sizes`.

use std::io::{self, Write};

use tidy::{Repository, sizes};

fn main() -> io::Result<()> {
    let repository = Repository::read(&Repository::root())?;
    io::stdout().write_all(sizes::summary(&repository).as_bytes())
}

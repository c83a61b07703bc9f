use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use kernel::Refusal;
use ports::timers::Step;
use ports::{Fault, Outside};

/// Does what a step says.
pub(crate) fn carry_out(step: &Step) -> Outside<()> {
    match step {
        Step::Write { path, text, utf16 } => write(path, text, *utf16),
        Step::Remove { path } => match std::fs::remove_file(path) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                Err(Fault::broken("removing the timer", format!("{}: {cause}", path.display())))
            }
            _ => Ok(()),
        },
        Step::Run { command, input, may_fail } => run(command, input.as_deref(), *may_fail),
    }
}

fn write(path: &Path, text: &str, utf16: bool) -> Outside<()> {
    let failed = |cause| Fault::broken("writing the timer", format!("{}: {cause}", path.display()));
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let bytes = if utf16 {
        // What the Task Scheduler itself writes: a byte order mark, then the lower byte first.
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    } else {
        text.as_bytes().to_vec()
    };
    std::fs::write(path, bytes).map_err(failed)
}

fn run(command: &[String], input: Option<&str>, may_fail: bool) -> Outside<()> {
    let Some((program, arguments)) = command.split_first() else { return Ok(()) };
    let shown = command.join(" ");
    let failed = |cause| {
        let words = format!("`{shown}` cannot be run: {cause}; the files are written, run it yourself");
        Fault::Refused(Refusal::Precondition(words))
    };
    let stdin = if input.is_some() { Stdio::piped() } else { Stdio::null() };
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(stdin)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    if let (Some(mut pipe), Some(input)) = (child.stdin.take(), input) {
        pipe.write_all(input.as_bytes()).map_err(failed)?;
    }
    let done = child.wait_with_output().map_err(failed)?;
    if done.status.success() || may_fail {
        return Ok(());
    }
    let says = String::from_utf8_lossy(&done.stderr);
    let says = says.trim().lines().next().unwrap_or("it gave no reason").to_owned();
    Err(Fault::Refused(Refusal::Precondition(format!("`{shown}` failed: {says}"))))
}

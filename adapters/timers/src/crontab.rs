//! A line in the crontab of the user, where nothing better is there.

use std::process::{Command, Stdio};

use kernel::Refusal;
use ports::timers::{Step, TimedCommand, TimerRequest, When};
use ports::{Fault, Outside};

/// What the crontab holds now; empty where there is none.
pub(crate) fn present() -> Outside<String> {
    let failed = |says: String| {
        let words = format!("the crontab cannot be read ({says}), so nothing is added to it");
        Fault::Refused(Refusal::Precondition(words))
    };
    let listed = Command::new("crontab").arg("-l").stdin(Stdio::null()).output();
    let listed = listed.map_err(|cause| failed(cause.to_string()))?;
    let says = String::from_utf8_lossy(&listed.stderr).trim().to_owned();
    match listed.status.success() {
        true => String::from_utf8(listed.stdout).map_err(|_| failed("it is no UTF-8 text".to_owned())),
        // Only an empty crontab may be replaced by one line.
        false if says.contains("no crontab") => Ok(String::new()),
        false => Err(failed(says)),
    }
}

pub(crate) fn plan(request: &TimerRequest, present: &str) -> Outside<Vec<Step>> {
    let is_ours = |line: &str| request.commands.iter().any(|command| line.ends_with(&mark(command)));
    let mut text: String = present.lines().filter(|line| !is_ours(line)).map(|line| format!("{line}\n")).collect();
    if !request.uninstall {
        let when = fields(request.when)?;
        for command in &request.commands {
            text.push_str(&format!("{when} {}{}\n", shell_line(&request.program, command), mark(command)));
        }
    }
    let command = vec!["crontab".to_owned(), "-".to_owned()];
    Ok(vec![Step::Run { command, input: Some(text), may_fail: false }])
}

/// What tells our lines from others; to a shell it is a comment.
fn mark(command: &TimedCommand) -> String {
    format!(" # {}", command.name)
}

/// Cron knows moments and not intervals, so only what divides the hour or the day can be said.
fn fields(when: When) -> Outside<String> {
    let seconds = match when {
        When::DailyAt(time) => return Ok(format!("{} {} * * *", time.minute(), time.hour())),
        When::Every(span) => span.as_secs(),
    };
    let (minutes, hours) = (seconds / 60, seconds / 3600);
    match seconds {
        86_400 => Ok("0 0 * * *".to_owned()),
        3600 => Ok("0 * * * *".to_owned()),
        60 => Ok("* * * * *".to_owned()),
        _ if seconds.is_multiple_of(3600) && 24_u64.is_multiple_of(hours) => Ok(format!("0 */{hours} * * *")),
        _ if seconds.is_multiple_of(60) && minutes < 60 && 60_u64.is_multiple_of(minutes) => {
            Ok(format!("*/{minutes} * * * *"))
        }
        _ => Err(Fault::Refused(Refusal::invalid(
            "every",
            "cron can only run what divides the hour or the day; write 5m, 10m, 15m, 30m, 1h, 2h, 6h or 12h, or --at",
        ))),
    }
}

/// The command as the shell that cron starts reads it. Cron takes `%` for the end of a line wherever it stands.
fn shell_line(program: &str, command: &TimedCommand) -> String {
    let words = std::iter::once(program).chain(command.arguments.iter().map(String::as_str));
    let quoted = |word: &str| format!("'{}'", word.replace('\'', r"'\''"));
    words.map(quoted).collect::<Vec<_>>().join(" ").replace('%', r"\%")
}

#[cfg(test)]
mod tests;

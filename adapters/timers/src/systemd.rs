//! User units of systemd: a service that runs the command, and a timer that starts it.

use std::path::Path;

use ports::Outside;
use ports::timers::{Step, TimedCommand, TimerRequest, When};

pub(crate) fn plan(request: &TimerRequest, units: &Path) -> Outside<Vec<Step>> {
    let systemctl =
        |words: &[&str]| ["systemctl", "--user"].iter().chain(words).map(|word| (*word).to_owned()).collect();
    let (mut steps, mut runs) = (Vec::new(), Vec::new());
    for command in &request.commands {
        let (service, timer) = (format!("{}.service", command.name), format!("{}.timer", command.name));
        if request.uninstall {
            runs.push(Step::Run { command: systemctl(&["disable", "--now", &timer]), input: None, may_fail: true });
            steps.push(Step::Remove { path: units.join(service) });
            steps.push(Step::Remove { path: units.join(timer) });
        } else {
            steps.push(Step::text(units.join(service), runner_unit(&request.program, command)));
            steps.push(Step::text(units.join(&timer), timer_unit(command, request.when)));
            runs.push(Step::Run { command: systemctl(&["enable", "--now", &timer]), input: None, may_fail: false });
        }
    }
    let reload = Step::Run { command: systemctl(&["daemon-reload"]), input: None, may_fail: false };
    Ok(match request.uninstall {
        true => runs.into_iter().chain(steps).chain([reload]).collect(),
        false => steps.into_iter().chain([reload]).chain(runs).collect(),
    })
}

fn runner_unit(program: &str, command: &TimedCommand) -> String {
    let words: Vec<String> = command.arguments.iter().map(|word| argument(word)).collect();
    format!(
        "# Written by evenkeel install-timer, and taken away by it with --uninstall.\n\
         [Unit]\nDescription={}\n\n[Service]\nType=oneshot\nExecStart={} {}\n",
        specifiers(&command.about),
        path(program),
        words.join(" ")
    )
}

fn timer_unit(command: &TimedCommand, when: When) -> String {
    let when = match when {
        When::DailyAt(time) => format!("OnCalendar=*-*-* {}\nPersistent=true", time.strftime("%H:%M:%S")),
        When::Every(span) => format!("OnActiveSec=1min\nOnUnitInactiveSec={}s", span.as_secs()),
    };
    format!(
        "# Written by evenkeel install-timer, and taken away by it with --uninstall.\n\
         [Unit]\nDescription={}\n\n[Timer]\n{when}\n\n[Install]\nWantedBy=timers.target\n",
        specifiers(&command.about)
    )
}

/// `%` begins a specifier wherever it stands.
fn specifiers(text: &str) -> String {
    text.replace('%', "%%")
}

/// The program itself: quoted, and no variable is looked for in it.
fn path(text: &str) -> String {
    format!("\"{}\"", specifiers(text).replace('\\', "\\\\").replace('"', "\\\""))
}

/// An argument: as the program, and `$` begins a variable.
fn argument(text: &str) -> String {
    path(&text.replace('$', "$$"))
}

#[cfg(test)]
mod tests;

use super::{Block, Desk, InstallRequest, Report, Step, TimerKind, Tone};

/// What is to be done, or was, letter for letter.
pub(super) fn report(desk: &Desk<'_>, request: &InstallRequest, kind: TimerKind, steps: &[Step]) -> Report {
    let (verb, title) = match (request.yes, request.uninstall) {
        (false, false) => ("Would", "What a timer would be made of"),
        (false, true) => ("Would", "What would be taken away"),
        (true, false) => ("Did", "The timer is installed"),
        (true, true) => ("Did", "The timer is taken away"),
    };
    let mut report = Report::new("timers.install", title, desk.as_of());
    report.push(Block::text(format!("By {}.", words(kind))));
    for step in steps {
        match step {
            Step::Write { path, text, utf16 } => {
                let how = if *utf16 { ", as UTF-16" } else { "" };
                report.push(Block::text(format!("{verb} write {}{how}:", path.display())));
                report.push(Block::verbatim(text.as_str()));
            }
            Step::Remove { path } => {
                report.push(Block::text(format!("{verb} remove, where it is there:")));
                report.push(Block::verbatim(path.display().to_string()));
            }
            Step::Run { command, input, .. } => {
                let reads = if input.is_some() { ", which reads the following" } else { "" };
                report.push(Block::text(format!("{verb} run{reads}:")));
                report.push(Block::verbatim(command.join(" ")));
                if let Some(input) = input {
                    report.push(Block::verbatim(input.as_str()));
                }
            }
        }
    }
    if let Some(mind) = mind(kind).filter(|_| !request.uninstall) {
        report.push(Block::callout(Tone::Note, mind));
    }
    report
}

fn words(kind: TimerKind) -> &'static str {
    match kind {
        TimerKind::Systemd => "user units of systemd",
        TimerKind::Launchd => "an agent of launchd",
        TimerKind::TaskScheduler => "the Task Scheduler",
        TimerKind::Crontab => {
            "the crontab of your user, all of which is written again with your other lines as they are"
        }
    }
}

fn mind(kind: TimerKind) -> Option<&'static str> {
    match kind {
        TimerKind::Systemd => Some(
            "It runs while you are logged in; for the rest of the day too: loginctl enable-linger. What it said: \
             journalctl --user -u NAME, and when it runs next: systemctl --user list-timers.",
        ),
        TimerKind::Launchd => Some("It runs while you are logged in. What it said stands in Library/Logs."),
        TimerKind::TaskScheduler => Some("It runs while you are logged in; the Task Scheduler shows when it ran."),
        TimerKind::Crontab => Some("Cron mails you what it says, where mail is set up, and keeps it nowhere else."),
    }
}

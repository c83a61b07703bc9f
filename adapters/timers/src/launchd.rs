//! Agents of launchd: one property list for each command.

use std::path::Path;

use ports::Outside;
use ports::timers::{Step, TimedCommand, TimerRequest, When};

use crate::xml::escaped;

pub(crate) fn plan(request: &TimerRequest, home: &Path) -> Outside<Vec<Step>> {
    let mut steps = Vec::new();
    for command in &request.commands {
        let path = home.join("Library/LaunchAgents").join(format!("{}.plist", command.name));
        let told = path.display().to_string();
        let launchctl = |verb: &str| vec!["launchctl".to_owned(), verb.to_owned(), "-w".to_owned(), told.clone()];
        if request.uninstall {
            steps.push(Step::Run { command: launchctl("unload"), input: None, may_fail: true });
            steps.push(Step::Remove { path: path.clone() });
        } else {
            let log = home.join("Library/Logs").join(format!("{}.log", command.name)).display().to_string();
            steps.push(Step::text(path.clone(), agent(&request.program, command, request.when, &log)));
            steps.push(Step::Run { command: launchctl("load"), input: None, may_fail: false });
        }
    }
    Ok(steps)
}

fn agent(program: &str, command: &TimedCommand, when: When, log: &str) -> String {
    let words = std::iter::once(program).chain(command.arguments.iter().map(String::as_str));
    let words: String = words.map(|word| format!("    <string>{}</string>\n", escaped(word))).collect();
    let when = match when {
        When::DailyAt(time) => format!(
            "  <key>StartCalendarInterval</key>\n  <dict>\n    <key>Hour</key>\n    <integer>{}</integer>\n    \
             <key>Minute</key>\n    <integer>{}</integer>\n  </dict>\n",
            time.hour(),
            time.minute()
        ),
        When::Every(span) => {
            format!("  <key>StartInterval</key>\n  <integer>{}</integer>\n", span.as_secs())
        }
    };
    let (name, log) = (escaped(&command.name), escaped(log));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
         <plist version=\"1.0\">\n<dict>\n  <key>Label</key>\n  <string>{name}</string>\n  \
         <key>ProgramArguments</key>\n  <array>\n{words}  </array>\n{when}  \
         <key>StandardOutPath</key>\n  <string>{log}</string>\n  \
         <key>StandardErrorPath</key>\n  <string>{log}</string>\n</dict>\n</plist>\n"
    )
}

#[cfg(test)]
mod tests;

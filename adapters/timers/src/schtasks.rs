//! Tasks of the Task Scheduler of Windows: an XML file for each command, taken over by `schtasks`.

use ports::Outside;
use ports::timers::{Step, TimedCommand, TimerRequest, When};

use crate::xml::escaped;

pub(crate) fn plan(request: &TimerRequest) -> Outside<Vec<Step>> {
    let mut steps = Vec::new();
    for command in &request.commands {
        let path = request.folder.join(format!("{}.xml", command.name));
        let schtasks = |words: &[&str]| ["schtasks"].iter().chain(words).map(|word| (*word).to_owned()).collect();
        if request.uninstall {
            let delete = schtasks(&["/Delete", "/TN", &command.name, "/F"]);
            steps.push(Step::Run { command: delete, input: None, may_fail: false });
            steps.push(Step::Remove { path });
        } else {
            let create = schtasks(&["/Create", "/TN", &command.name, "/XML", &path.display().to_string(), "/F"]);
            steps.push(Step::Write { path, text: task(request, command), utf16: true });
            steps.push(Step::Run { command: create, input: None, may_fail: false });
        }
    }
    Ok(steps)
}

fn task(request: &TimerRequest, command: &TimedCommand) -> String {
    let day = request.today;
    let trigger = match request.when {
        When::DailyAt(time) => format!(
            "    <CalendarTrigger>\n      <StartBoundary>{day}T{}</StartBoundary>\n      \
             <ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>\n    </CalendarTrigger>\n",
            time.strftime("%H:%M:%S")
        ),
        When::Every(span) => format!(
            "    <TimeTrigger>\n      <Repetition><Interval>PT{}S</Interval></Repetition>\n      \
             <StartBoundary>{day}T00:00:00</StartBoundary>\n    </TimeTrigger>\n",
            span.as_secs()
        ),
    };
    let words: Vec<String> = command.arguments.iter().map(|word| argument(word)).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n\
         <Task version=\"1.2\" xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">\n  \
         <RegistrationInfo><Description>{}</Description></RegistrationInfo>\n  <Triggers>\n{trigger}  </Triggers>\n  \
         <Settings>\n    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>\n    \
         <StartWhenAvailable>true</StartWhenAvailable>\n  </Settings>\n  <Actions>\n    <Exec>\n      \
         <Command>{}</Command>\n      <Arguments>{}</Arguments>\n    </Exec>\n  </Actions>\n</Task>\n",
        escaped(&command.about),
        escaped(&request.program),
        escaped(&words.join(" "))
    )
}

/// An argument as programs on Windows take their command line apart: within quotes a backslash counts only before a
/// quote, and then as many of them as there are.
fn argument(text: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./:\\".contains(letter);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    let (mut quoted, mut backslashes) = (String::from("\""), 0);
    for letter in text.chars() {
        match letter {
            '\\' => backslashes += 1,
            '"' => {
                quoted.push_str(&"\\".repeat(backslashes + 1));
                backslashes = 0;
            }
            _ => backslashes = 0,
        }
        quoted.push(letter);
    }
    quoted.push_str(&"\\".repeat(backslashes));
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests;

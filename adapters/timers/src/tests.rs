use std::time::Duration;

use jiff::civil::{date, time};
use ports::timers::{TimedCommand, When};

use super::*;

/// Everything a path may hold that some format takes for something else.
pub(crate) const ODD: &str = r#"/data/Größe 株 %h %% $HOME $$ "q" 'q' \ \\ & <a> ; # ! * ~ `id` $(id) {x} | \"#;

pub(crate) fn request(words: &[&str], when: When) -> TimerRequest {
    let command = TimedCommand {
        name: "evenkeel-import-dropped-0a1b2c3d".to_owned(),
        about: format!("Take in what is dropped into {ODD}"),
        arguments: words.iter().map(|word| (*word).to_owned()).collect(),
    };
    TimerRequest {
        program: "/opt/even keel/evenkeel".to_owned(),
        commands: vec![command],
        when,
        uninstall: false,
        folder: PathBuf::from("/home/ruth/home"),
        today: date(2026, 5, 4),
    }
}

pub(crate) fn daily() -> When {
    When::DailyAt(time(6, 30, 0, 0))
}

pub(crate) fn every(seconds: u64) -> When {
    When::Every(Duration::from_secs(seconds))
}

/// The text of the one file that is written.
pub(crate) fn written(steps: &[Step], ending: &str) -> String {
    let text = steps.iter().find_map(|step| match step {
        Step::Write { path, text, .. } if path.to_string_lossy().ends_with(ending) => Some(text.clone()),
        _ => None,
    });
    text.unwrap()
}

#[test]
fn a_path_with_a_line_end_is_refused_by_every_kind() {
    let kinds = [TimerKind::Systemd, TimerKind::Launchd, TimerKind::TaskScheduler, TimerKind::Crontab];
    for kind in kinds {
        let refused = SystemTimers.plan(kind, &request(&["import", "a\nb"], daily())).unwrap_err().to_string();
        assert!(refused.contains("control character"), "{refused}");
    }
}

#[test]
fn steps_are_carried_out_as_they_say() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("made/units/a.timer");
    let wide = folder.path().join("a.xml");
    let steps = [
        Step::text(path.clone(), "one\n".to_owned()),
        Step::Write { path: wide.clone(), text: "é".to_owned(), utf16: true },
        Step::Remove { path: folder.path().join("none") },
    ];
    SystemTimers.carry_out(&steps).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "one\n");
    assert_eq!(std::fs::read(&wide).unwrap(), [0xFF, 0xFE, 0xE9, 0]);
    SystemTimers.carry_out(&[Step::Remove { path: path.clone() }]).unwrap();
    assert!(!path.exists());
}

#[cfg(unix)]
#[test]
fn a_command_that_fails_says_so_in_a_line() {
    let run = |words: &[&str], may_fail| Step::Run {
        command: words.iter().map(|word| (*word).to_owned()).collect(),
        input: Some("typed".to_owned()),
        may_fail,
    };
    SystemTimers.carry_out(&[run(&["sh", "-c", "test \"$(cat)\" = typed"], false)]).unwrap();
    let failing = ["sh", "-c", "cat > /dev/null; echo no such unit >&2; exit 3"];
    let says = SystemTimers.carry_out(&[run(&failing, false)]).unwrap_err().to_string();
    assert!(says.ends_with("failed: no such unit"), "{says}");
    SystemTimers.carry_out(&[run(&failing, true)]).unwrap();
    let says = SystemTimers.carry_out(&[run(&["no-such-program-here"], true)]).unwrap_err().to_string();
    assert!(says.contains("cannot be run"), "{says}");
}

/// What stands between tags and is not blank, in order, as a reader of XML understands it.
pub(crate) fn xml_texts(xml: &str) -> Vec<String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut texts, mut open) = (Vec::new(), String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return texts,
            Event::Text(text) => open.push_str(&text),
            Event::GeneralRef(name) => open.push(match &*name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                other => panic!("{other}"),
            }),
            Event::Start(_) => open.clear(),
            Event::End(_) => texts.extend(Some(std::mem::take(&mut open)).filter(|text| !text.trim().is_empty())),
            _ => {}
        }
    }
}

use std::process::Command;

use proptest::prelude::*;

use super::*;
use crate::tests::{ODD, daily, every, request, written};

/// Takes a line of `ExecStart` apart by the rules of systemd.exec(5): quotes, C escapes, specifiers, variables.
fn taken_apart(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter == ' ' {
            continue;
        }
        assert_eq!(letter, '"', "every word is quoted: {line}");
        let mut word = String::new();
        loop {
            match letters.next().unwrap() {
                '"' => break,
                '\\' => word.push(letters.next().filter(|next| ['\\', '"'].contains(next)).unwrap()),
                '%' => {
                    assert_eq!(letters.next(), Some('%'), "a specifier in {line}");
                    word.push('%');
                }
                other => word.push(other),
            }
        }
        words.push(word);
    }
    // Variables are looked for in arguments, after all else.
    let plain = |(place, word): (usize, String)| if place == 0 { word } else { word.replace("$$", "$") };
    words.into_iter().enumerate().map(plain).collect()
}

fn command_line(steps: &[Step]) -> String {
    let unit = written(steps, ".service");
    unit.lines().find_map(|line| line.strip_prefix("ExecStart=")).unwrap().to_owned()
}

proptest! {
    #[test]
    fn every_argument_arrives_as_it_is(word in "[ -~äß株\u{a0}]{0,40}", program in "/[ -~]{1,20}") {
        let mut asked = request(&["import", &word, "--once"], daily());
        asked.program = program.clone();
        let line = command_line(&plan(&asked, Path::new("/u")).unwrap());
        prop_assert_eq!(taken_apart(&line), [program.as_str(), "import", &word, "--once"]);
    }
}

#[test]
fn units_say_when_and_the_commands_follow_the_files() {
    let steps = plan(&request(&["import", "watch", ODD, "--once"], daily()), Path::new("/u")).unwrap();
    let timer = written(&steps, ".timer");
    assert!(timer.contains("OnCalendar=*-*-* 06:30:00\nPersistent=true\n"), "{timer}");
    let commands: Vec<String> = steps
        .iter()
        .filter_map(|step| match step {
            Step::Run { command, .. } => Some(command.join(" ")),
            _ => None,
        })
        .collect();
    let enable = "systemctl --user enable --now evenkeel-import-dropped-0a1b2c3d.timer";
    assert_eq!(commands, ["systemctl --user daemon-reload", enable]);
    let often = written(&plan(&request(&["x"], every(3600)), Path::new("/u")).unwrap(), ".timer");
    assert!(often.contains("OnUnitInactiveSec=3600s"), "{often}");
    let mut gone = request(&["x"], daily());
    gone.uninstall = true;
    let steps = plan(&gone, Path::new("/u")).unwrap();
    assert!(matches!(&steps[0], Step::Run { command, may_fail: true, .. } if command.contains(&"disable".to_owned())));
    assert_eq!(steps.iter().filter(|step| matches!(step, Step::Remove { .. })).count(), 2);
}

/// What systemd itself says of the units.
#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so loudly")]
fn systemd_finds_nothing_wrong() {
    if Command::new("systemd-analyze").arg("--version").output().is_err() {
        eprintln!("SKIPPED: systemd-analyze is not there, so no unit was shown to systemd");
        return;
    }
    for when in [daily(), every(300), every(86_400)] {
        let folder = tempfile::tempdir().unwrap();
        let mut asked = request(&["--home", ODD, "import", "watch", ODD, "--once"], when);
        // It looks whether the program is there and may be run.
        let program = folder.path().join("even $keel 100% \"q\"");
        std::fs::copy("/bin/true", &program).unwrap();
        asked.program = program.display().to_string();
        let steps = plan(&asked, folder.path()).unwrap();
        for step in &steps {
            if let Step::Write { path, text, .. } = step {
                std::fs::write(path, text).unwrap();
            }
        }
        let name = &asked.commands[0].name;
        let [timer, service] = ["timer", "service"].map(|kind| folder.path().join(format!("{name}.{kind}")));
        let verified = Command::new("systemd-analyze")
            .args(["verify", "--user", "--man=no"])
            .args([&timer, &service])
            .output()
            .unwrap();
        let says = String::from_utf8_lossy(&verified.stderr);
        let ours: Vec<&str> = says.lines().filter(|line| line.contains(name.as_str())).collect();
        assert!(ours.is_empty(), "{says}");
        if let When::DailyAt(_) = when {
            let understood = Command::new("systemd-analyze").args(["calendar", "*-*-* 06:30:00"]).output().unwrap();
            assert!(understood.status.success());
        }
    }
}

use proptest::prelude::*;

use super::*;
use crate::tests::{ODD, daily, every, request};

const OTHERS: &str = "# mine\nMAILTO=ruth\n5 4 * * * backup # evenkeel-import\n";

fn text(steps: &[Step]) -> &str {
    match steps {
        [Step::Run { command, input: Some(text), may_fail: false }] => {
            assert_eq!(command, &["crontab", "-"]);
            text
        }
        other => panic!("{other:?}"),
    }
}

/// The command of a line as cron hands it to the shell: `\%` becomes `%`, and a bare `%` would end the line.
fn handed_over(line: &str) -> String {
    let command = line.splitn(6, ' ').nth(5).unwrap();
    assert!(!command.replace(r"\%", "").contains('%'), "{line}");
    command.replace(r"\%", "%")
}

#[cfg(unix)]
proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_argument_arrives_as_it_is(word in "[ -~äß株\u{a0}]{0,40}") {
        let mut asked = request(&["%s\\0", "import", &word, "--once"], daily());
        // Shows its arguments in place of the program.
        asked.program = "/usr/bin/printf".to_owned();
        let steps = plan(&asked, "").unwrap();
        let line = text(&steps).trim_end_matches('\n');
        let shell = std::process::Command::new("/bin/sh").args(["-c", &handed_over(line)]).output().unwrap();
        prop_assert_eq!(String::from_utf8(shell.stdout).unwrap(), format!("import\0{word}\0--once\0"));
    }
}

#[test]
fn other_lines_stay_and_ours_is_there_once() {
    let asked = request(&["import", "watch", ODD], daily());
    let first = text(&plan(&asked, OTHERS).unwrap()).to_owned();
    assert!(first.starts_with(OTHERS) && first.lines().count() == 4, "{first}");
    assert!(first.lines().last().unwrap().starts_with("30 6 * * * '/opt/even keel/evenkeel' 'import'"), "{first}");
    assert_eq!(text(&plan(&asked, &first).unwrap()), first);
    let gone = TimerRequest { uninstall: true, ..asked };
    assert_eq!(text(&plan(&gone, &first).unwrap()), OTHERS);
}

#[test]
fn intervals_are_those_that_cron_can_say() {
    let line = |seconds| plan(&request(&["x"], every(seconds)), "").map(|steps| text(&steps).to_owned());
    let says = [
        (60, "* * * * * "),
        (300, "*/5 * * * * "),
        (3600, "0 * * * * "),
        (7200, "0 */2 * * * "),
        (86_400, "0 0 * * * "),
    ];
    for (seconds, begins) in says {
        assert!(line(seconds).unwrap().starts_with(begins), "{seconds}");
    }
    for seconds in [61, 90, 420, 5400, 18_000, 43_260] {
        assert!(line(seconds).unwrap_err().to_string().contains("divides the hour or the day"), "{seconds}");
    }
}

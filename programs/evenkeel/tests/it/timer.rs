use std::path::Path;
use std::process::Output;

use crate::{command, small_company, text};

/// Stands in for cron: keeps what it is given, and is asked as the real one is.
const CRONTAB: &str = r#"#!/bin/sh
case "$1" in
-l) if [ -f "$HOME/tab" ]; then cat "$HOME/tab"; else echo "no crontab for $USER" >&2; exit 1; fi ;;
-) cat > "$HOME/tab" ;;
esac
"#;

fn run(home: &Path, arguments: &[&str]) -> Output {
    let path = format!("{}:/usr/bin:/bin", home.join("bin").display());
    command(home).env("PATH", path).arg("install-timer").args(arguments).output().unwrap()
}

fn shown(done: &Output) -> String {
    assert!(done.status.success(), "{}", text(&done.stderr));
    text(&done.stdout)
}

#[test]
fn what_a_timer_is_made_of_is_shown_and_nothing_is_done_unasked() {
    let home = small_company();
    let folder = home.path().join("dropped & 100% 'odd'");
    std::fs::create_dir_all(&folder).unwrap();
    let folder = folder.to_string_lossy();
    let units = home.path().join(".config/systemd/user");
    let said = shown(&run(
        home.path(),
        &["--with", "systemd", "--folder", &folder, "--at", "7:15", "--backup", "kept", "--keep", "14"],
    ));
    assert!(said.contains("OnCalendar=*-*-* 07:15:00") && said.contains("systemctl --user daemon-reload"), "{said}");
    assert!(said.contains("\"import\" \"watch\"") && said.contains("100%% 'odd'\" \"--once\""), "{said}");
    assert!(said.contains("\"backup\" \"") && said.contains("\"--keep\" \"14\""), "{said}");
    assert!(!units.exists());
    let json = shown(&run(home.path(), &["--with", "launchd", "--folder", &folder, "--json"]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let verbatim = json["blocks"].as_array().unwrap().iter().find(|block| block["block"] == "verbatim").unwrap();
    assert!(verbatim["text"].as_str().unwrap().contains("dropped &amp; 100% 'odd'"));
    let tasks = shown(&run(home.path(), &["--with", "schtasks", "--folder", &folder, "--every", "1h"]));
    assert!(tasks.contains("PT3600S") && tasks.contains("schtasks /Create"), "{tasks}");
    let gone = shown(&run(home.path(), &["--with", "systemd", "--folder", &folder, "--uninstall"]));
    assert!(gone.contains("systemctl --user disable --now evenkeel-import-dropped---100---odd-"), "{gone}");
}

#[test]
fn what_does_not_work_is_one_line() {
    let home = small_company();
    let inside = home.path().to_string_lossy();
    for (arguments, says) in [
        (&["--with", "crontab"][..], "say what is to run"),
        (&["--with", "systemd", "--folder", "/nowhere/at/all"], "there is no folder"),
        (&["--with", "systemd", "--folder", &inside, "--keep", "3"], "--backup FOLDER"),
        (&["--with", "systemd", "--backup", &inside, "--keep", "0"], "1 to 10000"),
        (&["--with", "systemd", "--folder", &inside, "--at", "25:00"], "06:30"),
        (&["--with", "systemd", "--folder", &inside, "--every", "10s"], "from 1m to 24h"),
        (&["--with", "systemd", "--folder", &inside, "--every", "1h", "--at", "6:30"], "either"),
    ] {
        let done = run(home.path(), arguments);
        let told = text(&done.stderr);
        assert!(!done.status.success() && told.trim_end().lines().count() == 1 && told.contains(says), "{told}");
    }
}

#[cfg(unix)]
#[test]
fn where_there_is_no_crontab_and_where_cron_cannot_say_it_is_one_line() {
    let home = small_company();
    let inside = home.path().to_string_lossy();
    let asked = ["install-timer", "--with", "crontab", "--folder", &inside, "--every", "7m"];
    let without = command(home.path()).args(asked).env("PATH", "").output().unwrap();
    let told = text(&without.stderr);
    assert!(!without.status.success() && told.trim_end().lines().count() == 1 && told.contains("crontab"), "{told}");
    let bin = home.path().join("bin");
    std::fs::create_dir_all(&bin).unwrap();
    std::fs::write(bin.join("crontab"), CRONTAB).unwrap();
    std::fs::set_permissions(bin.join("crontab"), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let told = text(&run(home.path(), &asked[1..]).stderr);
    assert!(told.trim_end().lines().count() == 1 && told.contains("cron can only run what divides"), "{told}");
}

#[test]
fn a_database_that_only_this_terminal_knows_is_not_forgotten() {
    let home = small_company();
    let inside = home.path().to_string_lossy();
    let mut asked = command(home.path());
    asked.env("EVENKEEL_DATABASE", "postgres://ruth:secret@localhost/team");
    let done = asked.args(["install-timer", "--with", "systemd", "--folder", &inside]).output().unwrap();
    let says = text(&done.stderr);
    assert!(
        !done.status.success() && says.contains("EVENKEEL_DATABASE names a database") && !says.contains("secret"),
        "{says}"
    );
}

#[cfg(unix)]
#[test]
fn a_line_in_a_crontab_comes_and_goes_and_runs() {
    use std::os::unix::fs::PermissionsExt as _;

    let home = small_company();
    let bin = home.path().join("bin");
    std::fs::create_dir_all(&bin).unwrap();
    std::fs::write(bin.join("crontab"), CRONTAB).unwrap();
    std::fs::set_permissions(bin.join("crontab"), std::fs::Permissions::from_mode(0o755)).unwrap();
    let folder = home.path().join("it's 100% dropped");
    std::fs::create_dir_all(&folder).unwrap();
    let dropped = folder.to_string_lossy();
    let tab = home.path().join("tab");
    let arguments = ["--with", "crontab", "--folder", &dropped, "--every", "1h"];
    shown(&run(home.path(), &arguments));
    assert!(!tab.exists());
    std::fs::write(&tab, "MAILTO=ruth\n").unwrap();
    for _ in 0..2 {
        shown(&run(home.path(), &[&arguments[..], &["--yes"]].concat()));
        let text = std::fs::read_to_string(&tab).unwrap();
        assert!(text.starts_with("MAILTO=ruth\n0 * * * * '") && text.lines().count() == 2, "{text}");
    }
    // What cron would hand to the shell takes in what was dropped.
    let calls = "touchpoint_id,account_id,person_email,kind,happened_at,direction\n\
                 W-1,A-01,maya.okonkwo@tidewater.example,call,2024-11-05 10:00,outbound\n";
    std::fs::write(folder.join("calls.csv"), calls).unwrap();
    let text = std::fs::read_to_string(&tab).unwrap();
    let line = text.lines().last().unwrap().splitn(6, ' ').nth(5).unwrap().replace(r"\%", "%");
    let done = std::process::Command::new("/bin/sh").args(["-c", &line]).output().unwrap();
    assert!(done.status.success(), "{}", crate::text(&done.stderr));
    assert!(folder.join("done").is_dir() && !folder.join("calls.csv").exists());
    shown(&run(home.path(), &[&arguments[..], &["--uninstall", "--yes"]].concat()));
    assert_eq!(std::fs::read_to_string(&tab).unwrap(), "MAILTO=ruth\n");
}

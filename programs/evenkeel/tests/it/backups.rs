use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::{command, evenkeel, small_company, text};

const REVIEW: [&str; 5] = ["csm-performance", "maya", "2024-Q4", "--as-of", "2025-06-30"];

/// A home, and a backup of it beside it.
fn backed_up() -> (TempDir, PathBuf) {
    let home = small_company();
    std::fs::write(home.path().join("evenkeel.toml"), "# ours\nlapse_days = 31\n").unwrap();
    let backup = home.path().join("kept/backup.zip");
    ok(&evenkeel(home.path(), &["backup", &backup.to_string_lossy()]));
    (home, backup)
}

fn ok(done: &Output) {
    assert!(done.status.success(), "{}", text(&done.stderr));
}

/// What was refused, which is one line.
fn refused(done: &Output) -> String {
    let says = text(&done.stderr);
    assert!(!done.status.success() && says.trim_end().lines().count() == 1, "{says}");
    says
}

fn review(home: &Path) -> Vec<u8> {
    let done = evenkeel(home, &REVIEW);
    ok(&done);
    done.stdout
}

fn export(home: &Path) -> BTreeMap<String, Vec<u8>> {
    let folder = TempDir::new().unwrap();
    ok(&evenkeel(home, &["export", &folder.path().join("out").to_string_lossy()]));
    let entries = std::fs::read_dir(folder.path().join("out")).unwrap().map(Result::unwrap);
    entries.map(|entry| (entry.file_name().to_string_lossy().into(), std::fs::read(entry.path()).unwrap())).collect()
}

/// A file of many rows.
fn touchpoints(folder: &Path) {
    let mut rows = String::from("touchpoint_id,account_id,person_email,kind,happened_at,direction\n");
    for row in 0..10_000 {
        rows.push_str(&format!("K-{row},A-01,maya.okonkwo@tidewater.example,call,2024-11-05 10:00,outbound\n"));
    }
    std::fs::write(folder.join("touchpoints.csv"), rows).unwrap();
}

#[test]
fn a_home_comes_back_as_it_was() {
    let (home, backup) = backed_up();
    let backup = backup.to_string_lossy();
    let tried = evenkeel(home.path(), &["backup", "verify", &backup]);
    ok(&tried);
    assert!(text(&tried.stdout).contains("read the same after the restore"), "{}", text(&tried.stdout));
    let other = TempDir::new().unwrap();
    let into = other.path().join("home");
    ok(&evenkeel(home.path(), &["restore", &backup, "--into", &into.to_string_lossy()]));
    assert_eq!(export(&into), export(home.path()));
    assert_eq!(review(&into), review(home.path()));
    assert_eq!(std::fs::read_to_string(into.join("evenkeel.toml")).unwrap(), "# ours\nlapse_days = 31\n");
    // Nothing of the making is left.
    let mut left: Vec<String> = std::fs::read_dir(&into)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with("evenkeel.db"))
        .collect();
    left.sort();
    assert_eq!(left, [".in-use", "evenkeel.toml"]);
}

#[test]
fn a_home_that_is_there_is_kept_aside_and_only_when_asked() {
    let (home, backup) = backed_up();
    let backup = backup.to_string_lossy();
    ok(&evenkeel(home.path(), &["import", "undo", "1"]));
    let empty = export(home.path());
    let says = refused(&evenkeel(home.path(), &["restore", &backup]));
    assert!(says.contains("--replace") && says.contains("--into"), "{says}");
    assert_eq!(export(home.path()), empty);
    ok(&evenkeel(home.path(), &["restore", &backup, "--replace"]));
    assert!(export(home.path()).len() > empty.len());
    let aside = std::fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().path());
    let aside = aside.filter(|path| path.to_string_lossy().contains("before-restore-")).collect::<Vec<_>>();
    assert_eq!(aside.len(), 1);
    assert_eq!(export(&aside[0]), empty);
    assert_eq!(std::fs::read_to_string(aside[0].join("evenkeel.toml")).unwrap(), "# ours\nlapse_days = 31\n");
}

#[test]
fn every_bad_input_is_one_clear_line_and_changes_nothing() {
    let (home, backup) = backed_up();
    let whole = std::fs::read(&backup).unwrap();
    let other = TempDir::new().unwrap();
    let bad = other.path().join("bad.zip");
    let try_it = |bytes: &[u8]| {
        std::fs::write(&bad, bytes).unwrap();
        let into = other.path().join("home");
        let restored =
            refused(&evenkeel(home.path(), &["restore", &bad.to_string_lossy(), "--into", &into.to_string_lossy()]));
        assert!(!into.exists(), "a part of a home is left after: {restored}");
        let tried = refused(&evenkeel(home.path(), &["backup", "verify", &bad.to_string_lossy()]));
        assert_eq!(tried, restored);
        restored
    };
    for cut in [1, 2, 3, 10, 40].map(|tenth| whole.len() * tenth / 41) {
        assert!(try_it(&whole[..cut]).contains("damaged (it was cut off)"), "cut at {cut}");
    }
    let mut flipped = 0;
    for place in (100..whole.len()).step_by(whole.len() / 12) {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x10;
        std::fs::write(&bad, &bytes).unwrap();
        let done = evenkeel(home.path(), &["backup", "verify", &bad.to_string_lossy()]);
        // What a flipped bit does not reach (a time stamp within the zip) is no damage.
        if !done.status.success() {
            flipped += 1;
            assert!(refused(&done).contains("bad.zip is"), "{}", text(&done.stderr));
        }
    }
    assert!(flipped >= 8, "only {flipped} of 12 flipped bits were seen");
    assert!(try_it(b"").contains("is no backup of evenkeel"));
    assert!(try_it(&std::fs::read(home.path().join("evenkeel.db")).unwrap()).contains("is no backup of evenkeel"));
    let nowhere = other.path().join("nowhere.zip");
    assert_eq!(evenkeel(home.path(), &["restore", &nowhere.to_string_lossy()]).status.code(), Some(5));
    let says = refused(&evenkeel(home.path(), &["backup", &backup.to_string_lossy()]));
    assert!(says.contains("is there already"), "{says}");
    assert_eq!(std::fs::read(&backup).unwrap(), whole);
    let nothing = TempDir::new().unwrap();
    assert_eq!(evenkeel(&nothing.path().join("none"), &["backup", &bad.to_string_lossy()]).status.code(), Some(5));
}

#[test]
fn a_home_in_use_is_not_put_back() {
    let (home, backup) = backed_up();
    let lock = std::fs::File::open(home.path().join(".in-use")).unwrap();
    lock.lock_shared().unwrap();
    let says = refused(&evenkeel(home.path(), &["restore", &backup.to_string_lossy(), "--replace"]));
    assert!(says.contains("another program has") && says.contains("open"), "{says}");
    drop(lock);
    ok(&evenkeel(home.path(), &["restore", &backup.to_string_lossy(), "--replace"]));
}

/// The only limit on the size of files that needs no rights of its own: what is over it fails like a full disk.
#[cfg(unix)]
#[test]
fn a_disk_that_is_full_is_one_clear_line() {
    let (home, _) = backed_up();
    let folder = TempDir::new().unwrap();
    touchpoints(folder.path());
    ok(&evenkeel(home.path(), &["import", &folder.path().to_string_lossy()]));
    let target = home.path().join("kept/second.zip");
    let line =
        format!("trap '' XFSZ; ulimit -f 128; exec '{}' backup '{}'", env!("CARGO_BIN_EXE_evenkeel"), target.display());
    let done = std::process::Command::new("/bin/sh").args(["-c", &line]).env("EVENKEEL_HOME", home.path()).output();
    let says = refused(&done.unwrap());
    assert!(says.contains("is full") && says.contains("nothing was changed"), "{says}");
    assert!(!target.exists());
    assert_eq!(std::fs::read_dir(home.path().join("kept")).unwrap().count(), 1, "something half-written is left");
}

/// Files of a folder, and those within.
fn copy_of(home: &Path) -> TempDir {
    let copy = TempDir::new().unwrap();
    for entry in std::fs::read_dir(home).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
        std::fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
    }
    copy
}

#[test]
fn a_restore_killed_at_any_moment_leaves_the_old_home_or_the_new() {
    let (home, backup) = backed_up();
    let backup = backup.to_string_lossy();
    let new = export(home.path());
    ok(&evenkeel(home.path(), &["import", "undo", "1"]));
    std::fs::write(home.path().join("evenkeel.toml"), "# old\n").unwrap();
    let old = export(home.path());
    let began = Instant::now();
    ok(&evenkeel(copy_of(home.path()).path(), &["restore", &backup, "--replace"]));
    let whole = began.elapsed();
    let (mut olds, mut news) = (0, 0);
    // Later and later, until both sides were met, however busy the machine is.
    for kill in 0..80_u32 {
        let home = copy_of(home.path());
        let mut child = command(home.path())
            .args(["restore", &backup, "--replace"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(whole * kill / 16);
        // It may be done already; killing the dead is no failure.
        let _ = child.kill();
        child.wait().unwrap();
        let settings = || std::fs::read_to_string(home.path().join("evenkeel.toml")).unwrap();
        match export(home.path()) {
            held if held == old => {
                assert_eq!(settings(), "# old\n");
                olds += 1;
            }
            held if held == new => {
                assert_eq!(settings(), "# ours\nlapse_days = 31\n");
                news += 1;
            }
            _ => panic!("neither the old home nor the new after kill {kill}"),
        }
        if kill % 4 == 0 {
            ok(&evenkeel(home.path(), &["restore", &backup, "--replace"]));
            assert_eq!(export(home.path()), new);
        }
        if olds > 2 && news > 2 {
            break;
        }
    }
    assert!(olds > 2 && news > 0, "the kills did not meet both sides: {olds} old, {news} new");
}

#[test]
fn a_backup_killed_at_any_moment_leaves_no_file_of_its_name_or_a_whole_one() {
    let (home, _) = backed_up();
    let began = Instant::now();
    ok(&evenkeel(home.path(), &["backup", &home.path().join("kept/timed.zip").to_string_lossy()]));
    let whole = began.elapsed();
    let (mut none, mut complete) = (0, 0);
    for kill in 0..60_u32 {
        let target = home.path().join(format!("kept/killed-{kill}.zip"));
        let mut child =
            command(home.path()).args(["backup", &target.to_string_lossy()]).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole * kill / 8);
        let _ = child.kill();
        child.wait().unwrap();
        if target.exists() {
            ok(&evenkeel(home.path(), &["backup", "verify", &target.to_string_lossy()]));
            complete += 1;
        } else {
            none += 1;
        }
        if none > 2 && complete > 2 {
            break;
        }
    }
    assert!(none > 1 && complete > 0, "the kills did not meet both sides: {none} without, {complete} with");
}

#[test]
fn backups_written_while_another_program_imports_are_each_of_one_state() {
    let (home, _) = backed_up();
    let folder = TempDir::new().unwrap();
    touchpoints(folder.path());
    let mut importing = command(home.path())
        .args(["import", &folder.path().to_string_lossy()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut versions = Vec::new();
    for number in 0.. {
        let done = importing.try_wait().unwrap();
        let backup = folder.path().join(format!("{number}.zip"));
        ok(&evenkeel(home.path(), &["backup", &backup.to_string_lossy()]));
        let tried = evenkeel(home.path(), &["backup", "verify", &backup.to_string_lossy(), "--json"]);
        ok(&tried);
        versions.push(text(&tried.stdout).contains("data version 2"));
        if done.is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(importing.wait().unwrap().success());
    assert!(!versions[0] && versions.is_sorted() && versions.ends_with(&[true]), "{versions:?}");
}

#[test]
fn of_the_backups_in_a_folder_as_many_stay_as_were_asked_for() {
    let (home, backup) = backed_up();
    let folder = home.path().join("kept");
    for day in ["2024-01-01", "2024-01-02", "2024-01-03"] {
        std::fs::copy(&backup, folder.join(format!("evenkeel-backup-{day}-063000.zip"))).unwrap();
    }
    let into = folder.to_string_lossy();
    let listed = || {
        let names = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
        names.sort();
        names
    };
    for keep in ["0", "-1", "10001", "many"] {
        assert!(!evenkeel(home.path(), &["backup", &into, "--keep", keep]).status.success());
    }
    let file = folder.join("one.zip");
    let says = refused(&evenkeel(home.path(), &["backup", &file.to_string_lossy(), "--keep", "2"]));
    assert!(says.contains("name a folder"), "{says}");
    assert_eq!(listed().len(), 4);
    let done = evenkeel(home.path(), &["backup", &into, "--keep", "2"]);
    ok(&done);
    let says = text(&done.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    let gone = "deleted: evenkeel-backup-2024-01-01-063000.zip, evenkeel-backup-2024-01-02-063000.zip.";
    assert!(says.contains(gone), "{says}");
    let left = listed();
    assert!(
        left[0] == "backup.zip" && left[1] == "evenkeel-backup-2024-01-03-063000.zip" && left.len() == 3,
        "{left:?}"
    );
    ok(&evenkeel(home.path(), &["backup", "verify", &folder.join(&left[2]).to_string_lossy()]));
}

use jiff::civil::date;

use super::*;

#[test]
fn only_names_of_moments_are_read_as_such() {
    let at = date(2026, 5, 4).at(6, 30, 0, 0);
    assert_eq!(name_of(at), "evenkeel-backup-2026-05-04-063000.zip");
    assert_eq!(moment_of(&name_of(at)), Some(at));
    for name in [
        "evenkeel-backup-.zip",
        "evenkeel-backup-2026-05-04.zip",
        "evenkeel-backup-2026-5-4-063000.zip",
        "evenkeel-backup-2026-02-30-063000.zip",
        "evenkeel-backup-2026-05-04-063000.zip.part",
        "evenkeel-backup-2026-05-04-063000 (copy).zip",
        "my-evenkeel-backup-2026-05-04-063000.zip",
        "before-the-move.zip",
    ] {
        assert_eq!(moment_of(name), None, "{name}");
    }
}

#[test]
fn the_newest_stay_and_what_was_named_by_somebody() {
    let folder = tempfile::tempdir().unwrap();
    let names = [4, 5, 6, 7].map(|day| name_of(date(2026, 5, day).at(6, 30, 0, 0)));
    let others = ["before-the-move.zip", "evenkeel-backup-2026-05-01.zip", "notes.txt"];
    for name in names.iter().map(String::as_str).chain(others) {
        std::fs::write(folder.path().join(name), "").unwrap();
    }
    std::fs::create_dir(folder.path().join(name_of(date(2020, 1, 1).at(0, 0, 0, 0)))).unwrap();
    let gone = thin_out(folder.path(), 2).unwrap();
    assert_eq!(gone, [0, 1].map(|place| folder.path().join(&names[place])));
    assert!(names[2..].iter().map(String::as_str).chain(others).all(|name| folder.path().join(name).is_file()));
    assert_eq!(thin_out(folder.path(), 2).unwrap(), [] as [PathBuf; 0]);
    assert_eq!(thin_out(folder.path(), 9).unwrap(), [] as [PathBuf; 0]);
}

#[test]
fn a_folder_that_is_not_there_is_said() {
    let folder = tempfile::tempdir().unwrap();
    assert!(thin_out(&folder.path().join("none"), 1).unwrap_err().to_string().contains("older backups"));
}

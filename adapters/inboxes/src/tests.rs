use super::*;

fn inbox() -> (tempfile::TempDir, Box<dyn Inbox>) {
    let folder = tempfile::tempdir().unwrap();
    let inbox = FolderInboxes.open(folder.path()).unwrap();
    (folder, inbox)
}

#[test]
fn only_whole_files_directly_in_it_are_seen() {
    let (folder, inbox) = inbox();
    for name in ["b.csv", "a b.XLSX", "no-ending", "Größe 株.csv"] {
        std::fs::write(folder.path().join(name), name).unwrap();
    }
    for name in ["x.csv.part", "x.crdownload", "~$a.xlsx", ".hidden.csv", "x.csv.tmp", "_columns.csv", "a.csv~"] {
        std::fs::write(folder.path().join(name), "").unwrap();
    }
    std::fs::create_dir_all(folder.path().join("done/2026-05-04")).unwrap();
    let names: Vec<String> =
        inbox.look().unwrap().iter().map(|seen| seen.path.file_name().unwrap().to_string_lossy().into()).collect();
    assert_eq!(names, ["Größe 株.csv", "a b.XLSX", "b.csv", "no-ending"]);
    let before = inbox.look().unwrap();
    assert_eq!(inbox.look().unwrap(), before);
    std::fs::write(folder.path().join("b.csv"), "longer than before").unwrap();
    assert_ne!(inbox.look().unwrap(), before);
}

#[test]
fn nothing_is_written_over_when_a_file_is_put_away() {
    let (folder, inbox) = inbox();
    let mut places = Vec::new();
    for text in ["one", "two", "three"] {
        let path = folder.path().join("a.b.csv");
        std::fs::write(&path, text).unwrap();
        places.push(inbox.put_away(&path, "rejected/2026-05-04", Some(&|_| text.to_owned())).unwrap());
        assert!(!path.exists());
    }
    let names: Vec<String> =
        places.iter().map(|place| place.file_name().unwrap().to_string_lossy().into_owned()).collect();
    assert_eq!(names, ["a.b.csv", "a.b-2.csv", "a.b-3.csv"]);
    for (place, text) in places.iter().zip(["one", "two", "three"]) {
        assert_eq!(std::fs::read_to_string(place).unwrap(), text);
        assert_eq!(std::fs::read_to_string(text_of(place)).unwrap(), text);
    }
    let elsewhere = tempfile::tempdir().unwrap();
    let more = elsewhere.path().join("a.b.csv");
    std::fs::write(&more, "four").unwrap();
    let added = inbox.add(&more, "rejected/2026-05-04", "why").unwrap();
    assert!(added.ends_with("a.b-4.csv") && more.exists(), "{}", added.display());
}

#[test]
fn a_folder_is_watched_by_one_program() {
    let (folder, inbox) = inbox();
    let Err(Fault::Refused(Refusal::Conflict(says))) = FolderInboxes.open(folder.path()) else {
        panic!("a second one watches");
    };
    assert!(says.contains("another program watches"), "{says}");
    drop(inbox);
    FolderInboxes.open(folder.path()).unwrap();
    assert!(FolderInboxes.open(&folder.path().join("none")).is_err());
}

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::{command, evenkeel, small_company, text};

/// A home that holds the small company, and a folder to drop files into.
struct Ground {
    home: TempDir,
    inbox: TempDir,
}

const HEADINGS: &str = "touchpoint_id,account_id,person_email,kind,happened_at,direction";

fn calls(first: usize, count: usize, account: &str) -> String {
    let row =
        |number: usize| format!("W-{number},{account},maya.okonkwo@tidewater.example,call,2024-11-05 10:00,outbound\n");
    std::iter::once(format!("{HEADINGS}\n")).chain((first..first + count).map(row)).collect()
}

impl Ground {
    fn new() -> Self {
        Self { home: small_company(), inbox: TempDir::new().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.inbox.path().join(name)
    }

    fn drop(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    fn arguments(&self) -> [String; 5] {
        ["import", "watch", &self.inbox.path().to_string_lossy(), "--every", "1s"].map(str::to_owned)
    }

    fn once(&self) -> Output {
        command(self.home.path()).args(self.arguments()).arg("--once").output().unwrap()
    }

    /// Files in a folder of today below one of the inbox, and the texts beside them.
    fn below(&self, folder: &str) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.path(folder)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).into_iter().flatten().map(Result::unwrap) {
                match entry.path() {
                    path if path.is_dir() => folders.push(path),
                    path => found.push(path.file_name().unwrap().to_string_lossy().into_owned()),
                }
            }
        }
        found.sort();
        found
    }

    fn text_beside(&self, folder: &str, name: &str) -> String {
        let dated = std::fs::read_dir(self.path(folder)).unwrap().map(|entry| entry.unwrap().path());
        let places = dated.chain([self.path(folder)]).map(|place| place.join(format!("{name}.txt")));
        std::fs::read_to_string(places.into_iter().find(|place| place.is_file()).unwrap()).unwrap()
    }

    fn touchpoints(&self) -> u64 {
        count(self.home.path())
    }
}

fn count(home: &Path) -> u64 {
    let done = evenkeel(home, &["doctor", "--json"]);
    let report: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let rows = report["blocks"][1]["rows"].as_array().unwrap();
    rows.iter().find(|row| row[0]["text"] == "touchpoints").unwrap()[1]["figure"]["value"].as_u64().unwrap()
}

#[test]
fn what_is_dropped_is_taken_in_once_and_put_away() {
    let ground = Ground::new();
    let before = ground.touchpoints();
    ground.drop("calls of may.csv", &calls(0, 5, "A-01"));
    ground.drop("calls of june.csv", &calls(5, 5, "A-02"));
    ground.drop("calls of july.csv.part", &calls(10, 5, "A-02"));
    let done = ground.once();
    assert!(done.status.success(), "{}", text(&done.stderr));
    let log = text(&done.stderr);
    let lines: Vec<&str> = log.lines().filter(|line| line.contains("delivery")).collect();
    assert_eq!(lines.len(), 1, "{log}");
    assert!(
        lines[0]
            .ends_with("delivery 2: 10 new, 0 changed, 0 unchanged, 0 rejected (calls of june.csv, calls of may.csv)"),
        "{log}"
    );
    assert_eq!(ground.touchpoints(), before + 10);
    assert_eq!(ground.below("done"), ["calls of june.csv", "calls of may.csv"]);
    assert!(ground.path("calls of july.csv.part").exists());
    // The same again, as after a kill between the import and the move, changes nothing and loses nothing.
    ground.drop("calls of may.csv", &calls(0, 5, "A-01"));
    let again = ground.once();
    assert!(text(&again.stderr).contains("0 new, 0 changed, 5 unchanged"), "{}", text(&again.stderr));
    assert_eq!(ground.touchpoints(), before + 10);
    assert_eq!(ground.below("done"), ["calls of june.csv", "calls of may-2.csv", "calls of may.csv"]);
    let idle = ground.once();
    assert!(idle.status.success() && !text(&idle.stderr).contains("delivery"), "{}", text(&idle.stderr));
}

#[test]
fn a_file_that_is_still_growing_is_left_alone() {
    let ground = Ground::new();
    let path = ground.path("growing.csv");
    ground.drop("growing.csv", &calls(0, 3, "A-01"));
    let mut child = command(ground.home.path())
        .args(ground.arguments())
        .arg("--once")
        .stderr(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut file = std::fs::File::options().append(true).open(&path).unwrap();
    while child.try_wait().unwrap().is_none() {
        file.write_all(b"\n").unwrap();
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(path.exists() && ground.below("done").is_empty());
}

#[test]
fn what_cannot_be_taken_in_lies_apart_with_the_reason() {
    let ground = Ground::new();
    let before = ground.touchpoints();
    let mut some = calls(0, 4, "A-01");
    some.push_str("W-99,A-no-such,maya.okonkwo@tidewater.example,call,2024-11-05 10:00,outbound\n");
    ground.drop("some.csv", &some);
    ground.drop("broken.xlsx", "PK\u{3}\u{4} this is no workbook");
    let done = ground.once();
    assert_eq!(done.status.code(), Some(4), "{}", text(&done.stderr));
    assert_eq!(ground.touchpoints(), before + 4);
    assert_eq!(ground.below("done"), ["some.csv"]);
    assert_eq!(
        ground.below("rejected"),
        ["broken.xlsx", "broken.xlsx.txt", "some_rejected.csv", "some_rejected.csv.txt"]
    );
    let why = ground.text_beside("rejected", "some_rejected.csv");
    assert!(why.starts_with("1 row of some.csv could not be taken in with delivery 2"), "{why}");
    assert!(ground.text_beside("rejected", "broken.xlsx").contains("broken.xlsx was refused"));
    ground.drop("none.csv", &calls(50, 2, "A-no-such"));
    assert_eq!(ground.once().status.code(), Some(4));
    assert!(ground.below("rejected").contains(&"none_rejected.csv".to_owned()), "{:?}", ground.below("rejected"));
    assert!(ground.text_beside("rejected", "none.csv").contains("A-no-such"));
    assert_eq!(ground.touchpoints(), before + 4);
}

#[test]
fn a_question_leaves_the_file_and_what_names_its_rows_with_what_to_run() {
    let ground = Ground::new();
    ground.drop("accounts.csv", "account_id,name,signed_up_on\nA-90,Ninety,03/04/2024\nA-91,Other,05/06/2024\n");
    ground.drop("calls.csv", &calls(0, 2, "A-90"));
    ground.drop("it's odd.csv", "colour,weight\nred,1\nblue,2\n");
    let done = ground.once();
    assert_eq!(done.status.code(), Some(4), "{}", text(&done.stderr));
    let names = ["accounts.csv", "calls.csv", "it's odd.csv"];
    assert_eq!(ground.below("questions"), names.map(|name| [name.to_owned(), format!("{name}.txt")]).concat());
    let why = ground.text_beside("questions", "accounts.csv");
    assert!(why.contains("--date-order"), "{why}");
    assert!(ground.text_beside("questions", "calls.csv").contains("its rows name rows of accounts.csv"));
    assert!(ground.text_beside("questions", "it's odd.csv").contains("--as OBJECT"));
    // What the text says to run works as it stands, with the option that answers.
    let together = ground.text_beside("questions", "calls.csv");
    let run = together.lines().find_map(|line| line.strip_prefix("Take them in together:  evenkeel ")).unwrap();
    let line = format!("'{}' {run} --date-order day-first", env!("CARGO_BIN_EXE_evenkeel"));
    let done = std::process::Command::new("/bin/sh").args(["-c", &line]).output().unwrap();
    assert!(done.status.success(), "{line}: {}", text(&done.stderr));
}

#[test]
fn one_watches_and_whoever_asks_it_to_end_is_heard() {
    let ground = Ground::new();
    let child = command(ground.home.path())
        .args(ground.arguments())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let began = Instant::now();
    ground.drop("calls.csv", &calls(0, 3, "A-01"));
    while ground.below("done").is_empty() {
        assert!(began.elapsed() < Duration::from_secs(60), "nothing was taken in");
        std::thread::sleep(Duration::from_millis(100));
    }
    let second = ground.once();
    assert_eq!(second.status.code(), Some(1));
    assert!(text(&second.stderr).contains("another program watches"), "{}", text(&second.stderr));
    let asked = std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(asked.success());
    let asked_at = Instant::now();
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success(), "{:?}: {}", done.status, text(&done.stderr));
    assert!(asked_at.elapsed() < Duration::from_secs(5));
    assert!(text(&done.stdout).contains("deliveries: 1"), "{}", text(&done.stdout));
    let home = evenkeel(ground.home.path(), &["import", "watch", &ground.home.path().to_string_lossy()]);
    assert_eq!(home.status.code(), Some(2));
}

/// Wherever it is killed, each file is in one place, and the next look ends with every row known once.
#[test]
fn nothing_is_lost_when_it_is_killed() {
    let ground = Ground::new();
    let before = ground.touchpoints();
    ground.drop("timed.csv", &calls(0, 2_000, "A-01"));
    let began = Instant::now();
    assert!(ground.once().status.success());
    let work = began.elapsed().saturating_sub(Duration::from_secs(1));
    for kill in 1..=10_u32 {
        let name = format!("calls-{kill}.csv");
        ground.drop(&name, &calls(2_000 * kill as usize, 2_000, "A-01"));
        let mut child = command(ground.home.path())
            .args(ground.arguments())
            .arg("--once")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(900) + work * kill / 9);
        // It may be done already; killing the dead is no failure.
        let _ = child.kill();
        child.wait().unwrap();
        let places = [ground.path(&name).exists(), ground.below("done").contains(&name)];
        assert!(places[0] != places[1], "kill {kill}: {places:?}");
        let now = ground.touchpoints() - before;
        assert!(now == 2_000 * u64::from(kill) || now == 2_000 * u64::from(kill + 1), "kill {kill}: {now}");
        if places[0] {
            assert!(ground.once().status.success());
        }
        assert!(!ground.path(&name).exists());
        assert_eq!(ground.touchpoints(), before + 2_000 * u64::from(kill + 1));
    }
}

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::{command, evenkeel, text};

/// Rows of the large file; enough to be killed in the middle of.
const ROWS: usize = 20_000;
const KILLS: u64 = 12;

fn touchpoints(folder: &Path) {
    let mut text = String::from("touchpoint_id,account_id,person_email,kind,happened_at,direction\n");
    for row in 0..ROWS {
        text.push_str(&format!("K-{row},A-01,maya.okonkwo@tidewater.example,call,2024-11-05 10:00,outbound\n"));
    }
    std::fs::write(folder.join("touchpoints.csv"), text).unwrap();
}

fn count(home: &Path) -> u64 {
    let done = evenkeel(home, &["doctor", "--json"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let report: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let rows = report["blocks"][1]["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row[0]["text"] == "touchpoints").unwrap();
    row[1]["figure"]["value"].as_u64().unwrap()
}

#[test]
fn an_import_killed_at_any_moment_leaves_the_home_as_before_or_complete() {
    let home = crate::small_company();
    let before = count(home.path());
    let folder = home.path().join("large");
    std::fs::create_dir_all(&folder).unwrap();
    touchpoints(&folder);
    let (mut untouched, mut complete) = (0, 0);
    for kill in 0..KILLS {
        let mut child = command(home.path())
            .args(["import", &folder.to_string_lossy()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(20 + kill * 150));
        // It may be done already; killing the dead is no failure.
        let _ = child.kill();
        child.wait().unwrap();
        match count(home.path()) {
            now if now == before => untouched += 1,
            now if now == before + ROWS as u64 => complete += 1,
            now => panic!("{now} touchpoints after kill {kill}, expected {before} or {}", before + ROWS as u64),
        }
    }
    assert!(untouched > 0, "no kill came early enough to mean anything ({complete} complete)");
    let done = evenkeel(home.path(), &["import", &folder.to_string_lossy()]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert_eq!(count(home.path()), before + ROWS as u64);
}

/// Halvings of the delay before the moment counts as found.
const HALVINGS: u32 = 11;
/// Kills around the moment: at least so many, and more until both sides were seen so often, but not for ever.
const COMMIT_KILLS_MIN: u32 = 12;
const COMMIT_KILLS_MAX: u32 = 24;
const EACH_SIDE_MIN: u32 = 3;

/// What a home holds: what its doctor says of the store, and what it exports.
#[derive(PartialEq, Eq)]
struct Held {
    store: String,
    files: BTreeMap<String, Vec<u8>>,
}

impl Held {
    fn by(home: &Path) -> Self {
        let store = store_of(home);
        let folder = TempDir::new().unwrap();
        let out = folder.path().join("out");
        let done = evenkeel(home, &["export", &out.to_string_lossy()]);
        assert!(done.status.success(), "{}", text(&done.stderr));
        let read = |entry: std::io::Result<std::fs::DirEntry>| {
            let entry = entry.unwrap();
            (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).unwrap())
        };
        Self { store, files: std::fs::read_dir(&out).unwrap().map(read).collect() }
    }

    /// The same facts; the history names the moments of import, which differ from one import to the next.
    fn holds_as(&self, other: &Self) -> bool {
        let facts = |held: &Self| -> BTreeMap<String, Vec<u8>> {
            held.files.clone().into_iter().filter(|(name, _)| !name.starts_with('_')).collect()
        };
        self.store == other.store && facts(self) == facts(other)
    }
}

/// How many deliveries and facts the doctor counts.
fn store_of(home: &Path) -> String {
    let doctor = evenkeel(home, &["doctor"]);
    assert!(doctor.status.success(), "{}", text(&doctor.stderr));
    text(&doctor.stdout).lines().find(|line| line.contains("the store opens")).unwrap().to_owned()
}

#[derive(Debug, PartialEq, Eq)]
enum Side {
    Before,
    Complete,
}

/// A home, a delivery for it, and what the home holds without and with it.
struct Ground {
    home: TempDir,
    delivery: TempDir,
    before: Held,
    complete: Held,
    whole: Duration,
}

impl Ground {
    fn new() -> Self {
        let (home, delivery) = (crate::small_company(), TempDir::new().unwrap());
        touchpoints(delivery.path());
        let before = Held::by(home.path());
        let copy = copy_of(home.path());
        let began = Instant::now();
        let done = evenkeel(copy.path(), &["import", &delivery.path().to_string_lossy()]);
        let whole = began.elapsed();
        assert!(done.status.success(), "{}", text(&done.stderr));
        let complete = Held::by(copy.path());
        assert!(before.files != complete.files, "the delivery changes nothing");
        Self { home, delivery, before, complete, whole }
    }

    /// A home of its own in which an import was killed after a delay.
    fn killed_after(&self, delay: Duration) -> TempDir {
        let home = copy_of(self.home.path());
        let mut child = command(home.path())
            .args(["import", &self.delivery.path().to_string_lossy()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(delay);
        // It may be done already; killing the dead is no failure.
        let _ = child.kill();
        child.wait().unwrap();
        home
    }

    /// What the doctor counts in a home.
    fn counted(&self, home: &TempDir) -> Side {
        match store_of(home.path()) {
            store if store == self.before.store => Side::Before,
            store if store == self.complete.store => Side::Complete,
            store => panic!("neither as before nor complete: {store}"),
        }
    }

    /// The same, with every file of its export.
    fn compared(&self, home: &TempDir) -> Side {
        let (side, held) = (self.counted(home), Held::by(home.path()));
        match side {
            Side::Before => assert!(held == self.before, "the counts are as before, the export is not"),
            Side::Complete => assert!(held.holds_as(&self.complete), "the counts are complete, the export is not"),
        }
        side
    }
}

fn copy_of(home: &Path) -> TempDir {
    fn copy(from: PathBuf, to: &Path) {
        if from.is_dir() {
            std::fs::create_dir_all(to).unwrap();
            for entry in std::fs::read_dir(&from).unwrap() {
                let entry = entry.unwrap();
                copy(entry.path(), &to.join(entry.file_name()));
            }
        } else {
            std::fs::copy(from, to).unwrap();
        }
    }
    let folder = TempDir::new().unwrap();
    copy(home.to_owned(), folder.path());
    folder
}

/// The spread kills above seldom meet the commit. This one looks for the delay at which the outcome flips, by halving,
/// and kills around it, following it where it moves. How long anything takes is nowhere part of what must hold.
#[test]
fn an_import_killed_while_it_commits_leaves_the_home_as_before_or_complete() {
    let ground = Ground::new();
    let (mut early, mut late) = (Duration::ZERO, ground.whole * 2);
    for _ in 0..HALVINGS {
        let middle = (early + late) / 2;
        match ground.counted(&ground.killed_after(middle)) {
            Side::Before => early = middle,
            Side::Complete => late = middle,
        }
    }
    let flips = (early + late) / 2;
    let step = (late - early).max(Duration::from_micros(200));
    let (mut before, mut complete, mut delay) = (0, 0, flips);
    let (mut stride, mut last) = (step, None);
    while before + complete < COMMIT_KILLS_MIN
        || (before.min(complete) < EACH_SIDE_MIN && before + complete < COMMIT_KILLS_MAX)
    {
        let side = ground.compared(&ground.killed_after(delay));
        // On one side again and again: the machine has become slower or faster, so go further.
        stride = if last.as_ref() == Some(&side) { stride * 2 } else { step };
        match side {
            Side::Before => {
                before += 1;
                delay += stride;
            }
            Side::Complete => {
                complete += 1;
                delay = delay.saturating_sub(stride);
            }
        }
        last = Some(side);
    }
    eprintln!(
        "an import of {:?} flips after {flips:?}; of {} kills in steps from {step:?} around it, {before} left the home as before and {complete} complete",
        ground.whole,
        before + complete
    );
}

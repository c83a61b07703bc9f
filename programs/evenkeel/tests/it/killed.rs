use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

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

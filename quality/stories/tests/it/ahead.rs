//! What an import works out for the questions of the next days, so that those about one account need not read all.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use report::Report;
use stories::Scene;

/// The day of the import.
const MONDAY: Date = date(2025, 1, 15);
const AHEAD: &str = concat!("health books ahead by ", env!("CARGO_PKG_VERSION"));

fn kept(scene: &Scene, name: &str) -> usize {
    let store = scene.desk().store;
    store.kept_figures(name, store.data_version().unwrap()).unwrap().len()
}

/// The same company with nothing worked ahead.
fn forgetful() -> Scene {
    let scene = Scene::small_company();
    let store = scene.desk().store;
    store.keep_figures(AHEAD, store.data_version().unwrap(), &[]).unwrap();
    scene
}

fn told(scene: &Scene, action: &str) -> Vec<Report> {
    ["brightwater", "calder", "dunmore"].map(|account| scene.ask(action, &[("account", account)]).unwrap()).to_vec()
}

#[test]
fn what_was_worked_ahead_reads_as_what_is_worked_out_when_asked() {
    let (mut ahead, mut anew) = (Scene::small_company(), forgetful());
    for days in 0..6 {
        let day = MONDAY.checked_add(days.days()).unwrap();
        ahead.wake_on(day);
        anew.wake_on(day);
        for action in ["health.show", "health.explain"] {
            assert_eq!(told(&ahead, action), told(&anew, action), "{action} on {day}");
        }
    }
}

#[test]
fn questions_of_the_next_days_read_what_was_worked_ahead() {
    for (days, of_its_own) in [(0, false), (3, false), (4, true)] {
        let day = MONDAY.checked_add(days.days()).unwrap();
        let mut scene = Scene::small_company();
        scene.wake_on(day);
        let _ = told(&scene, "health.show");
        let name = format!("health book 2 {day} known now by {}", env!("CARGO_PKG_VERSION"));
        assert_eq!(kept(&scene, &name) > 0, of_its_own, "{day}");
    }
}

#[test]
fn a_later_delivery_leaves_nothing_of_what_was_worked_ahead_before_it() {
    let scene = Scene::small_company();
    let first = kept(&scene, AHEAD);
    assert!(first > 0);
    let touch = "touchpoint_id,account_id,kind,happened_at\nT-900,A-02,meeting,2025-01-14T09:00:00\n";
    scene.import(&[scene.file("later/touchpoints.csv", touch)]).unwrap();
    assert!(kept(&scene, AHEAD) >= first);
    let with = told(&scene, "health.show");
    let store = scene.desk().store;
    store.keep_figures(AHEAD, store.data_version().unwrap(), &[]).unwrap();
    assert_eq!(with, told(&scene, "health.show"));
}

#[test]
fn a_folder_that_is_watched_works_ahead_though_nothing_came() {
    let mut scene = forgetful();
    scene.wake_on(MONDAY.tomorrow().unwrap());
    let folder = scene.folder("inbox");
    std::fs::create_dir_all(&folder).unwrap();
    let request = app::imports::WatchRequest {
        folder,
        reading: app::imports::ReadingRequest::default(),
        every: std::time::Duration::from_millis(5),
        once: true,
    };
    app::imports::watch(&scene.desk(), &request).unwrap();
    assert!(kept(&scene, AHEAD) > 0);
    let months = format!("usage book of months up to 2024-12-31 known now by {}", env!("CARGO_PKG_VERSION"));
    assert!(kept(&scene, &months) > 0);
}

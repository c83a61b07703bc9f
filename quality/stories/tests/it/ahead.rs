//! What an import works out for later questions, so that those about one account need not read all.

use jiff::civil::{Date, date};
use report::Report;
use stories::Scene;

/// The day of the import of the small company.
const MONDAY: Date = date(2025, 1, 15);
/// Says that use was worked out by day.
const STATE: &str = concat!("health use by ", env!("CARGO_PKG_VERSION"));

fn kept(scene: &Scene, name: &str) -> usize {
    let store = scene.desk().store;
    store.kept_figures(name, store.data_version().unwrap()).unwrap().len()
}

/// Whether a day was worked out on its own, from the rows of all accounts.
fn read_all(scene: &Scene, day: Date) -> bool {
    let known =
        scene.as_of.filter(|as_of| *as_of < scene.desk().today()).map_or("now".to_owned(), |day| day.to_string());
    kept(scene, &format!("health book 2 {day} known {known} by {}", env!("CARGO_PKG_VERSION"))) > 0
}

fn forget(scene: &Scene) {
    let store = scene.desk().store;
    for name in [STATE, concat!("health use whole by ", env!("CARGO_PKG_VERSION"))] {
        store.keep_figures(name, store.data_version().unwrap(), &[]).unwrap();
    }
}

fn told(scene: &Scene, action: &str) -> Vec<Report> {
    ["brightwater", "calder", "dunmore"]
        .iter()
        .filter_map(|account| scene.ask(action, &[("account", account)]).ok())
        .collect()
}

/// What is told of these days with what was worked ahead, and that it reads as without.
fn reads_the_same(scene: &mut Scene, days: &[Date]) {
    let asked = |scene: &mut Scene| -> Vec<Vec<Report>> {
        let each = days
            .iter()
            .flat_map(|day| ["health.show", "health.explain", "health.history"].map(|action| (*day, action)));
        each.map(|(day, action)| {
            scene.as_of = Some(day);
            told(scene, action)
        })
        .collect()
    };
    let ahead = asked(scene);
    assert!(ahead.iter().any(|reports| !reports.is_empty()));
    forget(scene);
    let anew = asked(scene);
    for (place, (ahead, anew)) in ahead.iter().zip(&anew).enumerate() {
        assert_eq!(ahead, anew, "{place} of the questions about {days:?}");
    }
    scene.as_of = None;
}

#[test]
fn what_was_worked_ahead_reads_as_what_is_worked_out_when_asked() {
    let mut scene = Scene::small_company();
    scene.wake_on(date(2025, 6, 1));
    let days = [date(2024, 11, 30), date(2024, 12, 1), date(2025, 1, 3), MONDAY, date(2025, 1, 20), date(2025, 5, 31)];
    reads_the_same(&mut scene, &days);
}

#[test]
fn questions_of_any_day_read_what_was_worked_ahead() {
    let mut scene = Scene::small_company();
    scene.wake_on(date(2025, 1, 30));
    for day in [date(2024, 10, 31), MONDAY, date(2025, 1, 30), date(2025, 1, 1)] {
        scene.as_of = Some(day);
        let _ = told(&scene, "health.show");
        assert!(!read_all(&scene, day), "{day}");
    }
    forget(&scene);
    scene.as_of = Some(MONDAY);
    let _ = told(&scene, "health.show");
    assert!(read_all(&scene, MONDAY));
}

const MONTHS: &str = "account_id,month,feature,active_users,licensed_users,active_days,events\n";

#[test]
fn days_whose_use_was_told_otherwise_later_are_seen_as_they_were_known() {
    let mut scene = Scene::small_company();
    let file = scene.file("later/usage_monthly.csv", &format!("{MONTHS}A-02,2024-11-01,,30,200,2,90000\n"));
    scene.wake_on(date(2025, 2, 10));
    scene.import(&[file]).unwrap();
    scene.wake_on(date(2025, 3, 1));
    // Before the correction the old number counts for November; after it the new one does.
    for (as_of, is_settled) in [(date(2024, 11, 29), true), (date(2024, 12, 15), false), (date(2025, 2, 10), true)] {
        scene.as_of = Some(as_of);
        let _ = told(&scene, "health.show");
        assert_eq!(read_all(&scene, as_of), !is_settled, "{as_of}");
    }
    reads_the_same(&mut scene, &[date(2024, 11, 29), date(2024, 12, 15), date(2025, 2, 9), date(2025, 2, 10)]);
}

#[test]
fn use_that_was_withdrawn_still_counts_for_days_on_which_it_was_known() {
    let mut scene = Scene::small_company();
    let only = format!("source,{MONTHS}own,A-03,2024-12-01,,20,60,9,800\n");
    let file = scene.file("complete/usage_monthly.csv", &only);
    scene.wake_on(date(2025, 2, 10));
    let reading = app::imports::ReadingRequest { paths: vec![file], ..app::imports::ReadingRequest::default() };
    let request = app::imports::ImportRequest { reading, complete: true, ..app::imports::ImportRequest::default() };
    app::imports::import(&scene.desk(), &request).unwrap();
    scene.wake_on(date(2025, 3, 1));
    reads_the_same(&mut scene, &[date(2024, 12, 31), date(2025, 2, 9), date(2025, 2, 10), date(2025, 3, 1)]);
}

#[test]
fn a_later_delivery_without_use_leaves_what_was_worked_ahead_standing() {
    let scene = Scene::small_company();
    let version = || {
        let store = scene.desk().store;
        store.kept_figures(STATE, store.data_version().unwrap()).unwrap()[0].value.unwrap()
    };
    let first = version();
    let touch = "touchpoint_id,account_id,kind,happened_at\nT-900,A-02,meeting,2025-01-14T09:00:00\n";
    scene.import(&[scene.file("later/touchpoints.csv", touch)]).unwrap();
    assert_eq!(version(), first);
    scene.import(&[scene.file("later/usage_monthly.csv", &format!("{MONTHS}A-02,2024-12-01,,1,200,2,3\n"))]).unwrap();
    let second = version();
    assert_ne!(second, first);
    scene.import(&[scene.file("later/accounts.csv", "account_id,name\nA-90,Newhaven\n")]).unwrap();
    assert_ne!(version(), second);
}

#[test]
fn a_judgement_by_hand_leaves_what_was_worked_ahead_in_use() {
    let mut scene = Scene::small_company();
    let judged = [("account", "calder"), ("band", "red"), ("reason", "they said so"), ("until", "2025-02-01")];
    scene.ask("health.override", &judged).unwrap();
    assert_eq!(kept(&scene, STATE), 0);
    scene.as_of = Some(date(2024, 12, 10));
    let _ = told(&scene, "health.show");
    assert!(!read_all(&scene, date(2024, 12, 10)));
    assert!(kept(&scene, STATE) > 0);
}

#[test]
fn what_is_taken_back_is_worked_out_anew() {
    let mut scene = Scene::small_company();
    let file = scene.file("later/usage_monthly.csv", &format!("{MONTHS}A-02,2024-11-01,,30,200,2,90000\n"));
    scene.import(&[file]).unwrap();
    let mut delivery = contract::Inputs::default();
    delivery.give("delivery", contract::Value::Whole(2));
    scene.perform("imports.undo", &delivery).unwrap();
    assert!(kept(&scene, STATE) > 0);
    reads_the_same(&mut scene, &[date(2024, 12, 10), MONDAY]);
}

#[test]
fn accounts_that_become_one_are_seen_as_one_on_every_day() {
    let mut scene = Scene::small_company();
    let links = "account_id,other_account_id,verdict,reason,linked_by,linked_on\n\
                 A-02,A-03,same,one company,ruth@tidewater.example,2025-01-14\n";
    scene.import(&[scene.file("later/account_links.csv", links)]).unwrap();
    reads_the_same(&mut scene, &[date(2024, 11, 30), MONDAY]);
}

#[test]
fn where_health_is_read_off_percentiles_the_peers_are_worked_ahead_too() {
    let mut scene = Scene::empty();
    let profile = app::settings::Told { value: "five-component".to_owned(), origin: "evenkeel.toml".to_owned() };
    scene.settings = app::settings::Settings::read([("health_profile".to_owned(), profile)].into()).unwrap();
    let folder = scene.folder("small-company");
    testkit::small_company(&folder).unwrap();
    scene.import(&[folder]).unwrap();
    let day = kernel::Period::days(MONDAY, MONDAY.tomorrow().unwrap()).unwrap();
    let of = format!("health peers of five-component figures {day} as of {MONDAY} known now");
    assert!(kept(&scene, &format!("{of} under health_profile=five-component by {}", env!("CARGO_PKG_VERSION"))) > 0);
}

#[test]
fn a_folder_that_is_watched_works_ahead_though_nothing_came() {
    let mut scene = Scene::small_company();
    forget(&scene);
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
    assert!(kept(&scene, STATE) > 0);
    let months = format!("usage book of months up to 2024-12-31 known now by {}", env!("CARGO_PKG_VERSION"));
    assert!(kept(&scene, &months) > 0);
}

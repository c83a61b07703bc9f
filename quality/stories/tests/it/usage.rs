//! Whose use fell: a company whose truth is known, and odd worlds.

use jiff::Span;
use jiff::civil::{Date, date};
use kernel::Refusal;
use report::{Block, Report, TableCell};
use rust_decimal::prelude::ToPrimitive as _;
use stories::{Scene, figure, says};

/// A Sunday, so that the last week is over.
const LAST: Date = date(2025, 1, 12);
const DAYS: i32 = 350;
const ACCOUNTS: u32 = 30;

/// Dice that say the same everywhere: SplitMix64.
struct Dice(u64);

impl Dice {
    fn even(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// How far before the last day a day lies.
fn day(back: i32) -> Date {
    LAST.checked_sub(Span::new().days(back)).unwrap()
}

/// Accounts that pay 1,000 to 30,000 a year; the rows of use are the caller's.
fn paying(scene: &Scene, name: &str, file: &str, rows: &str) {
    let all = |row: &dyn Fn(u32) -> String| (1..=ACCOUNTS).map(row).collect::<String>();
    let accounts = all(&|n| format!("A-{n},Account {n}\n"));
    let contracts = all(&|n| format!("C-{n},A-{n},2023-01-01,,{}\n", 1000 * n));
    let written = [
        scene.file(&format!("{name}/accounts.csv"), &format!("account_id,name\n{accounts}")),
        scene.file(
            &format!("{name}/contracts.csv"),
            &format!("contract_id,account_id,starts_on,ends_on,arr_amount\n{contracts}"),
        ),
        scene.file(&format!("{name}/{file}"), rows),
    ];
    assert!(written.iter().all(|path| path.exists()));
    scene.import(&[scene.folder(name)]).unwrap();
}

/// Days of use of a company; `moves` bends what an account does so many days before the last, none where nothing is told.
pub(crate) fn daily(moves: impl Fn(u32, i32) -> Option<f64>) -> Scene {
    let scene = Scene::empty();
    let mut dice = Dice(7);
    let mut rows = String::from("usage_id,account_id,day,active_users\n");
    for account in 1..=ACCOUNTS {
        let size = 40.0 + 100.0 * dice.even();
        for back in (0..DAYS).rev() {
            let weekend = if day(back).weekday().to_monday_zero_offset() > 4 { 0.2 } else { 1.0 };
            let chance = 0.8 + 0.4 * dice.even();
            if let Some(moved) = moves(account, back) {
                let users = (size * weekend * chance * moved).round();
                rows.push_str(&format!("U-{account}-{back},A-{account},{},{users}\n", day(back)));
            }
        }
    }
    paying(&scene, "company", "usage_daily.csv", &rows);
    scene
}

fn value(report: &Report, label: &str) -> Option<f64> {
    figure(report, label).and_then(|figure| figure.value).and_then(|value| value.to_f64())
}

/// The first cells of the table of signals.
fn signals(report: &Report) -> Vec<String> {
    let mut found = Vec::new();
    for block in &report.blocks {
        let Block::Section(section) = block else { continue };
        if section.key != "signals" {
            continue;
        }
        for block in &section.blocks {
            let Block::Table(table) = block else { continue };
            for row in &table.rows {
                if let Some(TableCell::Text(text)) = row.first() {
                    found.push(text.clone());
                }
            }
        }
    }
    found
}

#[test]
fn a_drop_is_found_within_weeks_is_dated_and_is_news_on_that_monday() {
    // Account 20 halves five weeks before the end, on a Monday.
    let mut scene = daily(|account, back| Some(if account == 20 && back < 35 { 0.5 } else { 1.0 }));
    let list = scene.ask("usage.list", &[]).unwrap();
    assert_eq!(signals(&list), ["Account 20"]);
    let lost = value(&list, "use lost").unwrap();
    assert!((lost - 0.5).abs() < 0.1, "{lost}");
    assert_eq!(value(&list, "false alarms a year"), Some(3.0));
    let page = scene.ask("usage.show", &[("account", "A-20")]).unwrap();
    let day = day(34);
    assert!(says(&page).contains(&format!("less since the week of {day}")), "{}", says(&page));
    assert_eq!(value(&page, "use lost"), Some(lost));
    // Four weeks later at most it was news, once, on a Monday.
    let mut news = Vec::new();
    for week in 1..=4 {
        scene.as_of = day.checked_add(Span::new().weeks(week)).ok();
        let today = scene.ask("today.show", &[]).unwrap();
        news.extend(says(&today).contains("use fell by").then_some(week));
    }
    assert_eq!(news.len(), 1, "{news:?}");
    scene.as_of = day.checked_add(Span::new().weeks(news[0]).days(2)).ok();
    assert!(!says(&scene.ask("today.show", &[]).unwrap()).contains("use fell by"), "on Wednesday it is no news");
}

#[test]
fn one_book_is_told_the_same_whether_all_are_read_or_only_it() {
    let mut scene = daily(|account, back| Some(if account == 20 && back < 35 { 0.5 } else { 1.0 }));
    let people = scene
        .file("team/people.csv", "person_id,name,email,hired_on\np1,Maya Okonkwo,maya@tidewater.example,2020-01-01\n");
    let owned =
        scene.file("team/ownership.csv", "account_id,owner_email,from\nA-20,maya@tidewater.example,2020-01-01\n");
    scene.import(&[people, owned]).unwrap();
    let told: Vec<String> = (1..=4)
        .map(|week| {
            scene.as_of = day(34).checked_add(Span::new().weeks(week)).ok();
            // Nothing is kept of this day yet, so everybody is read; then only the book.
            let first = scene.ask("today.show", &[("csm", "maya")]).unwrap();
            assert_eq!(first, scene.ask("today.show", &[("csm", "maya")]).unwrap());
            says(&first)
        })
        .collect();
    assert_eq!(told.iter().filter(|says| says.contains("use fell by")).count(), 1, "{told:?}");
}

#[test]
fn an_outage_of_all_raises_no_signal_and_is_told() {
    let down = day(4);
    let scene = daily(|_, back| Some(if (3..6).contains(&back) { 0.0 } else { 1.0 }));
    let list = scene.ask("usage.list", &[]).unwrap();
    assert_eq!(signals(&list), [""; 0]);
    assert!(says(&list).contains(&down.to_string()) && says(&list).contains("an outage"), "{}", says(&list));
    let page = scene.ask("usage.show", &[("account", "A-3")]).unwrap();
    assert!(says(&page).contains(&down.to_string()), "the page of an account tells what was left out");
}

#[test]
fn a_quiet_season_of_all_is_nobodys_signal() {
    let scene = daily(|_, back| Some(if back < 21 { 0.6 } else { 1.0 }));
    let list = scene.ask("usage.list", &[]).unwrap();
    assert_eq!(signals(&list), [""; 0]);
    assert!(says(&list).contains("nobody's signal"));
}

#[test]
fn no_more_signals_than_can_be_worked_on_and_the_largest_first() {
    let scene = daily(|account, back| Some(if account > 23 && back < 35 { 0.4 } else { 1.0 }));
    let list = scene.ask("usage.list", &[]).unwrap();
    assert_eq!(value(&list, "accounts that use less"), Some(7.0));
    assert_eq!(signals(&list), ["Account 30", "Account 29", "Account 28", "Account 27", "Account 26"]);
    assert_eq!(value(&list, "signals of smaller accounts, not listed"), Some(2.0));
    let mut inputs = contract::Inputs::default();
    inputs.give("most", contract::Value::Whole(2));
    assert_eq!(signals(&scene.perform("usage.list", &inputs).unwrap().report), ["Account 30", "Account 29"]);
    inputs.give("years", contract::Value::Whole(0));
    assert!(matches!(scene.perform("usage.list", &inputs), Err(Refusal::Invalid { .. })));
}

#[test]
fn months_are_compared_where_no_days_are_told() {
    let scene = Scene::empty();
    let mut dice = Dice(3);
    let mut rows = String::from("account_id,month,active_users\n");
    for account in 1..=ACCOUNTS {
        for back in 1..30 {
            let month = date(2025, 1, 1).checked_sub(Span::new().months(back)).unwrap();
            let moved = if account == 12 && back <= 3 { 0.3 } else { 1.0 };
            let users = (100.0 * (0.9 + 0.2 * dice.even()) * moved).round();
            rows.push_str(&format!("A-{account},{month},{users}\n"));
        }
    }
    paying(&scene, "company", "usage_monthly.csv", &rows);
    let list = scene.ask("usage.list", &[]).unwrap();
    assert_eq!(signals(&list), ["Account 12"]);
    let page = scene.ask("usage.show", &[("account", "A-12")]).unwrap();
    assert!(says(&page).contains("since the month of 2024-10-01"), "{}", says(&page));
}

#[test]
fn odd_worlds_say_why_nothing_is_said() {
    let empty = Scene::empty();
    paying(&empty, "company", "usage_daily.csv", "usage_id,account_id,day,active_users\nU-1,A-1,2020-01-01,5\n");
    let list = empty.ask("usage.list", &[]).unwrap();
    assert!(says(&list).contains("can be watched") && says(&list).contains("no counts on record"), "{}", says(&list));
    assert!(says(&empty.ask("usage.show", &[("account", "A-1")]).unwrap()).contains("is not watched"));

    let two_days = daily(|_, back| (back < 2).then_some(1.0));
    assert!(says(&two_days.ask("usage.list", &[]).unwrap()).contains("can be watched"));

    let zero = daily(|_, _| Some(0.0));
    assert!(says(&zero.ask("usage.list", &[]).unwrap()).contains("no use in most weeks"));

    // The feed of account 5 has a hole of three days in every week; that of all stops in the last week.
    let holes = daily(|account, back| (back >= 7 && (account != 5 || back % 7 > 2)).then_some(1.0));
    let list = holes.ask("usage.list", &[]).unwrap();
    assert_eq!(signals(&list), [""; 0]);
    assert!(says(&list).contains("has the feed stopped"), "{}", says(&list));
    assert!(holes.ask("usage.show", &[("account", "A-5")]).is_ok());
}

#[test]
fn a_clock_that_runs_ahead_is_said_and_changes_nothing() {
    let scene = daily(|account, back| Some(if account == 20 && back < 35 { 0.5 } else { 1.0 }));
    let before = scene.ask("usage.show", &[("account", "A-20")]).unwrap();
    let ahead = "usage_id,account_id,day,active_users\nF-1,A-20,2026-03-01,999999\nF-2,A-21,2026-03-02,5\n";
    let file = scene.file("ahead/usage_daily.csv", ahead);
    assert!(file.exists());
    scene.import(&[scene.folder("ahead")]).unwrap();
    assert_eq!(scene.ask("usage.show", &[("account", "A-20")]).unwrap(), before);
    assert!(says(&scene.ask("usage.list", &[]).unwrap()).contains("lies in the future"));
}

#[test]
fn nothing_known_later_moves_what_could_be_seen_then() {
    let mut scene = daily(|account, back| Some(if account == 20 && back < 35 { 0.5 } else { 1.0 }));
    scene.as_of = Some(day(14));
    let before = scene.ask("usage.list", &[]).unwrap();
    scene.as_of = None;
    let file = scene.file(
        "later/usage_daily.csv",
        &format!("usage_id,account_id,day,active_users\nU-20-20,A-20,{},5000\n", day(20)),
    );
    assert!(file.exists());
    scene.import(&[scene.folder("later")]).unwrap();
    scene.as_of = Some(day(14));
    assert_eq!(scene.ask("usage.list", &[]).unwrap(), before);
}

#[test]
fn weekends_without_use_and_days_before_the_first_row_are_no_outage() {
    let is_weekend = |back: i32| day(back).weekday().to_monday_zero_offset() > 4;
    let scene = daily(|_, back| (!is_weekend(back) && back != 11).then_some(1.0));
    let list = scene.ask("usage.list", &[]).unwrap();
    let left_out: Vec<Vec<TableCell>> = (list.blocks.iter())
        .filter_map(|block| if let Block::Section(section) = block { Some(section) } else { None })
        .filter(|section| section.key == "left_out")
        .flat_map(|section| &section.blocks)
        .filter_map(|block| if let Block::Table(table) = block { Some(table.rows.clone()) } else { None })
        .flatten()
        .collect();
    assert_eq!(left_out.len(), 1, "{left_out:?}");
    assert!(format!("{left_out:?}").contains(&day(11).to_string()), "{left_out:?}");
    assert!(!says(&list).contains("nobody told anything") && !says(&list).contains("earlier ones"));
}

#[test]
fn a_month_that_is_just_over_is_not_told_yet_and_no_outage() {
    let mut scene = Scene::empty();
    let mut rows = String::from("account_id,month,active_users\n");
    for account in 1..=ACCOUNTS {
        for back in 2..30 {
            let month = date(2025, 1, 1).checked_sub(Span::new().months(back)).unwrap();
            rows.push_str(&format!("A-{account},{month},{}\n", 90 + (account * 7 + back as u32 * 13) % 20));
        }
    }
    scene.wake_on(date(2025, 1, 5));
    paying(&scene, "company", "usage_monthly.csv", &rows);
    let soon = says(&scene.ask("usage.list", &[]).unwrap());
    assert!(soon.contains("The month up to 2024-12-31 is not told yet"), "{soon}");
    assert!(!soon.contains("an outage") && !soon.contains("has the feed stopped"), "{soon}");
    assert!(says(&scene.ask("usage.show", &[("account", "A-3")]).unwrap()).contains("not told yet"));
    scene.wake_on(date(2025, 1, 11));
    let late = says(&scene.ask("usage.list", &[]).unwrap());
    assert!(late.contains("has the feed stopped") && late.contains("an outage"), "{late}");
}

#[test]
fn a_slow_fall_could_be_seen_when_it_was_told_and_is_news_then_alone() {
    // Account 20 loses two in a hundred a week for most of a year.
    let sinks = |account, back: i32| {
        let weeks = f64::from((300 - back).max(0)) / 7.0;
        Some(if account == 20 { (-0.02 * weeks).exp() } else { 1.0 })
    };
    let mut scene = daily(sinks);
    let page = |scene: &Scene| says(&scene.ask("usage.show", &[("account", "A-20")]).unwrap());
    let now = page(&scene);
    let seen = now.split("It could be seen on ").nth(1).unwrap_or_else(|| panic!("{now}"));
    let seen: Date = seen[..10].parse().unwrap();
    let mut told = Vec::new();
    let mut news = Vec::new();
    for week in -6..=2 {
        scene.as_of = seen.checked_add(Span::new().weeks(week)).ok();
        told.extend(page(&scene).contains("uses the product less since").then_some(week));
        scene.as_of = seen.checked_add(Span::new().weeks(week).days(1)).ok();
        news.extend(says(&scene.ask("today.show", &[]).unwrap()).contains("use fell by").then_some(week));
    }
    assert_eq!((told.first(), news), (Some(&0), vec![0]), "{seen}, told {told:?}");
}

//! Systems export how things stand today. The same exports taken in a week apart become history, each word known since the
//! day it was first told; a delivery taken back takes its part of the history with it.

use contract::{Inputs, Value};
use jiff::civil::{Date, date};
use report::{Block, Report, TableCell};
use stories::Scene;

const WEEKS: [Date; 3] = [date(2025, 1, 6), date(2025, 1, 13), date(2025, 1, 20)];

/// What the customer system told on three Mondays: stage and amount of a deal, seats of the account, its health elsewhere.
const STAGES: [&str; 3] = ["Discovery", "Negotiation", "Contract sent"];
const SEATS: [&str; 3] = ["40", "40", "55"];
const HEALTH: [&str; 3] = ["72", "64", "64"];
const PLANS: [&str; 3] = ["Team", "Business", "Business"];

fn files(week: usize) -> [(&'static str, String); 3] {
    let accounts = format!(
        "source,account_id,name,plan,seats,outside_health\nsalesforce,0015500000AAAAAAA2,Brightwater Ltd.,{},{},{}\n",
        PLANS[week], SEATS[week], HEALTH[week]
    );
    let contracts = "source,contract_id,account_id,starts_on,arr_amount,currency\n\
        salesforce,C-1,0015500000AAAAAAA2,2024-01-01,12000,USD\n";
    let deals = format!(
        "Id,AccountId,Type,StageName,Amount,CurrencyIsoCode,CreatedDate,CloseDate,IsClosed,IsWon\n\
        0065500000DEALAAA1,0015500000AAAAAAA2,Expansion,{},6000,USD,2024-12-01T09:00:00Z,2025-03-31,false,false\n",
        STAGES[week]
    );
    [("accounts.csv", accounts), ("contracts.csv", contracts.to_owned()), ("deals.csv", deals)]
}

fn three_weeks() -> Scene {
    let mut scene = Scene::empty();
    for (week, day) in WEEKS.into_iter().enumerate() {
        scene.wake_on(day);
        for (name, text) in files(week) {
            drop(scene.file(&format!("week-{week}/{name}"), &text));
        }
        let report = scene.import(&[scene.folder(&format!("week-{week}"))]).unwrap();
        assert!(!format!("{report:?}").contains("Rejected rows"), "{report:?}");
    }
    scene.wake_on(date(2025, 1, 25));
    scene
}

fn rows(report: &Report) -> Vec<Vec<String>> {
    let tables = report.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let text = |cell: &TableCell| match cell {
        TableCell::Text(text) => text.clone(),
        _ => String::new(),
    };
    tables.flat_map(|table| &table.rows).map(|row| row.iter().map(text).collect()).collect()
}

/// The stage of the deal as the page of the account says it, as of a day.
fn stage_on(scene: &mut Scene, day: Date) -> Option<&'static str> {
    scene.as_of = Some(day);
    let page = format!("{:?}", scene.ask("expansion.show", &[("account", "brightwater")]).unwrap());
    scene.as_of = None;
    assert!(page.contains("DEALAAA1"), "{page}");
    STAGES.into_iter().find(|stage| page.contains(&format!("opened 2024-12-01, {stage}")))
}

/// An undated cell of the account, as known at the end of a day.
fn account_on(scene: &Scene, column: &str, day: Date) -> Option<String> {
    let query = ports::store::FactQuery::all(app::shapes::find("accounts").unwrap());
    let found = scene.desk().store.facts(&query.known_by(app::desk::end_of(day))).unwrap();
    found.first().map(|record| record.cell(column).to_string()).filter(|text| !text.is_empty())
}

fn undo(scene: &Scene, delivery: i64) {
    let mut inputs = Inputs::default();
    inputs.give("delivery", Value::Whole(delivery));
    scene.perform("imports.undo", &inputs).unwrap();
}

#[test]
fn the_stage_of_a_day_between_is_the_one_that_was_told_then() {
    let mut scene = three_weeks();
    for (day, stage) in [
        (date(2025, 1, 6), Some("Discovery")),
        (date(2025, 1, 12), Some("Discovery")),
        (date(2025, 1, 13), Some("Negotiation")),
        (date(2025, 1, 19), Some("Negotiation")),
        (date(2025, 1, 20), Some("Contract sent")),
        (date(2025, 1, 24), Some("Contract sent")),
    ] {
        assert_eq!(stage_on(&mut scene, day), stage, "{day}");
    }
}

#[test]
fn plan_seats_and_health_of_another_tool_are_those_of_the_day() {
    let scene = three_weeks();
    for (week, day) in WEEKS.into_iter().enumerate() {
        let told = |column| account_on(&scene, column, day).unwrap();
        assert_eq!([told("plan"), told("seats"), told("outside_health")], [PLANS[week], SEATS[week], HEALTH[week]]);
    }
    assert_eq!(account_on(&scene, "plan", date(2025, 1, 5)), None);
}

#[test]
fn what_was_told_otherwise_is_listed_with_the_day_since_which_it_is_known() {
    let mut scene = three_weeks();
    let expected = [
        ("2025-01-20", "seats", "40", "55", "3"),
        ("2025-01-20", "stage", "Negotiation", "Contract sent", "3"),
        ("2025-01-13", "outside_health", "72", "64", "2"),
        ("2025-01-13", "plan", "Team", "Business", "2"),
        ("2025-01-13", "stage", "Discovery", "Negotiation", "2"),
    ];
    let listed = |scene: &Scene| -> Vec<Vec<String>> {
        let report = scene.ask("accounts.history", &[("account", "brightwater")]).unwrap();
        rows(&report).into_iter().map(|row| [0, 2, 3, 4, 5].map(|place| row[place].clone()).to_vec()).collect()
    };
    let words = |rows: &[(&str, &str, &str, &str, &str)]| -> Vec<Vec<String>> {
        rows.iter().map(|(a, b, c, d, e)| [a, b, c, d, e].map(|word| (*word).to_owned()).to_vec()).collect()
    };
    assert_eq!(listed(&scene), words(&expected));
    scene.as_of = Some(date(2025, 1, 19));
    assert_eq!(listed(&scene), words(&expected[2..]));
    scene.as_of = Some(date(2025, 1, 12));
    assert!(listed(&scene).is_empty());
}

#[test]
fn a_delivery_taken_back_takes_its_part_of_the_history_with_it() {
    let mut scene = three_weeks();
    undo(&scene, 2);
    assert_eq!(stage_on(&mut scene, date(2025, 1, 15)), Some("Discovery"));
    assert_eq!(stage_on(&mut scene, date(2025, 1, 21)), Some("Contract sent"));
    assert_eq!(account_on(&scene, "plan", date(2025, 1, 15)).as_deref(), Some("Team"));
    let report = scene.ask("accounts.history", &[("account", "brightwater")]).unwrap();
    let changes: Vec<String> = rows(&report).iter().map(|row| format!("{} {}>{}", row[2], row[3], row[4])).collect();
    assert_eq!(changes, ["outside_health 72>64", "plan Team>Business", "seats 40>55", "stage Discovery>Contract sent"]);
    undo(&scene, 3);
    assert_eq!(stage_on(&mut scene, date(2025, 1, 24)), Some("Discovery"));
    let nothing = scene.ask("accounts.history", &[("account", "brightwater")]).unwrap();
    assert!(format!("{nothing:?}").contains("Nothing was told otherwise"));
}

#[test]
fn the_same_export_again_changes_nothing() {
    let mut scene = three_weeks();
    scene.wake_on(date(2025, 2, 3));
    scene.import(&[scene.folder("week-2")]).unwrap();
    let report = scene.ask("accounts.history", &[("account", "brightwater")]).unwrap();
    assert!(rows(&report).iter().all(|row| row[5] != "4"), "{report:?}");
}

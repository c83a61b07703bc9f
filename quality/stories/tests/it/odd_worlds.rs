//! Worlds no one expects: every question about health and churn gets finite answers with caveats, or one clear refusal.

use std::fmt::Write as _;

use kernel::Refusal;
use report::{Block, Report};
use stories::Scene;

/// The files of a company of so many accounts, which tests bend.
struct World {
    accounts: String,
    contracts: String,
    usage: String,
    surveys: String,
    calls: String,
    tickets: String,
}

/// Thirty accounts over three years, with a contract a year each, use, calls and answers.
fn thirty() -> World {
    let mut world = World {
        accounts: "account_id,name,parent_account_id,signed_up_on\n".to_owned(),
        contracts: "contract_id,account_id,starts_on,ends_on,arr_amount,seats\n".to_owned(),
        usage: "account_id,month,active_users,licensed_users,active_days,events\n".to_owned(),
        surveys: "response_id,account_id,kind,score,responded_on,comment\n".to_owned(),
        calls: "touchpoint_id,account_id,kind,happened_at\n".to_owned(),
        tickets: "ticket_id,account_id,opened_at,closed_at,satisfaction\n".to_owned(),
    };
    for n in 1..=30_u32 {
        writeln!(world.accounts, "A-{n},Account {n},,2021-12-01").unwrap();
        let ends = if n.is_multiple_of(3) { format!("2024-0{}-11", 1 + n % 7) } else { String::new() };
        writeln!(world.contracts, "C-{n},A-{n},2022-01-01,{ends},{},10", 1000 * n).unwrap();
        for month in 0..36 {
            let (year, of_year) = (2022 + month / 12, 1 + month % 12);
            let (users, events) = (1 + (n + month) % 10, 20 + (n * 7 + month * 3) % 50);
            writeln!(world.usage, "A-{n},{year}-{of_year:02}-01,{users},10,15,{events}").unwrap();
            let day = 1 + n % 28;
            writeln!(
                world.tickets,
                "Q-{n}-{month},A-{n},{year}-{of_year:02}-{day:02} 09:00,{year}-{of_year:02}-{day:02} 17:00,{}",
                1 + (n + month) % 5
            )
            .unwrap();
            writeln!(world.calls, "T-{n}-{month},A-{n},call,{year}-{of_year:02}-{:02} 10:00", 1 + n % 28).unwrap();
        }
        for year in 2022..=2024 {
            writeln!(world.surveys, "S-{n}-{year},A-{n},nps,{},{year}-03-05,fine", n % 11).unwrap();
        }
    }
    world
}

fn scene(world: &World) -> Scene {
    let scene = Scene::empty();
    import(&scene, world);
    scene
}

fn import(scene: &Scene, world: &World) -> Report {
    let files = [
        ("accounts", &world.accounts),
        ("contracts", &world.contracts),
        ("usage_monthly", &world.usage),
        ("surveys", &world.surveys),
        ("touchpoints", &world.calls),
        ("tickets", &world.tickets),
    ];
    let told = files.into_iter().filter(|(_, text)| !text.is_empty());
    let paths: Vec<_> = told.map(|(name, text)| scene.file(&format!("world/{name}.csv"), text)).collect();
    scene.import(&paths).unwrap()
}

/// Asks everything about health and churn; says which answered.
fn asked(scene: &Scene) -> Vec<(&'static str, Result<Report, Refusal>)> {
    let account = [("account", "A-1")];
    let profile = [("profile", "five-component")];
    [
        ("health.list", &[][..]),
        ("health.list", &profile),
        ("health.show", &account),
        ("health.explain", &account),
        ("health.history", &account),
        ("churn.list", &[]),
        ("churn.show", &account),
        ("backtest.health", &[]),
        ("backtest.health", &profile),
        ("backtest.churn", &[]),
    ]
    .into_iter()
    .map(|(action, inputs)| (action, scene.ask(action, inputs)))
    .collect()
}

/// Every figure is a number or says why not; whoever refuses says what is missing.
fn sane(scene: &Scene) -> Vec<(&'static str, Result<Report, Refusal>)> {
    let answers = asked(scene);
    for (action, answer) in &answers {
        match answer {
            Ok(report) => {
                for figure in report.figures() {
                    assert!(figure.value.is_some() || figure.note.is_some(), "{action}: {}", figure.label);
                }
            }
            Err(Refusal::NotEnoughData(says)) => assert!(says.len() > 20, "{action}: {says}"),
            Err(other) => panic!("{action}: {other:?}"),
        }
    }
    answers
}

/// Who refused. By the five components too little is known here, since accounts of which nine in ten are alike tell nothing.
fn refused(answers: &[(&'static str, Result<Report, Refusal>)]) -> Vec<&'static str> {
    answers.iter().filter(|(_, answer)| answer.is_err()).map(|(action, _)| *action).collect()
}

fn says(answers: &[(&'static str, Result<Report, Refusal>)], action: &str) -> String {
    let found = answers.iter().find(|(name, _)| *name == action).unwrap();
    match &found.1 {
        Ok(report) => format!("{:?}", report.blocks),
        Err(why) => format!("refused: {why}"),
    }
}

fn verdict(answers: &[(&'static str, Result<Report, Refusal>)], action: &str) -> String {
    let found = answers.iter().find(|(name, _)| *name == action).unwrap();
    let report = found.1.as_ref().unwrap();
    let Block::Text { prose } = &report.blocks[0] else { panic!("no text first") };
    prose.plain()
}

#[test]
fn the_plain_world_answers_everything() {
    let answers = sane(&scene(&thirty()));
    assert_eq!(refused(&answers), ["backtest.health"]);
}

#[test]
fn without_use_or_words_health_is_unknown_and_a_backtest_of_it_refuses_by_name() {
    let (usage, surveys, calls, tickets) = (String::new(), String::new(), String::new(), String::new());
    let world = World { usage, surveys, calls, tickets, ..thirty() };
    let answers = sane(&scene(&world));
    let refused = says(&answers, "backtest.health");
    assert!(refused.starts_with("refused") && refused.contains("too little was known"), "{refused}");
    assert!(says(&answers, "churn.list").contains("Not used"));
    assert!(answers.iter().any(|(action, answer)| *action == "backtest.churn" && answer.is_ok()));
}

#[test]
fn where_everybody_left_the_past_is_still_judged() {
    let mut world = thirty();
    world.contracts = world.contracts.lines().fold(String::new(), |mut text, line| {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        if cells[0] != "contract_id" && cells[3].is_empty() {
            cells[3] = "2024-06-15".to_owned();
        }
        writeln!(text, "{}", cells.join(",")).unwrap();
        text
    });
    let answers = sane(&scene(&world));
    assert!(says(&answers, "churn.list").contains("refused: "), "somebody still pays");
    assert!(answers.iter().any(|(action, answer)| *action == "backtest.churn" && answer.is_ok()));
}

#[test]
fn where_nobody_left_there_is_no_verdict() {
    let mut world = thirty();
    world.contracts = world.contracts.lines().fold(String::new(), |mut text, line| {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        if cells[0] != "contract_id" {
            cells[3].clear();
        }
        writeln!(text, "{}", cells.join(",")).unwrap();
        text
    });
    let answers = sane(&scene(&world));
    for action in ["backtest.health", "backtest.churn"] {
        assert!(verdict(&answers, action).starts_with("Too few events"), "{action}");
        assert!(says(&answers, action).contains("20 more would be enough"), "{action}");
    }
}

#[test]
fn a_measure_that_is_the_same_for_all_tells_nobody_apart() {
    let mut world = thirty();
    world.usage = world.usage.lines().fold(String::new(), |mut text, line| {
        let cells: Vec<&str> = line.split(',').collect();
        let same =
            if cells[0] == "account_id" { line.to_owned() } else { format!("{},{},5,10,15,40", cells[0], cells[1]) };
        writeln!(text, "{same}").unwrap();
        text
    });
    let answers = sane(&scene(&world));
    let listed = says(&answers, "churn.list");
    assert!(listed.contains("the same for all"), "{listed}");
}

#[test]
fn a_segment_of_one_is_held_against_the_book() {
    let mut world = thirty();
    world.contracts.push_str("C-31,A-1,2022-01-01,,900000,10\n");
    let answers = sane(&scene(&world));
    assert_eq!(refused(&answers), ["backtest.health"]);
}

#[test]
fn clocks_that_run_ahead_and_ends_before_beginnings_stop_nothing() {
    let mut world = thirty();
    world.calls.push_str("T-ahead,A-1,call,2031-01-01 10:00\n");
    world.surveys.push_str("S-ahead,A-1,nps,3,2030-06-01,from tomorrow\n");
    world.contracts.push_str("C-back,A-2,2024-06-01,2023-06-01,5000,3\nC-none,A-3,2024-06-01,2024-06-01,5000,3\n");
    world.usage.push_str("A-1,2031-02-01,5,10,15,40\n");
    let plain = sane(&scene(&thirty()));
    let answers = sane(&scene(&world));
    // What lies in the future is not known yet.
    for action in ["health.show", "churn.show"] {
        assert_eq!(says(&answers, action), says(&plain, action), "{action}");
    }
}

#[test]
fn accounts_that_belong_to_each_other_in_a_ring_are_handed_back() {
    let mut world = thirty();
    world.accounts = world.accounts.replace("A-1,Account 1,,", "A-1,Account 1,A-2,");
    world.accounts = world.accounts.replace("A-2,Account 2,,", "A-2,Account 2,A-4,");
    world.accounts = world.accounts.replace("A-4,Account 4,,", "A-4,Account 4,A-1,");
    let ring = scene(&thirty());
    let report = import(&ring, &world);
    assert!(format!("{:?}", report.blocks).contains("leads back to the account itself"), "{:#?}", report.blocks);
    assert_eq!(says(&sane(&ring), "health.show"), says(&sane(&scene(&thirty())), "health.show"));
}

#[test]
fn an_answer_of_eleven_is_handed_back_and_the_rest_goes_on() {
    let mut world = thirty();
    world.surveys.push_str("S-odd,A-1,nps,11,2024-05-01,more than all\n");
    let empty = Scene::empty();
    let report = import(&empty, &world);
    assert!(format!("{:?}", report.blocks).contains("11"), "{:#?}", report.blocks);
    let (with, without) = (sane(&empty), sane(&scene(&thirty())));
    assert_eq!(says(&with, "health.show"), says(&without, "health.show"));
}

#[test]
fn comments_and_names_in_any_script_change_no_number() {
    let mut world = thirty();
    let comments =
        ["非常好", "ممتاز جدا", "טוב", "отлично 👍🏽", "\u{202e}olleh\u{202c}", "ไม่ดี", "e\u{301}te\u{301}", "🧑‍🚀"];
    for (place, comment) in comments.iter().enumerate() {
        world.surveys = world.surveys.replacen(",fine", &format!(",{comment}"), place + 3);
    }
    world.accounts = world.accounts.replace("Account 1,", "株式会社 Ελλάς,");
    let answers = sane(&scene(&world));
    let plain = sane(&scene(&thirty()));
    let numbers = |answers: &[(&'static str, Result<Report, Refusal>)]| -> Vec<String> {
        let reports = answers.iter().filter_map(|(_, answer)| answer.as_ref().ok());
        reports.flat_map(Report::figures).map(|figure| format!("{:?}", figure.value)).collect()
    };
    assert_eq!(numbers(&answers), numbers(&plain));
}

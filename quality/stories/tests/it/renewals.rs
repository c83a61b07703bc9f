use kernel::Refusal;
use ports::worlds::{WorldPlan, Worlds as _};
use report::{Block, Report};
use rust_decimal::Decimal;
use stories::{Scene, says};

fn value(report: &Report, label: &str) -> Decimal {
    stories::figure(report, label).and_then(|figure| figure.value).unwrap_or_else(|| panic!("{label} is unknown"))
}

fn sections(report: &Report) -> Vec<&str> {
    let mut keys = Vec::new();
    for block in &report.blocks {
        if let Block::Section(section) = block {
            keys.push(section.key.as_str());
        }
    }
    keys
}

/// The small company on the first day of the last quarter, when several renewals lie ahead.
fn in_october() -> Scene {
    let mut scene = Scene::small_company();
    scene.as_of = "2024-10-01".parse().ok();
    scene
}

#[test]
fn the_forecast_has_its_sections_in_order() {
    let report = in_october().ask("renewals.forecast", &[]).unwrap();
    assert_eq!(
        sections(&report),
        ["summary", "cohort", "accounts", "waterfall", "mitigation", "expansion", "timeline", "resources", "scenarios"]
    );
    let (due, expected) = (value(&report, "renewals due"), value(&report, "renewals expected"));
    assert!(due > Decimal::ONE && expected > Decimal::ZERO && expected < due, "{due} {expected}");
    assert!(value(&report, "worst case") <= value(&report, "base case"));
    assert!(value(&report, "base case") <= value(&report, "best case"));
    let (up, kept) = (value(&report, "ARR up for renewal"), value(&report, "ARR expected to be kept"));
    assert!(kept < up);
    assert_eq!(value(&report, "ARR expected to be lost"), up - kept);
    // Nothing has been decided often enough to learn from, and this is said.
    assert!(says(&report).contains("assumed"), "{}", says(&report));
}

#[test]
fn the_nearest_deadline_comes_first_and_what_is_late_before_it() {
    let mut scene = in_october();
    scene.as_of = "2024-10-20".parse().ok();
    let report = scene.ask("renewals.forecast", &[]).unwrap();
    // Dunmore gave notice on 14 October; it is no open question any more.
    assert!(says(&report).contains("Late, and first in the list"), "{}", says(&report));
    let show = scene.ask("renewals.show", &[("account", "A-03")]).unwrap();
    assert!(says(&show).contains("Notice was given on 2024-10-14"), "{}", says(&show));
    assert!(value(&show, "chance of renewal") <= Decimal::new(1, 1) + Decimal::new(1, 9));
}

#[test]
fn a_call_stands_beside_the_model_and_a_difference_is_pointed_out() {
    let mut scene = in_october();
    let head = "source,call_id,account_id,renewal_on,forecaster,called_on,percent,reason\n";
    let path = scene
        .file("calls/renewal_calls.csv", &format!("{head}own,K-1,A-01,2024-11-01,Maya,2024-09-20,40,budget cut\n"));
    scene.import(&[path]).unwrap();
    let report = scene.ask("renewals.forecast", &[]).unwrap();
    assert_eq!(value(&report, "call"), Decimal::new(4, 1));
    assert!(says(&report).contains("ask what they know"), "{}", says(&report));
    assert!(value(&report, "ARR expected by calls") < value(&report, "ARR expected by the model"));
    scene.as_of = "2024-09-10".parse().ok();
    let report = scene.ask("renewals.forecast", &[]).unwrap();
    assert!(says(&report).contains("Nobody has called any of these"), "what was said later was not known then");
}

/// Accounts whose contracts say these terms: account, start, end, ARR, currency, renewal, notice days.
fn scene_of(rows: &[&str]) -> Scene {
    let scene = Scene::empty();
    let mut accounts = "account_id,name,signed_up_on\n".to_owned();
    for n in 1..=rows.len() {
        accounts.push_str(&format!("A-{n},Account {n},2023-01-01\n"));
    }
    let mut contracts =
        "contract_id,account_id,starts_on,ends_on,arr_amount,currency,renewal_on,notice_days,auto_renew\n".to_owned();
    for (place, row) in rows.iter().enumerate() {
        contracts.push_str(&format!("C-{0},A-{0},{row}\n", place + 1));
    }
    let files = [scene.file("odd/accounts.csv", &accounts), scene.file("odd/contracts.csv", &contracts)];
    scene.import(&files).unwrap();
    scene
}

#[test]
fn contracts_without_a_day_are_said_and_never_guessed() {
    let none = scene_of(&["2024-01-01,,1000,USD,,,true", "2024-02-01,,2000,USD,,,true"]);
    let refused = none.ask("renewals.forecast", &[]).unwrap_err();
    assert!(matches!(refused, Refusal::NotEnoughData(_)), "{refused:?}");
    assert!(refused.to_string().contains("none of the 2 contracts"), "{refused}");
    let some = scene_of(&[
        "2024-01-01,,1000,USD,,,true",
        "2024-01-15,,5000,USD,2025-02-15,30,true",
        "2024-06-01,,7000,USD,2023-06-01,,true",
        "2023-06-01,,9000,USD,2024-06-01,,true",
        "2024-03-01,2025-03-01,3000,USD,,,false",
    ]);
    let report = some.ask("renewals.forecast", &[]).unwrap();
    assert_eq!(value(&report, "renewals due"), Decimal::TWO);
    assert_eq!(value(&report, "ARR up for renewal"), Decimal::from(8000));
    let says = says(&report);
    for why in
        ["is on record", "the contract runs on", "does not lie after", "first unpaid day of the contract stands in"]
    {
        assert!(says.contains(why), "{why}: {says}");
    }
}

#[test]
fn odd_books_give_finite_answers_or_one_clear_refusal() {
    let quiet = scene_of(&["2024-01-01,,1000,USD,2026-06-01,,true"]);
    let report = quiet.ask("renewals.forecast", &[]).unwrap();
    assert!(says(&report).contains("the next is Account 1 on 2026-06-01"), "{}", says(&report));
    let over = quiet.ask("renewals.forecast", &[("period", "2024-Q1")]).unwrap_err();
    assert!(over.to_string().contains("is over"), "{over}");
    let far = quiet.ask("renewals.forecast", &[("period", "next-9000-days")]).unwrap_err();
    assert!(matches!(far, Refusal::Invalid { .. }), "{far:?}");
    let large = scene_of(&[
        "2024-01-15,,95000000,USD,2025-02-15,,true",
        "2024-01-20,,1000000,USD,2025-02-20,,true",
        "2024-01-20,,4000000,USD,2025-02-20,,true",
    ]);
    let report = large.ask("renewals.forecast", &[]).unwrap();
    assert!(says(&report).contains("One renewal makes most of the range"), "{}", says(&report));
    let mixed = scene_of(&["2024-01-15,,1000,USD,2025-02-15,,true", "2024-01-15,,1000,EUR,2025-02-15,,true"]);
    let refused = mixed.ask("renewals.forecast", &[]).unwrap_err();
    assert!(refused.to_string().contains("no exchange rate from"), "{refused}");
}

#[test]
fn a_contract_that_follows_makes_a_renewal_certain() {
    let scene = scene_of(&["2024-01-15,,5000,USD,2025-02-15,30,true", "2024-01-20,,5000,USD,2025-02-20,30,true"]);
    let head = "contract_id,account_id,starts_on,arr_amount,currency,renewal_on\n";
    let path = scene.file("next/contracts.csv", &format!("{head}C-9,A-1,2025-02-15,4000,USD,2026-01-15\n"));
    scene.import(&[path]).unwrap();
    let show = scene.ask("renewals.show", &[("account", "A-1")]).unwrap();
    assert_eq!(value(&show, "chance of renewal"), Decimal::ONE);
    assert!(says(&show).contains("follows on 2025-02-15"), "{}", says(&show));
}

#[test]
fn a_forecast_of_a_past_day_does_not_change_with_what_came_later() {
    let mut scene = in_october();
    let before = scene.ask("renewals.forecast", &[("period", "next-180-days")]).unwrap();
    scene.as_of = None;
    let head = "source,response_id,account_id,kind,score,responded_on\n";
    let path = scene.file("later/surveys.csv", &format!("{head}own,late-1,A-01,nps,0,2024-11-20\n"));
    scene.import(&[path]).unwrap();
    let head = "source,event_id,account_id,churned_on\n";
    let path = scene.file("gone/churn_events.csv", &format!("{head}own,late-2,A-01,2024-11-30\n"));
    scene.import(&[path]).unwrap();
    scene.as_of = "2024-10-01".parse().ok();
    assert_eq!(scene.ask("renewals.forecast", &[("period", "next-180-days")]).unwrap(), before);
}

/// A simulated company whose truth is known, as of its last day.
fn simulated(accounts: u32) -> Scene {
    let scene = Scene::empty();
    let (from, to) = ("2020-01-01".parse().unwrap(), "2024-12-31".parse().unwrap());
    let plan = WorldPlan { seed: 11, csms: 6, accounts, from, to };
    worlds::SeededWorlds.write(&plan, &scene.folder("world"), &mut |_| ()).unwrap();
    scene.import(&[scene.folder("world")]).unwrap();
    scene
}

#[test]
fn on_a_company_whose_truth_is_known_chances_and_ranges_hold() {
    let scene = simulated(300);
    let report = scene.ask("backtest.renewals", &[]).unwrap();
    let slope = stories::figure(&report, "calibration slope").and_then(|figure| figure.interval.clone()).unwrap();
    assert!(slope.low < Decimal::ONE && slope.high > Decimal::ONE / Decimal::TWO, "{slope:?}");
    let held = |level: &str| value(&report, &format!("held, of all renewals of a quarter, {level} %"));
    assert!(held("80") >= Decimal::new(5, 1), "{}", held("80"));
    assert!(held("90") >= Decimal::new(6, 1), "{}", held("90"));
    assert!(value(&report, "foreseen less kept, of kept").abs() < Decimal::new(15, 2));
    let accuracy = scene.ask("renewals.accuracy", &[]).unwrap();
    assert_eq!(sections(&accuracy), ["t180", "t90", "t30", "how"]);
    let bias = stories::figure(&accuracy, "said less renewed").unwrap();
    assert!(bias.value.unwrap().abs() < Decimal::new(1, 1), "{bias:?}");
    // Every figure of it opens to the decisions it is made of, worked out again from what was known then.
    let reference = bias.evidence.as_ref().unwrap().to_string();
    let page = scene.ask("evidence.show", &[("reference", &reference)]).unwrap();
    assert!(says(&page).contains("the same value"), "{}", says(&page));
}

#[test]
fn where_nothing_is_decided_accuracy_says_what_is_missing() {
    let scene = scene_of(&["2024-01-15,,5000,USD,2025-02-15,30,true"]);
    for action in ["renewals.accuracy", "backtest.renewals"] {
        let refused = scene.ask(action, &[]).unwrap_err();
        assert!(matches!(refused, Refusal::NotEnoughData(_)), "{action}: {refused:?}");
    }
    let small = Scene::small_company();
    let head = "source,call_id,account_id,renewal_on,forecaster,called_on,percent\n";
    let path = small.file("calls/renewal_calls.csv", &format!("{head}own,K-1,A-01,2024-11-01,Maya,2024-07-20,40\n"));
    small.import(&[path]).unwrap();
    let few = small.ask("renewals.accuracy", &[]).unwrap();
    assert!(says(&few).contains("too few: 1 decided") && says(&few).contains("Maya"), "{}", says(&few));
}

#[test]
fn a_renewal_day_outside_the_contract_and_an_impossible_notice_period_are_said() {
    let scene =
        scene_of(&["2024-06-01,2025-02-15,5000,USD,2025-06-01,3000,true", "2024-06-01,2025-02-15,5000,USD,,30,true"]);
    let show = |account: &str| says(&scene.ask("renewals.show", &[("account", account)]).unwrap());
    let odd = show("A-1");
    assert!(odd.contains("does not lie within the contract") && !odd.contains("No renewal day is on record"), "{odd}");
    assert!(odd.contains("3000 days is on record, longer than the contract runs"), "{odd}");
    assert!(!odd.contains("Notice can be given until"), "{odd}");
    let plain = show("A-2");
    assert!(plain.contains("No renewal day is on record") && plain.contains("Notice can be given until 2025-01-16"));
}

#[test]
fn after_the_last_day_for_notice_nothing_says_that_it_can_be_given() {
    let mut scene = Scene::empty();
    let accounts = scene.file("book/accounts.csv", "account_id,name,signed_up_on\nA-1,Amber Works,2023-02-01\n");
    let contracts = "contract_id,account_id,starts_on,arr_amount,currency,auto_renew,renewal_on,notice_days\n\
                     C-1,A-1,2024-02-01,9000,USD,false,2025-02-01,30\n";
    let contracts = scene.file("book/contracts.csv", contracts);
    scene.import(&[accounts, contracts]).unwrap();
    let told = |scene: &Scene| format!("{:?}", scene.ask("renewals.show", &[("account", "A-1")]).unwrap().blocks);
    assert!(told(&scene).contains("Notice could be given until 2025-01-02"), "{}", told(&scene));
    scene.as_of = "2025-01-02".parse().ok();
    assert!(told(&scene).contains("Notice can be given until 2025-01-02"), "{}", told(&scene));
}

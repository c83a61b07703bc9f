use app::Settings;
use contract::{Inputs, Value};
use report::{Block, CheckState, Report};
use rust_decimal::Decimal;
use stories::{Scene, figure, known, says};

fn write(scene: &Scene, name: &str, text: &str) {
    let path = scene.file(name, text);
    assert!(path.exists());
}

fn sections(report: &Report) -> Vec<&str> {
    fn key(block: &Block) -> Option<&str> {
        if let Block::Section(section) = block { Some(&section.key) } else { None }
    }
    report.blocks.iter().filter_map(key).collect()
}

#[test]
fn the_list_has_its_sections_in_order_and_says_what_is_a_default() {
    let report = Scene::small_company().ask("expansion.list", &[]).unwrap();
    let order = ["summary", "tier-1", "tiers-2-3", "whitespace", "playbooks", "plan", "resources", "nrr"];
    assert_eq!(sections(&report), order);
    let text = says(&report);
    assert!(text.contains("drawn to the default") && text.contains("default; nothing decided"), "{text}");
}

#[test]
fn what_is_missing_where_has_an_amount_once_a_price_is_set() {
    let mut scene = Scene::small_company();
    let used = "usage_id,account_id,day,feature,events,active_users\nU-1,A-02,2025-01-10,reports,9,3\nU-2,A-02,2025-01-13,reports,7,3\n";
    scene.import(&[scene.file("told/usage_daily.csv", used)]).unwrap();
    let told = |report: &Report| says(report).contains("No price of a feature is set");
    assert!(told(&scene.ask("expansion.list", &[]).unwrap()));
    let setting = |value: &str| app::settings::Told { value: value.into(), origin: "a test".into() };
    scene.settings = Settings::read([("prices.reports".to_owned(), setting("1200"))].into()).unwrap();
    let report = scene.ask("expansion.list", &[]).unwrap();
    let priced = figure(&report, "at its price").unwrap();
    assert_eq!(priced.value, Some(Decimal::from(1200 * priced.n.unwrap())));
    let wrong = Settings::read([("prices.reports".to_owned(), setting("-3"))].into()).unwrap_err().to_string();
    assert!(wrong.contains("is no price; write ARR of a year"), "{wrong}");
}

#[test]
fn keswick_has_no_seats_to_spare_and_its_gates_decide() {
    let report = Scene::small_company().ask("expansion.show", &[("account", "A-10")]).unwrap();
    // 210 of 250 licences are 84 %: below the mark.
    assert!(says(&report).contains("No open opportunity is on record"));
    let mut checks = Vec::new();
    for block in &report.blocks {
        if let Block::Section(section) = block {
            for block in &section.blocks {
                if let Block::Checklist { items } = block {
                    checks.extend(items.iter().map(|item| item.state));
                }
            }
        }
    }
    assert_eq!(checks.len(), 5);
    assert!(checks.contains(&CheckState::Met));
}

/// One account that uses nine of ten seats, at 1,000 a year, and one that uses few.
fn two(scene: &Scene) {
    write(
        scene,
        "told/accounts.csv",
        "account_id,name,signed_up_on\nA-1,Full House,2023-01-01\nA-2,Empty House,2023-01-01\n",
    );
    let contracts = "C-1,A-1,2023-01-01,1000,10\nC-2,A-2,2023-01-01,9000,10\n";
    write(scene, "told/contracts.csv", &format!("contract_id,account_id,starts_on,arr_amount,seats\n{contracts}"));
    let used = "A-1,2024-12-01,9,10,20,900\nA-2,2024-12-01,1,10,2,10\n";
    let head = "account_id,month,active_users,licensed_users,active_days,events";
    write(scene, "told/usage_monthly.csv", &format!("{head}\n{used}"));
    scene.import(&[scene.folder("told")]).unwrap();
}

#[test]
fn seats_that_run_short_are_worth_what_brings_use_back_to_three_quarters() {
    let scene = Scene::empty();
    two(&scene);
    let report = scene.ask("expansion.show", &[("account", "A-1")]).unwrap();
    // 90 % of licences at 75 % are a fifth more seats: 200 a year, of which 65 % are expected.
    assert_eq!(known(&report, "expected ARR").value, Some(Decimal::from(130)));
    assert!(says(&report).contains("default; nothing decided is on record"));
    let list = scene.ask("expansion.list", &[]).unwrap();
    assert_eq!(known(&list, "expected ARR").value, Some(Decimal::from(130)));
    assert_eq!(known(&list, "added to net retention").value.map(|added| added.round_dp(6)), Some(Decimal::new(13, 3)));
    assert!(says(&list).contains("every close rate is a default"));
    let other = scene.ask("expansion.show", &[("account", "A-2")]).unwrap();
    assert_eq!(known(&other, "expected ARR").value, None);
}

#[test]
fn own_history_moves_the_close_rate() {
    let scene = Scene::empty();
    two(&scene);
    let row = |number: u32| format!("O-{number},A-1,seat expansion,100,2024-01-01,2024-03-{:02},lost\n", number + 1);
    let rows: String = (0..10).map(row).collect();
    let head = "opportunity_id,account_id,kind,arr_amount,opened_on,closed_on,outcome";
    write(&scene, "more/opportunities.csv", &format!("{head}\n{rows}"));
    scene.import(&[scene.folder("more")]).unwrap();
    let report = scene.ask("expansion.show", &[("account", "A-1")]).unwrap();
    // None of ten won, and the default as ten more: 6.5 of 20.
    assert_eq!(known(&report, "close rate").value, Some(Decimal::new(325, 3)));
    assert_eq!(known(&report, "expected ARR").value, Some(Decimal::from(65)));
}

#[test]
fn what_is_out_of_range_or_leaves_nobody_is_refused() {
    let scene = Scene::small_company();
    let ask = |points: i64| {
        let mut inputs = Inputs::default();
        inputs.give("min_propensity", Value::Whole(points));
        scene.perform("expansion.list", &inputs)
    };
    assert!(ask(101).unwrap_err().to_string().contains("0 to 100"));
    assert!(ask(100).unwrap_err().to_string().contains("is left"));
    assert!(scene.ask("expansion.show", &[("account", "A-03")]).is_err());
}

#[test]
fn without_use_the_gate_of_adoption_is_not_open() {
    let scene = Scene::empty();
    write(&scene, "told/accounts.csv", "account_id,name\nA-1,Quiet\n");
    write(&scene, "told/contracts.csv", "contract_id,account_id,starts_on,arr_amount\nC-1,A-1,2023-01-01,1000\n");
    scene.import(&[scene.folder("told")]).unwrap();
    let report = scene.ask("expansion.show", &[("account", "A-1")]).unwrap();
    assert!(says(&report).contains("adoption (not known)"));
    let list = scene.ask("expansion.list", &[]).unwrap();
    assert_eq!(known(&list, "all gates open").value, Some(Decimal::ZERO));
}

#[test]
fn an_amount_in_another_currency_counts_once_a_rate_is_on_record() {
    let scene = Scene::empty();
    two(&scene);
    let head = "opportunity_id,account_id,kind,arr_amount,currency,opened_on";
    write(&scene, "euros/opportunities.csv", &format!("{head}\nO-1,A-2,expansion,5500,EUR,2024-11-01\n"));
    scene.import(&[scene.folder("euros")]).unwrap();
    let ask = || scene.ask("expansion.show", &[("account", "A-2")]).unwrap();
    assert_eq!(known(&ask(), "expected ARR").value, None);
    assert!(says(&ask()).contains("EUR 5500, and no exchange rate for it is on record"), "{}", says(&ask()));
    let rates = "from_currency,to_currency,on,rate\nEUR,USD,2024-01-01,2.0\nEUR,USD,2030-01-01,9.0\n";
    write(&scene, "rates/exchange_rates.csv", rates);
    scene.import(&[scene.folder("rates")]).unwrap();
    let report = ask();
    // 5,500 at 2.0 are 11,000, of which the default of 50 % is expected; the rate of 2030 is none of today.
    let expected = known(&report, "expected ARR");
    assert_eq!(expected.value, Some(Decimal::from(5500)));
    for figure in report.figures().iter().filter(|figure| figure.label == "ARR") {
        let reference = figure.evidence.as_ref().unwrap().to_string();
        scene.ask("evidence.show", &[("reference", &reference)]).unwrap();
    }
    let amount = report.figures().into_iter().find(|figure| figure.value == Some(Decimal::from(11_000))).unwrap();
    let reference = amount.evidence.as_ref().unwrap().to_string();
    let opened = says(&scene.ask("evidence.show", &[("reference", &reference)]).unwrap());
    assert!(opened.contains("5,500") || opened.contains("5500"), "{opened}");
    let list = scene.ask("expansion.list", &[]).unwrap();
    // 130 of the seats of the other account.
    assert_eq!(known(&list, "expected ARR").value, Some(Decimal::from(5630)));
}

#[test]
fn a_gate_that_is_not_known_is_not_told_as_failed() {
    let scene = Scene::empty();
    two(&scene);
    let list = says(&scene.ask("expansion.list", &[]).unwrap());
    assert!(list.contains("settle what was escalated first: none"), "{list}");
    assert!(list.contains("find out what is not known at: Full House"), "{list}");
    assert!(list.contains("escalations (not known)"), "{list}");
}

#[test]
fn an_open_ticket_that_is_escalated_closes_the_gate() {
    let scene = Scene::empty();
    two(&scene);
    let head = "ticket_id,account_id,opened_at,closed_at,escalated";
    let rows = "T-1,A-1,2025-01-02 10:00,,true\nT-2,A-2,2025-01-02 10:00,2025-01-03 10:00,true\n";
    write(&scene, "more/tickets.csv", &format!("{head}\n{rows}"));
    scene.import(&[scene.folder("more")]).unwrap();
    let show = |account: &str| says(&scene.ask("expansion.show", &[("account", account)]).unwrap());
    assert!(show("A-1").contains("open escalation"), "{}", show("A-1"));
    assert!(!show("A-1").contains("escalations (not known)"));
    assert!(show("A-2").contains("escalations (not known)"), "a closed one stands in nobody's way");
    let list = says(&scene.ask("expansion.list", &[]).unwrap());
    assert!(list.contains("settle what was escalated first: Full House"), "{list}");
}

#[test]
fn seats_are_sold_whole() {
    let scene = Scene::empty();
    write(&scene, "told/accounts.csv", "account_id,name\nA-1,Odd House\n");
    write(&scene, "told/contracts.csv", "contract_id,account_id,starts_on,arr_amount\nC-1,A-1,2023-01-01,1000\n");
    let head = "account_id,month,active_users,licensed_users,active_days,events";
    write(&scene, "told/usage_monthly.csv", &format!("{head}\nA-1,2024-12-01,10,10,20,900\n"));
    scene.import(&[scene.folder("told")]).unwrap();
    let report = scene.ask("expansion.show", &[("account", "A-1")]).unwrap();
    // 10 at 75 % want 13.33 seats: 4 more than 10, 400 a year, of which 65 % are expected.
    assert_eq!(known(&report, "expected ARR").value, Some(Decimal::from(260)));
    assert!(says(&report).contains("4 seats short"), "{}", says(&report));
}

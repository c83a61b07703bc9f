use kernel::Refusal;
use report::{Block, Report};
use rust_decimal::Decimal;
use stories::Scene;

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

#[test]
fn the_list_has_its_sections_in_order_and_says_that_little_was_learned() {
    let report = Scene::small_company().ask("churn.list", &[]).unwrap();
    let sections = sections(&report);
    assert_eq!(sections[..4], ["summary", "critical", "high", "medium"]);
    assert_eq!(sections[sections.len() - 3..], ["drivers", "plan", "outcomes"]);
    let says = format!("{:?}", report.blocks);
    assert!(says.contains("only the level is learned"), "{says}");
    let expected = value(&report, "accounts expected to be lost");
    assert!(expected > Decimal::ZERO && expected < value(&report, "paying accounts"));
}

fn write(scene: &Scene, name: &str, text: &str) {
    let path = scene.file(name, text);
    assert!(path.exists());
}

/// Thirty accounts, each with a contract, a call and an answer; enough for every chance to depend on them.
fn thirty(scene: &Scene) {
    let rows = |row: &dyn Fn(u32) -> String| (1..=30).map(row).collect::<String>();
    let contract = |n: u32| {
        let end = if n.is_multiple_of(10) { "2024-05-01" } else { "" };
        format!("C-{n},A-{n},2023-01-01,{end},{}\n", 1000 * n)
    };
    write(
        scene,
        "then/accounts.csv",
        &format!("account_id,name,signed_up_on\n{}", rows(&|n| format!("A-{n},Account {n},2022-12-01\n"))),
    );
    let head = "contract_id,account_id,starts_on,ends_on,arr_amount\n";
    write(scene, "then/contracts.csv", &format!("{head}{}", rows(&contract)));
    let head = "touchpoint_id,account_id,kind,happened_at\n";
    let call = |n: u32| format!("T-{n},A-{n},call,2024-10-{:02} 10:00\n", 1 + n % 18);
    write(scene, "then/touchpoints.csv", &format!("{head}{}", rows(&call)));
    write(scene, "then/surveys.csv", &answers(|n| n % 10));
    scene.import(&[scene.folder("then")]).unwrap();
}

fn answers(score: impl Fn(u32) -> u32) -> String {
    let row = |n: u32| format!("S-{n},A-{n},nps,{},2024-09-01\n", score(n));
    format!("response_id,account_id,kind,score,responded_on\n{}", (1..=30).map(row).collect::<String>())
}

#[test]
fn nothing_known_later_moves_a_chance_of_an_earlier_day() {
    let mut scene = Scene::empty();
    thirty(&scene);
    let then = "2024-10-20".parse().ok();
    let asked = |scene: &mut Scene| {
        scene.as_of = then;
        let report = scene.ask("churn.list", &[]).unwrap();
        scene.as_of = None;
        report
    };
    let before = asked(&mut scene);
    // Corrected now: what was answered in September reads otherwise from now on, not then. And what happened later.
    write(&scene, "later/surveys.csv", &answers(|n| 10 - n % 10));
    let head = "touchpoint_id,account_id,kind,happened_at\n";
    write(&scene, "later/touchpoints.csv", &format!("{head}late-1,A-1,call,2024-11-02 10:00\n"));
    let head = "event_id,account_id,churned_on\n";
    write(&scene, "later/churn_events.csv", &format!("{head}late-2,A-4,2024-11-30\n"));
    scene.import(&[scene.folder("later")]).unwrap();
    assert_eq!(asked(&mut scene), before);
    // The same kind of row moves it where it was known then, so the likeness above means something.
    let head = "response_id,account_id,kind,score,responded_on\n";
    write(&scene, "early/surveys.csv", &format!("{head}S-31,A-3,nps,0,2024-10-01\n"));
    scene.import(&[scene.folder("early")]).unwrap();
    assert_ne!(asked(&mut scene), before);
}

#[test]
fn an_account_that_pays_nothing_has_nothing_to_leave() {
    let scene = Scene::small_company();
    assert!(matches!(scene.ask("churn.show", &[("account", "A-03")]), Err(Refusal::NotEnoughData(_))));
}

#[test]
fn days_ahead_are_bounded() {
    let scene = Scene::small_company();
    let mut inputs = contract::Inputs::default();
    inputs.give("within", contract::Value::Whole(3));
    assert!(scene.perform("churn.list", &inputs).unwrap_err().to_string().contains("14 to 365"));
}

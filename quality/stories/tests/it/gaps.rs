//! What the facts leave open, and what to mend first.

use stories::{Scene, figure};

#[test]
fn gaps_are_told_with_what_they_cost_most_arr_first() {
    let scene = Scene::empty();
    let accounts = "account_id,name,churned\nA-1,Aeroe,\nA-2,Beta,true\nA-3,Gamma,\n";
    let contracts = "contract_id,account_id,starts_on,ends_on,arr_amount,currency\n\
                     C-1,A-1,2024-01-01,2026-01-01,1000,USD\nC-2,A-2,2024-01-01,,2000,USD\nC-3,A-3,2024-01-01,,900000,USD\n";
    let contacts = "contact_id,account_id,name\nK-1,A-1,Kim\n";
    let files = [("accounts", accounts), ("contracts", contracts), ("contacts", contacts)]
        .map(|(name, text)| scene.file(&format!("given/{name}.csv"), text));
    scene.import(&files).unwrap();
    let report = scene.ask("quality.show", &[]).unwrap();
    let value = |label: &str| figure(&report, label).and_then(|figure| figure.value);
    assert_eq!(value("no contact is known"), Some(2.into()));
    assert_eq!(value("no running contract says when it ends or renews"), Some(2.into()));
    assert_eq!(value("the source says it is lost, and it pays"), Some(1.into()));
    assert_eq!(value("it pays far more than the others"), Some(1.into()));
    assert_eq!(value("nobody owns the account today"), Some(3.into()));
    let counted = figure(&report, "no contact is known").unwrap().evidence.clone().unwrap();
    let opened = scene.ask("evidence.show", &[("reference", &counted.to_string())]).unwrap();
    assert!(format!("{:?}", opened.blocks).contains("the same value"));
}

#[test]
fn an_empty_home_is_told_what_to_bring() {
    let mut scene = Scene::empty();
    scene.settings.currency = "USD".parse().ok();
    let said = format!("{:?}", scene.ask("quality.show", &[]).unwrap().blocks);
    assert!(said.contains("No account has ARR"), "{said}");
}

#[test]
fn an_empty_home_says_how_to_begin() {
    let text = stories::says(&Scene::empty().ask("today.show", &[]).unwrap());
    assert!(text.contains("Nothing is on record yet") && text.contains("evenkeel import FOLDER"), "{text}");
    assert!(!text.contains("A good day"), "{text}");
}

#[test]
fn who_renews_after_a_few_weeks_is_not_welcomed_as_new() {
    let scene = Scene::empty();
    drop(scene.file("told/accounts.csv", "account_id,name\nA-1,Back Again\nA-2,Brand New\n"));
    let rows = "C-1,A-1,2023-12-25,2024-12-25,1000\nC-2,A-1,2025-01-14,,1000\nC-3,A-2,2025-01-14,,1000\n";
    let head = "contract_id,account_id,starts_on,ends_on,arr_amount";
    drop(scene.file("told/contracts.csv", &format!("{head}\n{rows}")));
    scene.import(&[scene.folder("told")]).unwrap();
    let report = scene.ask("today.show", &[]).unwrap();
    let text = stories::says(&report);
    assert!(text.contains("the next contract began on 2025-01-14") && text.contains("thank them"), "{text}");
    assert_eq!(text.matches("say welcome").count(), 1, "{text}");
}

#[test]
fn nothing_kept_and_nobody_who_answered_are_unknown_with_their_reason() {
    let report = Scene::small_company().ask("sentiment.nps", &[("period", "2019-Q1")]).unwrap();
    let variance = stories::known(&report, "variance of the score");
    assert_eq!((variance.value, variance.note.as_deref()), (None, Some("nobody answered")));
}

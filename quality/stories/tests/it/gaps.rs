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

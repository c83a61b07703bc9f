use std::collections::BTreeMap;
use std::path::Path;

use stories::Scene;

/// The files of a folder by name.
fn files(folder: &Path) -> BTreeMap<String, String> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect()
}

fn reviews(scene: &Scene) -> Vec<String> {
    ["maya", "dan", "ines"]
        .iter()
        .map(|csm| scene.ask("csm-performance.show", &[("csm", csm), ("period", "2024-Q4")]).unwrap())
        .map(|report| format!("{:?}", report.blocks))
        .collect()
}

#[test]
fn an_export_taken_into_an_empty_home_gives_the_same_facts_and_reports() {
    let scene = Scene::small_company();
    let later = "contract_id,account_id,starts_on,arr_amount,currency\nC-NEW,A-01,2024-12-01,1234.56,USD\n";
    scene.import(&[scene.file("later/contracts.csv", later)]).unwrap();
    scene.export(&scene.folder("out")).unwrap();
    let other = Scene::empty();
    other.import(&[scene.folder("out")]).unwrap();
    other.export(&other.folder("out")).unwrap();
    let (mut ours, mut theirs) = (files(&scene.folder("out")), files(&other.folder("out")));
    let history = (ours.remove("_history.csv"), theirs.remove("_history.csv"));
    assert_eq!(ours, theirs);
    assert!(history.0.is_some() && history.1.is_some());
    assert_eq!(reviews(&scene), reviews(&other));
}

#[test]
fn history_survives_the_round_trip() {
    let scene = Scene::small_company();
    let folder = scene.folder("small-company");
    let contracts = std::fs::read_to_string(folder.join("contracts.csv")).unwrap();
    let raised = contracts.replace("150000", "160000");
    scene.import(&[scene.file("later/contracts.csv", &raised)]).unwrap();
    scene.export(&scene.folder("out")).unwrap();
    let mut other = Scene::empty();
    other.import(&[scene.folder("out")]).unwrap();
    let opening = |scene: &Scene| {
        let report = scene.ask("retention.show", &[("period", "2024-Q4")]).unwrap();
        stories::figure(&report, "opening ARR").and_then(|figure| figure.value)
    };
    assert_eq!(opening(&scene), opening(&other));
    let mut then = scene;
    (then.as_of, other.as_of) = ("2025-01-14".parse().ok(), "2025-01-14".parse().ok());
    assert_eq!(opening(&then), opening(&other));
}

#[test]
fn an_export_is_not_mixed_into_a_home_that_holds_facts() {
    let scene = Scene::small_company();
    scene.export(&scene.folder("out")).unwrap();
    let refused = scene.import(&[scene.folder("out")]).unwrap_err();
    assert!(matches!(refused, kernel::Refusal::Conflict(_)), "{refused}");
}

//! The real samples. They are read where they lie and never copied.

use std::path::PathBuf;

use report::{Block, Chart, ChartKind};
use stories::{Scene, figure, samples};

pub(crate) fn scene_of(folder: &str) -> Option<Scene> {
    let Some(samples) = samples() else {
        eprintln!("SKIPPED: the samples are not at hand; set EVENKEEL_SAMPLES to their folder");
        return None;
    };
    let scene = Scene::empty();
    let paths: Vec<PathBuf> = vec![samples.join(folder), samples.join("ravenstack-team")];
    scene.import_as(&paths, "USD").unwrap();
    Some(scene)
}

#[test]
fn both_ravenstack_folders_give_identical_facts() {
    let (Some(spreadsheet), Some(iso)) = (scene_of("ravenstack"), scene_of("ravenstack-iso")) else { return };
    spreadsheet.export(&spreadsheet.folder("out")).unwrap();
    iso.export(&iso.folder("out")).unwrap();
    for entry in std::fs::read_dir(iso.folder("out")).unwrap() {
        let name = entry.unwrap().file_name();
        if name.to_string_lossy().starts_with('_') {
            continue;
        }
        let read = |scene: &Scene| std::fs::read_to_string(scene.folder("out").join(&name)).unwrap();
        assert!(read(&spreadsheet) == read(&iso), "{} differs", name.display());
    }
}

#[test]
fn the_team_s_amounts_are_in_the_currency_the_preset_names() {
    let Some(samples) = samples() else { return };
    let scene = Scene::empty();
    let mut inputs = contract::Inputs::default();
    let folders = ["ravenstack-iso", "ravenstack-team"].map(|folder| samples.join(folder));
    inputs.give("paths", contract::Value::Paths(folders.to_vec()));
    scene.perform("imports.import", &inputs).unwrap();
    let currency = scene.desk().currency().unwrap();
    assert_eq!(currency, kernel::Currency::USD);
}

#[test]
fn all_nine_csms_can_be_reviewed_and_every_bridge_ties() {
    let Some(scene) = scene_of("ravenstack-iso") else { return };
    for csm in ["maya", "daniel", "hanna", "jun", "sofia", "priya", "lukas", "amara"] {
        let report = scene.ask("csm-performance.show", &[("csm", csm), ("period", "2024-Q4")]).unwrap();
        let overall = figure(&report, "overall score").unwrap();
        assert!(overall.value.is_some(), "{csm}: {overall:?}");
    }
    let owen = scene.ask("csm-performance.show", &[("csm", "owen"), ("period", "2024-Q2")]).unwrap();
    assert!(figure(&owen, "overall score").is_some());
    for quarter in ["2023-Q1", "2023-Q4", "2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"] {
        let report = scene.ask("retention.bridge", &[("period", quarter), ("by", "book")]).unwrap();
        let said = format!("{:?}", report.blocks);
        assert!(said.contains("It ties") && said.contains("every part ties"), "{quarter}");
    }
}

#[test]
fn the_faults_of_the_data_become_caveats() {
    let Some(scene) = scene_of("ravenstack-iso") else { return };
    let report = scene.ask("csm-performance.show", &[("csm", "amara"), ("period", "2024-Q3")]).unwrap();
    let said = format!("{:?}", report.blocks);
    assert!(said.contains("contradict each other"), "{said}");
    assert!(said.contains("Owen Brady (left on 2024-06-28)"), "{said}");
    let report = scene.ask("csm-performance.show", &[("csm", "maya"), ("period", "2024-Q4")]).unwrap();
    let said = format!("{:?}", report.blocks);
    assert!(said.contains("churn flag without a date"));
    assert!(said.contains("by churn events the same quarter scores"), "the other source's score stands beside");
}

#[test]
fn a_book_is_held_against_what_it_would_have_lost_under_anyone() {
    let Some(mut scene) = scene_of("ravenstack-iso") else { return };
    scene.settings.rules.churn_source = "events".parse().unwrap();
    let report = scene.ask("fairness.show", &[("csm", "daniel"), ("period", "2024-Q4")]).unwrap();
    let said = format!("{:?}", report.blocks);
    for words in [
        "Both adjustments",
        "How far this can be believed",
        "Would another way to give credit change it?",
        "credit to the owner on the day of the decision",
        "Own history under the same adjustment",
        "Losses against what an average CSM would have had",
        "a churn event says so",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let funnel = report.blocks.iter().find_map(|block| match block {
        Block::Chart(Chart { kind: ChartKind::Funnel(funnel), .. }) => Some(funnel),
        _ => None,
    });
    let unnamed: Vec<_> = funnel.unwrap().dots().iter().skip(1).map(|dot| (dot.across, dot.up)).collect();
    assert!(unnamed.len() > 5 && unnamed.is_sorted(), "the order of dots without a name says nothing: {unnamed:?}");
    for other in ["Maya", "Hanna", "Owen", "Sofia", "Priya", "Lukas", "Amara", "Takeda"] {
        assert!(!said.contains(other), "{other}: {said}");
    }
}

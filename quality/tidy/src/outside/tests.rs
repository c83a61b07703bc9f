use super::*;
use crate::Repository;

fn findings(folder: &str, rest: &str) -> Vec<String> {
    let name = folder.rsplit('/').next().unwrap_or(folder);
    let text = format!("[package]\nname = \"{name}\"\n[lints]\nworkspace = true\n{rest}");
    let repository = Repository::of(&[(&format!("{folder}/Cargo.toml"), &text)]);
    check(&Workspace::of(&repository)).into_iter().map(|finding| finding.item).collect()
}

#[test]
fn inner_rings_stand_on_few_crates() {
    let needs = "[dependencies]\njiff.workspace = true\nserde.workspace = true\nrand.workspace = true\n";
    assert_eq!(findings("foundation/kernel", needs), ["rand", "serde"]);
    assert_eq!(findings("foundation/report", needs), ["rand"]);
    assert_eq!(findings("adapters/imports", needs), Vec::<String>::new());
}

#[test]
fn the_application_knows_neither_serde_nor_tokio() {
    let needs = "[dependencies]\nserde.workspace = true\ntokio.workspace = true\n";
    assert_eq!(findings("application/app", needs), ["serde", "tokio"]);
    assert_eq!(findings("application/ports", needs), ["serde", "tokio"]);
}

#[test]
fn tests_may_stand_on_anything() {
    assert_eq!(findings("foundation/kernel", "[dev-dependencies]\nproptest.workspace = true\n"), Vec::<String>::new());
}

#[test]
fn versions_and_features_are_found_outside_the_root() {
    assert_eq!(findings("adapters/store", "[dependencies]\ncsv = \"1\"\n"), ["csv"]);
    let features = "[dependencies]\ncsv = { workspace = true, features = [\"x\"] }\n[features]\ny = []\n";
    assert_eq!(findings("adapters/store", features), ["csv", "features"]);
    assert_eq!(findings("adapters/store", "[dependencies]\ncsv = { workspace = true }\n"), Vec::<String>::new());
}

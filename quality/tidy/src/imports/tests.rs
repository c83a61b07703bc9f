use super::*;
use crate::Repository;

fn findings(crates: &[(&str, &str)]) -> Vec<String> {
    let manifests: Vec<(String, String)> = crates
        .iter()
        .map(|(folder, needs)| {
            let name = folder.rsplit('/').next().unwrap_or(folder);
            (format!("{folder}/Cargo.toml"), format!("[package]\nname = \"{name}\"\n{needs}"))
        })
        .collect();
    let files: Vec<(&str, &str)> = manifests.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    check(&Workspace::of(&Repository::of(&files))).into_iter().map(|finding| finding.says).collect()
}

fn needs(name: &str) -> String {
    format!("[dependencies]\n{name}.workspace = true\n")
}

fn tests_need(name: &str) -> String {
    format!("[dev-dependencies]\n{name}.workspace = true\n")
}

fn edge(from: &str, to: &str) -> Vec<String> {
    findings(&[(from, &needs(to.rsplit('/').next().unwrap())), (to, "")])
}

#[test]
fn imports_that_point_inwards_are_fine() {
    for (from, to) in [
        ("domain/health", "foundation/kernel"),
        ("application/app", "application/ports"),
        ("adapters/store", "application/ports"),
        ("faces/cli", "faces/contract"),
        ("faces/contract", "application/app"),
        ("adapters/lake-cluster", "adapters/lake"),
        ("programs/evenkeel", "adapters/store"),
        ("quality/stories", "quality/testkit"),
    ] {
        assert_eq!(edge(from, to), Vec::<String>::new(), "{from} to {to}");
    }
}

#[test]
fn imports_that_break_the_law_are_found() {
    for (from, to) in [
        ("foundation/kernel", "domain/health"),
        ("foundation/report", "foundation/kernel"),
        ("domain/health", "domain/usage"),
        ("application/ports", "application/app"),
        ("adapters/store", "application/app"),
        ("adapters/store", "adapters/imports"),
        ("adapters/store", "faces/contract"),
        ("faces/cli", "adapters/store"),
        ("faces/cli", "domain/health"),
        ("faces/contract", "faces/cli"),
        ("programs/evenkeel", "quality/testkit"),
        ("domain/health", "quality/testkit"),
        ("xtask", "quality/tidy"),
    ] {
        assert_eq!(edge(from, to).len(), 1, "{from} to {to}");
    }
}

#[test]
fn tests_of_inner_rings_may_import_anything_that_does_not_come_back() {
    let crates = [("adapters/store", tests_need("testkit")), ("quality/testkit", needs("ports"))];
    let crates: Vec<_> = crates.iter().map(|(folder, text)| (*folder, text.as_str())).collect();
    assert_eq!(findings(&crates), Vec::<String>::new());
}

#[test]
fn tests_that_come_back_to_their_own_crate_are_found() {
    let kernel = tests_need("testkit");
    let testkit = needs("ports");
    let ports = needs("kernel");
    let found =
        findings(&[("foundation/kernel", &kernel), ("quality/testkit", &testkit), ("application/ports", &ports)]);
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("exist twice"));
}

#[test]
fn tests_of_a_face_keep_the_law() {
    let cli = tests_need("store");
    assert_eq!(findings(&[("faces/cli", &cli), ("adapters/store", "")]).len(), 1);
}

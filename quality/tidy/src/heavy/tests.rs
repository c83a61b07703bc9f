use super::*;
use crate::Repository;

const ROOT: &str = "[workspace]\ndefault-members = [\"application/*\", \"quality/tidy\"]\n";
const STORE: &str = "[package]\nname = \"store\"\n[dependencies]\nsea-orm.workspace = true\n";

fn findings(files: &[(&str, &str)]) -> Vec<String> {
    check(&Workspace::of(&Repository::of(files))).into_iter().map(|finding| finding.says).collect()
}

#[test]
fn a_heavy_crate_outside_the_adapters_is_found() {
    let face = "[package]\nname = \"web\"\n[dev-dependencies]\ntypst-kit.workspace = true\n";
    let found = findings(&[("faces/web/Cargo.toml", face), ("adapters/store/Cargo.toml", STORE)]);
    assert_eq!(found, ["typst-kit belongs in adapters only"]);
}

#[test]
fn a_default_member_whose_tests_reach_a_heavy_crate_is_found() {
    let app = "[package]\nname = \"app\"\n[dev-dependencies]\nstore.workspace = true\n";
    let found =
        findings(&[("Cargo.toml", ROOT), ("application/app/Cargo.toml", app), ("adapters/store/Cargo.toml", STORE)]);
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("sea-orm through store"));
}

#[test]
fn a_member_that_is_built_by_name_may_reach_it() {
    let program = "[package]\nname = \"evenkeel\"\n[dependencies]\nstore.workspace = true\n";
    let files = [("Cargo.toml", ROOT), ("programs/evenkeel/Cargo.toml", program), ("adapters/store/Cargo.toml", STORE)];
    assert_eq!(findings(&files), Vec::<String>::new());
}

#[test]
fn a_name_that_only_looks_heavy_is_fine() {
    assert!(is_heavy("datafusion"));
    assert!(is_heavy("datafusion-functions"));
    assert!(!is_heavy("typstyle"));
}

use super::*;

fn listed(text: &str) -> Repository {
    Repository::of(&[(PATH, text)])
}

fn finding() -> Finding {
    Finding::new("names", "adapters/store/src/lib.rs", "data_version", "says data")
}

#[test]
fn a_listed_finding_is_put_up_with() {
    let repository = listed("# why\nnames adapters/store/src/lib.rs data_version # established\n");
    assert_eq!(apply(&repository, "names", vec![finding()]), []);
    assert_eq!(apply(&listed("names * data_version"), "names", vec![finding(), finding()]), []);
}

#[test]
fn other_findings_stay() {
    let repository = listed("sizes adapters/store/src/lib.rs data_version");
    assert_eq!(apply(&repository, "names", vec![finding()]), [finding()]);
}

#[test]
fn an_entry_that_is_no_longer_needed_is_found() {
    let found = apply(&listed("names * data_version"), "names", Vec::new());
    assert!(found[0].says.contains("no longer needed"));
}

#[test]
fn an_entry_for_the_import_law_is_refused() {
    assert_eq!(check(&listed("imports faces/cli/Cargo.toml store")).len(), 1);
    assert_eq!(check(&listed("names only")).len(), 1);
    assert_eq!(check(&listed("names * data_version")), []);
}

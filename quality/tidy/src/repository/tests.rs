use super::*;

#[test]
fn a_folder_is_there_when_a_file_lies_in_it() {
    let repository = Repository::of(&[("docs/method/health.md", "")]);
    assert!(repository.holds("docs/method"));
    assert!(repository.holds("docs/method/health.md"));
    assert!(!repository.holds("docs/met"));
}

#[test]
fn sources_know_their_crate_and_whether_they_are_tests() {
    let repository = Repository::of(&[
        ("foundation/kernel/src/money.rs", "a\nb"),
        ("foundation/kernel/src/money/tests.rs", ""),
        ("xtask/src/main.rs", ""),
        ("notes.rs", ""),
    ]);
    let sources = repository.sources();
    let crates: Vec<_> = sources.iter().map(|source| (source.crate_folder, source.is_test_code())).collect();
    assert_eq!(crates, [("foundation/kernel", false), ("foundation/kernel", true), ("xtask", false)]);
    assert_eq!(sources[0].line_count(), 2);
    assert_eq!(sources[0].path_in_crate(), "src/money.rs");
}

#[test]
fn the_real_repository_is_found() {
    let repository = Repository::read(&Repository::root()).unwrap();
    assert!(repository.text("Cargo.toml").is_some());
    assert!(!repository.holds("target"));
    assert!(!repository.holds(".git"));
}

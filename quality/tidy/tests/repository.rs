//! The rules, against the repository as it lies on disk.

use std::io::Write;

use tidy::manifest::Workspace;
use tidy::{
    Finding, Repository, documents, exceptions, heavy, homeless, imports, inline_tests, method, names, outside, sizes,
};

fn repository() -> Repository {
    Repository::read(&Repository::root()).expect("the repository can be read")
}

fn expect_none(findings: &[Finding]) {
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{} findings\n{}\n", lines.len(), lines.join("\n"));
}

#[test]
fn crates_import_only_what_the_law_allows() {
    expect_none(&imports::check(&Workspace::of(&repository())));
}

#[test]
fn crates_stand_only_on_what_their_ring_may() {
    expect_none(&outside::check(&Workspace::of(&repository())));
}

#[test]
fn heavy_crates_stay_out_of_a_bare_test_run() {
    expect_none(&heavy::check(&Workspace::of(&repository())));
}

#[test]
fn nothing_is_longer_than_its_limit() {
    let repository = repository();
    expect_none(&exceptions::apply(&repository, "sizes", sizes::check(&repository)));
}

#[test]
fn names_are_words_said_in_a_meeting() {
    let repository = repository();
    expect_none(&exceptions::apply(&repository, "names", names::check(&repository)));
}

#[test]
fn the_list_of_exceptions_can_be_read() {
    expect_none(&exceptions::check(&repository()));
}

#[test]
fn tests_stand_beside_the_code() {
    expect_none(&inline_tests::check(&repository()));
}

#[test]
fn every_file_is_declared_by_a_module() {
    expect_none(&homeless::check(&repository()));
}

#[test]
fn thresholds_agree_with_the_method() {
    expect_none(&method::check(&repository()));
}

#[test]
fn documents_say_nothing_of_one_machine_and_lead_somewhere() {
    expect_none(&documents::check(&repository()));
}

#[test]
fn the_manual_shows_commands_that_exist() {
    let repository = repository();
    if repository.text(documents::README).is_none() {
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED: there is no {} yet, so its commands are not checked",
            documents::README
        );
    }
    expect_none(&documents::check_commands(&repository, &Workspace::of(&repository)));
}

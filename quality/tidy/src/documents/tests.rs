use super::*;

fn found(files: &[(&str, &str)]) -> Vec<(usize, String)> {
    check(&Repository::of(files)).into_iter().map(|finding| (finding.line, finding.item)).collect()
}

fn commands_found(readme: &str) -> Vec<String> {
    let repository = Repository::of(&[
        (README, readme),
        ("xtask/src/main.rs", "match task { \"test\" => test() }"),
        ("programs/evenkeel/Cargo.toml", "[package]\nname = \"evenkeel\""),
        (".ci/run", ""),
    ]);
    check_commands(&repository, &Workspace::of(&repository)).into_iter().map(|finding| finding.says).collect()
}

#[test]
fn machine_paths_and_registries_are_found_in_any_text() {
    for (first, second) in UNSAID {
        let text = format!("fine\nsee {first}{second}x\n");
        assert_eq!(found(&[("docs/a.md", &text)]), [(2, format!("{first}{second}"))]);
        assert_eq!(found(&[("faces/cli/src/lib.rs", &text)]).len(), 1);
        assert_eq!(found(&[("Cargo.lock", &text)]), []);
    }
}

#[test]
fn a_folder_that_only_ends_like_one_is_fine() {
    assert_eq!(found(&[("docs/a.md", concat!("see home", "/work", "/x"))]), []);
}

#[test]
fn links_that_lead_nowhere_are_found() {
    let text = "[a](b.md) [c](../README.md#top) [d](gone.md)\n[e](https://example.org/x) [f](#here) [h](crate::Thing)\n[g]: lost.md\n";
    let files = [("docs/a.md", text), ("docs/b.md", ""), ("README.md", "")];
    assert_eq!(found(&files), [(1, "gone.md".to_owned()), (3, "lost.md".to_owned())]);
}

#[test]
fn links_that_leave_the_repository_are_found() {
    assert_eq!(found(&[("docs/a.md", "[x](../../elsewhere.md)")]).len(), 1);
}

#[test]
fn links_within_code_are_not_links() {
    assert_eq!(found(&[("docs/a.md", "`[x](gone.md)`\n```\n[y](gone.md)\n```\n")]), []);
}

#[test]
fn a_manual_without_commands_is_found() {
    assert_eq!(commands_found("cargo xtask test"), ["shows no command in a code fence"]);
}

#[test]
fn commands_that_cannot_work_are_found() {
    let readme = "```sh\ncargo xtask test\ncargo xtask fly\ncargo run -p evenkeel -- demo\ncargo run -p odd -- -p x\n\
        .ci/run\n./gone.sh\n```\n";
    assert_eq!(commands_found(readme), ["xtask knows no `fly`", "there is no package `odd`", "`gone.sh` is not there"]);
}

#[test]
fn without_a_manual_nothing_is_said() {
    assert_eq!(check_commands(&Repository::default(), &Workspace::default()), []);
}

use super::*;

fn found(files: &[(&str, &str)]) -> Vec<String> {
    check(&Repository::of(files)).into_iter().map(|finding| finding.path).collect()
}

#[test]
fn a_file_nobody_declares_is_found() {
    let files = [
        ("faces/cli/src/lib.rs", "mod shown;\nmod folded;"),
        ("faces/cli/src/shown.rs", "#[cfg(test)]\nmod tests;"),
        ("faces/cli/src/shown/tests.rs", ""),
        ("faces/cli/src/folded/mod.rs", "mod deep;"),
        ("faces/cli/src/folded/deep.rs", ""),
        ("faces/cli/src/forgotten.rs", "mod lost;"),
        ("faces/cli/src/forgotten/lost.rs", ""),
    ];
    assert_eq!(found(&files), ["faces/cli/src/forgotten.rs", "faces/cli/src/forgotten/lost.rs"]);
}

#[test]
fn programs_and_files_outside_src_have_a_home() {
    let files = [
        ("faces/cli/src/bin/extra.rs", "#[path = \"parts/one.rs\"]\nmod part;"),
        ("faces/cli/src/bin/parts/one.rs", ""),
        ("faces/cli/tests/whole.rs", ""),
        ("xtask/src/main.rs", "mod inner { mod deep; }"),
        ("xtask/src/inner/deep.rs", ""),
    ];
    assert_eq!(found(&files), Vec::<String>::new());
}

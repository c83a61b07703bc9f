use super::*;

fn findings(path: &str, text: &str) -> Vec<String> {
    check(&Repository::of(&[(path, text)])).into_iter().map(|finding| finding.says).collect()
}

fn function_of(lines: usize) -> String {
    format!("fn long() {{\n{}}}\n", "    work();\n".repeat(lines - 2))
}

#[test]
fn a_function_over_seventy_lines_is_found() {
    assert_eq!(findings("domain/health/src/lib.rs", &function_of(70)), Vec::<String>::new());
    assert_eq!(findings("domain/health/src/lib.rs", &function_of(71)), ["`long` has 71 lines, the limit is 70"]);
}

#[test]
fn a_test_may_be_longer() {
    assert_eq!(findings("domain/health/src/bands/tests.rs", &function_of(100)), Vec::<String>::new());
    assert_eq!(findings("domain/health/src/bands/tests.rs", &function_of(101)).len(), 1);
}

#[test]
fn a_long_file_is_found_by_its_ring() {
    let text = "// line\n".repeat(501);
    assert_eq!(findings("domain/health/src/lib.rs", &text), ["the file has 501 lines, the limit is 500"]);
    assert_eq!(findings("faces/cli/src/lib.rs", &text), Vec::<String>::new());
    assert_eq!(findings("faces/cli/src/lib.rs", &"// line\n".repeat(801)).len(), 1);
}

#[test]
fn a_large_crate_is_found() {
    let text = "// line\n".repeat(700);
    let paths: Vec<String> = (0..18).map(|number| format!("faces/cli/src/part_{number}.rs")).collect();
    let files: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), text.as_str())).collect();
    assert_eq!(check(&Repository::of(&files))[0].item, "crate");
}

#[test]
fn a_sixth_parameter_is_found() {
    let six = "fn many(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8) {}";
    assert_eq!(findings("faces/cli/src/lib.rs", six).len(), 1);
    let with_self = "impl A { fn many(&self, a: u8, b: u8, c: u8, d: u8, e: u8) {} }";
    assert_eq!(findings("faces/cli/src/lib.rs", with_self), Vec::<String>::new());
}

#[test]
fn a_file_that_is_not_rust_is_found() {
    assert!(findings("faces/cli/src/lib.rs", "fn (")[0].starts_with("cannot be read"));
}

#[test]
fn a_spread_is_told_by_nearest_rank() {
    assert_eq!(Spread::of((1..=10).collect()), Spread { count: 10, median: 5, p90: 9, largest: 10 });
    assert_eq!(Spread::of(Vec::new()), Spread::default());
}

#[test]
fn the_summary_measures_code_and_tests_apart() {
    let repository =
        Repository::of(&[("faces/cli/src/lib.rs", "fn a() {}"), ("faces/cli/src/lib/tests.rs", &function_of(9))]);
    let summary = summary(&repository);
    let line = |what: &str| summary.lines().find(|line| line.starts_with(what)).map(str::to_owned).unwrap();
    assert!(line("function ").contains("1       1      1        1"));
    assert!(line("test function").contains("1       9      9        9"));
}

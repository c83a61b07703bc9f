use super::*;

#[test]
fn functions_are_measured_from_fn_to_brace() {
    let text = "/// Says.\n#[must_use]\npub fn price(\n    of: u8,\n) -> u8 {\n    of\n}\n";
    let outline = Outline::of(text).unwrap();
    let function = &outline.functions[0];
    assert_eq!((function.line, function.line_count, function.parameter_count), (3, 5, 1));
}

#[test]
fn self_is_not_a_parameter_and_traits_give_names() {
    let text =
        "impl Store for Disk { fn keep(&self, a: u8) {} }\nimpl Disk { fn own(self) {} }\ntrait T { fn told(); }";
    let functions = Outline::of(text).unwrap().functions;
    let told: Vec<_> = functions.iter().map(|f| (f.name.as_str(), f.parameter_count, f.given_by_trait)).collect();
    assert_eq!(told, [("keep", 1, true), ("own", 0, false), ("told", 0, false)]);
}

#[test]
fn modules_with_and_without_bodies_are_told_apart() {
    let text = "mod a;\nmod b { mod c; }\n#[path = \"other.rs\"]\nmod d;\n#[cfg(all(test, unix))]\nmod tests { }\n";
    let outline = Outline::of(text).unwrap();
    let names: Vec<String> = outline.modules.iter().map(|module| module.names.join("/")).collect();
    assert_eq!(names, ["a", "b/c", "d"]);
    assert_eq!(outline.modules[2].path.as_deref(), Some("other.rs"));
    assert_eq!(outline.inline_tests, [Named { name: "tests".into(), line: 6 }]);
}

#[test]
fn tests_and_raw_names_are_seen() {
    let functions = Outline::of("#[tokio::test]\nasync fn r#try() {}").unwrap().functions;
    assert_eq!((functions[0].name.as_str(), functions[0].is_test), ("try", true));
}

#[test]
fn what_is_not_rust_is_said_with_its_line() {
    assert!(Outline::of("fn a() {}\nfn (").unwrap_err().starts_with("line 2"));
}

use super::*;

const TABLE: &str = "# Health\n\n| key | value | reason |\n|---|---|---|\n| `health.green_from` | 80 | usual |\n\
    | health.words | text | said so |\n\n| band | colour |\n|---|---|\n| top | green |\n";

fn found(code: &str) -> Vec<String> {
    let files = [("docs/method/health.md", TABLE), ("domain/health/src/lib.rs", code)];
    check(&Repository::of(&files)).into_iter().map(|finding| finding.says).collect()
}

#[test]
fn a_constant_that_agrees_with_its_row_is_fine() {
    assert_eq!(found("// method: health.green_from\nconst GREEN: u8 = 80;\n"), Vec::<String>::new());
    assert_eq!(found("const GREEN: u8 = 80; // method: health.green_from\n"), Vec::<String>::new());
    let documented =
        "/// Green.\n// method: health.green_from\n#[rustfmt::skip]\npub const GREEN: Decimal =\n    dec(\"80\");\n";
    assert_eq!(found(documented), Vec::<String>::new());
}

#[test]
fn a_constant_that_differs_from_its_row_is_found() {
    let says = found("// method: health.green_from\nconst GREEN: u8 = 75;\n");
    assert_eq!(says, ["`health.green_from` is 75 here and `80` in docs/method/health.md"]);
    assert_eq!(found("// method: health.green_from\nconst GREEN: Decimal =\n    dec(\"75\");\n").len(), 1);
    assert_eq!(found("const GREEN: u8 = 75; // method: health.green_from\n").len(), 1);
}

#[test]
fn what_is_not_one_number_is_not_compared() {
    assert_eq!(found("// method: health.green_from\nconst ALL: [u8; 2] = [80, 60];\n"), Vec::<String>::new());
    assert_eq!(found("// method: health.green_from\nfn green() -> u8 { 3 }\n"), Vec::<String>::new());
    assert_eq!(found("// method: health.green_from, health.words\nconst GREEN: u8 = 3;\n"), Vec::<String>::new());
}

#[test]
fn a_key_without_a_row_is_found() {
    let says = found("// method: health.green_from\n// method: health.red\nconst RED: u8 = 80;\n");
    assert_eq!(says.len(), 1);
    assert!(says[0].starts_with("`health.red` has no row"));
}

#[test]
fn a_row_that_no_code_uses_is_found_unless_it_is_text() {
    let says = found("");
    assert_eq!(says.len(), 1);
    assert!(says[0].starts_with("`health.green_from` is in no code"));
}

#[test]
fn a_key_that_stands_twice_is_found() {
    let files = [
        ("docs/method/a.md", "| key | value |\n| x | text |\n"),
        ("docs/method/b.md", "| Key | value |\n| x | text |\n"),
    ];
    assert_eq!(check(&Repository::of(&files))[0].says, "`x` stands in docs/method/a.md already");
}

#[test]
fn a_mark_within_a_text_is_no_mark() {
    let code = "// method: health.green_from\nconst GREEN: u8 = 80;\nconst SAYS: &str = \"// method: nothing\";\n";
    assert_eq!(found(code), Vec::<String>::new());
}

#[test]
fn without_tables_nothing_is_said() {
    let files = [("domain/health/src/lib.rs", "// method: health.green_from\nconst GREEN: u8 = 75;\n")];
    assert_eq!(check(&Repository::of(&files)), []);
}

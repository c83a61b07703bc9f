//! The engine on anybody's table, held against numbers that were worked out elsewhere.

use std::path::PathBuf;

use contract::{Inputs, Value};
use kernel::Refusal;
use ports::printers::{Format, Printer};
use print_page::PagePrinter;
use report::Report;
use serde_json::Value as Json;
use stories::Scene;

/// Reference values of lme4 at its true optimum and of an independent implementation agree to this, relative.
const TOLERANCE: f64 = 1e-5;

/// Asks for a profile as it is typed: `outcome=won group=who bad`.
fn typed(scene: &Scene, file: PathBuf, words: &str) -> Result<Report, Refusal> {
    let mut inputs = Inputs::default();
    inputs.give("file", Value::Paths(vec![file]));
    for word in words.split_whitespace() {
        match word.split_once('=') {
            Some((name, text)) => inputs.give(name, Value::Text(text.to_owned())),
            None => inputs.give(word, Value::Given),
        }
    }
    scene.perform("fairness.profile", &inputs).map(|answer| answer.report)
}

fn profile(text: &str, words: &str) -> Result<Report, Refusal> {
    let scene = Scene::empty();
    let file = scene.file("table.csv", text);
    typed(&scene, file, words)
}

/// What was refused, in words.
fn refused(text: &str, words: &str) -> String {
    profile(text, words).unwrap_err().to_string()
}

fn json(report: &Report) -> Json {
    serde_json::from_str(&PagePrinter.print(report, Format::Json)).unwrap()
}

/// The values of the figures with this label in the JSON answer, in reading order.
fn values(json: &Json, label: &str) -> Vec<f64> {
    match json {
        Json::Object(fields) => {
            let own = fields.get("label").and_then(Json::as_str) == Some(label);
            let own = own.then(|| fields.get("value").and_then(Json::as_f64)).flatten();
            own.into_iter().chain(fields.values().flat_map(|inner| values(inner, label))).collect()
        }
        Json::Array(items) => items.iter().flat_map(|inner| values(inner, label)).collect(),
        _ => Vec::new(),
    }
}

fn value(json: &Json, label: &str) -> f64 {
    *values(json, label).first().unwrap_or_else(|| panic!("no figure {label}"))
}

fn near(found: f64, wanted: &Json, what: &str) {
    let wanted = wanted.as_f64().unwrap_or_else(|| panic!("no reference for {what}"));
    assert!((found - wanted).abs() <= TOLERANCE * wanted.abs().max(1e-3), "{what}: {found}, reference {wanted}");
}

/// A file of the reference set; where each comes from stands beside them in ATTRIBUTION.md.
fn reference(name: &str) -> String {
    let here = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap());
    std::fs::read_to_string(here.join("../../foundation/statistics/tests/data").join(name)).unwrap()
}

fn reference_values(name: &str) -> Json {
    serde_json::from_str(&reference(name)).unwrap()
}

/// World A with the columns the reference scripts make: two segments as 0 or 1, tenure up to five years.
fn world_a() -> String {
    let text = reference("csm_world_a.csv");
    let mut lines = text.lines();
    let mut table = format!("{},MM,ENT,tenure\n", lines.next().unwrap());
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        let is = |segment: &str| u8::from(cells[3].trim_matches('"') == segment);
        let tenure = cells[4].parse::<f64>().unwrap().min(5.0);
        table.push_str(&format!("{line},{},{},{tenure}\n", is("MM"), is("ENT")));
    }
    table
}

/// The terms of the reference and the columns they are called here.
const TERMS: [(&str, &str); 6] = [
    ("intercept", "intercept"),
    ("MM", "MM"),
    ("ENT", "ENT"),
    ("min(tenure,5)", "tenure"),
    ("risk0", "risk0"),
    ("onboarded", "onboarded"),
];

fn same_maximum(json: &Json, way: &str, wanted: &Json, terms: &[(&str, &str)]) {
    for (place, (name, term)) in terms.iter().enumerate() {
        near(value(json, &format!("{term}, {way}")), &wanted["coef"][name], term);
        let errors = &wanted["se"];
        if !errors.is_null() {
            let error = if errors[place].is_null() { &errors[name] } else { &errors[place] };
            near(value(json, &format!("standard error of {term}, {way}")), error, term);
        }
    }
    near(value(json, &format!("spread, {way}")), &wanted["sigma_u"], "spread");
    near(value(json, &format!("log-likelihood, {way}")), &wanted["loglik"], "log-likelihood");
}

#[test]
fn world_a_with_single_owners_agrees_with_lme4() {
    let found = profile(&world_a(), "outcome=renewed group=csm covariates=MM,ENT,tenure,risk0,onboarded").unwrap();
    let wanted = &reference_values("glmm_binomial.json")["csm_world_a_covariates_nAGQ25"];
    same_maximum(&json(&found), "quadrature", wanted, &TERMS);
    same_maximum(&json(&found), "Laplace", &wanted["laplace"], &TERMS);
}

#[test]
fn world_a_with_shared_rows_agrees_with_the_exact_maximum() {
    let asked = "outcome=renewed group=csm group2=csm2 share=w1 covariates=MM,ENT,tenure,risk0,onboarded";
    let found = json(&profile(&world_a(), asked).unwrap());
    let wanted = &reference_values("multimember.json")["exact_laplace"];
    same_maximum(&found, "Laplace", wanted, &TERMS);
    assert!(values(&found, "spread, quadrature").is_empty(), "quadrature needs one owner per row");
}

#[test]
fn words_are_as_good_as_columns_of_zeros_and_ones() {
    let found = profile(&world_a(), "outcome=renewed group=csm covariates=segment,tenure,risk0,onboarded").unwrap();
    let wanted = &reference_values("glmm_binomial.json")["csm_world_a_covariates_nAGQ25"];
    let json = json(&found);
    near(value(&json, "spread, quadrature"), &wanted["sigma_u"], "spread");
    near(value(&json, "log-likelihood, quadrature"), &wanted["loglik"], "log-likelihood");
    near(value(&json, "risk0, quadrature"), &wanted["coef"]["risk0"], "risk0");
}

#[test]
fn twelve_hospitals_agree_with_lme4_and_deaths_are_unwanted() {
    let found = profile(&reference("surgical12.csv"), "outcome=deaths trials=n group=hospital bad").unwrap();
    let (answer, wanted) = (json(&found), reference_values("glmm_binomial.json"));
    same_maximum(&answer, "Laplace", &wanted["surgical12_nAGQ1"], &TERMS[..1]);
    same_maximum(&answer, "quadrature", &wanted["surgical12_nAGQ25"], &TERMS[..1]);
    let page = PagePrinter.print(&found, Format::Markdown);
    assert!(page.contains("hospital H (more deaths than expected)") && !page.contains("above expected"), "{page}");
    // By hand: 208 deaths of 2,814 operations, of which hospital H had 31 of 215.
    let [rows, counted, expected] = ["rows", "counted", "counted expected"].map(|label| values(&answer, label));
    assert_eq!((rows.len(), rows[7], counted[7]), (12, 1.0, 31.0));
    assert!((expected[7] - 215.0 * 208.0 / 2814.0).abs() < 1e-6, "{}", expected[7]);
}

#[test]
fn given_expectations_are_held_against_as_they_stand() {
    // Expected counts as given: O/E is 0.5 and 2, whatever the table's own average.
    let text = "unit,cases,deaths,expected\nA,100,5,10\nB,100,20,10\nC,100,10,10\nD,100,10,10\nE,100,10,10\n";
    let found = profile(text, "outcome=deaths trials=cases group=unit expected=expected bad").unwrap();
    assert_eq!(values(&json(&found), "O/E"), [0.5, 2.0, 1.0, 1.0, 1.0]);
    let page = PagePrinter.print(&found, Format::Markdown);
    assert!(page.contains("an expected count, divided by the trials"), "{page}");
    let chances = text.replace(",10\n", ",0.1\n");
    let same = profile(&chances, "outcome=deaths trials=cases group=unit expected=expected bad").unwrap();
    assert_eq!(values(&json(&same), "effect"), values(&json(&found), "effect"));
}

/// Six people with twenty accounts each, the last of whom lose more.
fn small() -> Vec<String> {
    let row = |place: usize| {
        let (who, account) = (place / 20, place % 20);
        let kept = if who == 5 { account % 2 == 0 } else { account % 10 > 0 };
        let size = if account % 4 == 0 { "large" } else { "small" };
        format!("person {who},{},{size},{}", if kept { "yes" } else { "no" }, 1000 + 37 * account)
    };
    (0..120).map(row).collect()
}

fn table(rows: &[String]) -> String {
    format!("who,kept,size,arr\n{}\n", rows.join("\n"))
}

const ASKED: &str = "outcome=kept group=who covariates=size weights=arr";

#[test]
fn a_small_table_tells_who_keeps_less_and_why_not_more_is_said() {
    let found = profile(&table(&small()), ASKED).unwrap();
    let answer = json(&found);
    // By hand: eighteen of twenty are kept, ten of twenty by the last.
    assert_eq!(values(&answer, "observed"), [0.9, 0.9, 0.9, 0.9, 0.9, 0.5]);
    assert_eq!(values(&answer, "rows"), [20.0; 6]);
    let differences = values(&answer, "difference, 95 %");
    assert!(differences[5] < -0.05 && differences[..5].iter().all(|difference| *difference > 0.0), "{differences:?}");
    assert_eq!(values(&answer, "at stake"), [27030.0; 6]);
    assert!(found.figures().iter().all(|figure| figure.n.is_some() && figure.evidence.is_none()));
    let page = PagePrinter.print(&found, Format::Markdown);
    assert!(page.contains("nowhere kept") && page.contains("there are no ranks"), "{page}");
}

#[test]
fn every_face_says_the_same_and_the_schema_holds() {
    let found = profile(&table(&small()), ASKED).unwrap();
    let schema = include_str!("../../../../docs/schema/report.json");
    let validator = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
    let faults: Vec<String> = validator.iter_errors(&json(&found)).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}");
    let pages = [Format::Html, Format::Markdown].map(|format| PagePrinter.print(&found, format));
    for figure in found.figures() {
        assert!(pages.iter().all(|page| page.contains(&figure.display())), "{}", figure.label);
    }
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let mut rows = small();
    let one = profile(&table(&rows), ASKED).unwrap();
    rows.reverse();
    rows.rotate_left(17);
    assert_eq!(one.blocks, profile(&table(&rows), ASKED).unwrap().blocks);
}

#[test]
fn renamed_columns_change_nothing_but_their_names() {
    let one = json(&profile(&table(&small()), ASKED).unwrap());
    let renamed = table(&small()).replace("who,kept,size,arr", "Owner,Stayed?,Größe,Wert");
    // Case, accents and punctuation of what is typed do not matter.
    let other = json(&profile(&renamed, "outcome=stayed group=OWNER covariates=größe weights=wert").unwrap());
    for label in ["observed", "expected", "difference, 95 %", "effect", "mid-p", "weighed difference"] {
        assert_eq!(values(&one, label), values(&other, label), "{label}");
    }
}

#[test]
fn tables_are_read_as_they_are_written_elsewhere() {
    let one = profile(&table(&small()), ASKED).unwrap();
    let german =
        table(&small()).replace(',', ";").replace("yes", "ja").replace("no\n", "nein\n").replace(";no;", ";nein;");
    let with_comma: String = german.lines().map(|line| format!("{line};0,25\n")).collect();
    let other = profile(&with_comma.replacen("arr;0,25", "arr;risiko", 1), ASKED).unwrap();
    assert_eq!(values(&json(&one), "effect"), values(&json(&other), "effect"));
    let refused = refused("who,won,size\na,1,\"1,234\"\nb,0,\"2,345\"\n", "outcome=won group=who covariates=size");
    assert!(refused.contains("1234") && refused.contains("1.234"), "a comma left open is asked: {refused}");
}

#[test]
fn a_column_that_is_not_there_is_named_with_the_nearest_one() {
    let told = refused(&table(&small()), "outcome=kpet group=who");
    assert!(told.contains("no column `kpet`; did you mean `kept`?") && told.contains("who, kept, size, arr"), "{told}");
    assert!(refused(&table(&small()), "outcome=kept group=kept").contains("asked for as outcome and as group"));
    assert!(refused(&table(&small()), "outcome=kept group=who covariates=size,kept").contains("covariates"));
    assert!(refused(&table(&small()), "outcome=kept group=who group2=size").contains("--share"));
    assert!(refused("who,won,won\na,1,1\n", "outcome=won group=who").contains("more than one column `won`"));
}

#[test]
fn rows_that_cannot_be_read_are_told_and_too_many_are_refused() {
    let mut rows = small();
    rows[3] = "person 0,perhaps,small,1000".to_owned();
    rows[7] = ",yes,small,1000".to_owned();
    rows[9] = "person 0,yes,small,-5".to_owned();
    rows[11] = "person 0,yes".to_owned();
    let found = profile(&table(&rows), ASKED).unwrap();
    let page = PagePrinter.print(&found, Format::Markdown);
    for told in
        ["4 of 120 rows", "line 5, column kept: \"perhaps\"", "line 9, column who: says nobody", "line 11", "line 13"]
    {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert_eq!(values(&json(&found), "rows")[0], 16.0);
    (20..40).for_each(|row| rows[row] = "person 1,7,small,1000".to_owned());
    let told = refused(&table(&rows), ASKED);
    assert!(told.contains("24 of 120 rows") && told.contains("counts need --trials"), "{told}");
    assert_eq!(told.matches("line ").count(), 10, "the first ten: {told}");
}

/// The small table with these sizes instead of words.
fn with_sizes(size: impl Fn(usize) -> String) -> String {
    let rows = small().into_iter().enumerate();
    let row = |(place, row): (usize, String)| {
        let cells: Vec<&str> = row.split(',').collect();
        format!("{},{},{},{}", cells[0], cells[1], size(place), cells[3])
    };
    table(&rows.map(row).collect::<Vec<_>>())
}

#[test]
fn a_column_of_numbers_with_odd_cells_is_not_taken_for_words() {
    let odd =
        |every: usize| with_sizes(move |row| if row % every == 0 { format!("{row} yrs") } else { row.to_string() });
    let told = refused(&odd(4), ASKED);
    assert!(told.contains("90 of the 120 filled cells of `size` are numbers and 30 are not"), "{told}");
    assert!(told.contains("line 2 \"0 yrs\"") && told.contains("and 20 more"), "{told}");
    let found = profile(&odd(40), ASKED).unwrap();
    let page = PagePrinter.print(&found, Format::Markdown);
    assert!(page.contains("3 of 120 rows could not be read") && page.contains("line 42, column size"), "{page}");
    let found = profile(&with_sizes(|row| if row % 4 == 0 { "7".into() } else { "large".into() }), ASKED).unwrap();
    let page = PagePrinter.print(&found, Format::Markdown);
    assert!(page.contains("30 of the 120 filled cells of \"size\" are numbers; they were taken as words"), "{page}");
}

#[test]
fn what_brings_nothing_is_named_with_the_reason() {
    let page = |size: &dyn Fn(usize) -> String| {
        PagePrinter.print(&profile(&with_sizes(size), ASKED).unwrap(), Format::Markdown)
    };
    let said = page(&|_| "small".into());
    assert!(said.contains("\"size\" is the same in every row, so it was left out"), "{said}");
    assert!(said.contains("nothing else being known of the rows"), "{said}");
    let said = page(&|_| "7".into());
    assert_eq!(said.matches("\"size\" is the same in every row, so it was left out").count(), 1, "{said}");
    let said = page(&|row| format!("kind {row}"));
    assert!(said.contains("No word of \"size\" stands in ten rows"), "{said}");
    let said = page(&|_| String::new());
    assert!(said.contains("\"size\" is on record for no row"), "{said}");
}

#[test]
fn weights_of_nothing_are_said_to_weigh_nothing() {
    let rows: Vec<String> = small().iter().map(|row| format!("{},0", row.rsplit_once(',').unwrap().0)).collect();
    let page = PagePrinter.print(&profile(&table(&rows), ASKED).unwrap(), Format::Markdown);
    assert!(page.contains("\"arr\" is 0 in every row, so nothing is weighed by it"), "{page}");
    assert!(!page.contains("Weighed by arr"), "{page}");
}

#[test]
fn nothing_to_compare_is_refused_in_words() {
    assert!(refused("", "outcome=won group=who").contains("empty"));
    assert!(refused("who,won\n", "outcome=won group=who").contains("no rows"));
    let scene = Scene::empty();
    let missing = typed(&scene, scene.folder("none.csv"), "outcome=won group=who").unwrap_err();
    assert!(matches!(missing, Refusal::NotFound(_)), "{missing}");
    let folder = typed(&scene, scene.folder(""), "outcome=won group=who").unwrap_err();
    assert!(folder.to_string().contains("is a folder"), "{folder}");
}

#[test]
fn small_and_one_sided_tables_are_answered_with_caveats() {
    let says = |text: &str| PagePrinter.print(&profile(text, "outcome=won group=who").unwrap(), Format::Markdown);
    assert!(says("who,won\na,1\n").contains("nobody to compare with"));
    assert!(says("who,won\na,1\nb,1\nc,1\n").contains("All rows ended the same way"));
    assert!(says("who,won\na,1\nb,0\nc,1\n").contains("too little to say anything"));
    let shares = says("who,won\na,0.5\nb,0.25\nc,1\na,0\nb,0.75\n");
    assert!(shares.contains("fractional outcome") && !shares.contains("plain cross-check"), "{shares}");
}

#[test]
fn hostile_cells_stay_words() {
    let evil = [
        "<script>alert(1)</script>",
        "=HYPERLINK(\"\"x\"\")",
        "\u{1b}[31mred",
        "a\u{202e}b",
        "`|*_",
        "O'Brien, \"\"Bob\"\"",
    ];
    let rows: Vec<String> = (0..120).map(|row| format!("\"{}\",{}", evil[row % 6], row % 4 / 3)).collect();
    let text = format!("who,lost\n{}\n", rows.join("\n"));
    let refused = refused(&text, "outcome=lost group=who bad");
    assert!(refused.contains("cannot be printed"), "letters that steer a terminal are no name: {refused}");
    let found = profile(&text.replace('\u{1b}', ""), "outcome=lost group=who bad").unwrap();
    let html = PagePrinter.print(&found, Format::Html);
    assert!(!html.contains("<script>alert") && html.contains("O&#39;Brien") || html.contains("O'Brien"), "{html}");
    let long = text.replace("a\u{202e}b", &"x".repeat(5000)).replace('\u{1b}', "");
    assert!(profile(&long, "outcome=lost group=who bad").unwrap_err().to_string().contains("longer than 200"));
}

#[test]
fn many_groups_of_few_rows_are_answered_without_verdicts() {
    let rows: Vec<String> = (0..1500).map(|row| format!("g{},{}", row / 3, u8::from(row % 7 > 0))).collect();
    let found = profile(&format!("who,won\n{}\n", rows.join("\n")), "outcome=won group=who").unwrap();
    assert_eq!(values(&json(&found), "rows").len(), 500);
    let page = PagePrinter.print(&found, Format::Markdown);
    assert!(page.contains("too little to say anything about a single \"who\""), "{page}");
}

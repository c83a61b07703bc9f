use kernel::Refusal;
use report::{Block, Report, TableCell};
use rust_decimal::Decimal;
use stories::{Scene, figure};

const REASON: &str = "went bankrupt; \"nobody\" could have kept it";

/// Garrow Tools left on 2024-12-01, in the last quarter of 2024: 31 + 30 + 31 days.
fn garrow<'a>(reason: &'a str, to: &'a str) -> [(&'a str, &'a str); 4] {
    [("account", "garrow"), ("from", "2024-10-01"), ("to", to), ("reason", reason)]
}

fn with_garrow_excluded() -> Scene {
    let scene = Scene::small_company();
    scene.ask("fairness.exclude", &garrow(REASON, "2025-01-01")).unwrap();
    scene
}

fn text(report: &Report) -> String {
    format!("{:?}", report.blocks)
}

/// The rows of the list of exclusions, as words.
fn listed(scene: &Scene) -> Vec<Vec<String>> {
    let report = scene.ask("fairness.exclusions", &[]).unwrap();
    let words = |cell: &TableCell| match cell {
        TableCell::Text(text) => text.clone(),
        other => panic!("{other:?}"),
    };
    let tables = report.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.flat_map(|table| &table.rows).map(|row| row.iter().map(words).collect()).collect()
}

fn garrow_row() -> Vec<&'static str> {
    vec!["Garrow Tools", "2024-10-01", "2025-01-01", REASON, "ruth@tidewater.example", "2025-01-15"]
}

fn undo(scene: &Scene, delivery: i64) {
    let mut inputs = contract::Inputs::default();
    inputs.give("delivery", contract::Value::Whole(delivery));
    scene.perform("imports.undo", &inputs).unwrap();
}

#[test]
fn an_exclusion_is_recorded_with_who_when_and_why() {
    let scene = Scene::small_company();
    let report = scene.ask("fairness.exclude", &garrow(REASON, "2025-01-01")).unwrap();
    assert_eq!(figure(&report, "days excluded").and_then(|figure| figure.value), Some(Decimal::from(92)));
    for said in [
        "who: ruth@tidewater.example",
        "when: 2025-01-15",
        "why: went bankrupt",
        "from 2024-10-01 through 2024-12-31",
        "with and without it",
        "evenkeel import undo 2",
    ] {
        assert!(text(&report).contains(said), "{said}: {}", text(&report));
    }
}

#[test]
fn exclusions_are_listed_by_account_and_day() {
    let scene = with_garrow_excluded();
    let open = [("account", "A-03"), ("from", "2025-02-01"), ("reason", "bought by a competitor")];
    let told = scene.ask("fairness.exclude", &open).unwrap();
    assert!(text(&told).contains("from 2025-02-01 on, without an end") && told.figures().is_empty());
    let dunmore = vec!["Dunmore Clinics", "2025-02-01", "", "bought by a competitor", garrow_row()[4], "2025-01-15"];
    assert_eq!(listed(&scene), [dunmore, garrow_row()]);
}

#[test]
fn where_nothing_is_excluded_the_list_says_so() {
    let report = Scene::small_company().ask("fairness.exclusions", &[]).unwrap();
    assert!(text(&report).contains("every outcome counts"));
}

#[test]
fn two_exclusions_of_one_moment_are_both_kept() {
    let scene = with_garrow_excluded();
    let after = [("account", "garrow"), ("from", "2025-01-01"), ("reason", "its factory burned down")];
    scene.ask("fairness.exclude", &after).unwrap();
    assert_eq!(listed(&scene).len(), 2);
}

#[test]
fn a_day_is_excluded_once() {
    let scene = with_garrow_excluded();
    let before = scene.ask("imports.history", &[]).unwrap();
    for (from, to) in [("2024-10-01", Some("2025-01-01")), ("2024-12-31", None), ("2024-01-01", Some("2024-10-02"))] {
        let mut inputs = vec![("account", "garrow"), ("from", from), ("reason", "its factory burned down")];
        inputs.extend(to.map(|to| ("to", to)));
        let refused = scene.ask("fairness.exclude", &inputs).unwrap_err();
        let Refusal::Conflict(says) = &refused else { panic!("{refused:?}") };
        for words in
            ["Garrow Tools is excluded already from 2024-10-01 through 2024-12-31", "ruth@tidewater.example", REASON]
        {
            assert!(says.contains(words), "{words}: {says}");
        }
    }
    assert_eq!(listed(&scene), [garrow_row()]);
    assert_eq!(scene.ask("imports.history", &[]).unwrap(), before);
}

#[test]
fn a_file_cannot_exclude_a_day_twice_either() {
    let heading = "exclusion_id,account_id,from,to,reason,excluded_by,excluded_on";
    let rows = [
        "E-1,A-06,2024-10-01,2025-01-01,bankruptcy,Works council,2024-11-20",
        "E-2,A-06,2024-12-01,,merger,Works council,2024-11-21",
        "E-3,A-06,2025-01-01,,merger,Works council,2024-11-22",
    ];
    let handed_in = |rows: &[&str]| {
        let scene = Scene::small_company();
        let file = scene.file("more/exclusions.csv", &format!("{heading}\n{}\n", rows.join("\n")));
        let report = scene.import(&[file]).unwrap();
        (listed(&scene), text(&report))
    };
    let (one, says) = handed_in(&rows);
    assert!(says.contains("Works council excluded already, from 2024-10-01 through 2024-12-31"), "{says}");
    assert_eq!(one.len(), 2, "{one:?}");
    assert_eq!(one, handed_in(&[rows[2], rows[1], rows[0]]).0, "the order of rows changes nothing");
}

#[test]
fn an_exclusion_is_not_known_before_it_was_decided() {
    let mut scene = with_garrow_excluded();
    scene.as_of = "2025-01-14".parse().ok();
    assert!(listed(&scene).is_empty());
}

#[test]
fn what_makes_no_sense_is_refused_and_nothing_is_kept() {
    let scene = Scene::small_company();
    let before = scene.ask("imports.history", &[]).unwrap();
    let refused = |inputs: &[(&str, &str)]| scene.ask("fairness.exclude", inputs).unwrap_err();
    let invalid = |inputs: &[(&str, &str)], wanted: &str| match refused(inputs) {
        Refusal::Invalid { field, .. } => assert_eq!(field, wanted),
        other => panic!("{other}"),
    };
    invalid(&garrow("  ", "2025-01-01"), "reason");
    invalid(&garrow(&"x".repeat(1001), "2025-01-01"), "reason");
    invalid(&garrow(REASON, "2024-09-30"), "to");
    invalid(&garrow(REASON, "2024-10-01"), "to");
    invalid(&garrow(REASON, "soon"), "to");
    invalid(&[("account", "garrow"), ("from", "1024-10-01"), ("reason", REASON)], "from");
    invalid(&[("account", "garrow"), ("reason", REASON)], "from");
    invalid(&[("account", " "), ("from", "2024-10-01"), ("reason", REASON)], "account");
    let unknown = refused(&[("account", "Garow Tools"), ("from", "2024-10-01"), ("reason", REASON)]);
    assert!(matches!(&unknown, Refusal::NotFound(says) if says.contains("did you mean Garrow Tools")), "{unknown}");
    assert_eq!(scene.ask("imports.history", &[]).unwrap(), before);
    assert!(listed(&scene).is_empty());
}

#[test]
fn an_exclusion_can_be_taken_back() {
    let scene = with_garrow_excluded();
    undo(&scene, 2);
    assert!(listed(&scene).is_empty());
    scene.ask("fairness.exclude", &garrow(REASON, "2025-01-01")).unwrap();
    assert_eq!(listed(&scene), [garrow_row()]);
}

#[test]
fn an_exclusion_survives_export_and_import_into_an_empty_home() {
    let scene = with_garrow_excluded();
    scene.export(&scene.folder("out")).unwrap();
    let mut other = Scene::empty();
    other.import(&[scene.folder("out")]).unwrap();
    assert_eq!(listed(&other), [garrow_row()]);
    other.export(&other.folder("out")).unwrap();
    let written = |scene: &Scene| std::fs::read_to_string(scene.folder("out").join("exclusions.csv")).unwrap();
    assert_eq!(written(&scene), written(&other));
    other.as_of = "2025-01-14".parse().ok();
    assert!(listed(&other).is_empty());
}

#[test]
fn exclusions_can_be_handed_in_as_a_file() {
    let scene = Scene::small_company();
    let heading = "exclusion_id,account_id,from,to,reason,excluded_by,excluded_on";
    let rows = "E-1,A-06,2024-10-01,2025-01-01,bankruptcy,Works council,2024-11-20\n\
                E-2,A-06,2024-10-01,2024-10-01,bankruptcy,Works council,2024-11-20\n\
                E-3,A-06,2024-10-01,,,Works council,2024-11-20\n\
                E-4,A-99,2024-10-01,,bankruptcy,Works council,2024-11-20\n";
    let report = scene.import(&[scene.file("more/exclusions.csv", &format!("{heading}\n{rows}"))]).unwrap();
    for said in ["before it covers a day", "reason", "no account `A-99` is known"] {
        assert!(text(&report).contains(said), "{said}: {}", text(&report));
    }
    assert_eq!(
        listed(&scene),
        [["Garrow Tools", "2024-10-01", "2025-01-01", "bankruptcy", "Works council", "2024-11-20"]]
    );
}

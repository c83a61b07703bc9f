use ports::printers::{Format, Printer};
use print_page::PagePrinter;
use report::Report;
use stories::Scene;

/// An answer of every action that reads.
fn answers() -> Vec<Report> {
    answers_of(&Scene::small_company())
}

fn answers_of(scene: &Scene) -> Vec<Report> {
    let asked: [(&str, &[(&str, &str)]); 31] = [
        ("csm-performance.show", &[("csm", "maya"), ("period", "2024-Q4")]),
        ("csm-performance.show", &[("csm", "ines"), ("period", "2024-12")]),
        ("retention.show", &[("period", "2024-Q4")]),
        ("retention.bridge", &[("period", "2024-Q4"), ("by", "book")]),
        ("health.list", &[]),
        ("health.show", &[("account", "A-01")]),
        ("sentiment.nps", &[]),
        ("engagement.show", &[]),
        ("engagement.show", &[("account", "A-02")]),
        ("relationships.show", &[]),
        ("relationships.show", &[("account", "A-02")]),
        ("segments.show", &[("approach", "lifecycle")]),
        ("today.show", &[]),
        ("health.show", &[("account", "A-02"), ("profile", "eight-factor")]),
        ("health.explain", &[("account", "A-02"), ("since", "2024-11-30")]),
        ("health.history", &[("account", "A-02")]),
        ("churn.list", &[]),
        ("churn.show", &[("account", "A-01")]),
        ("account-review.show", &[("account", "A-02")]),
        ("account-review.show", &[("account", "A-12"), ("on", "2025-02-03")]),
        ("escalations.show", &[]),
        ("context.checklist", &[]),
        ("context.progress", &[]),
        (
            "context.answer",
            &[("file", r#"{"request_type": "get_customer_context", "payload": {"query": "everything"}}"#)],
        ),
        (
            "context.answer",
            &[("file", r#"{"request_type": "get_customer_context", "payload": {"query": "Calder Freight"}}"#)],
        ),
        ("people.list", &[]),
        ("accounts.list", &[("csm", "maya")]),
        ("imports.history", &[]),
        ("fairness.exclusions", &[]),
        ("config.show", &[]),
        ("house.doctor", &[]),
    ];
    asked
        .iter()
        .map(|(action, inputs)| scene.ask(action, inputs).unwrap_or_else(|why| panic!("{action}: {why}")))
        .collect()
}

#[test]
fn every_answer_follows_the_published_schema() {
    let schema = include_str!("../../../../docs/schema/report.json");
    let validator = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
    for report in answers() {
        let json: serde_json::Value = serde_json::from_str(&PagePrinter.print(&report, Format::Json)).unwrap();
        let faults: Vec<String> =
            validator.iter_errors(&json).map(|fault| format!("{} at {}", fault, fault.instance_path())).collect();
        assert!(faults.is_empty(), "{}: {faults:?}", report.action);
    }
}

#[test]
fn every_face_says_the_same_figures() {
    for report in answers() {
        let html = PagePrinter.print(&report, Format::Html);
        let markdown = PagePrinter.print(&report, Format::Markdown);
        for figure in report.figures() {
            let shown = figure.display();
            assert!(html.contains(&shown), "{} {shown} is not on the page", figure.label);
            assert!(markdown.contains(&shown), "{} {shown} is not in the text", figure.label);
        }
    }
}

#[test]
fn the_same_question_is_answered_the_same_way_twice() {
    let scene = Scene::small_company();
    assert_eq!(answers_of(&scene), answers_of(&scene));
}

#[test]
fn every_row_of_a_table_has_a_cell_for_every_column() {
    fn check(blocks: &[report::Block]) {
        for block in blocks {
            match block {
                report::Block::Table(table) => {
                    let columns = table.columns.len();
                    assert!(table.rows.iter().all(|row| row.len() == columns), "{} {:?}", table.title, table.columns);
                }
                report::Block::Section(section) => check(&section.blocks),
                _ => {}
            }
        }
    }
    answers().iter().for_each(|report| check(&report.blocks));
}

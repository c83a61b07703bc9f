use report::{Block, Report};
use stories::Scene;

fn text(report: &Report) -> String {
    format!("{:?}", report.blocks)
}

fn counts(report: &Report) -> [i64; 4] {
    let mut sums = [0; 4];
    for block in &report.blocks {
        if let Block::Table(table) = block {
            for row in &table.rows {
                for (sum, cell) in sums.iter_mut().zip(&row[3..]) {
                    if let report::TableCell::Figure(figure) = cell {
                        *sum += figure.value.and_then(|value| i64::try_from(value).ok()).unwrap_or(0);
                    }
                }
            }
        }
    }
    sums
}

/// Imports one file into the small company and returns what was said.
fn imported(name: &str, lines: &[&str]) -> (Scene, Report) {
    let scene = Scene::small_company();
    let path = scene.file(&format!("more/{name}"), &lines.join("\n"));
    let report = scene.import(&[path]).unwrap();
    (scene, report)
}

/// Imports one file of which no row can be taken, and returns what was said.
fn refused(name: &str, lines: &[&str]) -> (Scene, String) {
    let scene = Scene::small_company();
    let path = scene.file(&format!("more/{name}"), &lines.join("\n"));
    let before = scene.ask("imports.history", &[]).unwrap();
    let refusal = scene.import(&[path]).unwrap_err();
    assert!(matches!(refusal, kernel::Refusal::Rejected(_)), "{refusal}");
    assert_eq!(scene.ask("imports.history", &[]).unwrap(), before);
    (scene, refusal.to_string())
}

#[test]
fn importing_twice_changes_nothing() {
    let scene = Scene::small_company();
    let again = scene.import(&[scene.folder("small-company")]).unwrap();
    let [new, changed, unchanged, rejected] = counts(&again);
    assert_eq!((new, changed, rejected), (0, 0, 0));
    assert!(unchanged > 100, "{unchanged}");
}

#[test]
fn a_delivery_can_be_taken_back() {
    let scene = Scene::small_company();
    let review = |scene: &Scene| scene.ask("csm-performance.show", &[("csm", "maya"), ("period", "2024-Q4")]).unwrap();
    let before = review(&scene);
    let more = "touchpoint_id,account_id,person_email,kind,happened_at,direction\n\
                T-900,A-01,maya.okonkwo@tidewater.example,call,2024-11-05 10:00,outbound\n";
    scene.import(&[scene.file("more/touchpoints.csv", more)]).unwrap();
    assert_ne!(review(&scene).blocks, before.blocks);
    let mut inputs = contract::Inputs::default();
    inputs.give("delivery", contract::Value::Whole(2));
    scene.perform("imports.undo", &inputs).unwrap();
    assert_eq!(review(&scene).blocks, before.blocks);
    assert!(scene.perform("imports.undo", &inputs).is_err());
    inputs.give("delivery", contract::Value::Whole(99));
    assert!(matches!(scene.perform("imports.undo", &inputs), Err(kernel::Refusal::NotFound(_))));
}

#[test]
fn a_row_that_cannot_be_is_rejected_with_its_reason() {
    let check = |name: &str, lines: &[&str], says: &str| {
        let (_, said) = refused(name, lines);
        assert!(said.contains(says), "{name} {lines:?} should say `{says}`: {said}");
    };
    let contract = "contract_id,account_id,starts_on,ends_on,arr_amount,currency";
    check("contracts.csv", &[contract, "X-1,A-01,2024-01-01,,-5,USD"], "negative");
    check("contracts.csv", &[contract, "X-1,A-01,2024-05-01,2024-01-01,5,USD"], "before it begins");
    check("contracts.csv", &[contract, "X-1,A-01,1900-01-01,,5,USD"], "1970");
    check("contracts.csv", &[contract, "X-1,A-01,2190-01-01,,5,USD"], "2100");
    check("contracts.csv", &[contract, "X-1,A-01,2024-01-01,,5,XQQ"], "XQQ");
    check("contracts.csv", &[contract, "X-1,A-99,2024-01-01,,5,USD"], "no account `A-99` is known");
    check("contracts.csv", &[contract, "X-1,A-01,2024-01-01,,5,USD", "X-1,A-02,2024-01-01,,5,USD"], "X-1");
    let people = "person_id,name,email,manager_email";
    check("people.csv", &[people, "P-9,Otto Kern,otto@tidewater.example,otto@tidewater.example"], "leads back");
    let ownership = "account_id,owner_email,from,to";
    check("ownership.csv", &[ownership, "A-01,dan.reyes@tidewater.example,2024-02-01,"], "without shares");
    check("ownership.csv", &[ownership, "A-01,dan.reyes@tidewater.example,2023-02-01,2022-01-01"], "before it begins");
}

#[test]
fn rejected_rows_can_be_mended_and_imported() {
    let (scene, _) = refused(
        "contracts.csv",
        &["contract_id,account_id,starts_on,arr_amount,currency", "X-1,A-99,2024-01-01,5,USD"],
    );
    let rejects = scene.folder("rejects").join("delivery-2");
    let path = std::fs::read_dir(&rejects).unwrap().next().unwrap().unwrap().path();
    let mended = std::fs::read_to_string(&path).unwrap().replace("A-99", "A-01");
    assert!(mended.lines().next().unwrap().ends_with("reason"), "{mended}");
    let report = scene.import(&[scene.file("mended/contracts.csv", &mended)]).unwrap();
    assert_eq!(counts(&report), [1, 0, 0, 0]);
}

#[test]
fn what_cannot_be_read_is_refused_as_a_whole() {
    let scene = Scene::empty();
    let refused = |scene: &Scene, path: std::path::PathBuf| scene.import(&[path]).unwrap_err();
    assert!(matches!(refused(&scene, scene.folder("nowhere")), kernel::Refusal::NotFound(_)));
    std::fs::create_dir_all(scene.folder("empty")).unwrap();
    assert!(matches!(refused(&scene, scene.folder("empty")), kernel::Refusal::Rejected(_)));
    assert!(matches!(
        refused(&scene, scene.file("odd/shopping.csv", "milk,bread\n1,2\n")),
        kernel::Refusal::Rejected(_)
    ));
    let cut = scene.file("cut/accounts.xlsx", "PK\u{3}\u{4} cut short");
    assert!(matches!(refused(&scene, cut), kernel::Refusal::Rejected(_)));
    let asked =
        scene.file("asked/people.csv", "person_id,name,hired_on\nP-1,Ana Lima,01-02-2024\nP-2,Bo Ek,03-04-2024\n");
    let question = refused(&scene, asked).to_string();
    assert!(question.contains("day-first") && question.contains("hired_on"), "{question}");
}

#[test]
fn a_dry_run_does_nothing() {
    let scene = Scene::empty();
    let folder = scene.folder("small-company");
    testkit::small_company(&folder).unwrap();
    let mut inputs = contract::Inputs::default();
    inputs.give("paths", contract::Value::Paths(vec![folder]));
    inputs.give("currency", contract::Value::Text("USD".into()));
    inputs.give("dry_run", contract::Value::Given);
    let report = scene.perform("imports.import", &inputs).unwrap().report;
    assert!(report.title.contains("nothing was taken in") && counts(&report)[0] > 100);
    assert!(text(&scene.ask("imports.history", &[]).unwrap()).contains("Nothing was imported"));
}

#[test]
fn a_changed_row_supersedes_and_the_past_stays_as_it_was() {
    let mut scene = Scene::small_company();
    let arr = |scene: &Scene| {
        let report = scene.ask("retention.show", &[("period", "2024-Q4")]).unwrap();
        stories::figure(&report, "opening ARR").and_then(|figure| figure.value)
    };
    let before = arr(&scene);
    let folder = scene.folder("small-company");
    let contracts = std::fs::read_to_string(folder.join("contracts.csv")).unwrap();
    let row = contracts.lines().find(|line| line.contains("A-10")).unwrap();
    let raised = row.replace("150000", "160000");
    assert_ne!(row, raised);
    let text = format!("{}\n{raised}\n", contracts.lines().next().unwrap());
    let report = scene.import(&[scene.file("later/contracts.csv", &text)]).unwrap();
    assert_eq!(counts(&report), [0, 1, 0, 0]);
    assert_eq!(arr(&scene).zip(before).map(|(now, then)| now - then), Some(10_000.into()));
    scene.as_of = "2025-01-14".parse().ok();
    assert_eq!(arr(&scene), before);
}

#[test]
fn two_files_that_tell_one_key_differently_reject_both_rows() {
    let scene = Scene::small_company();
    let heading = "contract_id,account_id,starts_on,arr_amount,currency";
    let one =
        scene.file("two/contracts.csv", &format!("{heading}\nX-1,A-01,2024-01-01,5,USD\nX-2,A-01,2024-01-01,5,USD\n"));
    let other = scene
        .file("three/contracts.csv", &format!("{heading}\nX-1,A-01,2024-01-01,6,USD\nX-2,A-01,2024-01-01,5,USD\n"));
    let report = scene.import(&[one, other]).unwrap();
    assert_eq!(counts(&report), [1, 0, 1, 2]);
    assert!(text(&report).contains("different content"));
}

#[test]
fn a_row_written_in_two_ways_counts_once() {
    let (_, report) = imported(
        "ownership.csv",
        &[
            "account_id,owner_email,from,to",
            "A-12,dan.reyes@tidewater.example,2020-01-01,2020-02-01",
            "own/A-12,DAN.REYES@tidewater.example,2020-01-01,2020-02-01",
        ],
    );
    assert_eq!(counts(&report), [1, 0, 0, 0]);
}

#[test]
fn what_refers_to_a_rejected_row_is_rejected_with_it() {
    let scene = Scene::small_company();
    let people = "person_id,name,email,manager_email\n\
                  P-91,Otto Kern,otto@tidewater.example,P-92\nP-92,Ada Lind,ada@tidewater.example,P-91\n\
                  P-93,Bo Ek,bo@tidewater.example,P-92\n";
    let ownership = "account_id,owner_email,from,to\nA-12,P-92,2020-01-01,2020-02-01\n";
    let files = [scene.file("round/people.csv", people), scene.file("round/ownership.csv", ownership)];
    let said = scene.import(&files).unwrap_err().to_string();
    assert_eq!(said.lines().count(), 5, "{said}");
    assert!(said.contains("leads back") && said.contains("was rejected in this delivery"), "{said}");
}

#[test]
fn impossible_exchange_rates_are_rejected() {
    let (_, said) = refused(
        "exchange_rates.csv",
        &["from_currency,to_currency,on,rate", "EUR,EUR,2024-01-01,2", "EUR,USD,2024-01-01,0"],
    );
    assert!(said.contains("in itself") && said.contains("worthless"), "{said}");
}

use report::{Block, Figure, Report, Section};
use stories::Scene;
use testkit::expected;

fn shown(scene: &Scene, csm: &str) -> Report {
    scene.ask("fairness.show", &[("csm", csm), ("period", "2024-Q4")]).unwrap()
}

fn text(report: &Report) -> String {
    format!("{:?}", report.blocks)
}

/// The figures of a report that say what was to be expected.
fn foreseen(report: &Report) -> Vec<&Figure> {
    let is_expected =
        |figure: &&Figure| figure.evidence.as_ref().is_some_and(|of| of.to_string().ends_with("expected"));
    report.figures().into_iter().filter(is_expected).collect()
}

fn part<'a>(blocks: &'a [Block], key: &str) -> Option<&'a Section> {
    blocks.iter().find_map(|block| match block {
        Block::Section(section) if section.key == key => Some(section),
        Block::Section(section) => part(&section.blocks, key),
        _ => None,
    })
}

/// Rows that happened after every hand-over there is.
fn with_later_facts(scene: &Scene) {
    let tickets: Vec<String> = (0..60)
        .map(|place| format!("L-{place},A-{:02},2025-01-1{} 09:00,urgent,true", place % 12 + 1, place % 5))
        .collect();
    let tickets = format!("ticket_id,account_id,opened_at,priority,escalated\n{}\n", tickets.join("\n"));
    let escalations: Vec<String> = (1..=12).map(|place| format!("LE-{place},A-{place:02},2025-01-14,high")).collect();
    let escalations = format!("escalation_id,account_id,raised_on,severity\n{}\n", escalations.join("\n"));
    let touchpoints: Vec<String> = (1..=12)
        .map(|place| format!("LT-{place},A-{place:02},maya.okonkwo@tidewater.example,call,2025-01-13 10:00,inbound"))
        .collect();
    let touchpoints =
        format!("touchpoint_id,account_id,person_email,kind,happened_at,direction\n{}\n", touchpoints.join("\n"));
    let files = [
        scene.file("later/tickets.csv", &tickets),
        scene.file("later/escalations.csv", &escalations),
        scene.file("later/touchpoints.csv", &touchpoints),
    ];
    scene.import(&files).unwrap();
}

#[test]
fn what_happens_after_the_hand_over_cannot_move_an_expectation() {
    let scene = Scene::small_company();
    let before: Vec<Report> = ["maya", "dan"].map(|csm| shown(&scene, csm)).into();
    with_later_facts(&scene);
    for (csm, before) in ["maya", "dan"].into_iter().zip(&before) {
        let after = shown(&scene, csm);
        assert!(!foreseen(before).is_empty(), "{csm}");
        assert_eq!(foreseen(before), foreseen(&after), "{csm}");
    }
}

#[test]
fn what_was_known_before_the_hand_over_does_count() {
    let scene = Scene::small_company();
    let before = shown(&scene, "maya");
    // Tickets of one account long before anything: earlier than every contract, so before its hand-over.
    let rows: Vec<String> =
        (0..40).map(|place| format!("E-{place},A-01,2022-0{}-10 09:00,urgent,true", place % 9 + 1)).collect();
    let text = format!("ticket_id,account_id,opened_at,priority,escalated\n{}\n", rows.join("\n"));
    let escalations =
        "escalation_id,account_id,raised_on,severity\nEE-1,A-01,2022-02-01,high\nEE-2,A-03,2022-02-01,high\n";
    scene
        .import(&[scene.file("earlier/tickets.csv", &text), scene.file("earlier/escalations.csv", escalations)])
        .unwrap();
    assert_ne!(foreseen(&before), foreseen(&shown(&scene, "maya")));
}

#[test]
fn the_review_holds_the_comparison_inside_section_two() {
    let scene = Scene::small_company();
    let report = scene.ask("csm-performance.show", &[("csm", "maya"), ("period", "2024-Q4")]).unwrap();
    let second = part(&report.blocks, "categories").unwrap();
    let fair = part(&second.blocks, "fair_comparison").unwrap();
    let said = format!("{fair:?}");
    for words in
        ["Did it matter who looked after these accounts?", "Too few losses to compare", "expected for this book"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn few_people_get_no_verdict_and_are_told_why() {
    let said = text(&shown(&Scene::small_company(), "maya"));
    assert!(said.contains("too few to compare"), "{said}");
    assert!(said.contains("Fewer than five people are credited with outcomes"), "{said}");
}

#[test]
fn the_others_of_ones_funnel_and_table_go_without_names() {
    let said = text(&shown(&Scene::small_company(), "maya"));
    for other in expected::PEOPLE.iter().filter(|person| !person.email.starts_with("maya")) {
        let name = other.email.split('@').next().unwrap().replace('.', " ");
        assert!(!said.to_lowercase().contains(&name) && !said.contains(other.email), "{name}: {said}");
    }
}

#[test]
fn the_leaders_page_names_everybody_in_order_of_name_and_ranks_nobody() {
    let scene = Scene::small_company();
    let report = scene.ask("csm-performance.team", &[("period", "2024-Q4")]).unwrap();
    let fair = part(&report.blocks, "fair_comparison").unwrap();
    let table = fair.blocks.iter().find_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let names: Vec<String> = table.unwrap().rows.iter().map(|row| format!("{:?}", row[0])).collect();
    let mut sorted = names.clone();
    sorted.sort();
    assert!(names.len() >= 2 && names == sorted, "{names:?}");
    let said = text(&report).to_lowercase();
    assert!(
        !said.contains("rank 1") && !said.contains("best performer") && said.contains("there are no ranks"),
        "{said}"
    );
    assert!(part(&report.blocks, "balance").is_some());
}

#[test]
fn an_exclusion_is_shown_with_and_without() {
    let scene = Scene::small_company();
    let reason = [("account", "garrow"), ("from", "2024-10-01"), ("to", "2025-01-01"), ("reason", "went bankrupt")];
    scene.ask("fairness.exclude", &reason).unwrap();
    let said = text(&shown(&scene, "maya"));
    assert!(said.contains("Left out: outcomes of Garrow Tools"), "{said}");
    assert!(said.contains("went bankrupt") && said.contains("ruth@tidewater.example"), "{said}");
    assert!(said.contains("That was after it was known how it ended"), "{said}");
    assert!(said.contains("Had nothing been left out"), "{said}");
}

#[test]
fn the_order_of_files_changes_nothing() {
    let (one, other) = (Scene::small_company(), Scene::empty());
    let folder = other.folder("small-company");
    testkit::small_company(&folder).unwrap();
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.reverse();
    other.import(&files).unwrap();
    assert_eq!(shown(&one, "maya").blocks, shown(&other, "maya").blocks);
}

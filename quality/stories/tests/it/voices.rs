//! What customers say, how close they are, who speaks with us, and what is new.

use kernel::Refusal;
use report::{Block, Report};
use rust_decimal::Decimal;
use stories::{Scene, figure};

fn value(report: &Report, label: &str) -> Option<Decimal> {
    figure(report, label).and_then(|figure| figure.value)
}

fn text(report: &Report) -> String {
    format!("{:?}", report.blocks)
}

/// The keys of the sections, in order.
fn sections(report: &Report) -> Vec<&str> {
    let key = |block: &Block| matches!(block, Block::Section(_));
    let found = report.blocks.iter().filter(|block| key(block));
    found
        .filter_map(|block| if let Block::Section(section) = block { Some(section.key.as_str()) } else { None })
        .collect()
}

const SURVEYS: &str = "source,response_id,account_id,contact_id,kind,score,responded_on,comment\n";

/// The small company with other surveys only.
fn surveyed(rows: &str) -> Scene {
    let scene = Scene::empty();
    let folder = scene.folder("company");
    testkit::small_company(&folder).unwrap();
    std::fs::write(folder.join("surveys.csv"), format!("{SURVEYS}{rows}")).unwrap();
    scene.import(&[folder]).unwrap();
    scene
}

#[test]
fn the_score_of_the_small_company() {
    let report = Scene::small_company().ask("sentiment.nps", &[("period", "2024-Q4")]).unwrap();
    // Three promoters, two passives and one detractor of six.
    assert_eq!(value(&report, "answers"), Some(Decimal::from(6)));
    let score = figure(&report, "NPS").unwrap();
    assert_eq!(score.value.map(|score| score.round_dp(2)), Some(Decimal::new(3333, 2)));
    assert!(score.interval.as_ref().is_some_and(|range| range.low < Decimal::ZERO && range.high > Decimal::from(60)));
    assert_eq!(value(&report, "response rate"), None);
    assert!(text(&report).contains("onboarding and learning"), "the detractor's theme");
    assert!(text(&report).contains("part of daily work"), "the promoter's theme");
}

#[test]
fn sections_stand_in_the_order_of_the_source_practice() {
    let scene = Scene::small_company();
    let nps = scene.ask("sentiment.nps", &[]).unwrap();
    assert_eq!(
        sections(&nps),
        [
            "score",
            "distribution",
            "detractor_themes",
            "promoter_themes",
            "drivers",
            "segments",
            "follow_up",
            "actions",
            "target",
            "satisfaction"
        ]
    );
    let engagement =
        ["summary", "activity", "stakeholders", "trend", "warnings", "classification", "recommendations", "target"];
    assert_eq!(sections(&scene.ask("engagement.show", &[]).unwrap()), engagement);
    assert_eq!(sections(&scene.ask("engagement.show", &[("account", "A-02")]).unwrap()), engagement);
    assert_eq!(
        sections(&scene.ask("segments.show", &[]).unwrap()),
        ["framework", "profiles", "comparison", "engagement_model", "resources", "playbooks", "migration", "impact"]
    );
}

#[test]
fn a_detractor_nobody_spoke_with_is_overdue() {
    let report = Scene::small_company().ask("sentiment.nps", &[("period", "2024-Q4")]).unwrap();
    let told = text(&report);
    assert!(told.contains("Nobody explained it to the new team."));
    // Dunmore's 4 came on 30 October; the message of 5 November is theirs, so nobody followed up.
    assert_eq!(value(&report, "overdue"), Some(Decimal::ONE));
}

#[test]
fn an_answer_of_eleven_is_rejected_at_the_import() {
    let scene = surveyed("own,R-1,A-01,C-01,nps,9,2024-10-16,\nown,R-2,A-02,C-02,nps,11,2024-10-16,\n");
    let report = scene.ask("sentiment.nps", &[("period", "2024-Q4")]).unwrap();
    assert_eq!(value(&report, "answers"), Some(Decimal::ONE));
}

#[test]
fn one_answer_says_how_wide_it_is_and_nobody_makes_no_score() {
    let scene = surveyed("own,R-1,A-01,C-01,nps,10,2024-10-16,\n");
    let report = scene.ask("sentiment.nps", &[("period", "2024-Q4")]).unwrap();
    let score = figure(&report, "NPS").unwrap();
    assert_eq!(score.value, Some(Decimal::ONE_HUNDRED));
    assert!(score.interval.as_ref().is_some_and(|range| range.low < Decimal::ZERO));
    assert!(text(&report).contains("too few to conclude anything"));
    let empty = scene.ask("sentiment.nps", &[("period", "2024-Q1")]).unwrap();
    assert_eq!(value(&empty, "NPS"), None);
    assert!(text(&empty).contains("Nobody answered"));
}

#[test]
fn comments_in_any_writing_are_counted_and_shown() {
    let scene = surveyed(
        "own,R-1,A-01,C-01,nps,2,2024-10-16,价格太贵了\nown,R-2,A-02,C-02,nps,3,2024-10-16,سعر مرتفع\n\
         own,R-3,A-05,C-04,nps,1,2024-10-16,zu teuer 👎\n",
    );
    let told = text(&scene.ask("sentiment.nps", &[("period", "2024-Q4")]).unwrap());
    assert!(told.contains("price and value") && told.contains("no theme found"), "{told}");
    assert!(told.contains("价格太贵了"));
}

#[test]
fn an_unknown_segment_says_which_there_are() {
    let refused = Scene::small_company().ask("sentiment.nps", &[("segment", "whales")]);
    assert!(matches!(refused, Err(Refusal::Invalid { message, .. }) if message.contains("strategic")));
}

#[test]
fn the_most_silent_account_stands_first() {
    let mut scene = Scene::small_company();
    scene.as_of = "2024-12-31".parse().ok();
    let report = scene.ask("engagement.show", &[("period", "2024-Q4")]).unwrap();
    let Some(Block::Section(section)) =
        report.blocks.iter().find(|block| matches!(block, Block::Section(section) if section.key == "classification"))
    else {
        panic!("no table of accounts")
    };
    let told = format!("{section:?}");
    let place = |name: &str| told.find(name).unwrap_or(usize::MAX);
    // Elmhurst was last spoken to on 14 August, Calder on 3 December.
    assert!(place("Elmhurst") < place("Calder Freight"));
    assert!(value(&report, "silent beyond their limit") > Some(Decimal::ZERO));
}

#[test]
fn silence_is_not_known_where_nothing_is_written_down() {
    let mut scene = Scene::small_company();
    scene.as_of = "2024-03-31".parse().ok();
    let report = scene.ask("engagement.show", &[("period", "2024-Q1")]).unwrap();
    assert_eq!(value(&report, "silent beyond their limit"), Some(Decimal::ZERO));
    assert!(text(&report).contains("silence says nothing"));
}

#[test]
fn a_role_that_is_told_later_is_not_used_for_a_day_before() {
    let mut scene = Scene::small_company();
    let now = text(&scene.ask("relationships.show", &[("account", "A-02")]).unwrap());
    assert!(now.contains("sponsor"));
    scene.as_of = "2024-12-31".parse().ok();
    let then = text(&scene.ask("relationships.show", &[("account", "A-02")]).unwrap());
    assert!(then.contains("Lucia Prado") && !then.contains("Text(\"sponsor\")"), "{then}");
    assert!(then.contains("single-threaded") || then.contains("Single-threaded"));
}

#[test]
fn segments_add_up_to_everybody_who_pays() {
    let scene = Scene::small_company();
    for approach in ["value", "lifecycle"] {
        let report = scene.ask("segments.show", &[("period", "2024-Q4"), ("approach", approach)]).unwrap();
        let found: Decimal = report
            .figures()
            .into_iter()
            .filter(|figure| {
                figure.label.contains(" to ")
                    && !figure.label.starts_with("moved")
                    && figure.unit == report::Unit::Count
            })
            .filter_map(|figure| figure.value)
            .sum();
        // Eleven paid at the start or pay at the end: Lowther had left before.
        assert_eq!(found, Decimal::from(11), "{approach}");
    }
}

#[test]
fn today_tells_what_is_new_and_what_comes_first() {
    let mut scene = Scene::small_company();
    scene.as_of = "2024-11-12".parse().ok();
    let report = scene.ask("today.show", &[]).unwrap();
    let told = text(&report);
    // Notice was known on the 11th, the escalation of the 12th and the urgent ticket of the 11th are of the same account.
    assert!(told.contains("Garrow Tools first: notice given on 2024-11-11"), "{told}");
    assert!(told.contains("urgent, escalated"));
    assert_eq!(value(&report, "escalations"), Some(Decimal::ONE));
}

#[test]
fn today_with_old_facts_says_so_and_where_to_look() {
    let told = text(&Scene::small_company().ask("today.show", &[]).unwrap());
    assert!(told.contains("Nothing new is on record") && told.contains("--as-of"), "{told}");
}

#[test]
fn an_account_and_a_csm_at_once_are_refused() {
    let scene = Scene::small_company();
    for action in ["engagement.show", "relationships.show"] {
        let refused = scene.ask(action, &[("account", "A-02"), ("csm", "maya")]);
        assert!(matches!(refused, Err(Refusal::Invalid { field, .. }) if field == "csm"), "{action}");
    }
}

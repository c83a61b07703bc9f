use report::{Block, Report};
use rust_decimal::Decimal;
use stories::{Scene, figure};
use testkit::expected;

fn review(scene: &Scene, csm: &str) -> Report {
    scene.ask("csm-performance.show", &[("csm", csm), ("period", "2024-Q4")]).unwrap()
}

fn headings(report: &Report) -> Vec<&str> {
    report
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Section(section) => Some(section.title.as_str()),
            _ => None,
        })
        .collect()
}

fn text(report: &Report) -> String {
    format!("{:?}", report.blocks)
}

#[test]
fn the_nine_sections_stand_in_order_after_what_to_know_first() {
    let report = review(&Scene::small_company(), "maya");
    assert_eq!(
        headings(&report),
        [
            "Before you read",
            "1. Overall performance score and rating",
            "2. Performance by category",
            "3. Portfolio analysis",
            "4. Trending",
            "5. Strengths to leverage and recognize",
            "6. Development opportunities",
            "7. Coaching plan",
            "8. 30/60/90-day performance goals",
            "9. Career development considerations",
        ]
    );
}

#[test]
fn figures_of_each_person_are_those_worked_out_by_hand() {
    let scene = Scene::small_company();
    for person in expected::PEOPLE {
        let report = review(&scene, person.email);
        let value = |label: &str| figure(&report, label).and_then(|figure| figure.value);
        assert_eq!(value("accounts"), Some(Decimal::from(person.accounts_2025_01_01)), "{}", person.email);
        assert_eq!(value("ARR"), Some(Decimal::from(person.arr_2025_01_01)), "{}", person.email);
        let (held, due) = person.reviews_q4;
        assert_eq!(value("Business reviews held"), Some(Decimal::from(held) / Decimal::from(due)), "{}", person.email);
        let quota = Decimal::from(person.won_arr_q4) / Decimal::from(person.expansion_target_q4);
        assert_eq!(value("Expansion won against target"), Some(quota), "{}", person.email);
        let (admin, all) = person.admin_hours_q4;
        assert_eq!(
            value("Time on administration"),
            Some(Decimal::from(admin) / Decimal::from(all)),
            "{}",
            person.email
        );
    }
}

#[test]
fn credit_for_a_loss_is_shared_by_owner_days() {
    let scene = Scene::small_company();
    let (dan, ines) = expected::CREDIT_DAYS_A06;
    let share = |csm: &str| {
        let report = review(&scene, csm);
        let trace = report.ledger.trace("logo_churn").unwrap();
        trace.rows.iter().find(|row| row.key.ends_with("A-06")).map(|row| row.numbers[1].round_dp(6))
    };
    let of = |days: i32| Some((Decimal::from(days) / Decimal::from(dan + ines)).round_dp(6));
    assert_eq!(share("dan"), of(dan));
    assert_eq!(share("ines"), of(ines));
}

#[test]
fn a_note_is_printed_with_the_review() {
    let scene = Scene::small_company();
    let words = "Fjord <b>left</b> because of the merger.";
    scene.ask("csm-performance.note", &[("csm", "maya"), ("period", "2024-Q4"), ("words", words)]).unwrap();
    assert!(text(&review(&scene, "maya")).contains("because of the merger"));
    assert!(!text(&review(&scene, "dan")).contains("because of the merger"));
}

#[test]
fn what_is_not_there_is_refused_in_one_clear_line() {
    let scene = Scene::small_company();
    let refused = |csm: &str, period: &str| {
        scene.ask("csm-performance.show", &[("csm", csm), ("period", period)]).unwrap_err().to_string()
    };
    assert!(refused("mayya", "2024-Q4").contains("did you mean Maya"));
    assert!(refused("maya", "2024-Q7").contains("2026-Q3"));
    assert!(refused("ruth", "2024-Q4").contains("owned no account"));
    assert!(refused("maya", "1999-Q1").contains("owned no account"));
    let empty = Scene::empty().ask("csm-performance.show", &[("csm", "maya")]).unwrap_err();
    assert!(empty.to_string().contains("no person `maya`"), "{empty}");
}

#[test]
fn later_facts_do_not_change_what_was_known() {
    let mut scene = Scene::small_company();
    scene.as_of = "2024-12-31".parse().ok();
    let before = review(&scene, "maya");
    let late = "touchpoint_id,account_id,person_email,kind,happened_at,direction\n\
                T-LATE,A-01,maya.okonkwo@tidewater.example,call,2025-01-10 10:00,outbound\n";
    scene.import(&[scene.file("late/touchpoints.csv", late)]).unwrap();
    assert_eq!(review(&scene, "maya").blocks, before.blocks);
}

#[test]
fn the_order_of_files_and_rows_changes_nothing() {
    let plain = Scene::small_company();
    let shuffled = Scene::empty();
    let folder = shuffled.folder("shuffled");
    std::fs::create_dir_all(&folder).unwrap();
    for (object, text) in testkit::SMALL_COMPANY {
        let mut lines: Vec<&str> = text.lines().collect();
        lines[1..].reverse();
        std::fs::write(folder.join(format!("{object}.csv")), lines.join("\n")).unwrap();
    }
    shuffled.import(&[folder]).unwrap();
    for csm in ["maya", "dan", "ines"] {
        assert_eq!(review(&plain, csm).blocks, review(&shuffled, csm).blocks, "{csm}");
    }
}

#[test]
fn without_most_facts_there_is_no_score() {
    let scene = Scene::empty();
    let folder = scene.folder("thin");
    std::fs::create_dir_all(&folder).unwrap();
    for (object, text) in testkit::SMALL_COMPANY {
        if ["people", "accounts", "contracts", "ownership", "touchpoints"].contains(object) {
            std::fs::write(folder.join(format!("{object}.csv")), text).unwrap();
        }
    }
    scene.import(&[folder]).unwrap();
    let report = review(&scene, "maya");
    let overall = figure(&report, "overall score").unwrap();
    assert_eq!(overall.value, None);
    assert!(overall.note.as_deref().unwrap_or_default().contains("60 %"), "{overall:?}");
}

#[test]
fn a_period_without_facts_is_not_praised() {
    let mut scene = Scene::small_company();
    let ask = |scene: &Scene, period: &str| {
        scene.ask("csm-performance.show", &[("csm", "maya"), ("period", period)]).map(|report| report.title)
    };
    assert!(matches!(ask(&scene, "2190"), Err(kernel::Refusal::NotEnoughData(_))));
    assert!(matches!(ask(&scene, "2025-Q3"), Err(kernel::Refusal::NotEnoughData(_))));
    scene.as_of = "2024-06-30".parse().ok();
    assert!(matches!(ask(&scene, "2024-Q4"), Err(kernel::Refusal::NotEnoughData(_))));
    let retained = scene.ask("retention.show", &[("period", "2024-Q4")]);
    assert!(matches!(retained, Err(kernel::Refusal::NotEnoughData(_))), "{retained:?}");
}

#[test]
fn tier_targets_make_an_expectation_weighted_by_arr() {
    let scene = Scene::small_company();
    let targets = "person_email,tier,period,metric,target\n\
                   ,strategic,2024-Q4,nps,40\n,growth,2024-Q4,nps,20\n,core,2024-Q4,nps,10\n,nurture,2024-Q4,nps,0\n";
    scene.import(&[scene.file("tiers/targets.csv", targets)]).unwrap();
    let report = review(&scene, "dan");
    let trace = report.ledger.trace("tier.nps").expect("tier targets make a figure");
    let (weighted, arr) = trace.rows.iter().fold((Decimal::ZERO, Decimal::ZERO), |(weighted, arr), row| {
        (weighted + row.numbers[0] * row.numbers[1], arr + row.numbers[1])
    });
    assert_eq!(arr, Decimal::from(162_000));
    assert_eq!(trace.value(), weighted.checked_div(arr));
}

#[test]
fn the_target_is_not_a_case_of_its_own() {
    let report = review(&Scene::small_company(), "dan");
    let won = figure(&report, "Expansion won against target").unwrap();
    // One opportunity won; the row of the target stands beside it in the evidence.
    assert_eq!((won.n, report.ledger.trace("quota_attainment").map(|trace| trace.rows.len())), (Some(1), Some(2)));
}

#[test]
fn whose_an_account_became_is_told_with_the_day() {
    let scene = Scene::small_company();
    let told = text(&review(&scene, "maya"));
    assert!(told.contains("handed on to Dan Reyes on 2024-11-01"), "{told}");
    assert!(told.contains("owned by nobody since 2024-11-15"), "{told}");
    assert!(text(&review(&scene, "dan")).contains("taken over from Maya Okonkwo on 2024-11-01"));
}

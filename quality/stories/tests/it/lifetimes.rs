use rust_decimal::Decimal;
use stories::{Scene, figure, known, says};

fn write(scene: &Scene, name: &str, text: &str) {
    let path = scene.file(name, text);
    assert!(path.exists());
}

/// Accounts that began on the first of 2023 with a contract each, the day it ended (empty for none) and its ARR.
fn company(scene: &Scene, contracts: &[(&str, u32)]) {
    let (mut accounts, mut rows) = (String::new(), String::new());
    for (place, (ends_on, arr)) in contracts.iter().enumerate() {
        accounts.push_str(&format!("A-{place},Account {place},2022-12-01\n"));
        rows.push_str(&format!("C-{place},A-{place},2023-01-01,{ends_on},{arr}\n"));
    }
    write(scene, "told/accounts.csv", &format!("account_id,name,signed_up_on\n{accounts}"));
    write(scene, "told/contracts.csv", &format!("contract_id,account_id,starts_on,ends_on,arr_amount\n{rows}"));
    let touch = "touchpoint_id,account_id,kind,happened_at\nT-1,A-0,call,2024-12-31 10:00\n";
    write(scene, "told/touchpoints.csv", touch);
    scene.import(&[scene.folder("told")]).unwrap();
}

#[test]
fn the_small_company_has_lost_three_of_twelve_and_a_fourth_may_still_be_a_lapse() {
    let report = Scene::small_company().ask("retention.curves", &[]).unwrap();
    assert_eq!(known(&report, "accounts watched").value, Some(Decimal::from(12)));
    // The contract of a fourth ended too shortly before the last day on record.
    assert_eq!(known(&report, "lost so far").value, Some(Decimal::from(3)));
    assert_eq!(figure(&report, "median stay").and_then(|figure| figure.value), None);
    assert!(says(&report).contains("left by choice"));
}

#[test]
fn ten_accounts_of_which_two_left_after_a_year() {
    let scene = Scene::empty();
    let mut contracts = vec![("", 1000); 8];
    contracts.extend([("2024-01-01", 1000), ("2024-01-01", 9000)]);
    company(&scene, &contracts);
    let report = scene.ask("retention.curves", &[]).unwrap();
    let year = known(&report, "still there after a year");
    assert_eq!(year.value, Some(Decimal::new(8, 1)));
    let interval = year.interval.clone().unwrap();
    // R's survival: survfit(Surv(...) ~ 1, conf.type = "log-log") at 365 days.
    assert_eq!((interval.low.round_dp(4), interval.high.round_dp(4)), (Decimal::new(4087, 4), Decimal::new(9459, 4)));
    let arr = known(&report, "ARR still there after a year");
    assert_eq!(arr.value.map(|left| left.round_dp(6)), Some(Decimal::new(444_444, 6).normalize()));
}

#[test]
fn none_lost_all_lost_and_one_account_are_answered() {
    let scene = Scene::empty();
    company(&scene, &[("", 1000); 6]);
    let report = scene.ask("retention.curves", &[("by", "size")]).unwrap();
    assert_eq!(known(&report, "still there after a year").value, Some(Decimal::ONE));
    assert!(says(&report).contains("No account was lost so far"));
    let median = known(&report, "median stay");
    assert!(median.note.as_deref().is_some_and(|note| note.contains("not reached")), "{median:?}");

    let scene = Scene::empty();
    company(&scene, &[("2023-07-01", 1000); 6]);
    let report = scene.ask("retention.curves", &[("by", "plan")]).unwrap();
    assert_eq!(known(&report, "median stay").value, Some(Decimal::from(181)));
    assert_eq!(known(&report, "still there after a year").value, Some(Decimal::ZERO));

    let scene = Scene::empty();
    company(&scene, &[("", 1000)]);
    let report = scene.ask("retention.curves", &[("by", "segment")]).unwrap();
    let year = known(&report, "still there after a year");
    assert!(year.note.as_deref().is_some_and(|note| note.contains("5 would be enough")), "{year:?}");
    assert!(says(&report).contains("Too few accounts for a curve"));
}

#[test]
fn nobody_who_pays_and_a_day_that_is_none_are_refused() {
    let scene = Scene::empty();
    write(&scene, "told/accounts.csv", "account_id,name\nA-0,Account\n");
    write(&scene, "told/contracts.csv", "contract_id,account_id,starts_on,arr_amount\nC-0,A-0,2024-01-01,0\n");
    scene.import(&[scene.folder("told")]).unwrap();
    assert!(scene.ask("retention.curves", &[]).unwrap_err().to_string().contains("no account was paying"));
    let refused = Scene::small_company().ask("retention.curves", &[("since", "last year")]).unwrap_err();
    assert!(refused.to_string().contains("2023-01-01"), "{refused}");
}

#[test]
fn who_is_watched_late_counts_from_the_age_they_then_had() {
    let report = Scene::small_company().ask("retention.curves", &[("since", "2024-06-01")]).unwrap();
    // left before.
    assert_eq!(known(&report, "accounts watched").value, Some(Decimal::from(10)));
    assert_eq!(known(&report, "lost so far").value, Some(Decimal::ONE));
}

#[test]
fn groups_stand_side_by_side_and_small_ones_say_so() {
    let report = Scene::small_company().ask("retention.curves", &[("by", "plan")]).unwrap();
    let text = says(&report);
    assert!(text.contains("Harbor") && text.contains("Ocean") && text.contains("Channel"));
    assert!(text.contains("Too few accounts for a curve"), "{text}");
    let cells = report.figures().len();
    assert!(cells > 40, "{cells}");
}

/// Accounts that signed up on the first of 2024, the day each reached first value (empty for none), and their owner.
fn on_their_way(scene: &Scene, milestones: &[(&str, &str)]) {
    let (mut accounts, mut owned, mut rows) = (String::new(), String::new(), String::new());
    let mut contracts = String::new();
    for (place, (reached_on, owner)) in milestones.iter().enumerate() {
        accounts.push_str(&format!("A-{place},Account {place},2024-01-01\n"));
        owned.push_str(&format!("A-{place},{owner}@tidewater.example,2024-01-01,owner\n"));
        rows.push_str(&format!("A-{place},first value,2024-02-01,{reached_on}\n"));
        contracts.push_str(&format!("C-{place},A-{place},2024-01-01,1000\n"));
    }
    let people = "P-1,Ann Lee,ann@tidewater.example\nP-2,Bo Ray,bo@tidewater.example\n";
    write(scene, "told/people.csv", &format!("person_id,name,email\n{people}"));
    write(scene, "told/accounts.csv", &format!("account_id,name,signed_up_on\n{accounts}"));
    write(scene, "told/contracts.csv", &format!("contract_id,account_id,starts_on,arr_amount\n{contracts}"));
    write(scene, "told/ownership.csv", &format!("account_id,owner_email,from,role\n{owned}"));
    write(scene, "told/milestones.csv", &format!("account_id,milestone,due_on,reached_on\n{rows}"));
    let touch = "touchpoint_id,account_id,kind,happened_at\nT-1,A-0,call,2024-06-30 10:00\n";
    write(scene, "told/touchpoints.csv", touch);
    scene.import(&[scene.folder("told")]).unwrap();
}

#[test]
fn accounts_still_on_their_way_count_towards_the_median() {
    let scene = Scene::empty();
    let mut milestones = vec![("2024-01-11", "ann"); 4];
    milestones.extend(vec![("2024-03-01", "bo"); 3]);
    milestones.extend(vec![("", "bo"); 3]);
    on_their_way(&scene, &milestones);
    let report = scene.ask("time-to-value.show", &[]).unwrap();
    assert_eq!(known(&report, "accounts on their way").value, Some(Decimal::from(10)));
    // Of those who arrived the median is 10 days; of all ten accounts half are there only after 60.
    assert_eq!(known(&report, "median").value, Some(Decimal::from(60)));
    let expected: Decimal =
        report.figures().iter().filter(|figure| figure.label == "expected").filter_map(|figure| figure.value).sum();
    assert_eq!(expected.round_dp(6), Decimal::from(7));
    let ratios: Vec<Decimal> = report
        .figures()
        .iter()
        .filter(|figure| figure.label == "reached over expected")
        .filter_map(|figure| figure.value)
        .collect();
    assert!(ratios[0] > Decimal::ONE && ratios[1] < Decimal::ONE, "{ratios:?}");
    let text = says(&report);
    assert!(text.contains("Overdue") && text.contains("Account 9"), "{text}");
}

#[test]
fn the_review_takes_the_median_of_all_divided_by_reached_over_expected() {
    let scene = Scene::empty();
    let mut milestones = vec![("2024-01-11", "ann"); 6];
    milestones.extend(vec![("2024-03-01", "bo"); 6]);
    on_their_way(&scene, &milestones);
    let days = |csm: &str| {
        let report = scene.ask("csm-performance.show", &[("csm", csm), ("period", "2024-Q1")]).unwrap();
        known(&report, "Time to first value").value.unwrap_or_else(|| panic!("{csm}: unknown"))
    };
    let (ann, bo) = (days("ann"), days("bo"));
    assert!(ann < bo, "{ann} {bo}");
    let open = scene.ask("time-to-value.show", &[("csm", "bo")]).unwrap();
    assert_eq!(known(&open, "median").value, Some(Decimal::from(60)));
}

#[test]
fn without_milestones_it_is_said_what_to_bring() {
    let scene = Scene::empty();
    company(&scene, &[("", 1000)]);
    let refused = scene.ask("time-to-value.show", &[]).unwrap_err();
    assert!(refused.to_string().contains("milestones.csv"), "{refused}");
}

#[test]
fn an_account_that_left_on_the_way_is_no_longer_waited_for() {
    let report = Scene::small_company().ask("time-to-value.show", &[]).unwrap();
    assert_eq!(known(&report, "accounts on their way").value, Some(Decimal::from(3)));
    assert_eq!(known(&report, "median").value, None);
}

#[test]
fn what_ended_shortly_before_the_records_do_is_said_and_not_denied() {
    let scene = Scene::empty();
    company(&scene, &[("2024-12-10", 1000), ("2024-12-10", 1000), ("", 1000)]);
    let report = scene.ask("retention.curves", &[]).unwrap();
    assert_eq!(known(&report, "lost so far").value, Some(Decimal::ZERO));
    let text = says(&report);
    assert!(text.contains("The contracts of 2 accounts ended shortly before the records do, on 2024-12-31"), "{text}");
    assert!(text.contains("No account counts as lost here") && !text.contains("No account was lost so far"), "{text}");
}

//! Which accounts are in trouble and why, as somebody who looks after them asks.

use app::Settings;
use app::settings::Told;
use kernel::Refusal;
use report::{Band, Block, Report, TableCell};
use rust_decimal::Decimal;
use stories::{Scene, figure};

fn text(report: &Report) -> String {
    format!("{:?}", report.blocks)
}

fn on(day: &str) -> Scene {
    let mut scene = Scene::small_company();
    scene.as_of = day.parse().ok();
    scene
}

fn show(scene: &Scene, account: &str) -> Report {
    scene.ask("health.show", &[("account", account)]).unwrap()
}

fn value(report: &Report, label: &str) -> Option<Decimal> {
    figure(report, label).and_then(|figure| figure.value)
}

/// The row of an account in the list, as words.
fn row(report: &Report, name: &str) -> Vec<String> {
    let tables = report.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let words = |cell: &TableCell| match cell {
        TableCell::Text(text) => text.clone(),
        TableCell::Band(band) => band.word().to_owned(),
        TableCell::Figure(figure) => figure.display(),
        TableCell::Empty => String::new(),
    };
    let mut rows = tables.flat_map(|table| &table.rows).map(|cells| cells.iter().map(words).collect::<Vec<_>>());
    rows.find(|cells| cells[0] == name).unwrap_or_else(|| panic!("no {name} in {}", text(report)))
}

const JUDGED: [(&str, &str); 4] = [
    ("account", "calder"),
    ("band", "red"),
    ("reason", "the new owner of the company wants one supplier"),
    ("until", "2025-02-28"),
];

#[test]
fn notice_given_is_red_from_its_day_on_and_the_score_stays_visible() {
    let before = show(&on("2024-10-13"), "dunmore");
    assert!(!text(&before).contains("otice was given"));
    let scene = on("2024-10-14");
    let after = show(&scene, "dunmore");
    assert!(text(&after).contains("otice was given on 2024-10-14"));
    let contracts = figure(&after, "contracts").unwrap().evidence.clone().unwrap();
    let page = scene.ask("evidence.show", &[("reference", &contracts.to_string())]).unwrap();
    assert!(text(&page).contains("contracts own/S-03"));
    let listed = row(&scene.ask("health.list", &[]).unwrap(), "Dunmore Clinics");
    assert_eq!(listed[4], "red");
    assert!(listed.last().unwrap().starts_with("notice given"), "{listed:?}");
}

#[test]
fn notice_outlasts_the_contract_it_ended() {
    let after = show(&on("2024-11-20"), "dunmore");
    assert!(text(&after).contains("otice was given on 2024-10-14"), "{}", text(&after));
    let chances = on("2024-11-20").ask("churn.show", &[("account", "dunmore")]).unwrap();
    assert!(value(&chances, "chance of being lost").unwrap() > Decimal::new(89, 2), "{}", text(&chances));
    let review = on("2024-10-20").ask("account-review.show", &[("account", "dunmore")]).unwrap();
    assert!(text(&review).contains("Before you go: notice was given on 2024-10-14"), "{}", text(&review));
}

#[test]
fn a_contact_known_as_sponsor_makes_executive_involvement_known() {
    let mut scene = Scene::small_company();
    let talk =
        "source,touchpoint_id,account_id,contact_id,kind,happened_at\nown,T-90,A-02,C-02,meeting,2025-01-10T09:00:00\n";
    scene.import(&[scene.file("later/touchpoints.csv", talk)]).unwrap();
    assert_eq!(value(&show(&scene, "calder"), "Executive involvement"), Some(Decimal::ONE_HUNDRED));
    // The role has no date: it is known since the import, and an earlier day does not see it.
    scene.as_of = "2025-01-14".parse().ok();
    assert_eq!(value(&show(&scene, "calder"), "Executive involvement"), None);
}

#[test]
fn what_asks_for_a_look_stands_first() {
    let report = on("2024-10-20").ask("health.list", &[]).unwrap();
    let table = report.blocks.iter().find_map(|block| match block {
        Block::Table(table) if table.title == "Accounts" => Some(table),
        _ => None,
    });
    let last = |cells: &Vec<TableCell>| matches!(cells.last(), Some(TableCell::Text(text)) if !text.is_empty());
    let flagged: Vec<bool> = table.unwrap().rows.iter().map(last).collect();
    assert!(flagged[0]);
    assert!(flagged.is_sorted_by(|a, b| a >= b), "{flagged:?}");
}

#[test]
fn a_judgement_stands_beside_the_computed_band_and_does_not_replace_it() {
    let scene = Scene::small_company();
    let before = show(&scene, "calder");
    let said = scene.ask("health.override", &JUDGED).unwrap();
    assert!(text(&said).contains("evenkeel import undo 2"));
    let after = show(&scene, "calder");
    assert_eq!(value(&before, "health score"), value(&after, "health score"));
    let says = "ruth@tidewater.example judged it red on 2025-01-15, until 2025-02-28: the new owner of the company";
    assert!(text(&after).contains(says), "{}", text(&after));
    let listed = scene.ask("health.list", &[]).unwrap();
    let row = row(&listed, "Calder Freight");
    assert_ne!(row[4], "red");
    assert!(row[5].starts_with("red by ruth@tidewater.example until 2025-02-28: the new owner"), "{row:?}");
}

#[test]
fn a_judgement_that_ran_out_no_longer_holds() {
    let scene = Scene::small_company();
    let head = "source,override_id,account_id,band,reason,judged_by,judged_on,expires_on";
    let rows =
        "own,H-1,A-02,green,trust me,Dan,2024-10-01,2024-12-01\nown,H-2,A-01,green,ask me,Dan,2024-12-01,2025-01-16";
    scene.import(&[scene.file("late/health_overrides.csv", &format!("{head}\n{rows}\n"))]).unwrap();
    assert!(!text(&show(&scene, "A-02")).contains("trust me"));
    assert!(text(&show(&scene, "A-01")).contains("ask me"));
    let mut then = scene;
    then.as_of = "2024-11-30".parse().ok();
    assert!(!text(&show(&then, "A-01")).contains("ask me"));
}

#[test]
fn a_judgement_that_says_too_little_is_refused() {
    let mut scene = Scene::small_company();
    let refused = |scene: &Scene, name: &str, value: &str| {
        let inputs: Vec<(&str, &str)> =
            JUDGED.iter().map(|(known, old)| (*known, if *known == name { value } else { old })).collect();
        scene.ask("health.override", &inputs).unwrap_err().to_string()
    };
    assert!(refused(&scene, "band", "purple").contains("`purple` is no band; write green, yellow or red"));
    assert!(refused(&scene, "reason", "  ").contains("what the computed score does not see"));
    assert!(refused(&scene, "until", "soon").contains("write it as 2024-12-31"));
    assert!(refused(&scene, "until", "2025-01-14").contains("is the last day it holds; name one from 2025-01-15 on"));
    assert!(refused(&scene, "until", "2027-01-14").contains("at most 366 days later"));
    assert!(refused(&scene, "account", "nobody").contains("nobody"));
    scene.as_of = "2024-12-31".parse().ok();
    assert!(refused(&scene, "band", "red").contains("judged today"));
}

#[test]
fn what_each_measure_moved_sums_to_the_difference() {
    let scene = on("2024-12-15");
    let mut explained = 0;
    for account in 1..=12 {
        let account = format!("A-{account:02}");
        for profile in ["four-component", "eight-factor"] {
            let inputs = [("account", account.as_str()), ("since", "2024-11-10"), ("profile", profile)];
            let report = scene.ask("health.explain", &inputs).unwrap();
            let (then, now) = (value(&report, "health then"), value(&report, "health now"));
            let (Some(then), Some(now)) = (then, now) else {
                assert_eq!(value(&report, "change"), None, "{account}");
                continue;
            };
            let change = value(&report, "change").unwrap();
            assert_eq!(change.round_dp(12), (now - then).round_dp(12), "{account}");
            explained += 1;
        }
    }
    assert!(explained > 1, "{explained}");
}

#[test]
fn the_rows_that_moved_it_are_named() {
    let scene = Scene::small_company();
    let head = "source,touchpoint_id,account_id,person_email,kind,happened_at,direction";
    let row = "own,T-NEW,A-02,maya.okonkwo@tidewater.example,call,2025-01-14 10:00,inbound";
    scene.import(&[scene.file("new/touchpoints.csv", &format!("{head}\n{row}\n"))]).unwrap();
    let report = scene.ask("health.explain", &[("account", "A-02"), ("since", "2025-01-10")]).unwrap();
    assert!(text(&report).contains("touchpoints T-NEW (2025-01-14)"), "{}", text(&report));
    let refused = scene.ask("health.explain", &[("account", "A-02"), ("since", "2025-01-15")]).unwrap_err();
    assert!(refused.to_string().contains("does not lie before 2025-01-15"));
}

#[test]
fn a_month_of_the_history_is_the_health_of_that_day() {
    let report = Scene::small_company().ask("health.history", &[("account", "A-02")]).unwrap();
    let december = show(&on("2024-12-31"), "A-02");
    let known = value(&december, "health score");
    let row = row(&report, "2024-12-31");
    assert_eq!(row[1], figure(&december, "health score").unwrap().display());
    assert!(known.is_some(), "{row:?}");
    let refused = Scene::small_company().ask("health.history", &[("account", "nobody")]).unwrap_err();
    assert!(matches!(refused, Refusal::NotFound(_)));
}

#[test]
fn a_segment_has_its_own_profile_and_so_has_who_names_one() {
    let mut scene = Scene::small_company();
    let told = [
        ("health.segments.strategic", "four-component-enterprise"),
        ("health.profiles.talk.weights.engagement", "100"),
    ];
    let more =
        [("health.profiles.talk.name", "Only talk"), ("health.profiles.talk.engagement.touchpoint_quality", "100")];
    let told = told
        .into_iter()
        .chain(more)
        .map(|(name, value)| (name.to_owned(), Told { value: value.to_owned(), origin: "evenkeel.toml".to_owned() }));
    scene.settings = Settings::read(told.collect()).unwrap();
    assert!(show(&scene, "A-02").subtitle[0].contains("Four components, enterprise"));
    assert!(!show(&scene, "A-09").subtitle[0].contains("enterprise"));
    let talk = scene.ask("health.show", &[("account", "A-02"), ("profile", "talk")]).unwrap();
    assert!(talk.subtitle[0].contains("Only talk"));
    assert_eq!(value(&talk, "health score"), value(&talk, "Touchpoint quality"));
    let refused = scene.ask("health.list", &[("profile", "hunch")]).unwrap_err().to_string();
    assert!(refused.contains("no health profile `hunch`; there are four-component, ") && refused.contains("talk"));
}

#[test]
fn against_too_few_accounts_nothing_is_known_rather_than_all_green() {
    let report = Scene::small_company().ask("health.list", &[("profile", "five-component")]).unwrap();
    let bands: Vec<Band> = report.blocks.iter().flat_map(bands_of).collect();
    assert!(!bands.is_empty() && bands.iter().all(|band| *band == Band::Unknown || *band == Band::Red), "{bands:?}");
    let one = Scene::small_company().ask("health.show", &[("account", "A-02"), ("profile", "five-component")]).unwrap();
    assert!(text(&one).contains("too few accounts tell it to compare with"));
}

fn bands_of(block: &Block) -> Vec<Band> {
    let Block::Table(table) = block else { return Vec::new() };
    let band = |cell: &TableCell| match cell {
        TableCell::Band(band) => Some(*band),
        _ => None,
    };
    table.rows.iter().filter(|_| table.title == "Accounts").flatten().filter_map(band).collect()
}

#[test]
fn payment_and_advocacy_count_once_they_are_recorded() {
    let scene = Scene::small_company();
    let before = show(&scene, "A-02");
    assert_eq!(value(&before, "Payment"), None);
    let invoices = "source,invoice_id,account_id,due_on,paid_on\nown,I-1,A-02,2024-11-01,2024-11-03\nown,I-2,A-02,2024-12-01,2024-12-20\n";
    let acts = "source,act_id,account_id,kind,ACTED\nown,V-1,A-02,reference,2024-10-10\n".replace("ACTED", acted());
    scene.import(&[scene.file("more/invoices.csv", invoices), scene.file("more/advocacy.csv", &acts)]).unwrap();
    let after = show(&scene, "A-02");
    // One on time and one late: (100 + 50) / 2.
    assert_eq!(value(&after, "Payment"), Some(Decimal::from(75)));
    assert_eq!(value(&after, "Advocacy"), Some(Decimal::from(50)));
    assert!(value(&after, "coverage") > value(&before, "coverage"));
    assert_eq!(value(&show(&scene, "A-01"), "Payment"), None);
}

/// What the template calls the day of an act of advocacy.
fn acted() -> &'static str {
    let shape = &app::shapes::find("advocacy").expect("a known object").columns;
    shape.last().expect("a column").name
}

#[test]
fn accounts_that_belong_to_one_another_are_seen_together_even_in_a_loop() {
    let mut scene = Scene::small_company();
    let head = "source,account_id,name,signed_up_on,parent_account_id";
    let rows = ["own,A-03,Dunmore Clinics,2023-11-15,A-02", "own,A-05,Fenwick Labs,2023-10-15,A-02"];
    let accounts = format!("{head}\n{}\n", rows.join("\n"));
    scene.import(&[scene.file("family/accounts.csv", &accounts)]).unwrap();
    // A loop is turned away or not, but nothing waits for its end.
    let circle = format!("{head}\nown,A-02,Calder Freight,2023-06-01,A-03\n");
    let _ = scene.import(&[scene.file("circle/accounts.csv", &circle)]);
    let seats = [
        ("health_profile", "seats"),
        ("health.profiles.seats.weights.usage", "100"),
        ("health.profiles.seats.usage.active_share", "100"),
    ];
    let seats = seats
        .map(|(name, value)| (name.to_owned(), Told { value: value.to_owned(), origin: "evenkeel.toml".to_owned() }));
    scene.settings = Settings::read(seats.into()).unwrap();
    let report = show(&scene, "A-02");
    let (calder, fenwick) = (value(&report, "health score").unwrap(), value(&show(&scene, "A-05"), "health score"));
    // By what they pay: 120,000 and 80,000; Dunmore Clinics pays nothing any more.
    let whole = (calder * Decimal::from(120) + fenwick.unwrap() * Decimal::from(80)) / Decimal::from(200);
    assert_eq!(value(&report, "health of the group").map(|score| score.round_dp(9)), Some(whole.round_dp(9)));
    // It gave notice, and no score makes up for that, here as on its own page.
    let told = text(&report);
    let (_, of_dunmore) = told.rsplit_once("Text(\"Dunmore Clinics\")").unwrap();
    let (_, band) = of_dunmore.split_once("Band(").unwrap();
    assert!(band.starts_with("Red)"), "{}", &band[..20]);
    assert_eq!(value(&show(&scene, "A-01"), "health of the group"), None);
    // Before the day on which it was told nobody knew who belongs to whom, and that is not passed over.
    scene.as_of = "2025-01-10".parse().ok();
    let then = show(&scene, "A-02");
    assert_eq!(value(&then, "health of the group"), None);
    assert!(text(&then).contains("told later than this day"));
    assert!(!text(&show(&scene, "A-01")).contains("told later than this day"));
}

#[test]
fn an_account_without_use_or_talk_is_unknown_and_never_green() {
    let scene = Scene::small_company();
    let account = "source,account_id,name,signed_up_on\nown,A-77,Silent Partners,2024-01-01\n";
    let contract = "source,contract_id,account_id,starts_on,ends_on,arr_amount,currency,plan,seats,trial,billing_frequency,\
                    auto_renew,renewal_on,notice_on,escalator\nown,S-77,A-77,2024-01-01,,9000,USD,,10,false,annual,true,,,false\n";
    scene.import(&[scene.file("s/accounts.csv", account), scene.file("s/contracts.csv", contract)]).unwrap();
    let report = show(&scene, "A-77");
    assert_eq!(value(&report, "health score"), None);
    let row = row(&scene.ask("health.list", &[]).unwrap(), "Silent Partners");
    assert_eq!([row[4].as_str(), row[5].as_str()], ["unknown", "none"]);
}

/// An account with a running contract that was last heard of years ago, in rows of every kind.
fn fell_silent(scene: &Scene) {
    let account = "source,account_id,name,signed_up_on\nown,A-78,Quiet Mills,2021-01-01\n";
    let contract =
        "source,contract_id,account_id,starts_on,arr_amount,currency,seats\nown,S-78,A-78,2021-01-01,9000,USD,10\n";
    let touch = "source,touchpoint_id,account_id,kind,happened_at,direction,outcome\nown,T-78,A-78,call,2022-05-02 10:00,outbound,held\n";
    let ticket = "source,ticket_id,account_id,opened_at,closed_at\nown,K-78,A-78,2022-05-02 10:00,2022-05-03 10:00\n";
    let usage =
        "source,account_id,month,active_users,licensed_users,active_days,events\nown,A-78,2022-05-01,8,10,20,400\n";
    let files = [
        scene.file("q/accounts.csv", account),
        scene.file("q/contracts.csv", contract),
        scene.file("q/touchpoints.csv", touch),
        scene.file("q/tickets.csv", ticket),
        scene.file("q/usage_monthly.csv", usage),
    ];
    scene.import(&files).unwrap();
}

#[test]
fn an_account_silent_for_years_is_zero_where_others_speak_and_its_silence_opens() {
    let scene = on("2024-11-30");
    fell_silent(&scene);
    let report = show(&scene, "A-78");
    assert_eq!(value(&report, "Touchpoint quality"), Some(Decimal::ZERO), "{}", text(&report));
    assert_eq!(value(&report, "Active users"), Some(Decimal::ZERO));
    let listed = row(&scene.ask("health.list", &[]).unwrap(), "Quiet Mills");
    assert_ne!(listed[4], "green", "{listed:?}");
    let rows = figure(&report, "Touchpoint quality").unwrap().evidence.clone().unwrap();
    scene.ask("evidence.show", &[("reference", &rows.to_string())]).unwrap();
    scene.ask("health.history", &[("account", "A-78")]).unwrap();
}

#[test]
fn an_answer_off_the_scale_is_turned_away_at_the_door() {
    let scene = Scene::small_company();
    let before = value(&show(&scene, "A-02"), "NPS answers");
    let survey = "source,response_id,account_id,kind,score,responded_on\nown,R-99,A-02,nps,11,2025-01-10\n";
    let report = scene.import(&[scene.file("odd/surveys.csv", survey)]);
    let says = report.map_or_else(|refused| refused.to_string(), |report| text(&report));
    assert!(says.contains("11"), "{says}");
    assert_eq!(value(&show(&scene, "A-02"), "NPS answers"), before);
}

#[test]
fn an_account_that_comes_later_is_not_known_before() {
    let scene = Scene::small_company();
    let known = "account_id,name,signed_up_on,known_at\nA-79,Later Works,2024-11-01,2024-11-01\n";
    let contract = "contract_id,account_id,starts_on,arr_amount,currency\nS-79,A-79,2024-11-01,9000,USD\n";
    scene.import(&[scene.file("l/accounts.csv", known), scene.file("l/contracts.csv", contract)]).unwrap();
    let mut scene = scene;
    scene.as_of = "2024-10-31".parse().ok();
    for action in ["health.show", "health.history", "usage.show", "relationships.show"] {
        let Err(refused) = scene.ask(action, &[("account", "Later Works")]) else { panic!("{action} knows it") };
        assert!(matches!(refused, Refusal::NotFound(_)), "{action}: {refused}");
    }
    scene.as_of = "2024-11-30".parse().ok();
    scene.ask("health.show", &[("account", "Later Works")]).unwrap();
}

#[test]
fn where_nothing_moved_nothing_is_named() {
    let mut scene = Scene::empty();
    scene.as_of = "2025-01-15".parse().ok();
    let accounts = scene.file("told/accounts.csv", "account_id,name\nA-1,Steady\n");
    assert!(accounts.exists());
    let contracts = "contract_id,account_id,starts_on,arr_amount,seats\nC-1,A-1,2023-01-01,1000,10\n";
    assert!(scene.file("told/contracts.csv", contracts).exists());
    let mut used = String::from("account_id,month,active_users,licensed_users,active_days,events\n");
    for month in ["2024-09", "2024-10", "2024-11", "2024-12"] {
        used.push_str(&format!("A-1,{month}-01,8,10,20,900\n"));
    }
    assert!(scene.file("told/usage_monthly.csv", &used).exists());
    let mut talks = String::from("touchpoint_id,account_id,kind,happened_at,direction\n");
    for (number, day) in ["2024-11-05", "2024-12-05", "2025-01-05"].iter().enumerate() {
        talks.push_str(&format!("T-{number},A-1,call,{day} 10:00,inbound\n"));
    }
    assert!(scene.file("told/touchpoints.csv", &talks).exists());
    scene.import(&[scene.folder("told")]).unwrap();
    let report = scene.ask("health.explain", &[("account", "A-1"), ("since", "2025-01-14")]).unwrap();
    let text = text(&report);
    assert!(!text.contains("moved it most"), "{text}");
}

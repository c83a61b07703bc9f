//! Three exports that share no identifiers: a customer system, a support desk and a billing system. Before anything is
//! confirmed they are three accounts; afterwards every page of the one counts them all; taken back, nothing is left.

use contract::{CATALOGUE, Inputs, Value};
use kernel::{Access, Refusal};
use report::{Block, Report, Section, TableCell};
use stories::{Scene, figure};

const USERS: &str = "Id,Username,Name,Email,IsActive,ProfileId,CreatedDate\n\
    005500000011111AAA,maya@tidewater.example,Maya Okafor,maya@tidewater.example,true,00e1,2023-01-01T08:00:00Z\n";
const CRM: &str = "Id,Name,ParentId,OwnerId,BillingCountry,Industry,Website,CreatedDate\n\
    0015500000AAAAAAA2,Brightwater Ltd.,,005500000011111AAA,United Kingdom,Water,https://www.brightwater.example/,2023-02-01T08:00:00Z\n\
    0015500000BBBBBAA4,Müller Maschinenbau GmbH & Co. KG,,005500000011111AAA,Germany,Machines,mueller.example,2023-03-01T08:00:00Z\n\
    0015500000CCCCCAA6,Calder Group,,005500000011111AAA,Ireland,Freight,calder.example,2023-04-01T08:00:00Z\n\
    0015500000DDDDDAA8,Calder Freight,0015500000CCCCCAA6,005500000011111AAA,Ireland,Freight,calder.example,2023-04-01T08:00:00Z\n";
const ORGANIZATIONS: &str = "id,name,shared_tickets,shared_comments,created_at,external_id,domain_names\n\
    370001,BRIGHTWATER,false,false,2023-02-10 09:00:00,,\n\
    370002,Mueller Maschinenbau,false,false,2023-03-10 09:00:00,0015500000BBBBB,\n\
    370003,Calder,false,false,2023-04-10 09:00:00,,calder.example\n";
const REQUESTERS: &str = "id,name,email,organization_id,role,ticket_restriction,created_at\n\
    9001,Kim Ode,kim@brightwater.example,370001,end-user,,2023-02-10 09:00:00\n\
    9002,Ana Lima,ana.lima@gmail.com,370003,end-user,,2023-02-10 09:00:00\n";
const TICKETS: &str = "id,organization_id,requester_id,created_at,updated_at,ticket_form_id,status,priority,subject\n\
    1,370001,9001,2024-12-02 09:00:00,2024-12-20 10:00:00,1,solved,urgent,Pumps stand still\n\
    2,370001,9001,2025-01-14 09:00:00,2025-01-14 10:00:00,1,open,urgent,Pumps stand still again\n\
    3,370002,9001,2024-11-02 09:00:00,2024-11-03 10:00:00,1,solved,low,A question\n";
const CUSTOMERS: &str = "id,Email,Name,Created (UTC),Delinquent\n\
    cus_BRIGHT,accounts@brightwater.example,Brightwater,2023-02-05 08:00,false\n\
    cus_MUELLER,buchhaltung@gmx.de,MULLER MASCHINENBAU,2023-03-05 08:00,false\n";
const SUBSCRIPTIONS: &str = "id,Customer ID,Plan,Quantity,Currency,Interval,Amount,Status,Start Date (UTC),Ended At (UTC)\n\
    sub_1,cus_BRIGHT,Pro,10,usd,month,100.00,active,2024-01-01 00:00,\n\
    sub_2,cus_MUELLER,Pro,5,usd,month,100.00,active,2024-01-01 00:00,\n";
const INVOICES: &str = "id,Customer,Number,Amount Due,Total,Currency,Status,Date (UTC),Due Date (UTC),Paid At (UTC)\n\
    in_1,cus_BRIGHT,1,1000.00,1000.00,usd,open,2024-12-01 00:00,2024-12-10 00:00,\n";

/// The company with its three systems, on the morning of 2025-01-15.
fn three_systems() -> Scene {
    let scene = Scene::empty();
    let files = [
        ("crm/users.csv", USERS),
        ("crm/accounts.csv", CRM),
        ("desk/organizations.csv", ORGANIZATIONS),
        ("desk/requesters.csv", REQUESTERS),
        ("desk/tickets.csv", TICKETS),
        ("bill/customers.csv", CUSTOMERS),
        ("bill/subscriptions.csv", SUBSCRIPTIONS),
        ("bill/invoices.csv", INVOICES),
    ];
    files.iter().for_each(|(name, text)| drop(scene.file(name, text)));
    for folder in ["crm", "desk", "bill"] {
        let report = scene.import(&[scene.folder(folder)]).unwrap();
        assert!(!text(&report).contains("Rejected rows"), "{}", text(&report));
    }
    scene
}

fn text(report: &Report) -> String {
    format!("{:?}", report.blocks)
}

fn cell(cell: &TableCell) -> String {
    match cell {
        TableCell::Text(text) => text.clone(),
        TableCell::Figure(figure) => figure.display(),
        _ => String::new(),
    }
}

/// The rows of the tables of a section.
fn rows(report: &Report, key: &str) -> Vec<Vec<String>> {
    let is_it = |block: &&Block| matches!(block, Block::Section(Section { key: found, .. }) if found == key);
    let Some(Block::Section(section)) = report.blocks.iter().find(is_it) else { return Vec::new() };
    tables(&section.blocks)
}

fn tables(blocks: &[Block]) -> Vec<Vec<String>> {
    let tables = blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.flat_map(|table| &table.rows).map(|row| row.iter().map(cell).collect()).collect()
}

fn pairs(report: &Report, key: &str) -> Vec<(String, String)> {
    rows(report, key).into_iter().map(|row| (row[1].clone(), row[3].clone())).collect()
}

fn pair(one: &str, other: &str) -> (String, String) {
    (one.to_owned(), other.to_owned())
}

fn all_certain(scene: &Scene) -> Result<Report, Refusal> {
    let mut inputs = Inputs::default();
    inputs.give("all_certain", Value::Given);
    scene.perform("accounts.confirm", &inputs).map(|answer| answer.report)
}

fn decide(scene: &Scene, action: &str, one: &str, other: &str) -> Result<Report, Refusal> {
    let names = if action == "accounts.merge" { ["loser", "winner"] } else { ["one", "other"] };
    scene.ask(action, &[(names[0], one), (names[1], other)])
}

const BRIGHT: &str = "salesforce/0015500000AAAAAAA2";
const MUELLER: &str = "salesforce/0015500000BBBBBAA4";
const GROUP: &str = "salesforce/0015500000CCCCCAA6";
const FREIGHT: &str = "salesforce/0015500000DDDDDAA8";

#[test]
fn accounts_are_proposed_with_reasons_and_how_sure_that_is() {
    let report = three_systems().ask("accounts.match", &[]).unwrap();
    assert_eq!(
        pairs(&report, "certain"),
        [pair(BRIGHT, "stripe/cus_BRIGHT"), pair(MUELLER, "zendesk/370002")],
        "{}",
        text(&report)
    );
    let why = |key: &str, place: usize| rows(&report, key)[place][4].clone();
    assert_eq!(why("certain", 0), "same domain brightwater.example; same name \"brightwater\"");
    assert!(why("certain", 1).contains("zendesk holds the identifier 0015500000BBBBB"), "{}", why("certain", 1));
    let likely = pairs(&report, "likely");
    assert!(likely.contains(&pair(BRIGHT, "zendesk/370001")), "{likely:?}");
    // A free-mail address tells nothing: the name is all there is.
    let possible = pairs(&report, "possible");
    assert!(possible.contains(&pair(MUELLER, "stripe/cus_MUELLER")), "{possible:?}");
    assert!(!text(&report).contains("gmail") && !text(&report).contains("gmx"));
}

#[test]
fn two_that_fit_equally_well_are_asked_about() {
    let report = three_systems().ask("accounts.match", &[]).unwrap();
    let asked = rows(&report, "questions");
    let calder = asked.iter().find(|row| row[1] == "zendesk/370003").unwrap_or_else(|| panic!("{asked:?}"));
    assert!(calder[2].contains(GROUP) && calder[2].contains(FREIGHT), "{calder:?}");
    assert!(calder[3].contains("2 accounts of salesforce fit equally well"), "{calder:?}");
    let all = [pairs(&report, "certain"), pairs(&report, "likely"), pairs(&report, "possible")].concat();
    assert!(!all.iter().any(|(_, other)| other == "zendesk/370003"), "{all:?}");
}

fn listed(scene: &Scene) -> Vec<Vec<String>> {
    tables(&scene.ask("accounts.list", &[]).unwrap().blocks)
}

#[test]
fn before_anything_is_confirmed_they_are_separate() {
    let scene = three_systems();
    let owners: Vec<(String, String)> =
        listed(&scene).into_iter().map(|row| (row[0].clone(), row[3].clone())).collect();
    assert_eq!(owners, [pair("Brightwater", "unowned"), pair("MULLER MASCHINENBAU", "unowned")]);
    let names = scene.ask("health.show", &[("account", "brightwater")]).unwrap_err();
    assert!(names.to_string().contains("more than one account"), "{names}");
}

fn all_of_them(scene: &Scene) {
    all_certain(scene).unwrap();
    decide(scene, "accounts.confirm", BRIGHT, "zendesk/370001").unwrap();
    decide(scene, "accounts.confirm", MUELLER, "stripe/cus_MUELLER").unwrap();
}

#[test]
fn once_confirmed_every_page_of_the_account_counts_them_all() {
    let scene = three_systems();
    let before = scene.ask("health.show", &[("account", BRIGHT)]).unwrap();
    all_of_them(&scene);
    let rows = listed(&scene);
    let bright = ["Brightwater Ltd.", "0015500000AAAAAAA2", "salesforce, stripe, zendesk", "Maya Okafor", "Water"];
    assert_eq!(rows[0][..5], bright, "{rows:?}");
    assert!(rows[0][6].contains("12,000"), "{rows:?}");
    assert_eq!(rows[1][0], "Müller Maschinenbau GmbH & Co. KG");
    // By whatever name somebody knows it.
    for name in ["brightwater", "zendesk/370001", "370001", "cus_BRIGHT", "brightwater.example"] {
        let page = scene.ask("health.show", &[("account", name)]).unwrap();
        assert_eq!(page.title, scene.ask("health.show", &[("account", BRIGHT)]).unwrap().title, "{name}");
        assert_ne!(text(&page), text(&before));
    }
    let shown = |action: &str| {
        let report = scene.ask(action, &[("account", BRIGHT)]).unwrap();
        let keys: Vec<String> = report.references().iter().map(|one| one.to_string()).collect();
        let rows = keys.iter().map(|key| scene.ask("evidence.show", &[("reference", key)]));
        text(&report) + &rows.filter_map(Result::ok).map(|report| text(&report)).collect::<String>()
    };
    let health = shown("health.show");
    assert!(health.contains("zendesk/1") || health.contains("zendesk/2"), "no ticket stands behind health: {health}");
    let churn = shown("churn.show");
    assert!(churn.contains("Brightwater Ltd."), "{churn}");
    let today = text(&scene.ask("today.show", &[]).unwrap());
    assert!(today.contains("Brightwater Ltd.") && !today.contains("BRIGHTWATER"), "{today}");
    let retention = scene.ask("retention.show", &[("period", "2024-Q4")]).unwrap();
    assert!(figure(&retention, "opening ARR").unwrap().display().contains("18,000"), "{retention:?}");
}

#[test]
fn a_link_holds_for_past_days_too_while_rows_keep_their_own_clocks() {
    let mut scene = three_systems();
    all_of_them(&scene);
    scene.as_of = "2024-06-30".parse().ok();
    assert_eq!(listed(&scene)[0][2], "salesforce, stripe, zendesk");
    let refused = decide(&scene, "accounts.confirm", GROUP, "zendesk/370003").unwrap_err();
    assert!(refused.to_string().contains("--as-of"), "{refused}");
}

/// Every answer there is, in words; what tells of the deliveries themselves is left out.
fn every_answer(scene: &Scene) -> Vec<(String, String)> {
    let given = |name: &str| match name {
        "account" => BRIGHT,
        "csm" => "maya",
        "period" => "2024-Q4",
        _ => "",
    };
    let asked = CATALOGUE.iter().filter(|action| action.access == Access::Read);
    let asked = asked.filter(|action| {
        let log = ["imports.history", "doctor.show", "house.doctor", "facts.export", "imports.template"];
        !log.contains(&action.name) && !action.command.contains(&"doctor") && action.name != "fairness.simulate"
    });
    let mut answers: Vec<(String, String)> = Vec::new();
    for action in asked {
        let needed = action.inputs.iter().filter(|input| input.required);
        let inputs: Vec<(&str, &str)> = needed.map(|input| (input.name, given(input.name))).collect();
        if inputs.iter().any(|(_, value)| value.is_empty()) {
            continue;
        }
        let answer = scene.ask(action.name, &inputs);
        answers.push((action.name.to_owned(), format!("{answer:?}")));
    }
    assert!(answers.len() > 20, "{}", answers.len());
    answers
}

fn same_answers(before: &[(String, String)], after: &[(String, String)]) {
    for ((action, before), (_, after)) in before.iter().zip(after) {
        assert_eq!(before, after, "{action}");
    }
}

#[test]
fn confirmed_and_taken_back_every_answer_is_what_it_was() {
    let scene = three_systems();
    let before = every_answer(&scene);
    all_of_them(&scene);
    decide(&scene, "accounts.reject", GROUP, "zendesk/370003").unwrap();
    decide(&scene, "accounts.merge", FREIGHT, GROUP).unwrap();
    let linked = every_answer(&scene);
    assert!(before.iter().zip(&linked).filter(|(one, other)| one != other).count() > 5);
    for (one, other) in [
        (FREIGHT, GROUP),
        ("stripe/cus_BRIGHT", BRIGHT),
        (BRIGHT, "zendesk/370001"),
        (GROUP, "zendesk/370003"),
        (MUELLER, "stripe/cus_MUELLER"),
        (MUELLER, "zendesk/370002"),
    ] {
        decide(&scene, "accounts.undo", one, other).unwrap();
    }
    same_answers(&before, &every_answer(&scene));
    all_of_them(&scene);
    assert!(rows(&scene.ask("accounts.match", &[]).unwrap(), "decided").len() == 4);
}

#[test]
fn a_delivery_of_links_is_taken_back_like_any_other() {
    let scene = three_systems();
    let before = every_answer(&scene);
    let told = all_certain(&scene).unwrap();
    assert!(text(&told).contains("evenkeel import undo 4"), "{}", text(&told));
    let mut inputs = Inputs::default();
    inputs.give("delivery", Value::Whole(4));
    scene.perform("imports.undo", &inputs).unwrap();
    same_answers(&before, &every_answer(&scene));
}

#[test]
fn what_was_rejected_is_not_proposed_again_until_that_is_taken_back() {
    let scene = three_systems();
    decide(&scene, "accounts.reject", "zendesk/370001", BRIGHT).unwrap();
    let report = scene.ask("accounts.match", &[]).unwrap();
    assert!(!pairs(&report, "likely").contains(&pair(BRIGHT, "zendesk/370001")));
    let decided = rows(&report, "decided");
    assert_eq!((decided[0][2].as_str(), decided[0][6].as_str()), ("different", "ruth@tidewater.example"));
    decide(&scene, "accounts.undo", BRIGHT, "zendesk/370001").unwrap();
    let report = scene.ask("accounts.match", &[]).unwrap();
    assert!(pairs(&report, "likely").contains(&pair(BRIGHT, "zendesk/370001")), "{}", text(&report));
}

#[test]
fn a_rejection_gives_way_to_a_confirmation() {
    let scene = three_systems();
    decide(&scene, "accounts.reject", BRIGHT, "zendesk/370001").unwrap();
    decide(&scene, "accounts.confirm", BRIGHT, "zendesk/370001").unwrap();
    let decided = rows(&scene.ask("accounts.match", &[]).unwrap(), "decided");
    assert_eq!(decided.iter().map(|row| row[2].as_str()).collect::<Vec<_>>(), ["same"]);
    let refused = decide(&scene, "accounts.reject", BRIGHT, "zendesk/370001").unwrap_err();
    assert!(refused.to_string().contains("one account already"), "{refused}");
}

#[test]
fn requests_that_make_no_sense_are_refused_with_what_to_do() {
    let scene = three_systems();
    let refused = |action: &str, one: &str, other: &str| decide(&scene, action, one, other).unwrap_err().to_string();
    assert!(refused("accounts.confirm", BRIGHT, BRIGHT).contains("one account already"));
    assert!(refused("accounts.confirm", BRIGHT, "nobody at all").contains("no account"));
    assert!(refused("accounts.merge", BRIGHT, "zendesk/370001").contains("accounts match confirm"));
    assert!(refused("accounts.undo", BRIGHT, "zendesk/370001").contains("nothing was decided"));
    let mut inputs = Inputs::default();
    inputs.give("all_certain", Value::Given);
    inputs.give("one", Value::Text(BRIGHT.to_owned()));
    assert!(scene.perform("accounts.confirm", &inputs).unwrap_err().to_string().contains("not both"));
    all_certain(&scene).unwrap();
    assert!(all_certain(&scene).is_err() || pairs(&scene.ask("accounts.match", &[]).unwrap(), "certain").is_empty());
}

#[test]
fn what_is_imported_later_counts_for_the_linked_account_and_rows_stay_as_they_were_written() {
    let scene = three_systems();
    all_of_them(&scene);
    let again = scene.import(&[scene.folder("desk"), scene.folder("bill")]).unwrap();
    let counts = tables(&again.blocks[..1]);
    assert!(counts.iter().all(|row| row[3] == "0" && row[4] == "0" && row[6] == "0"), "{counts:?}");
    let more = "id,organization_id,requester_id,created_at,updated_at,ticket_form_id,status,priority,subject\n\
        4,370001,9001,2025-01-14 09:00:00,2025-01-14 10:00:00,1,open,urgent,Pumps stand still for good\n";
    scene.import(&[scene.file("more/tickets.csv", more)]).unwrap();
    let today = text(&scene.ask("today.show", &[]).unwrap());
    assert!(today.contains("Brightwater Ltd."), "{today}");
    scene.export(&scene.folder("out")).unwrap();
    let written = std::fs::read_to_string(scene.folder("out").join("tickets.csv")).unwrap();
    assert!(written.contains("zendesk/370001") && !written.contains(BRIGHT), "{written}");
}

#[test]
fn an_export_brings_the_links_along() {
    let scene = three_systems();
    all_of_them(&scene);
    decide(&scene, "accounts.reject", GROUP, "zendesk/370003").unwrap();
    scene.export(&scene.folder("out")).unwrap();
    let other = Scene::empty();
    other.import(&[scene.folder("out")]).unwrap();
    same_answers(&every_answer(&scene), &every_answer(&other));
}

#[test]
fn merged_inside_one_system_the_loser_points_to_the_winner() {
    let scene = three_systems();
    decide(&scene, "accounts.merge", FREIGHT, GROUP).unwrap();
    let report = scene.ask("accounts.match", &[]).unwrap();
    // With one account of that domain left, nothing is open any more.
    assert!(pairs(&report, "likely").contains(&pair(GROUP, "zendesk/370003")), "{}", text(&report));
    let later = "Id,AccountId,LastName,Email,MailingCountry,FirstName,CreatedDate\n\
        0035500000EEEEEAAA,0015500000DDDDDAA8,Reyes,dana@calder.example,Ireland,Dana,2024-01-01T08:00:00Z\n";
    scene.import(&[scene.file("later/contacts.csv", later)]).unwrap();
    let contacts = scene.ask("relationships.show", &[("account", "Calder Group")]).unwrap();
    assert!(text(&contacts).contains("Dana Reyes"), "{}", text(&contacts));
}

#[test]
fn a_parent_is_named_by_the_identifier_of_another_system() {
    let scene = three_systems();
    let below = "source,account_id,name,parent_account_id\nerp,E-1,Brightwater Pumps,cus_BRIGHT\n";
    scene.import(&[scene.file("erp/accounts.csv", below)]).unwrap();
    all_of_them(&scene);
    let store = scene.desk().store;
    let query = ports::store::FactQuery::all(app::shapes::find("accounts").unwrap());
    let found = store.facts(&query).unwrap();
    let pumps = found.iter().find(|record| &*record.key == "erp/E-1").unwrap();
    assert_eq!(pumps.text("parent_account_id").as_deref(), Some(BRIGHT));
}

#[test]
fn contracts_told_by_two_systems_are_warned_about() {
    let scene = three_systems();
    let told = "source,contract_id,account_id,starts_on,arr_amount,currency\n\
        salesforce,C-1,0015500000AAAAAAA2,2024-01-01,12000,USD\n";
    scene.import(&[scene.file("contracts/contracts.csv", told)]).unwrap();
    let report = scene.ask("accounts.match", &[]).unwrap();
    assert!(text(&report).contains("the ARR of both counts"), "{}", text(&report));
    let confirmed = decide(&scene, "accounts.confirm", BRIGHT, "stripe/cus_BRIGHT").unwrap();
    assert!(text(&confirmed).contains("contracts on the same days"), "{}", text(&confirmed));
}

#[test]
fn tickets_that_name_their_organization_find_it_by_name() {
    let scene = three_systems();
    let screen = "Id,Requester,Requester email,Organization,Status,Priority,Created at,Solved at,Subject\n\
        91,Kim,,Mueller  maschinenbau,Open,Low,2025-01-13 09:00,,By the name of its own system\n\
        92,Kim,,Calder Group,Open,Low,2025-01-13 09:00,,By the name of another\n\
        93,Kim,,Nobody knows,Open,Low,2025-01-13 09:00,,By none\n";
    let report = scene.import(&[scene.file("screen/tickets.csv", screen)]).unwrap();
    assert!(text(&report).contains("no contact, no account's domain and no account's name fits `Nobody knows`"));
    let query = ports::store::FactQuery::all(app::shapes::find("tickets").unwrap());
    let found = scene.desk().store.facts(&query).unwrap();
    let of = |key: &str| found.iter().find(|record| &*record.key == key).and_then(|record| record.text("account_id"));
    assert_eq!(of("zendesk/91").as_deref(), Some("zendesk/370002"));
    assert_eq!(of("zendesk/92").as_deref(), Some(GROUP));
}

#[test]
fn an_import_beside_other_systems_says_how_to_match_them() {
    let scene = three_systems();
    let more = "id,name,shared_tickets,shared_comments,created_at\n370009,Garrow,false,false,2024-02-10 09:00:00\n";
    let report = scene.import(&[scene.file("more/organizations.csv", more)]).unwrap();
    assert!(text(&report).contains("salesforce, stripe, zendesk. Which of them are one company"), "{}", text(&report));
    let again = scene.import(&[scene.folder("desk")]).unwrap();
    assert!(!text(&again).contains("Which of them are one company"));
}

#[test]
fn of_owners_told_by_two_systems_the_kept_ones_count_and_the_others_where_it_tells_none() {
    let mut scene = three_systems();
    let people = "person_id,name,email,hired_on\nP-2,Dan Reyes,dan@tidewater.example,2023-01-01\n";
    let owners = "source,account_id,owner_email,from\n\
        zendesk,370001,dan@tidewater.example,2024-01-01\nzendesk,370002,maya@tidewater.example,2025-01-15\n";
    drop(scene.file("owners/people.csv", people));
    drop(scene.file("owners/ownership.csv", owners));
    scene.import(&[scene.folder("owners")]).unwrap();
    let report = scene.ask("accounts.match", &[]).unwrap();
    assert!(text(&report).contains("Maya Okafor would count and not Dan Reyes"), "{}", text(&report));
    all_of_them(&scene);
    let owner = |scene: &Scene| listed(scene).iter().map(|row| row[3].clone()).collect::<Vec<_>>();
    assert_eq!(owner(&scene), ["Maya Okafor", "Maya Okafor"]);
    // The customer system tells of owners since its first import only; before that the support desk does.
    scene.as_of = "2024-12-31".parse().ok();
    assert_eq!(owner(&scene), ["Dan Reyes", "unowned"]);
    scene.as_of = None;
    for csm in ["maya", "dan"] {
        scene.ask("retention.bridge", &[("period", "2025-01-01..2025-01-31"), ("csm", csm)]).unwrap();
    }
}

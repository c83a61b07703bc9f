//! Lists of systems nobody described, as people export them: what becomes of them without a word of configuration.

use std::path::PathBuf;

use contract::{Inputs, Value};
use stories::Scene;

/// Two people and three accounts of their own numbers.
pub(crate) fn home() -> Scene {
    let scene = Scene::empty();
    let people =
        "person_id,name,email\nP1,Maya Chen,maya.chen@tidewater.example\nP2,Tom Becker,tom.becker@tidewater.example\n";
    let accounts = "account_id,name,domain,industry\nA-1,Acme Robotics,acme.example,Robots\nA-2,Bluefin Logistics,bluefin.example,Freight\nA-3,Cobalt,cobalt.example,Mining\n";
    scene.import(&[scene.file("own/people.csv", people), scene.file("own/accounts.csv", accounts)]).unwrap();
    scene
}

pub(crate) fn given(scene: &Scene, name: &str, text: &str) -> PathBuf {
    scene.file(&format!("given/{name}"), text)
}

/// The rows of an object as an export writes them, without the heading; none where there is no such file.
pub(crate) fn rows(scene: &Scene, object: &str) -> Vec<String> {
    let folder = scene.folder("out");
    // What an earlier export wrote of an object that is gone must not be read.
    let _ = std::fs::remove_dir_all(&folder);
    scene.export(&folder).unwrap();
    let text = std::fs::read_to_string(folder.join(format!("{object}.csv"))).unwrap_or_default();
    text.lines().skip(1).map(str::to_owned).collect()
}

/// A cell of a row of an export by the name of its column.
pub(crate) fn cells(scene: &Scene, object: &str, column: &str) -> Vec<String> {
    let folder = scene.folder("out");
    scene.export(&folder).unwrap();
    let mut reader = csv::Reader::from_path(folder.join(format!("{object}.csv"))).unwrap();
    let place = reader.headers().unwrap().iter().position(|heading| heading == column).unwrap();
    reader.records().map(|row| row.unwrap()[place].to_owned()).collect()
}

#[test]
fn a_book_of_customers_becomes_accounts_contracts_and_owners() {
    let scene = home();
    let book = "Customer,CSM,ARR,Currency,Contract Start,Renewal Date,Health\n\
        Acme Robotics,Maya Chen,\"12,000\",EUR,2023-01-15,2026-01-15,Green\n\
        Bluefin Logistics,tom.becker@tidewater.example,\"24,500\",EUR,2023-03-01,2026-03-01,Red\n\
        Dune Textiles,Maya Chen <maya.chen@tidewater.example>,\"9,900\",EUR,2024-05-01,2026-05-01,Green\n";
    let said = format!("{:?}", scene.import(&[given(&scene, "book.csv", book)]).unwrap().blocks);
    assert!(said.contains("owners of today"), "{said}");
    // Known accounts are the ones that were meant, and keep what is known of them; the third one is new.
    assert_eq!(cells(&scene, "accounts", "industry"), ["Robots", "Freight", "Mining", ""]);
    assert_eq!(cells(&scene, "contracts", "account_id"), ["own/A-1", "own/A-2", "own/Dune Textiles"]);
    assert_eq!(cells(&scene, "contracts", "arr_amount"), ["12000", "24500", "9900"]);
    assert_eq!(cells(&scene, "contracts", "renewal_on"), ["2026-01-15", "2026-03-01", "2026-05-01"]);
    assert_eq!(cells(&scene, "ownership", "owner_email"), ["own/P1", "own/P2", "own/P1"]);
}

#[test]
fn what_is_paid_since_nobody_knows_when_counts_from_the_day_it_is_told() {
    let scene = home();
    let list = |arr: &str| {
        format!(
            "Customer,CSM,ARR,Currency,Renewal Date\nAcme Robotics,Maya Chen,{arr},EUR,2027-01-15\nCobalt,Tom Becker,7000,EUR,2027-02-15\n"
        )
    };
    scene.import(&[given(&scene, "first.csv", &list("5000"))]).unwrap();
    let since = cells(&scene, "contracts", "starts_on");
    assert_eq!(since.len(), 2);
    scene.import(&[given(&scene, "second.csv", &list("6000"))]).unwrap();
    assert_eq!(cells(&scene, "contracts", "starts_on"), since);
    assert_eq!(cells(&scene, "contracts", "arr_amount"), ["6000", "7000"]);
}

#[test]
fn what_is_no_identifier_never_becomes_one() {
    let scene = home();
    let contracts = "Contract ID,Account ID,Start Date,ARR,Currency\nK1,A-1,2024-01-14,12k,EUR\nK2,A-2,2024-01-15,24000,EUR\nK3,A-3,2024-01-16,soon,EUR\n";
    scene.import(&[given(&scene, "list.csv", contracts)]).unwrap();
    assert_eq!(rows(&scene, "usage_daily"), Vec::<String>::new());
    assert_eq!(cells(&scene, "contracts", "arr_amount"), ["12000", "24000"]);
    let deals = "Record Id,Deal Owner.id,Deal Name,Account Name,Amount,Created Time,Closing Date,Stage,Currency\n\
        z1,z90,Seats,Acme Robotics,1000,2024-01-14 10:00:00,2024-02-01,Closed Won,EUR\n\
        z2,z91,Plan,Cobalt,2000,2024-01-15 10:00:00,2027-02-01,Proposal,EUR\n\
        z3,z92,More,Cobalt,2500,2024-01-16 10:00:00,2024-03-01,Closed Lost,EUR\n";
    scene.import(&[given(&scene, "deals.csv", deals)]).unwrap();
    assert_eq!(cells(&scene, "opportunities", "opportunity_id"), ["z1", "z2", "z3"]);
    assert_eq!(cells(&scene, "opportunities", "account_id"), ["own/A-1", "own/A-3", "own/A-3"]);
    // The day of an open deal is a forecast.
    assert_eq!(cells(&scene, "opportunities", "closed_on"), ["2024-02-01", "", "2024-03-01"]);
    assert_eq!(cells(&scene, "opportunities", "outcome"), ["won", "", "lost"]);
}

#[test]
fn units_in_headings_are_brought_to_ours_and_this_is_said() {
    let scene = home();
    let month =
        "Subscription ID,Customer,Started on,MRR (EUR)\nS1,Acme Robotics,2024-01-14,1000\nS2,Cobalt,2024-01-15,99.50\n";
    let said = format!("{:?}", scene.import(&[given(&scene, "subs.csv", month)]).unwrap().blocks);
    assert!(said.contains("one amount for each month"), "{said}");
    assert_eq!(cells(&scene, "contracts", "arr_amount"), ["12000", "1194"]);
    let calls = "Call ID,Account,Date,Time,Duration (sec)\nc1,Acme Robotics,2024-01-14,2:30 PM,600\nc2,A-2,2024-01-15,09:05,90\n";
    scene.import(&[given(&scene, "calls.csv", calls)]).unwrap();
    assert_eq!(cells(&scene, "touchpoints", "duration_minutes"), ["10", "1.5"]);
    assert_eq!(cells(&scene, "touchpoints", "happened_at"), ["2024-01-14T14:30:00", "2024-01-15T09:05:00"]);
}

#[test]
fn days_are_no_months_and_used_seats_no_seats() {
    let scene = home();
    let usage = "Account ID,Date,Active Users,Events\nA-1,2024-11-14,5,100\nA-1,2024-11-15,6,90\n";
    scene.import(&[given(&scene, "export.csv", usage)]).unwrap();
    assert_eq!(cells(&scene, "usage_daily", "day"), ["2024-11-14", "2024-11-15"]);
    assert_eq!(rows(&scene, "usage_monthly"), Vec::<String>::new());
    let seats = "Company ID,Company Name,Used Licenses,Source\nB-1,Echo,50,Webinar\nB-2,Fjord,60,Referral\n";
    let said = format!("{:?}", scene.import(&[given(&scene, "companies.csv", seats)]).unwrap().blocks);
    assert!(said.contains("not used, though numbers or days stand there: Used Licenses"), "{said}");
    assert_eq!(cells(&scene, "accounts", "seats"), ["", "", "", "", ""]);
    // Where a lead came from is no system.
    assert_eq!(cells(&scene, "accounts", "source"), ["own", "own", "own", "own", "own"]);
}

#[test]
fn a_mapping_goes_with_its_delivery_and_is_not_used_against_what_stands_there() {
    let scene = home();
    let file = |name: &str, third: &str| {
        let text = format!("Ticket No,Customer,{third}\n7,A-1,2024-01-14\n8,A-2,2024-01-15\n");
        given(&scene, name, &text)
    };
    scene.import(&[file("tickets one.csv", "Opened")]).unwrap();
    let listed = || format!("{:?}", scene.ask("imports.mappings", &[]).unwrap().blocks);
    assert!(listed().contains("kept-tickets-"), "{}", listed());
    let mut inputs = Inputs::default();
    inputs.give("delivery", Value::Whole(2));
    scene.perform("imports.undo", &inputs).unwrap();
    assert!(listed().contains("None yet"), "{}", listed());
    scene.import(&[file("tickets two.csv", "Opened")]).unwrap();
    let other = given(&scene, "tickets three.csv", "Ticket No,Customer,Opened\n9,A-1,yes\n10,A-2,no\n");
    let refused = scene.import(&[other]).unwrap_err().to_string();
    assert!(refused.contains("closest are tickets, without opened_at"), "{refused}");
}

#[test]
fn what_is_said_of_columns_must_be_true_of_the_file() {
    let scene = home();
    let path = given(&scene, "list.csv", "Ticket No,Customer,Opened\n7,A-1,2024-01-14\n");
    let said = |columns: &str| {
        let mut inputs = Inputs::default();
        inputs.give("paths", Value::Paths(vec![path.clone()]));
        inputs.give("columns", Value::Text(columns.into()));
        scene.perform("imports.import", &inputs).map(|done| done.report).map_err(|refused| refused.to_string())
    };
    assert!(
        said("opened_at=Nope").unwrap_err().contains("no heading is `Nope`; there are: Ticket No, Customer, Opened")
    );
    assert!(said("opned_at=Opened").unwrap_err().contains("has no column `opned_at`"));
    assert!(said("opened_at=Opened").is_ok());
}

#[test]
fn whoever_comes_to_match_accounts_has_no_amounts() {
    let scene = home();
    let listed = format!("{:?}", scene.ask("accounts.list", &[]).unwrap().blocks);
    assert!(listed.contains("Bluefin Logistics") && listed.contains("No contract is on record"), "{listed}");
    assert!(scene.ask("quality.show", &[]).is_ok());
}

#[test]
fn a_list_that_tells_less_leaves_the_rest_as_it_is_known() {
    let scene = home();
    let list = "Account ID,Account Name,Health Score,Country\nA-1,Acme Robotics,72,DE\nA-2,Bluefin Logistics,40,\n";
    scene.import(&[given(&scene, "health tool.csv", list)]).unwrap();
    assert_eq!(cells(&scene, "accounts", "industry"), ["Robots", "Freight", "Mining"]);
    assert_eq!(cells(&scene, "accounts", "outside_health"), ["72", "40", ""]);
    // A column the file has says so, also where a cell is empty.
    let emptied = "Account ID,Account Name,Health Score,Country\nA-1,Acme Robotics,70,\n";
    scene.import(&[given(&scene, "health tool.csv", emptied)]).unwrap();
    assert_eq!(cells(&scene, "accounts", "country"), ["", "", ""]);
}

#[test]
fn a_list_by_name_means_the_accounts_of_that_name_and_warns_of_money_told_twice() {
    let scene = home();
    let contracts = "contract_id,account_id,starts_on,arr_amount,currency\nK1,A-1,2024-01-01,12000,EUR\n";
    scene.import(&[scene.file("own/contracts.csv", contracts)]).unwrap();
    let list = "Account,ARR,Renewal date,Seats\nAcme Robotics,12000,2027-06-01,10\nCobalt,9000,2027-07-01,7\n";
    let said = format!("{:?}", scene.import_as(&[given(&scene, "list.csv", list)], "EUR").unwrap().blocks);
    assert!(said.contains("1 account has contracts of another list that run on beside these"), "{said}");
    assert_eq!(cells(&scene, "accounts", "account_id"), ["A-1", "A-2", "A-3"]);
    assert_eq!(cells(&scene, "accounts", "seats"), ["10", "", "7"]);
    assert_eq!(cells(&scene, "contracts", "account_id"), ["own/A-1", "own/A-3", "own/A-1"]);
}

#[test]
fn what_was_cancelled_ends_when_it_was_cancelled_and_a_billing_state_is_a_place() {
    let scene = home();
    let list = "Contract ID,Customer,Billing State,Status,Start Date,End Date,Cancelled Date,MRR,Currency\n\
        S1,Acme Robotics,TX,Active,2026-01-01,2027-12-31,,1000,EUR\n\
        S2,Cobalt,CA,Cancelled,2026-01-01,2027-12-31,2026-03-31,900,EUR\n";
    scene.import(&[given(&scene, "subscriptions.csv", list)]).unwrap();
    assert_eq!(cells(&scene, "contracts", "ends_on"), ["2027-12-31", "2026-03-31"]);
    let undated = "Customer,CSM,Billing State,Customer Status,ARR,Currency\nAcme Robotics,Maya Chen,TX,Active,12000,EUR\nCobalt,Tom Becker,CA,Churned,900,EUR\n";
    let refused = scene.import(&[given(&scene, "customers.csv", undated)]).unwrap_err().to_string();
    assert!(refused.contains("Customer Status says that contracts ended, and no column says when"), "{refused}");
}

#[test]
fn answers_of_a_form_are_answers_by_the_words_of_their_question() {
    let scene = home();
    let form = "Timestamp,Email Address,Company,How likely are you to recommend us?,What is the reason for your score?,May we contact you?\n\
        8/14/2025 14:03:21,bob@acme.example,Acme Robotics,3,slow,Yes\n8/15/2025 9:00:00,eve@cobalt.example,Cobalt,9,good,No\n";
    scene.import(&[given(&scene, "form.csv", form)]).unwrap();
    assert_eq!(rows(&scene, "contacts"), Vec::<String>::new());
    assert_eq!(cells(&scene, "surveys", "score"), ["3", "9"]);
    assert_eq!(cells(&scene, "surveys", "account_id"), ["own/A-1", "own/A-3"]);
    let tickets = "Number,Subject,Customer,Customer Email,Created\n20500,Login broken,Ann Ash,ann@bluefin.example,2025-01-05T09:15:00Z\n";
    scene.import(&[given(&scene, "mailbox.csv", tickets)]).unwrap();
    assert_eq!(cells(&scene, "tickets", "account_id"), ["own/A-2"]);
    // What is not known is shown as it stands in the file.
    let mixed = "Ticket No,Company ID,Company,Opened\n1,cmp_1,Nobody,2025-01-05\n2,cmp_2,Cobalt,2025-01-06\n";
    let said = format!("{:?}", scene.import(&[given(&scene, "tickets.csv", mixed)]).unwrap().blocks);
    assert!(said.contains("\"cmp_1\"") && !said.contains("accounts:cmp_1") && !said.contains('\u{1F}'), "{said}");
}

#[test]
fn what_another_column_says_of_an_amount_a_length_or_a_payment_is_heard() {
    let scene = home();
    let amounts = "Vertragsnummer;Kundennummer;Beginn;Betrag;Zahlweise\nV1;A-1;14.01.2024;1.000,00 €;monatlich\nV2;A-2;15.01.2024;1.000,00 €;jährlich\n";
    scene.import(&[given(&scene, "Vertragsliste.csv", amounts)]).unwrap();
    assert_eq!(cells(&scene, "contracts", "arr_amount"), ["12000", "1000"]);
    let calls = "Call ID,Account ID,Type,Date,Duration\nc1,A-1,call,2024-01-14 10:00,00:20:15\n";
    scene.import(&[given(&scene, "recordings.csv", calls)]).unwrap();
    assert_eq!(cells(&scene, "touchpoints", "duration_minutes"), ["20.25"]);
    let invoices = "Invoice Number,Customer,Invoice Date,Due Date,Amount,Status,Currency\nR1,Cobalt,2024-01-14,2024-02-14,1000,Paid In Full,EUR\n";
    let said = format!("{:?}", scene.import(&[given(&scene, "ledger.csv", invoices)]).unwrap().blocks);
    assert!(said.contains("Status says what was paid, and no column says when"), "{said}");
    let gone = "UUID,Company,Status,Customer since,Currency,MRR,Churned date\nc2,Cobalt,Cancelled,2021-06-01,EUR,0,2025-08-01\nc3,Acme Robotics,Active,2021-07-01,EUR,100,\n";
    let said = format!("{:?}", scene.import(&[given(&scene, "subscribers.csv", gone)]).unwrap().blocks);
    assert!(said.contains("rows whose MRR is 0 are left out"), "{said}");
    assert_eq!(cells(&scene, "contracts", "arr_amount").iter().filter(|arr| *arr == "0").count(), 0);
    let usage = "Label,Date,Active Users,Events\nacme.example,2024-11-14,5,90\nacme.example,2024-11-15,6,80\n";
    let mut inputs = Inputs::default();
    inputs.give("paths", Value::Paths(vec![given(&scene, "web.csv", usage)]));
    inputs.give("columns", Value::Text("account_id=Label".into()));
    scene.perform("imports.import", &inputs).unwrap();
    assert_eq!(cells(&scene, "usage_daily", "account_id"), ["own/A-1", "own/A-1"]);
}

/// Import with what a person says of files and columns.
pub(crate) fn told(scene: &Scene, paths: &[PathBuf], said: &[(&str, &str)]) -> Result<contract::Answer, String> {
    let mut inputs = Inputs::default();
    inputs.give("paths", Value::Paths(paths.to_vec()));
    for (name, text) in said {
        inputs.give(name, Value::Text((*text).to_owned()));
    }
    scene.perform("imports.import", &inputs).map_err(|refused| refused.to_string())
}

#[test]
fn a_file_with_a_question_waits_and_the_rest_is_taken_in() {
    let scene = home();
    let tickets = given(&scene, "tickets.csv", "Ticket No,Customer,Opened\n7,A-1,2024-01-14\n");
    let calls = given(&scene, "calls.csv", "Call ID,Firma,Kunde,Type,Date\nc1,A-1,A-2,call,2024-01-14\n");
    let both = [tickets, calls];
    let answer = told(&scene, &both, &[]).unwrap();
    let said = format!("{:?}", answer.report.blocks);
    assert!(said.contains("calls.csv waits") && said.contains("Kunde and Firma can both be account_id"), "{said}");
    assert!(answer.refusal.unwrap().to_string().contains("1 file waits for an answer: calls.csv"));
    assert_eq!((rows(&scene, "tickets").len(), rows(&scene, "touchpoints").len()), (1, 0));
    // One delivery, one undo.
    let mut inputs = Inputs::default();
    inputs.give("delivery", Value::Whole(2));
    scene.perform("imports.undo", &inputs).unwrap();
    assert_eq!(rows(&scene, "tickets").len(), 0);
    // The answer is for the file it is said of, and what was taken in stays as it is.
    let columns = ("columns", "calls.csv:account_id=Kunde");
    let answer = told(&scene, &both, &[columns]).unwrap();
    assert!(answer.refusal.is_none());
    assert_eq!(cells(&scene, "touchpoints", "account_id"), ["own/A-2"]);
    assert_eq!(rows(&scene, "tickets").len(), 1);
}

#[test]
fn what_names_rows_of_a_file_that_waits_waits_too_and_a_complete_delivery_is_whole_or_nothing() {
    let scene = home();
    let contacts =
        given(&scene, "contacts.csv", "Contact ID,Firma,Kunde,Name,Email\nk1,A-1,A-2,Ann Ash,ann@x.example\n");
    let calls = given(&scene, "calls.csv", "Call ID,Customer,Contact,Type,Date\nc1,A-1,k1,call,2024-01-14\n");
    let tickets = given(&scene, "tickets.csv", "Ticket No,Customer,Opened\n7,A-1,2024-01-14\n");
    let all = [contacts, calls, tickets];
    let said = format!("{:?}", told(&scene, &all, &[]).unwrap().report.blocks);
    assert!(said.contains("its rows name rows of contacts.csv"), "{said}");
    assert_eq!((rows(&scene, "tickets").len(), rows(&scene, "touchpoints").len()), (1, 0));
    let mut inputs = Inputs::default();
    inputs.give("paths", Value::Paths(all.to_vec()));
    inputs.give("complete", Value::Given);
    let refused = scene.perform("imports.import", &inputs).map(|_| ()).unwrap_err().to_string();
    assert!(
        refused.contains("Kunde and Firma can both be account_id") && refused.contains("name the one"),
        "{refused}"
    );
}

#[test]
fn what_is_said_of_one_file_leaves_the_others_alone() {
    let scene = home();
    let strange = given(&scene, "strange.csv", "Nummer,Wer,Wann\n7,A-1,2024-01-14\n");
    let accounts = given(&scene, "accounts.csv", "account_id,name,industry\nA-4,Dune,Sand\n");
    let both = [strange, accounts];
    let columns = ("columns", "strange.csv:ticket_id=Nummer; strange.csv:account_id=Wer; strange.csv:opened_at=Wann");
    told(&scene, &both, &[("as", "strange=tickets"), columns]).unwrap();
    assert_eq!(cells(&scene, "tickets", "account_id"), ["own/A-1"]);
    assert_eq!(cells(&scene, "accounts", "name").last().unwrap(), "Dune");
    // Said of no file in particular, it is for those that leave it open.
    let bare = ("columns", "ticket_id=Nummer; account_id=Wer; opened_at=Wann");
    told(&scene, &both, &[("as", "tickets"), bare]).unwrap();
    let refused = told(&scene, &both, &[("as", "nope.csv=tickets")]).map(|_| ()).unwrap_err();
    assert!(refused.contains("no file of this delivery is called `nope.csv`; there are: strange.csv"), "{refused}");
    let known = given(&scene, "known.csv", "account_id,name,industry\nA-5,Echo,Air\n");
    let refused = told(&scene, &[both[1].clone(), known], &[("as", "contacts")]).map(|_| ()).unwrap_err();
    assert!(refused.contains("every file is understood without it"), "{refused}");
}

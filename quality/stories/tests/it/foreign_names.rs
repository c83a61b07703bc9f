//! Names as other systems write them: last name first, with an identifier beside them, behind a prefix, of somebody else.

use crate::foreign_lists::{cells, given, home, rows, told};

#[test]
fn people_written_last_name_first_are_read_straight_and_found_by_either_spelling() {
    let scene = home();
    let people = "Employee ID,Name,Work Email,Manager\nE1,\"Stone, Ada\",ada@ours.example,\"Chen, Maya\"\nE2,\"Kern, Otto\",otto@ours.example,\"Stone, Ada\"\n";
    let said = format!("{:?}", told(&scene, &[given(&scene, "employees.csv", people)], &[]).unwrap().report.blocks);
    assert!(said.contains("`Stone, Ada` in line 2 is read as Ada Stone"), "{said}");
    assert_eq!(cells(&scene, "people", "name"), ["Ada Stone", "Otto Kern", "Maya Chen", "Tom Becker"]);
    assert_eq!(cells(&scene, "people", "manager_email"), ["own/P1", "own/E1", "", ""]);
    let owners = "Account ID,CSM,Since\nA-1,\"Stone, Ada\",2024-01-14\nA-2,Ada Stone,2024-01-14\nA-3,\"Becker, Tom\",2024-01-14\n";
    told(&scene, &[given(&scene, "owners.csv", owners)], &[]).unwrap();
    assert_eq!(cells(&scene, "ownership", "owner_email"), ["own/E1", "own/E1", "own/P2"]);
}

#[test]
fn an_identifier_and_a_name_in_one_cell_find_the_account_by_either() {
    let scene = home();
    let tickets = "Ticket No,Customer,Opened\n1,Acme Robotics (A-1),2024-01-14\n2,CRM-2077 - Bluefin Logistics,2024-01-15\n3,Cobalt (UK),2024-01-16\n4,A-1 - Cobalt,2024-01-17\n";
    let said = format!("{:?}", told(&scene, &[given(&scene, "tickets.csv", tickets)], &[]).unwrap().report.blocks);
    assert_eq!(cells(&scene, "tickets", "account_id"), ["own/A-1", "own/A-2"]);
    assert!(said.contains("2 cells hold an identifier and a name"), "{said}");
    // A place is no identifier, and two accounts are not one.
    assert!(said.contains("no account `Cobalt (UK)` is known"), "{said}");
    assert!(said.contains("`A-1` is own/A-1 and `Cobalt` is own/A-3"), "{said}");
    let book = "Customer,CSM,ARR,Currency,Start\nAcme Robotics (A-1),Maya Chen,100,EUR,2024-01-14\nDune Textiles (D-4001),Tom Becker,200,EUR,2024-01-14\n";
    let said = format!("{:?}", told(&scene, &[given(&scene, "book.csv", book)], &[]).unwrap().report.blocks);
    assert_eq!(said.matches("2 cells hold an identifier and a name").count(), 1, "said once: {said}");
    assert_eq!(cells(&scene, "accounts", "account_id"), ["A-1", "A-2", "A-3", "D-4001"]);
    assert_eq!(cells(&scene, "accounts", "name")[3], "Dune Textiles");
    assert_eq!(cells(&scene, "contracts", "account_id"), ["own/A-1", "own/D-4001"]);
}

#[test]
fn what_stands_behind_a_prefix_decides() {
    let scene = home();
    let subscriptions = "Subscription: Name,Account: Account Number,Account: Name,Rate Plan Charge: MRR,Subscription: Term Start Date,Account: Currency\n\
        S-1,A-1,Acme Robotics,100,2024-01-14,EUR\nS-2,A-2,Bluefin Logistics,200,2024-01-15,EUR\n";
    told(&scene, &[given(&scene, "zuora.csv", subscriptions)], &[]).unwrap();
    assert_eq!(cells(&scene, "contracts", "arr_amount"), ["1200", "2400"]);
    assert_eq!(cells(&scene, "contracts", "account_id"), ["own/A-1", "own/A-2"]);
    let deals = "Opportunity.Id,Opportunity.Account Name,Opportunity.Amount,Opportunity.Created Date,Opportunity.Stage,Opportunity.Owner.Id\n\
        O1,Cobalt,500,2024-01-14,Proposal,x1\nO2,Acme Robotics,700,2024-01-15,Closed Won,x2\n";
    told(&scene, &[given(&scene, "export.csv", deals)], &[("currency", "EUR")]).unwrap();
    assert_eq!(cells(&scene, "opportunities", "opportunity_id"), ["O1", "O2"]);
    assert_eq!(cells(&scene, "opportunities", "arr_amount"), ["500", "700"]);
}

#[test]
fn deals_that_name_only_a_contact_find_the_account_of_the_contact() {
    let scene = home();
    let contacts =
        "contact_id,account_id,name,email\n501,A-1,Ann Ash,ann@gmail.example\n502,A-3,Bo Birch,bo@cobalt.example\n";
    told(&scene, &[scene.file("own/contacts.csv", contacts)], &[]).unwrap();
    let deals = "Record ID,Deal Name,Deal Stage,Amount,Create Date,Associated Contact IDs,Associated Contact\n\
        1,Seats,Proposal,100,2024-01-14,501,Ann Ash\n2,More,Proposal,200,2024-01-15,999;502,Bo Birch (bo@cobalt.example)\n3,Less,Proposal,300,2024-01-16,,Bo Birch\n";
    told(&scene, &[given(&scene, "hubspot-crm-exports-deals.csv", deals)], &[("currency", "EUR")]).unwrap();
    assert_eq!(cells(&scene, "opportunities", "account_id"), ["own/A-1", "own/A-3", "own/A-3"]);
    // The company counts before the contact, who helps where it is not known.
    let both = "Record ID,Deal Name,Deal Stage,Amount,Create Date,Associated Company,Associated Contact\n\
        4,Seats,Proposal,100,2024-01-14,Cobalt,Ann Ash\n5,More,Proposal,200,2024-01-15,,Ann Ash\n";
    told(&scene, &[given(&scene, "deals two.csv", both)], &[("currency", "EUR")]).unwrap();
    assert_eq!(cells(&scene, "opportunities", "account_id")[3..], ["own/A-3", "own/A-1"]);
    let plain = "Deal ID,Deal,Contact,Value,Stage,Created\n9,Plan,Ann Ash,900,Proposal,2024-01-14\n";
    told(&scene, &[given(&scene, "pipeline.csv", plain)], &[("currency", "EUR")]).unwrap();
    assert_eq!(cells(&scene, "opportunities", "account_id").last().unwrap(), "own/A-1");
}

#[test]
fn deals_and_contacts_that_come_together_find_the_company_the_contact_names() {
    let scene = home();
    let contacts = "Record ID,First Name,Last Name,Email,Associated Company\n501,Ann,Ash,ann@mail.example,Acme Robotics\n502,Bo,Birch,bo@mail.example,Cobalt\n";
    let deals = "Record ID,Deal Name,Deal Stage,Amount,Create Date,Associated Contact IDs\n1,Seats,Proposal,100,2024-01-14,501\n2,More,Proposal,200,2024-01-15,502;501\n";
    let both = [given(&scene, "contacts.csv", contacts), given(&scene, "deals.csv", deals)];
    told(&scene, &both, &[("currency", "EUR")]).unwrap();
    assert_eq!(cells(&scene, "opportunities", "account_id"), ["own/A-1", "own/A-3"]);
}

#[test]
fn employees_of_another_system_are_not_taken_for_those_of_lattice() {
    let scene = home();
    let gusto = "First name,Last name,Work email,Job title,Department,Manager,Start date\nAda,Stone,ada@ours.example,CSM,Success,Maya Chen,2023-05-01\n";
    let said = format!("{:?}", told(&scene, &[given(&scene, "gusto.csv", gusto)], &[]).unwrap().report.blocks);
    assert!(!said.contains("lattice"), "{said}");
    assert_eq!(cells(&scene, "people", "source"), ["own", "own", "own"]);
    assert_eq!(cells(&scene, "people", "manager_email")[2], "own/P1");
    assert!(rows(&scene, "people")[2].contains("Ada Stone"));
}

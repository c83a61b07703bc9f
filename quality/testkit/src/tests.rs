use std::collections::{BTreeMap, BTreeSet};

use customers::ownership::{Ownership, Role, contradictions};
use jiff::civil::{Date, date};
use kernel::{AccountId, ColumnKind, FactShape, PersonId};
use ports::clock::Clock;

use crate::expected::{self, Expected, PEOPLE};
use crate::{SMALL_COMPANY, frozen_clock, small_company};

type Row = BTreeMap<String, String>;

const OPENING: Date = date(2024, 10, 1);
const CLOSING: Date = date(2025, 1, 1);

fn rows(object: &str) -> Vec<Row> {
    let (_, text) = SMALL_COMPANY.iter().find(|(name, _)| *name == object).unwrap();
    csv::Reader::from_reader(text.as_bytes()).deserialize::<Row>().map(|row| row.unwrap()).collect()
}

fn shape(object: &str) -> &'static FactShape {
    let mut all = customers::SHAPES.iter().chain(people::SHAPES).chain(usage::SHAPES);
    all.find(|shape| shape.object == object).unwrap()
}

fn holds(row: &Row, from: &str, to: &str, day: Date) -> bool {
    row[from].parse::<Date>().unwrap() <= day && (row[to].is_empty() || day < row[to].parse::<Date>().unwrap())
}

fn in_fourth_quarter(text: &str) -> bool {
    ("2024-10-01".."2025-01-01").contains(&text)
}

/// What each account pays on a day.
fn paid_on(day: Date) -> BTreeMap<String, i64> {
    let mut paid = BTreeMap::new();
    for row in rows("contracts").iter().filter(|row| holds(row, "starts_on", "ends_on", day)) {
        *paid.entry(row["account_id"].clone()).or_default() += row["arr_amount"].parse::<i64>().unwrap();
    }
    paid
}

/// Accounts and ARR of a person on a day.
fn book_on(person: &str, day: Date) -> (usize, i64) {
    let paid = paid_on(day);
    let owned =
        rows("ownership").into_iter().filter(|row| row["owner_email"] == person && holds(row, "from", "to", day));
    let amounts: Vec<i64> = owned.filter_map(|row| paid.get(&row["account_id"]).copied()).collect();
    (amounts.len(), amounts.iter().sum())
}

#[test]
fn every_file_is_written_with_the_headings_of_its_shape() {
    let folder = tempfile::tempdir().unwrap();
    small_company(folder.path()).unwrap();
    for (object, _) in SMALL_COMPANY {
        let text = std::fs::read_to_string(folder.path().join(format!("{object}.csv"))).unwrap();
        let columns: Vec<&str> = shape(object).columns.iter().map(|column| column.name).collect();
        assert_eq!(text.lines().next().unwrap(), format!("source,{}", columns.join(",")), "{object}");
    }
}

#[test]
fn references_exist_and_keys_are_unique() {
    let mut known: BTreeSet<(&str, String)> = BTreeSet::new();
    for (object, _) in SMALL_COMPANY {
        for row in rows(object) {
            let key: Vec<&str> = shape(object).key.iter().map(|column| row[*column].as_str()).collect();
            assert!(known.insert((object, key.join("|"))), "{object} {key:?}");
            known.extend(row.get("email").map(|email| (*object, email.clone())));
        }
    }
    for (object, _) in SMALL_COMPANY {
        for column in shape(object).columns {
            let ColumnKind::Reference(to) = column.kind else { continue };
            for row in rows(object).iter().filter(|row| !row[column.name].is_empty()) {
                assert!(known.contains(&(to, row[column.name].clone())), "{object} {row:?}");
            }
        }
    }
}

#[test]
fn owners_contradict_each_other_nowhere() {
    let day = |text: &str| text.parse::<Date>().ok();
    let stay = |row: &Row| Ownership {
        key: format!("{}|{}|{}", row["account_id"], row["owner_email"], row["from"]).into(),
        account: AccountId::new(&row["account_id"]),
        owner: PersonId::new(&row["owner_email"]),
        from: day(&row["from"]).unwrap(),
        to: day(&row["to"]),
        role: Role::Owner,
        share: None,
    };
    assert!(contradictions(&rows("ownership").iter().map(stay).collect::<Vec<_>>()).is_empty());
}

#[test]
fn revenue_is_as_worked_out_by_hand() {
    let (opening, closing) = (paid_on(OPENING), paid_on(CLOSING));
    assert_eq!(rows("accounts").len(), expected::ACCOUNTS);
    assert_eq!((opening.len(), opening.values().sum()), (expected::PAYING_2024_10_01, expected::ARR_2024_10_01));
    assert_eq!((closing.len(), closing.values().sum()), (expected::PAYING_2025_01_01, expected::ARR_2025_01_01));
    let lost: Vec<&String> = opening.keys().filter(|account| !closing.contains_key(*account)).collect();
    assert_eq!(lost, expected::LOST_LOGOS_Q4);
    let kept: i64 = opening.iter().map(|(account, arr)| closing.get(account).copied().unwrap_or(0).min(*arr)).sum();
    let net: i64 = opening.keys().filter_map(|account| closing.get(account)).sum();
    assert_eq!((kept, net), (expected::GROSS_RETENTION_Q4.0, expected::NET_RETENTION_Q4.0));
    let gained = expected::NEW_ARR_Q4 + expected::EXPANSION_ARR_Q4 + expected::REACTIVATED_ARR_Q4;
    let shed = expected::CONTRACTION_ARR_Q4 + expected::CHURNED_ARR_Q4;
    assert_eq!(expected::ARR_2024_10_01 + gained - shed, expected::ARR_2025_01_01);
}

#[test]
fn books_and_work_are_as_worked_out_by_hand() {
    for person in PEOPLE {
        let Expected { email, .. } = person;
        assert_eq!(book_on(email, OPENING), (person.accounts_2024_10_01, person.arr_2024_10_01), "{email}");
        assert_eq!(book_on(email, CLOSING), (person.accounts_2025_01_01, person.arr_2025_01_01), "{email}");
        let of = |object: &str, whose: &str, on: &str| -> Vec<Row> {
            let mine = rows(object).into_iter().filter(|row| row[whose] == email);
            mine.filter(|row| in_fourth_quarter(&row[on])).collect()
        };
        assert_eq!(of("touchpoints", "person_email", "happened_at").len(), person.touchpoints_q4, "{email}");
        let due = of("business_reviews", "person_email", "due_on");
        let held = due.iter().filter(|row| !row["held_on"].is_empty()).count();
        assert_eq!((held, due.len()), person.reviews_q4, "{email}");
        let won = of("opportunities", "owner_email", "closed_on").into_iter().filter(|row| row["outcome"] == "won");
        assert_eq!(won.map(|row| row["arr_amount"].parse::<i64>().unwrap()).sum::<i64>(), person.won_arr_q4, "{email}");
        let weeks = of("time_entries", "person_email", "week_starting");
        let hours = |row: &Row| row["hours"].parse::<i64>().unwrap();
        let admin = weeks.iter().filter(|row| row["category"] == "admin").map(hours).sum();
        assert_eq!((admin, weeks.iter().map(hours).sum()), person.admin_hours_q4, "{email}");
        let target =
            rows("targets").into_iter().find(|row| row["person_email"] == email && row["metric"] == "expansion_arr");
        assert_eq!(target.unwrap()["target"], person.expansion_target_q4.to_string(), "{email}");
    }
}

#[test]
fn answers_are_as_worked_out_by_hand() {
    let answers = |kind: &str| -> Vec<i64> {
        let asked =
            rows("surveys").into_iter().filter(|row| row["kind"] == kind && in_fourth_quarter(&row["responded_on"]));
        asked.map(|row| row["score"].parse().unwrap()).collect()
    };
    let nps = answers("nps");
    let (promoters, detractors) = (nps.iter().filter(|s| **s > 8).count(), nps.iter().filter(|s| **s < 7).count());
    assert_eq!((promoters, detractors, nps.len()), expected::NPS_Q4);
    assert_eq!((answers("csat").iter().sum(), answers("csat").len()), expected::CSAT_Q4);
}

#[test]
fn the_credit_for_the_lost_account_is_as_worked_out_by_hand() {
    let (decided, handed_over) = (date(2024, 12, 1), date(2024, 9, 1));
    let ines = (decided - handed_over).get_days();
    assert_eq!((180 - ines, ines), expected::CREDIT_DAYS_A06);
}

#[test]
fn the_clock_stands_a_fortnight_after_the_quarter() {
    assert_eq!(frozen_clock().now().to_string(), "2025-01-15T09:00:00");
}

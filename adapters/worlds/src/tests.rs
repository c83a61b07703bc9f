use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use customers::ownership::{Ownership, Role, contradictions};
use jiff::civil::{Date, DateTime, Weekday, date};
use kernel::{AccountId, ColumnKind, FactShape, PersonId};
use ports::worlds::{WorldPlan, Worlds};
use ports::{Fault, Outside};

use crate::effects::chance_of;
use crate::{SeededWorlds, demonstration};

type Row = BTreeMap<String, String>;

fn written(plan: &WorldPlan) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    SeededWorlds.write(plan, folder.path(), &mut |_| {}).unwrap();
    folder
}

fn plan(accounts: u32) -> WorldPlan {
    WorldPlan { seed: 11, csms: 12, accounts, from: date(2022, 3, 7), to: date(2025, 1, 15) }
}

fn rows(folder: &Path, object: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(folder.join(format!("{object}.csv"))).unwrap();
    reader.deserialize::<Row>().map(|row| row.unwrap()).collect()
}

fn shapes() -> impl Iterator<Item = &'static FactShape> {
    customers::SHAPES.iter().chain(people::SHAPES).chain(usage::SHAPES).copied()
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let listed = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    listed.map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())).collect()
}

fn written_shapes(folder: &Path) -> Vec<(&'static FactShape, Vec<Row>)> {
    let there = shapes().filter(|shape| folder.join(format!("{}.csv", shape.object)).exists());
    there.map(|shape| (shape, rows(folder, shape.object))).collect()
}

fn day(text: &str) -> Date {
    text.get(..10).unwrap().parse().unwrap()
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let (one, again) = (written(&plan(40)), written(&plan(40)));
    assert!(files(one.path()) == files(again.path()));
    let other = written(&WorldPlan { seed: 12, ..plan(40) });
    assert!(files(one.path()) != files(other.path()));
}

#[test]
fn a_larger_company_begins_with_the_same_accounts() {
    let (small, large) = (written(&plan(30)), written(&plan(60)));
    let large = files(large.path());
    for shape in customers::SHAPES.iter().chain(usage::SHAPES) {
        let name = format!("{}.csv", shape.object);
        if let Ok(small) = std::fs::read(small.path().join(&name)) {
            assert!(large[&name].starts_with(&small), "{name}");
            assert!(large[&name].len() > small.len(), "{name}");
        }
    }
}

#[test]
fn headings_are_those_of_the_shapes_and_every_cell_is_of_its_kind() {
    let folder = written(&plan(60));
    for (shape, rows) in written_shapes(folder.path()) {
        let text = std::fs::read_to_string(folder.path().join(format!("{}.csv", shape.object))).unwrap();
        let columns: Vec<&str> = shape.columns.iter().map(|column| column.name).collect();
        assert_eq!(text.lines().next().unwrap(), format!("source,{}", columns.join(",")));
        assert!(!rows.is_empty(), "{}", shape.object);
        for row in &rows {
            assert_eq!(row["source"], "world");
            for column in shape.columns {
                let cell = row[column.name].as_str();
                assert!(!(column.required && cell.is_empty()), "{} {} {row:?}", shape.object, column.name);
                assert!(cell.is_empty() || is_of_kind(cell, column.kind), "{} {} `{cell}`", shape.object, column.name);
            }
        }
    }
}

fn is_of_kind(cell: &str, kind: ColumnKind) -> bool {
    match kind {
        ColumnKind::Text | ColumnKind::Reference(_) | ColumnKind::CurrencyCode | ColumnKind::PeriodName => true,
        ColumnKind::Word(words) => words.contains(&cell),
        ColumnKind::Day => cell.parse::<Date>().is_ok(),
        ColumnKind::Moment => cell.parse::<DateTime>().is_ok(),
        ColumnKind::Whole(low, high) => cell.parse::<i64>().is_ok_and(|number| (low..=high).contains(&number)),
        ColumnKind::Number(low, high) => {
            cell.parse::<f64>().is_ok_and(|number| (low as f64..=high as f64).contains(&number))
        }
        ColumnKind::Amount => cell.parse::<i64>().is_ok_and(|number| number >= 0 && number % 100 == 0),
        ColumnKind::Flag => cell == "true" || cell == "false",
    }
}

#[test]
fn keys_are_unique_and_references_exist() {
    let folder = written(&plan(120));
    let all = written_shapes(folder.path());
    let mut known: BTreeSet<(&str, String)> = BTreeSet::new();
    for (shape, rows) in &all {
        let keys: Vec<String> = rows.iter().map(|row| key(shape, row)).collect();
        let unique: BTreeSet<&String> = keys.iter().collect();
        assert_eq!(unique.len(), keys.len(), "{}", shape.object);
        known.extend(keys.into_iter().map(|key| (shape.object, key)));
        known.extend(rows.iter().filter_map(|row| row.get("email")).map(|email| (shape.object, email.clone())));
    }
    for (shape, rows) in &all {
        for column in shape.columns {
            let ColumnKind::Reference(object) = column.kind else { continue };
            for row in rows.iter().filter(|row| !row[column.name].is_empty()) {
                assert!(known.contains(&(object, row[column.name].clone())), "{} {row:?}", shape.object);
            }
        }
    }
}

fn key(shape: &FactShape, row: &Row) -> String {
    let parts: Vec<&str> = shape.key.iter().map(|column| row[*column].as_str()).collect();
    parts.join("|")
}

#[test]
fn owners_never_overlap_and_own_only_while_they_work_here() {
    let folder = written(&plan(300));
    let rows = rows(folder.path(), "ownership");
    let stays: Vec<Ownership> = rows.iter().map(ownership).collect();
    assert!(contradictions(&stays).is_empty());
    assert!(stays.iter().all(|stay| stay.to.is_none_or(|to| stay.from < to)));
    let people = self::rows(folder.path(), "people");
    let people: BTreeMap<&str, &Row> = people.iter().map(|row| (row["email"].as_str(), row)).collect();
    for row in &rows {
        let owner = people[row["owner_email"].as_str()];
        assert!(owner["hired_on"] <= row["from"], "{row:?}");
        let left = &owner["left_on"];
        assert!(left.is_empty() || (!row["to"].is_empty() && row["to"] <= *left), "{row:?} {left}");
    }
}

fn ownership(row: &Row) -> Ownership {
    let key = format!("{}|{}|{}", row["account_id"], row["owner_email"], row["from"]);
    Ownership {
        key: Arc::from(key.as_str()),
        account: AccountId::new(&row["account_id"]),
        owner: PersonId::new(&row["owner_email"]),
        from: day(&row["from"]),
        to: Some(&row["to"]).filter(|to| !to.is_empty()).map(|to| day(to)),
        role: Role::Owner,
        share: None,
    }
}

#[test]
fn nothing_ends_before_it_begins_or_happens_outside_the_plan() {
    let plan = plan(200);
    let folder = written(&plan);
    for (shape, rows) in written_shapes(folder.path()) {
        let cell =
            |row: &Row, column: Option<&'static str>| column.map(|column| row[column].clone()).unwrap_or_default();
        for row in &rows {
            let (opened, closed) = (cell(row, shape.opened_by), cell(row, shape.closed_by));
            let planned = ["business_reviews", "milestones"].contains(&shape.object);
            if !opened.is_empty() && shape.object != "targets" {
                assert!(plan.from <= day(&opened), "{} {row:?}", shape.object);
                assert!(planned || day(&opened) < plan.to, "{} {row:?}", shape.object);
                assert!(planned || closed.is_empty() || opened < closed, "{} {row:?}", shape.object);
            }
            assert!(closed.is_empty() || day(&closed) < plan.to, "{} {row:?}", shape.object);
        }
    }
}

#[test]
fn what_happens_at_an_account_happens_while_it_is_a_customer_and_in_working_hours() {
    let folder = written(&plan(200));
    let mut paid: BTreeMap<String, Vec<(Date, Option<Date>)>> = BTreeMap::new();
    for row in rows(folder.path(), "contracts") {
        let ends = Some(&row["ends_on"]).filter(|ends| !ends.is_empty()).map(|ends| day(ends));
        paid.entry(row["account_id"].clone()).or_default().push((day(&row["starts_on"]), ends));
    }
    for row in rows(folder.path(), "touchpoints") {
        let happened: DateTime = row["happened_at"].parse().unwrap();
        // A late signature leaves a gap of up to 18 days in which the account is still spoken to.
        let near = |(from, to): &(Date, Option<Date>)| {
            *from <= happened.date() && to.is_none_or(|to| (happened.date() - to).get_days() < 19)
        };
        assert!(paid[&row["account_id"]].iter().any(near), "{row:?}");
        assert!(!matches!(happened.date().weekday(), Weekday::Saturday | Weekday::Sunday), "{row:?}");
        assert!((8..18).contains(&happened.hour()), "{row:?}");
    }
}

#[test]
fn names_addresses_and_domains_belong_to_one_only() {
    let largest = WorldPlan { csms: 2_000, accounts: 1, ..plan(1) };
    let people = rows(written(&largest).path(), "people");
    let addresses: BTreeSet<&String> = people.iter().map(|row| &row["email"]).collect();
    assert_eq!(addresses.len(), people.len());
    assert!(people.len() > 2_200);
    let names: BTreeSet<String> = (0..100_000).map(|index| crate::names::company(7, index, index % 7)).collect();
    assert!(names.len() > 99_000);
}

#[test]
fn counts_grow_with_the_company() {
    let (small, large) = (written(&plan(100)), written(&plan(400)));
    for object in ["contracts", "touchpoints", "tickets", "usage_monthly", "surveys"] {
        let ratio = rows(large.path(), object).len() as f64 / rows(small.path(), object).len() as f64;
        assert!((3.0..5.3).contains(&ratio), "{object} {ratio}");
    }
}

#[test]
fn churn_is_believable_and_follows_the_chances_told() {
    let truth = SeededWorlds.truth(&WorldPlan { csms: 30, ..plan(4_000) }).unwrap();
    let decided = truth.decisions.len() as f64;
    let churned = truth.decisions.iter().filter(|decision| decision.churned).count() as f64;
    let expected: f64 = truth.decisions.iter().map(|decision| chance_of(decision.log_odds)).sum();
    assert!((0.08..0.20).contains(&(churned / decided)), "{}", churned / decided);
    assert!((churned - expected).abs() < 4.0 * expected.sqrt(), "{churned} {expected}");
}

#[test]
fn the_truth_told_is_the_truth_written() {
    let folder = written(&plan(150));
    let truth = SeededWorlds.truth(&plan(150)).unwrap();
    let left: Vec<String> =
        truth.decisions.iter().filter(|decision| decision.churned).map(|d| d.on.to_string()).collect();
    let told: Vec<String> =
        rows(folder.path(), "churn_events").into_iter().map(|row| row["churned_on"].clone()).collect();
    assert_eq!(left, told);
    let effects = rows(folder.path(), "_truth").into_iter().filter(|row| row["what"] == "csm");
    let effects: Vec<(String, String)> = effects.map(|row| (row["id"].clone(), row["effect"].clone())).collect();
    let known = truth.csms.iter().map(|csm| (csm.email.clone(), format!("{:.6}", csm.effect)));
    assert_eq!(effects, known.collect::<Vec<_>>());
}

#[test]
fn better_csms_keep_more_accounts() {
    let truth = SeededWorlds.truth(&WorldPlan { csms: 30, ..plan(20_000) }).unwrap();
    let mut kept = vec![(0.0, 0.0); truth.csms.len()];
    for decision in &truth.decisions {
        let saved = f64::from(!decision.churned) - (1.0 - chance_of(decision.average_log_odds));
        for (owner, share) in &decision.credit {
            kept[*owner].0 += share * saved;
            kept[*owner].1 += share;
        }
    }
    let effects: Vec<(f64, f64)> = truth
        .csms
        .iter()
        .zip(&kept)
        .filter(|(_, (_, decided))| *decided > 200.0)
        .map(|(csm, (saved, decided))| (csm.effect, saved / decided))
        .collect();
    assert!(effects.len() > 15, "{}", effects.len());
    assert!(correlation(&effects) > 0.7, "{}", correlation(&effects));
}

#[test]
fn better_csms_show_a_higher_renewal_rate_even_unadjusted() {
    let truth = SeededWorlds.truth(&WorldPlan { csms: 60, ..plan(12_000) }).unwrap();
    let mut renewed = vec![(0.0, 0.0); truth.csms.len()];
    for decision in &truth.decisions {
        for (owner, share) in decision.credit.iter().filter(|(owner, _)| !truth.csms[*owner].rescue) {
            renewed[*owner].0 += share * f64::from(!decision.churned);
            renewed[*owner].1 += share;
        }
    }
    let decided = truth.csms.iter().zip(&renewed).filter(|(_, (_, decided))| *decided > 50.0);
    let rates: Vec<(f64, f64)> = decided.map(|(csm, (kept, decided))| (csm.effect, kept / decided)).collect();
    assert!(correlation(&rates) > 0.2, "{}", correlation(&rates));
}

fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let n = pairs.len() as f64;
    let (x, y) = (pairs.iter().map(|p| p.0).sum::<f64>() / n, pairs.iter().map(|p| p.1).sum::<f64>() / n);
    let sum = |f: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(f).sum::<f64>();
    let together = sum(&|p| (p.0 - x) * (p.1 - y));
    together / (sum(&|p| (p.0 - x).powi(2)) * sum(&|p| (p.1 - y).powi(2))).sqrt()
}

#[test]
fn the_demonstration_has_something_to_say_about_the_last_quarter() {
    let to = date(2026, 7, 15);
    let folder = written(&demonstration(to));
    let lately = |object: &str, column: &str| {
        let rows = rows(folder.path(), object);
        rows.iter().filter(|row| row[column].as_str() >= "2026-04-01" && row[column].as_str() < "2026-07-01").count()
    };
    assert!(lately("churn_events", "churned_on") >= 2);
    assert!(lately("opportunities", "closed_on") >= 5);
    assert!(lately("surveys", "responded_on") >= 30);
    assert!(lately("ownership", "to") >= 3);
    assert!(lately("people", "left_on") + lately("people", "hired_on") >= 1);
}

#[test]
fn plans_that_cannot_be_lived_are_refused() {
    let refused = |plan: WorldPlan| match SeededWorlds.truth(&plan) {
        Outside::Err(Fault::Refused(refusal)) => refusal.to_string(),
        other => panic!("{other:?}"),
    };
    assert!(refused(WorldPlan { csms: 2, ..plan(10) }).contains("2 CSMs"));
    assert!(refused(plan(0)).contains("0 accounts"));
    assert!(refused(WorldPlan { to: date(2022, 3, 8), ..plan(10) }).contains("2022-03-08"));
    assert!(refused(WorldPlan { to: Date::MIN, ..plan(10) }).contains("cannot be simulated"));
}

#[test]
fn the_smallest_company_can_be_written() {
    let folder =
        written(&WorldPlan { csms: 3, accounts: 1, from: date(2024, 1, 1), to: date(2024, 7, 1), seed: u64::MAX });
    assert_eq!(rows(folder.path(), "accounts").len(), 1);
}

use kernel::Column;

use super::*;
use crate::rows::{CellSort, RawRow};

fn shapes() -> Vec<&'static FactShape> {
    [people::SHAPES, customers::SHAPES, usage::SHAPES].concat()
}

impl Dictionary {
    /// One of the names of a column that say no unit of their own.
    pub(crate) fn name_of(&self, object: &str, column: &Column, choice: usize) -> String {
        let known = self.objects.get(object).and_then(|names| names.columns.get(column.name));
        let names = std::iter::once(column.name).chain(known.into_iter().flatten().map(String::as_str));
        let names: Vec<&str> = names.filter(|name| Spoken::of(name).unit(column).is_empty()).collect();
        names[choice % names.len()].to_owned()
    }
}

fn judged(stem: &str, headings: &[&str], rows: &[&[&str]], object: Option<&str>) -> Verdict {
    let mut profiles = vec![Profile::default(); headings.len()];
    for cells in rows {
        let mut row = RawRow::default();
        for cell in *cells {
            row.push(cell, CellSort::Text);
        }
        for (place, profile) in profiles.iter_mut().enumerate() {
            profile.see(&row, place);
        }
    }
    let headings: Vec<String> = headings.iter().map(|heading| (*heading).to_owned()).collect();
    let sight = Sight::new(&headings, &profiles, stem);
    Dictionary::own().judge(&shapes(), &sight, Said { object, columns: &[] })
}

fn columns(verdict: Verdict) -> (String, Vec<(&'static str, String)>, Vec<String>) {
    let Verdict::One(found) = verdict else {
        panic!(
            "{:?}",
            if let Verdict::Several(all) = verdict {
                all.iter().map(|one| one.recipe.shape.object).collect()
            } else {
                vec![]
            }
        )
    };
    let found = found.into_iter().next().unwrap();
    let shape = found.recipe.shape;
    let filled = shape.columns.iter().zip(&found.recipe.columns);
    let filled = filled.filter_map(|(column, wanted)| Some((column.name, wanted.as_ref()?.headings.first()?.clone())));
    (shape.object.to_owned(), filled.collect(), found.findings)
}

#[test]
fn every_name_belongs_to_a_column_that_exists() {
    let dictionary = Dictionary::parse(WORDS).unwrap();
    assert!(dictionary.objects.len() >= 15 && dictionary.values.contains_key("won"));
    for (object, names) in &dictionary.objects {
        let shape = shapes().into_iter().find(|shape| shape.object == object).unwrap();
        for column in names.columns.keys() {
            assert!(shape.position(column).is_some(), "{object} have no {column}");
        }
    }
}

#[test]
fn a_german_list_of_customers_is_understood() {
    let rows: [&[&str]; 2] =
        [&["K-1", "Müller", "www.mueller.example", "2024-01-31"], &["K-2", "Ærø", "aeroe.example", "2024-02-29"]];
    let (object, columns, _) =
        columns(judged("export", &["Kunden-Nr.", "Firma", "Webseite", "Kunde seit"], &rows, None));
    assert_eq!(object, "accounts");
    let expected =
        [("account_id", "kundennr"), ("name", "firma"), ("signed_up_on", "kundeseit"), ("domain", "webseite")];
    assert_eq!(columns, expected.map(|(column, form)| (column, form.to_owned())));
}

#[test]
fn contents_speak_against_a_name_and_for_a_nameless_column() {
    let rows: [&[&str]; 2] = [&["A-1", "T-1", "call", "2024-01-31 10:00"], &["A-2", "T-2", "mail", "2024-02-01 11:30"]];
    let (object, columns, findings) = columns(judged("activities", &["Customer", "Ref", "Type", "Stamp"], &rows, None));
    assert_eq!(object, "touchpoints");
    assert!(columns.contains(&("happened_at", "stamp".to_owned())), "{columns:?}");
    assert!(findings.iter().any(|finding| finding.contains("Stamp is taken for happened_at")), "{findings:?}");
    // What is called a date and holds none is no date.
    let rows: [&[&str]; 1] = [&["A-1", "soon", "2024-01-31"]];
    let verdict = judged("invoices", &["Customer", "Due date", "Invoice date"], &rows, None);
    assert!(matches!(verdict, Verdict::Nothing(_)));
}

#[test]
fn a_plain_file_of_answers_needs_no_identifier() {
    let rows: [&[&str]; 2] = [&["kim@acme.example", "9", "2024-01-31"], &["lee@acme.example", "10", "2024-02-01"]];
    let (object, columns, findings) = columns(judged("NPS Q1", &["Company", "NPS score", "Date"], &rows, None));
    assert_eq!(object, "surveys");
    assert!(columns.contains(&("score", "npsscore".to_owned())));
    assert!(findings.iter().any(|finding| finding.starts_with("response_id stands nowhere")), "{findings:?}");
    assert!(findings.iter().any(|finding| finding.contains("taken for nps")), "{findings:?}");
}

#[test]
fn a_shopping_list_is_nothing() {
    assert!(matches!(judged("list", &["milk", "bread"], &[&["1", "2"]], None), Verdict::Nothing(_)));
}

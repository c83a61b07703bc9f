use std::sync::Arc;

use jiff::civil::date;
use report::Report;

use super::*;
use crate::trial::Trial;

fn telling() -> Telling {
    Telling {
        score: "p".into(),
        event: "the account leaves".into(),
        trials: "rows".into(),
        currency: None,
        if_reversed: " Ask again.",
        as_of: date(2025, 1, 1),
        reading: vec!["scores.csv was read.".into()],
        caveats: Vec::new(),
    }
}

fn page_of(all: Vec<Trial>) -> Report {
    let trials = Trials::of(all).unwrap();
    let judgement = Judgement::of(&trials, &["half"], Some(5));
    let mut report = Report::new("backtest.table", "Backtest", date(2025, 1, 1));
    blocks(&trials, &judgement, &telling()).into_iter().for_each(|block| report.push(block));
    report
}

fn rows(n: usize) -> Vec<Trial> {
    let row = |place: usize| Trial {
        key: Arc::from(format!("{place}")),
        cut_off: None,
        score: (place % 10) as f64 / 10.0,
        happened: place % 10 > 6 || place.is_multiple_of(11),
        amount: 100.0 + place as f64,
        rivals: vec![0.5],
    };
    (0..n).map(row).collect()
}

#[test]
fn every_figure_is_there_or_says_why_not() {
    for n in [1, 2, 25, 300] {
        for figure in page_of(rows(n)).figures() {
            assert!(figure.value.is_some() || figure.note.is_some(), "{n}: {}", figure.label);
        }
    }
}

#[test]
fn too_little_is_said_first() {
    let Block::Text { prose } = &page_of(rows(25)).blocks[0] else { panic!("no text first") };
    assert!(prose.plain().starts_with("Too few events"), "{}", prose.plain());
}

#[test]
fn all_of_one_kind_makes_a_page_without_a_curve() {
    let never = rows(50).into_iter().map(|row| Trial { happened: false, ..row }).collect();
    let report = page_of(never);
    let area = report.figures().into_iter().find(|figure| figure.label == "area under the curve").unwrap();
    assert_eq!(area.value, None);
}

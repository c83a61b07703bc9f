//! Anybody's scores held against what happened, beside numbers worked out elsewhere.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use contract::{Inputs, Value};
use kernel::Refusal;
use report::{Figure, Report};
use stories::Scene;

fn typed(text: &str, words: &str) -> Result<Report, Refusal> {
    let scene = Scene::empty();
    let mut inputs = Inputs::default();
    inputs.give("file", Value::Paths(vec![scene.file("scores.csv", text)]));
    for word in words.split_whitespace() {
        match word.split_once('=') {
            Some(("capacity", number)) => inputs.give("capacity", Value::Whole(number.parse().unwrap())),
            Some((name, text)) => inputs.give(name, Value::Text(text.to_owned())),
            None => inputs.give(word, Value::Given),
        }
    }
    scene.perform("backtest.table", &inputs).map(|answer| answer.report)
}

fn figure<'a>(report: &'a Report, label: &str) -> &'a Figure {
    let found = report.figures().into_iter().find(|figure| figure.label == label);
    found.unwrap_or_else(|| panic!("no figure {label}"))
}

fn value(report: &Report, label: &str) -> f64 {
    figure(report, label).value.unwrap_or_else(|| panic!("{label} is unknown")).try_into().unwrap()
}

fn lead(report: &Report) -> String {
    let report::Block::Text { prose } = &report.blocks[0] else { panic!("no text first") };
    prose.plain()
}

/// Eight hundred accounts whose chances mean what they say.
fn faithful() -> String {
    let mut text = "account,p,left,arr,as_of,colour\n".to_owned();
    for (place, percent) in [5, 20, 40, 70].into_iter().enumerate() {
        for account in 0..200 {
            let left = u8::from(account * 100 < percent * 200);
            let (arr, quarter) = (1000 + 10 * account, 1 + account % 2);
            let colour = if percent > 30 { "0.4" } else { "0.3" };
            let p = f64::from(percent) / 100.0;
            writeln!(text, "A-{place}-{account},{p},{left},{arr},2024-Q{quarter},{colour}").unwrap();
        }
    }
    text
}

#[test]
fn a_score_that_means_what_it_says_is_told_so_first() {
    let words = "score=p outcome=left amount=arr at=as_of key=account baseline=colour capacity=20";
    let report = typed(&faithful(), words).unwrap();
    assert!(lead(&report).starts_with("The score passes"), "{}", lead(&report));
    assert!((value(&report, "calibration slope") - 1.0).abs() < 0.02);
    assert!(value(&report, "precision, what can be worked through") > 0.6);
    assert!(value(&report, "difference to \"colour\"") < 0.0);
    assert_eq!(value(&report, "n at 2024-04-01"), 400.0);
}

#[test]
fn points_where_a_low_one_means_danger_are_judged_by_their_order() {
    let health: String = faithful().lines().fold(String::new(), |mut text, line| {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        if let Ok(p) = cells[1].parse::<f64>() {
            cells[1] = format!("{}", 100.0 - 100.0 * p);
        }
        writeln!(text, "{}", cells.join(",")).unwrap();
        text
    });
    let report = typed(&health, "score=p outcome=left reversed").unwrap();
    assert!(lead(&report).starts_with("The order can be relied on"), "{}", lead(&report));
    let chances = typed(&faithful(), "score=p outcome=left").unwrap();
    let area = "area under the curve";
    assert!((value(&report, area) - value(&chances, area)).abs() < 1e-9);
    assert!(report.figures().iter().all(|figure| figure.label != "calibration slope"));
}

#[test]
fn few_events_make_no_verdict() {
    let text = "p,left\n0.9,1\n0.1,0\n0.2,0\n0.8,1\n";
    let report = typed(text, "score=p outcome=left").unwrap();
    assert!(lead(&report).starts_with("Too few events"), "{}", lead(&report));
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let (text, words) = (faithful(), "score=p outcome=left amount=arr key=account");
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    let turned = typed(&lines.join("\n"), words).unwrap();
    assert_eq!(typed(&text, words).unwrap().blocks, turned.blocks);
}

#[test]
fn what_cannot_be_read_is_named() {
    let refused = |text: &str, words: &str| typed(text, words).unwrap_err().to_string();
    let missing = refused("chance,left\n0.1,0\n", "score=chanse outcome=left");
    assert!(missing.contains("did you mean `chance`?"), "{missing}");
    let odd = refused("p,left\n0.1,maybe\n", "score=p outcome=left");
    assert!(odd.contains("line 2, column left: \"maybe\" is neither yes nor no"), "{odd}");
    let owing = refused("p,left,arr\n0.1,0,-5\n", "score=p outcome=left amount=arr");
    assert!(owing.contains("below 0"), "{owing}");
    let same = refused("p,left\n0.1,0\n", "score=p outcome=p");
    assert!(same.contains("same column"), "{same}");
    assert!(refused("p,left\n", "score=p outcome=left").contains("no rows"));
}

/// Row by row with the coefficients that R found.
fn telco_scores(reference: &Path) -> String {
    let read = |path: PathBuf| std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    let values: serde_json::Value = serde_json::from_str(&read(reference.join("values/telco.json"))).unwrap();
    let coefficients: Vec<f64> =
        values["train"]["coef"].as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect();
    let table = read(reference.join("data/fetched/telco_churn.csv"));
    let mut lines = table.lines();
    let headings: Vec<&str> = lines.next().unwrap().split(',').collect();
    let mut text = "p,left\n".to_owned();
    for (_, line) in lines.enumerate().filter(|(place, _)| place % 5 == 0) {
        let cells: Vec<&str> = line.trim_end().split(',').collect();
        let cell = |name: &str| cells[headings.iter().position(|heading| heading.trim() == name).unwrap()];
        let is = |name: &str, word: &str| f64::from(u8::from(cell(name) == word));
        let number = |name: &str| cell(name).parse::<f64>().unwrap();
        let covariates = [
            1.0,
            number("tenure") / 12.0,
            number("MonthlyCharges") / 10.0,
            is("Contract", "One year"),
            is("Contract", "Two year"),
            is("InternetService", "Fiber optic"),
            is("InternetService", "No"),
            is("PaymentMethod", "Electronic check"),
            is("PaperlessBilling", "Yes"),
            number("SeniorCitizen"),
            is("OnlineSecurity", "Yes"),
            is("TechSupport", "Yes"),
        ];
        let odds: f64 = covariates.iter().zip(&coefficients).map(|(x, b)| x * b).sum();
        writeln!(text, "{:.12},{}", 1.0 / (1.0 + (-odds).exp()), cell("Churn")).unwrap();
    }
    text
}

#[test]
fn telco_comes_out_as_in_r() {
    let Some(reference) = std::env::var_os("EVENKEEL_REFERENCE").map(PathBuf::from) else {
        eprintln!("SKIPPED telco_comes_out_as_in_r: EVENKEEL_REFERENCE is not set");
        return;
    };
    let report = typed(&telco_scores(&reference), "score=p outcome=left capacity=100").unwrap();
    for (label, expected) in [
        ("area under the curve", 0.829_050_922_33),
        ("Brier score", 0.142_457_790_44),
        ("log loss", 0.432_834_923_18),
        ("calibration slope", 0.909_074_574_67),
        ("calibration in the large", 0.004_326_364_94),
        ("lift, top tenth", 2.766_853_504_2),
        ("precision, what can be worked through", 0.79),
        ("expected calibration error", 0.030_881_800_72),
    ] {
        let found = value(&report, label);
        assert!((found - expected).abs() < 1e-6 * expected.abs().max(1.0), "{label}: {found} beside {expected}");
    }
}

/// The table of `faithful` with scores put otherwise.
fn scored_as(score: impl Fn(f64) -> String) -> String {
    faithful().lines().fold(String::new(), |mut text, line| {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        if let Ok(p) = cells[1].parse::<f64>() {
            cells[1] = score(p);
        }
        writeln!(text, "{}", cells.join(",")).unwrap();
        text
    })
}

#[test]
fn chances_that_it_does_not_happen_are_judged_with_their_level() {
    let report = typed(&scored_as(|p| format!("{:.2}", 1.0 - p)), "score=p outcome=left reversed").unwrap();
    assert!(lead(&report).starts_with("The score passes"), "{}", lead(&report));
    assert!((value(&report, "calibration slope") - 1.0).abs() < 0.02);
    assert!(!stories::says(&report).contains("no chance"), "{}", stories::says(&report));
}

#[test]
fn one_score_that_is_no_chance_is_named() {
    let text = faithful().replacen("A-0-3,0.05", "A-0-3,-0.05", 1);
    let says = stories::says(&typed(&text, "score=p outcome=left").unwrap());
    assert!(says.contains("799 scores lie from 0 to 1") && says.contains("line 5: -0.05"), "{says}");
    let points = scored_as(|p| format!("{}", 100.0 * p));
    assert!(!stories::says(&typed(&points, "score=p outcome=left").unwrap()).contains("would be chances"));
}

#[test]
fn whoever_handed_the_scores_in_is_told_how_to_turn_them_round() {
    let wrong = scored_as(|p| format!("{:.2}", 1.0 - p));
    let report = typed(&wrong, "score=p outcome=left").unwrap();
    assert!(lead(&report).contains("ask again with --reversed"), "{}", lead(&report));
    let report = typed(&faithful(), "score=p outcome=left reversed").unwrap();
    assert!(lead(&report).contains("ask again without --reversed"), "{}", lead(&report));
}

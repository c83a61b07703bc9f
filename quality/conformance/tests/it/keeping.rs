use std::thread;

use kernel::PersonId;
use ports::store::{KeptFigure, Store};

use crate::company::*;
use crate::engines::Home;

on_both_engines![
    figures_come_back_by_person_and_metric,
    figures_kept_again_replace_those_before,
    figures_of_another_state_of_the_facts_are_forgotten,
    names_do_not_disturb_each_other,
    keeping_figures_is_no_write,
    many_figures_fit,
    two_programs_that_keep_the_same_figures_do_not_double_them,
    a_setting_lasts_once_committed_and_can_change,
    settings_are_text_of_any_kind,
];

fn figure(person: &str, metric: &str, value: Option<&str>, n: u64) -> KeptFigure {
    let value = value.map(|value| value.parse().unwrap());
    KeptFigure { person: PersonId::new(person), metric: metric.to_owned(), value, n }
}

fn figures_come_back_by_person_and_metric(home: &Home) {
    let told = [
        figure("own/b", "nps", Some("-12.5"), 3),
        figure("own/B", "nrr", Some("1.0000000000000000000000000001"), 0),
        figure("own/a", "nrr", None, u64::from(u32::MAX)),
        figure("own/a", "grr", Some("0.97"), 12),
    ];
    home.keep_figures("team", 1, &told).unwrap();
    let expected = [told[1].clone(), told[3].clone(), told[2].clone(), told[0].clone()];
    assert_eq!(home.kept_figures("team", 1).unwrap(), expected);
}

fn figures_kept_again_replace_those_before(home: &Home) {
    home.keep_figures("team", 1, &[figure("own/a", "nrr", Some("1"), 1), figure("own/b", "nrr", Some("2"), 2)])
        .unwrap();
    let later = [figure("own/a", "nrr", Some("3"), 3)];
    home.keep_figures("team", 1, &later).unwrap();
    assert_eq!(home.kept_figures("team", 1).unwrap(), later);
    home.keep_figures("team", 1, &[]).unwrap();
    assert!(home.kept_figures("team", 1).unwrap().is_empty());
}

fn figures_of_another_state_of_the_facts_are_forgotten(home: &Home) {
    home.keep_figures("team", 1, &[figure("own/a", "nrr", Some("1"), 1)]).unwrap();
    assert!(home.kept_figures("team", 2).unwrap().is_empty());
    home.keep_figures("team", 2, &[figure("own/a", "nrr", Some("2"), 1)]).unwrap();
    assert!(home.kept_figures("team", 1).unwrap().is_empty());
    assert_eq!(home.kept_figures("team", 2).unwrap().len(), 1);
}

fn names_do_not_disturb_each_other(home: &Home) {
    home.keep_figures("team of Ruth", 1, &[figure("own/a", "nrr", Some("1"), 1)]).unwrap();
    home.keep_figures("team of 'Dan'", 1, &[figure("own/b", "nrr", Some("2"), 1)]).unwrap();
    assert_eq!(home.kept_figures("team of Ruth", 1).unwrap().len(), 1);
    assert!(home.kept_figures("team", 1).unwrap().is_empty());
}

fn keeping_figures_is_no_write(home: &Home) {
    let version = home.data_version().unwrap();
    home.keep_figures("team", version, &[figure("own/a", "nrr", Some("1"), 1)]).unwrap();
    assert_eq!(home.data_version().unwrap(), version);
    assert!(home.events(10).unwrap().is_empty());
}

fn many_figures(count: usize) -> Vec<KeptFigure> {
    (0..count).map(|number| figure(&format!("own/P-{number:05}"), "nrr", Some("1.05"), 7)).collect()
}

fn many_figures_fit(home: &Home) {
    let figures = many_figures(3_210);
    home.keep_figures("team", 1, &figures).unwrap();
    assert_eq!(home.another().kept_figures("team", 1).unwrap(), figures);
}

fn two_programs_that_keep_the_same_figures_do_not_double_them(home: &Home) {
    let figures = many_figures(300);
    let programs = [home.another(), home.another(), home.another()];
    for version in 1..6 {
        thread::scope(|scope| {
            for program in &programs {
                scope.spawn(|| program.keep_figures("team", version, &figures).unwrap());
            }
        });
        assert_eq!(home.kept_figures("team", version).unwrap().len(), figures.len());
    }
}

fn a_setting_lasts_once_committed_and_can_change(home: &Home) {
    assert_eq!(home.setting("currency").unwrap(), None);
    for value in ["USD", "EUR"] {
        let mut transaction = begin(&**home, FIRST);
        transaction.set("currency", value).unwrap();
        end(transaction);
        assert_eq!(home.setting("currency").unwrap().as_deref(), Some(value));
    }
    assert_eq!(home.setting("zone").unwrap(), None);
}

fn settings_are_text_of_any_kind(home: &Home) {
    let mut transaction = begin(&**home, FIRST);
    transaction.set("it's \"quoted\"", "").unwrap();
    transaction.set("zone", "Europe/Zürich; DROP TABLE people").unwrap();
    end(transaction);
    assert_eq!(home.setting("it's \"quoted\"").unwrap().as_deref(), Some(""));
    assert_eq!(home.setting("zone").unwrap().as_deref(), Some("Europe/Zürich; DROP TABLE people"));
}

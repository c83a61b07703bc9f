use contract::{Inputs, Value};
use kernel::Refusal;
use report::{Block, Report, Section};
use stories::Scene;

fn simulate(sets: i64) -> Result<contract::Answer, Refusal> {
    let mut inputs = Inputs::default();
    inputs.give("sets", Value::Whole(sets));
    Scene::empty().perform("fairness.simulate", &inputs)
}

fn section<'a>(report: &'a Report, key: &str) -> &'a Section {
    let sections = report.blocks.iter().filter_map(|block| match block {
        Block::Section(section) => Some(section),
        _ => None,
    });
    sections.into_iter().find(|section| section.key == key).unwrap()
}

#[test]
fn a_sceptic_sees_the_method_judged_before_it_judges_anybody() {
    let answer = simulate(4).unwrap();
    // A short run cannot condemn the method, and says that it is short.
    assert!(answer.refusal.is_none() && matches!(answer.report.blocks[0], Block::Callout(_)));
    let told = section(&answer.report, "shown").blocks.iter().find_map(|block| match block {
        Block::List { items, .. } => Some(items.iter().map(report::Prose::plain).collect::<Vec<String>>()),
        _ => None,
    });
    let told = told.unwrap();
    assert!(told.len() == 8 && told[0].contains("rescue desk") && told[0].contains(" %"), "{told:?}");
    let checks = section(&answer.report, "gates").blocks.iter().map(|block| match block {
        Block::Checklist { items } => items.len(),
        _ => 0,
    });
    assert_eq!(checks.sum::<usize>(), 15);
    assert_eq!(answer.report, simulate(4).unwrap().report);
}

#[test]
fn whoever_asks_for_no_teams_is_told_how_many_work() {
    let refused = simulate(0).unwrap_err();
    assert!(matches!(&refused, Refusal::Invalid { field, .. } if field == "sets"));
    assert!(refused.to_string().contains("write 2 to"));
}

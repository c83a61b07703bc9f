use fairness::simulation::{Edge, Gate, Wanted};
use report::{Block, Check, CheckState, Section, display};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;
use statistics::mixed::Caveat;

/// The gates and the odd studies, each with what was found.
pub(super) fn section(gates: &[Gate], edges: &[Edge]) -> Section {
    let mut section = Section::new("gates", "What must hold before anybody is judged");
    section.push(Block::Checklist { items: gates.iter().map(gate).collect() });
    section.push(Block::text(
        "Odd studies must give finite numbers, single nobody out where nobody differs, and say what is odd where that matters:",
    ));
    section.push(Block::Checklist { items: edges.iter().map(edge).collect() });
    section
}

fn check(holds: bool, says: String) -> Check {
    let state = if holds { CheckState::Met } else { CheckState::NotMet };
    Check { state, says: says.into() }
}

fn gate(gate: &Gate) -> Check {
    let (show, wanted): (fn(f64) -> String, String) = match gate.wanted {
        Wanted::Between(low, high) => (percent, format!("{} to {}", percent(low), percent(high))),
        Wanted::AtLeast(low) => (percent, format!("at least {}", percent(low))),
        Wanted::AtMost(high) => (percent, format!("at most {}", percent(high))),
        Wanted::Ahead => (number, "more than 0".to_owned()),
    };
    let found = gate.found.map_or_else(
        || "nothing was measured".to_owned(),
        |found| format!("{} (standard error {})", show(found.value), show(found.error)),
    );
    check(gate.holds(), format!("{}: {found}; wanted: {wanted}.", gate.says))
}

fn percent(value: f64) -> String {
    format!("{} %", digits(100.0 * value, 2))
}

fn number(value: f64) -> String {
    digits(value, 3)
}

fn digits(value: f64, digits: u32) -> String {
    Decimal::from_f64(value).map_or_else(|| "not a number".to_owned(), |value| display::grouped(value, digits))
}

fn edge(edge: &Edge) -> Check {
    let mut told: Vec<&str> = edge.caveats.iter().map(|caveat| words(*caveat)).collect();
    told.extend(edge.no_verdict.then_some("no verdict is given"));
    let says = if told.is_empty() { "no caveat".to_owned() } else { told.join("; ") };
    check(edge.holds, format!("{}: {says}.", edge.says))
}

fn words(caveat: Caveat) -> &'static str {
    match caveat {
        Caveat::ConstantCovariate(_) => "something known beforehand is the same for all and was left out",
        Caveat::PriorDecides(_) => "what something known beforehand does cannot be told from these rows",
        Caveat::GoesWithGroup(_) => "something known beforehand is the same for all accounts of each CSM",
        Caveat::OneOutcome => "every account ended the same way, so that levels rest on what is believed beforehand",
        Caveat::OneGroup => "there is nobody to compare with",
        Caveat::FewGroups => "there are too few to tell how far people differ",
        Caveat::NotConverged => "the search ended before it settled",
        Caveat::SpreadAtEdge => "people may differ even more than was looked at",
    }
}

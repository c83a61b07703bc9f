use engagement::{Component, Engagement, Part};
use jiff::civil::Date;
use report::{Figure, Fold, Ledger, Trace, Unit};
use rust_decimal::Decimal;

/// The figures of a score: the whole, its components, and their parts with the numbers they are read from.
pub(super) struct Figures {
    pub(super) score: Figure,
    pub(super) coverage: Figure,
    pub(super) components: Vec<(Component, Figure, Vec<PartFigures>)>,
}

pub(super) struct PartFigures {
    pub(super) part: Part,
    /// The count or share; unknown with the reason.
    pub(super) number: Figure,
    pub(super) score: Figure,
}

/// Enters a score into the ledger of its report.
pub(super) fn enter(ledger: &mut Ledger, found: Engagement, as_of: Date) -> Figures {
    let mut whole = Trace::new(Fold::WeightedMean, &["score", "weight"]);
    let mut covered = Trace::new(Fold::Sum, &["known weight"]);
    let mut components = Vec::new();
    for component in found.components {
        let mut own = Trace::new(Fold::WeightedMean, &["score", "weight"]);
        let mut parts = Vec::new();
        for part in &component.parts {
            let entered = enter_part(ledger, component.key, part.clone(), as_of);
            own.push_known(&entered.score, &[part.weight]);
            parts.push(entered);
        }
        let figure = folded(ledger, (component.key, component.name), own, as_of);
        whole.push_known(&figure, &[component.weight]);
        let known = component.weight * component.coverage() / Decimal::ONE_HUNDRED;
        covered.push("measures", &component.key.into(), component.name, None, &[known]);
        components.push((component, figure, parts));
    }
    let score = match found.score {
        Some(_) => folded(ledger, ("score", "engagement"), whole, as_of),
        None => Figure::unknown("engagement", Unit::Score, as_of, "too little is known"),
    };
    let coverage = ledger.figure("coverage", "coverage", Unit::Ratio, as_of, covered);
    let coverage = Figure { n: None, ..coverage }.with_convention("share of the weight that facts can tell");
    Figures { score, coverage, components }
}

/// A score that is folded from other figures, so that it is no count of cases.
fn folded(ledger: &mut Ledger, (key, label): (&str, &str), trace: Trace, as_of: Date) -> Figure {
    if trace.rows.is_empty() {
        return Figure::unknown(label, Unit::Score, as_of, "no part of it is known");
    }
    Figure { n: None, ..ledger.figure(key, label, Unit::Score, as_of, trace) }
}

fn enter_part(ledger: &mut Ledger, component: &str, part: Part, as_of: Date) -> PartFigures {
    let key = format!("{component}.{}", part.key);
    let is_usage = part.key == "usage";
    let unit = match (part.is_share, is_usage) {
        (true, _) => Unit::Ratio,
        (_, true) => Unit::Score,
        _ => Unit::Count,
    };
    let trace = match &part.number {
        Ok(trace) if trace.value().is_some() => trace.clone(),
        Ok(_) => return unknown_part(part, unit, as_of, "no rows to work it out from"),
        Err(why) => {
            let why = *why;
            return unknown_part(part, unit, as_of, why);
        }
    };
    let number = ledger.figure(&format!("{key}.number"), part.name, unit, as_of, trace);
    let number = if is_usage { Figure { n: None, ..number } } else { number };
    let mut line = Trace::new(Fold::OnLines, &["number", "score"]);
    line.push_known(&number, &[]);
    for (at, points) in &part.line {
        line.push("method", &"engagement.points".into(), "a point of the line", None, &[*at, *points]);
    }
    let score = folded(ledger, (&key, part.name), line, as_of);
    PartFigures { part, number, score }
}

fn unknown_part(part: Part, unit: Unit, as_of: Date, why: &str) -> PartFigures {
    let number = Figure::unknown(part.name, unit, as_of, why);
    let score = Figure::unknown(part.name, Unit::Score, as_of, why);
    PartFigures { part, number, score }
}

use std::sync::Arc;

use report::chart::Bar;
use report::{Block, Chart, ChartKind, Figure, Fold, Prose, Section, Table, TableCell, Tone, Trace, Unit};
use rust_decimal::Decimal;

use super::Desk;
use crate::benchmark::PeerFigures;
use crate::metric::Category;
use crate::score::{CategoryScore, MetricScore, OverallBand, category_label};

const OVERALL: &str = "overall score";

/// Section 1.
pub(super) fn overall(desk: &mut Desk<'_>) -> Section {
    let mut section = Section::new("overall", "1. Overall performance score and rating");
    let figure = overall_figure(desk);
    let previous = desk.input.history.last();
    let before = previous.and_then(|past| past.figures.overall);
    let label =
        previous.map_or_else(|| "previous period".to_owned(), |past| format!("previous period, {}", past.period));
    let median = team_median(desk, "team.overall", "team median", Unit::Score, |figures| figures.overall);
    let before = desk.plain(&label, before, Unit::Score, "no earlier period with enough facts");
    let coverage = desk.plain("coverage", Some(desk.card.coverage), Unit::Ratio, "");
    section.push(Block::Figures { figures: vec![figure.clone(), median, before, coverage] });
    section.push(Block::text(verdict(desk, &figure)));
    let missing = missing(desk);
    if !missing.is_empty() {
        section.push(Block::callout(
            Tone::Caveat,
            format!("Left out because nothing is known, their weight spread over the rest: {}.", missing.join("; ")),
        ));
    }
    section.push(category_chart(desk));
    if let Some(changed) = changed(desk) {
        section.push(changed);
    }
    section
}

fn overall_figure(desk: &mut Desk<'_>) -> Figure {
    let as_of = desk.input.facts.as_of;
    if desk.card.overall.is_none() {
        let percent = report::display::value(desk.card.coverage, &Unit::Ratio);
        let why = format!("not enough data: only {percent} of the weight rests on known metrics, 60 % is needed");
        return Figure::unknown(OVERALL, Unit::Score, as_of, why);
    }
    let mut trace = Trace::new(Fold::WeightedMean, &["points", "weight"]);
    for category in &desk.card.categories {
        if let Some(points) = category.points {
            let key: Arc<str> = Arc::from(category.category.key());
            trace.push("figure", &key, category.category.name(), None, &[points, category.weight]);
        }
    }
    let convention = format!("weighted mean of the categories, profile {}", desk.input.profile.name);
    desk.ledger.figure("overall", OVERALL, Unit::Score, as_of, trace).with_convention(convention)
}

fn verdict(desk: &Desk<'_>, figure: &Figure) -> Prose {
    match desk.card.overall {
        Some(score) => Prose::default()
            .words("The score of ")
            .figure(figure.clone())
            .words(" lies in the band ")
            .strong(OverallBand::of(score).words())
            .words(" (Top from 90, Strong from 75, Solid from 60). It is the band of a score, not a rating of a person: it feeds no rating, pay or improvement plan."),
        None => Prose::from(
            "There is no overall score, because too little is known to work one out honestly. The metrics that are known follow.",
        ),
    }
}

/// What is left out, by reason.
fn missing(desk: &Desk<'_>) -> Vec<String> {
    let mut reasons: Vec<(String, Vec<String>)> = Vec::new();
    for score in desk.card.categories.iter().flat_map(|category| &category.metrics) {
        if score.points.is_some() {
            continue;
        }
        let why = match desk.input.measurements.get(&score.metric) {
            Some(crate::measure::Measured::Unknown { why }) => why.clone(),
            _ => "no target to hold it against".to_owned(),
        };
        let name = score.metric.name().to_lowercase();
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, names)) => names.push(name),
            None => reasons.push((why, vec![name])),
        }
    }
    reasons.into_iter().map(|(why, names)| format!("{} ({why})", names.join(", "))).collect()
}

fn category_chart(desk: &Desk<'_>) -> Chart {
    let bars: Vec<Bar> = desk
        .card
        .categories
        .iter()
        .map(|category| Bar {
            name: category.category.name().to_owned(),
            value: category.points,
            mark: desk.input.team.median(|figures| figures.categories.get(&category.category).copied()).value(),
        })
        .collect();
    let best =
        desk.card.categories.iter().filter(|category| category.points.is_some()).max_by_key(|category| category.points);
    let summary = best.map_or_else(
        || "No category has enough facts for a score.".to_owned(),
        |best| format!("Points by category, 75 is on target; the highest is {}.", best.category.name().to_lowercase()),
    );
    Chart {
        title: "Points by category".to_owned(),
        summary,
        unit: Unit::Score,
        kind: ChartKind::Bars { mark: Some("team median".to_owned()), bars },
    }
}

fn changed(desk: &Desk<'_>) -> Option<Block> {
    let past = desk.input.history.last()?;
    let mut items: Vec<(Decimal, Prose)> = Vec::new();
    for score in desk.card.categories.iter().flat_map(|category| &category.metrics) {
        let (Some(now), Some(then)) = (score.points, past.figures.points.get(&score.metric)) else { continue };
        let (Some(value), Some(before)) = (score.value, past.figures.values.get(&score.metric)) else { continue };
        let moved = (now - *then).abs();
        if moved < Decimal::from(10) {
            continue;
        }
        let unit = score.metric.unit(&desk.input.facts.currency);
        let word = if now > *then { "better" } else { "worse" };
        let says = Prose::default()
            .strong(score.metric.name())
            .words(format!(" {word}: "))
            .figure(desk.plain(&past.period, Some(*before), unit.clone(), ""))
            .words(" → ")
            .figure(desk.plain(score.metric.name(), Some(value), unit, ""));
        items.push((moved, says));
    }
    items.sort_by_key(|(moved, _)| std::cmp::Reverse(*moved));
    if items.is_empty() {
        return None;
    }
    let mut inner = Section::new("changed", format!("Changed since {}", past.period));
    inner.push(Block::points(items.into_iter().take(5).map(|(_, says)| says)));
    Some(inner.into())
}

/// Section 2.
pub(super) fn by_category(desk: &mut Desk<'_>) -> Section {
    let mut section = Section::new("categories", "2. Performance by category");
    for category in Category::ALL {
        let inner = one_category(desk, category);
        section.push(inner);
    }
    let left_out = desk.input.team.left_out();
    if !left_out.is_empty() {
        section.push(Block::callout(Tone::Note, format!("Left out of team medians: {}.", left_out.join(", "))));
    }
    let mut fair = Section::new("fair_comparison", "Fair comparison");
    fair.push(Block::callout(
        Tone::Caveat,
        "What this book would have done under anyone is not worked out in this version. \
         Medians and earlier periods below and above describe; they do not adjust for a harder or easier book, \
         so do not read a difference as a merit or a fault.",
    ));
    section.push(fair);
    section
}

fn one_category(desk: &mut Desk<'_>, category: Category) -> Section {
    let mut section = Section::new(category.key(), category.name());
    let Some(score) = desk.card.category(category).cloned() else { return section };
    let figure = category_figure(desk, &score);
    let mut figures = vec![figure];
    figures.push(team_median(desk, &format!("team.{}", category.key()), "team median", Unit::Score, |figures| {
        figures.categories.get(&category).copied()
    }));
    section.push(Block::Figures { figures });
    let mut headings = vec!["metric", ">value", ">target", ">points", ">team median"];
    let (earlier, tiers) = (desk.input.history.last(), desk.input.facts.targets.iter().any(|row| row.tier.is_some()));
    let before = earlier.map(|past| format!(">{}", past.period));
    headings.extend(before.as_deref());
    headings.extend(tiers.then_some(">tier expects"));
    let mut table = Table::new(format!("{}: metrics", category.name()), &headings);
    for metric in &score.metrics {
        let mut row = metric_row(desk, metric);
        row.extend(earlier.map(|_| before_cell(desk, metric)));
        row.extend(tiers.then(|| tier_expectation(desk, metric).into()));
        table.row(row);
    }
    table.note = Some(format!("Targets: {}.", targets(&score)));
    section.push(table);
    section
}

fn targets(score: &CategoryScore) -> String {
    let of = |metric: &MetricScore| {
        let from = metric.settled.as_ref().map_or("none", |settled| settled.from.as_str());
        format!("{} {from}", metric.metric.name().to_lowercase())
    };
    score.metrics.iter().map(of).collect::<Vec<_>>().join("; ")
}

fn category_figure(desk: &mut Desk<'_>, score: &CategoryScore) -> Figure {
    let as_of = desk.input.facts.as_of;
    let name = score.category.name();
    let Some(points) = score.points else {
        return Figure::unknown(name, Unit::Score, as_of, "no metric of this category is known");
    };
    let mut trace = Trace::new(Fold::Mean, &["points"]);
    for metric in &score.metrics {
        if let Some(points) = metric.points {
            trace.push("figure", &Arc::from(metric.metric.key()), metric.metric.name(), None, &[points]);
        }
    }
    let convention = format!("mean of the known metrics' points; weighs {} of 100", score.weight.normalize());
    let key = format!("category.{}", score.category.key());
    desk.ledger
        .figure(&key, name, Unit::Score, as_of, trace)
        .with_convention(convention)
        .with_note(category_label(points))
}

fn metric_row(desk: &mut Desk<'_>, score: &MetricScore) -> Vec<TableCell> {
    let metric = score.metric;
    let unit = metric.unit(&desk.input.facts.currency);
    let value = desk.figure(metric);
    let median = team_median(desk, &format!("team.{}", metric.key()), "team median", unit.clone(), |figures| {
        figures.values.get(&metric).copied()
    });
    let target = match &score.settled {
        Some(settled) => desk.plain("target", Some(settled.target), unit, "").with_note(settled.from.clone()),
        None => desk.plain("target", None, unit, "no target"),
    };
    let points = desk.plain("points", score.points, Unit::Score, "not scored");
    let name = TableCell::from(metric.name());
    std::iter::once(name).chain([value, target, points, median].map(TableCell::from)).collect()
}

fn before_cell(desk: &Desk<'_>, score: &MetricScore) -> TableCell {
    let before = desk.input.history.last().and_then(|past| past.figures.values.get(&score.metric).copied());
    desk.plain("before", before, score.metric.unit(&desk.input.facts.currency), "not known").into()
}

/// The mix of tier targets, weighted by the ARR of the closing book.
fn tier_expectation(desk: &mut Desk<'_>, score: &MetricScore) -> Figure {
    let facts = desk.input.facts;
    let unit = score.metric.unit(&facts.currency);
    let mut trace = Trace::new(Fold::WeightedMean, &["tier target", "ARR"]);
    for row in &facts.targets {
        let Some(tier) = row.tier.as_deref().filter(|_| *row.metric == *score.metric.target_key()) else { continue };
        let arr: Decimal =
            facts.closing_book().filter(|account| account.tier.word() == tier).map(|account| account.closing_arr).sum();
        trace.push("targets", &row.key, tier, None, &[row.target, arr]);
    }
    if trace.value().is_none() {
        return desk.plain("tier expectation", None, unit, "no tier targets");
    }
    let key = format!("tier.{}", score.metric.key());
    desk.ledger.figure(&key, "tier expectation", unit, facts.as_of, trace)
}

/// The median of the compared team, entered in the ledger.
pub(super) fn team_median(
    desk: &mut Desk<'_>,
    key: &str,
    label: &str,
    unit: Unit,
    read: impl Fn(&PeerFigures) -> Option<Decimal>,
) -> Figure {
    let trace = desk.input.team.median(read);
    let as_of = desk.input.facts.as_of;
    if trace.rows.len() < 2 {
        return Figure::unknown(label, unit, as_of, "known of fewer than two of those compared");
    }
    desk.ledger
        .figure(key, label, unit, as_of, trace)
        .with_convention("median of those compared, the subject among them")
}

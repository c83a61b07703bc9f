use std::sync::Arc;

use report::chart::Bar;
use report::{
    Address, Block, Chart, ChartKind, Figure, Fold, Prose, Section, Table, TableCell, Tone, Trace, Unit, months_between,
};
use rust_decimal::Decimal;

use super::Desk;
use super::context::RAMP_MONTHS;
use crate::benchmark::PeerFigures;
use crate::metric::{Category, Metric};
use crate::score::{CategoryScore, MetricScore, OverallBand, ROWS_MIN, category_label, rests_on_too_few};

const OVERALL: &str = "overall score";

/// Section 1.
pub(super) fn overall(desk: &mut Desk<'_>) -> Section {
    let mut section = Section::new("overall", "1. Overall performance score and rating");
    let figure = overall_figure(desk);
    let previous = desk.input.history.last();
    let before = previous.and_then(|past| past.figures.overall);
    let label =
        previous.map_or_else(|| "previous period".to_owned(), |past| format!("previous period, {}", past.period));
    let median = team_median(desk, "overall", Unit::Score, |figures| figures.overall);
    let before = match previous.filter(|_| before.is_some()) {
        Some(past) => desk.earlier_figure(past, "overall", before, Unit::Score).labelled(label),
        None => desk.plain(&label, None, Unit::Score, "no earlier period with enough facts"),
    };
    let coverage = desk.coverage();
    section.push(Block::Figures { figures: vec![figure.clone(), median, before, coverage] });
    section.push(Block::text(verdict(desk, &figure)));
    if desk.card.overall.is_some() {
        section.push(in_short(desk));
    }
    let missing = missing(desk);
    if !missing.is_empty() {
        section.push(Block::callout(
            Tone::Caveat,
            format!("Not scored, their weight spread over the rest: {}.", missing.join("; ")),
        ));
    }
    section.push(category_chart(desk));
    if let Some(changed) = changed(desk) {
        section.push(changed);
    }
    section
}

pub(super) fn overall_figure(desk: &mut Desk<'_>) -> Figure {
    let as_of = desk.input.facts.as_of;
    if desk.card.overall.is_none() {
        let percent = report::display::value(desk.card.coverage, &Unit::Ratio);
        let why = format!("not enough data: only {percent} of the weight rests on known metrics, 60 % is needed");
        return Figure::unknown(OVERALL, Unit::Score, as_of, why);
    }
    let mut trace = Trace::new(Fold::WeightedMean, &["points", "weight"]);
    for category in desk.card.categories.clone() {
        trace.push_known(&category_figure(desk, &category), &[category.weight]);
    }
    let known = trace.rows.len();
    let convention = format!("weighted mean of the categories, profile {}", desk.input.profile.name);
    desk.scored("overall", OVERALL, trace)
        .with_convention(convention)
        .with_note(format!("{known} of {} categories", Category::ALL.len()))
}

fn verdict(desk: &Desk<'_>, figure: &Figure) -> Prose {
    let Some(score) = desk.card.overall else {
        return Prose::from(
            "There is no overall score, because too little is known to work one out honestly. The metrics that are known follow.",
        );
    };
    let prose = Prose::default().words("The score of ").figure(figure.clone());
    if is_ramping(desk) {
        return prose.words(
            " is put into no band: whoever is still ramping is judged apart, and the targets are those of a full book.",
        );
    }
    let prose = prose
        .words(" lies in the band ")
        .strong(OverallBand::of(score).words())
        .words(" (Top from 90, Strong from 75, Solid from 60). It is the band of a score, not a rating of a person: it feeds no rating, pay or improvement plan.");
    match desk.input.other_overall {
        Some((source, Some(other))) => {
            let word = if source == "contracts" { "contracts" } else { "events" };
            let address = Address { action: format!("csm-performance-by-{word}"), ..desk.input.address.clone() };
            let other = desk
                .plain("overall score by the other source", Some(other), Unit::Score, "")
                .with_evidence(address.figure("overall"));
            prose
                .words(format!(" The sources disagree about who was lost; by {source} the same quarter scores "))
                .figure(other)
                .words(". Settle that before you discuss the score.")
        }
        Some((source, None)) => {
            prose.words(format!(" The sources disagree about who was lost; by {source} there would be no score."))
        }
        None => prose,
    }
}

fn is_ramping(desk: &Desk<'_>) -> bool {
    let facts = desk.input.facts;
    facts.subject.hired_on.is_some_and(|hired| months_between(hired, facts.period.to()) < RAMP_MONTHS)
}

/// The review in three points: what goes well, what to talk about, what not to conclude.
fn in_short(desk: &Desk<'_>) -> Block {
    let names = |metrics: Vec<&'static str>| {
        if metrics.is_empty() { "nothing stands out by the rules".to_owned() } else { metrics.join(", ") }
    };
    let disputed = desk.input.facts.churn_dispute.is_some();
    let well: Vec<&str> = crate::plan::strengths(&desk.card, desk.input.team, disputed, &|_| Vec::new())
        .iter()
        .take(3)
        .map(|strength| strength.metric.name())
        .collect();
    let talk: Vec<&str> = desk.gaps.iter().take(3).map(|gap| gap.metric.name()).collect();
    let mut minds = vec!["medians do not adjust for how hard the book was"];
    minds.extend(disputed.then_some("the sources disagree about who was lost"));
    minds.extend(is_ramping(desk).then_some("the first half year is learning"));
    minds.extend((desk.card.coverage < Decimal::new(80, 2)).then_some("much is not on record"));
    Block::points([
        Prose::default().strong("Goes well: ").words(names(well)).words(" (section 5)"),
        Prose::default().strong("To talk about: ").words(names(talk)).words(" (sections 6 and 7)"),
        Prose::default()
            .strong("Not to conclude: ")
            .words(format!("anything from small differences; {}", minds.join("; "))),
    ])
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
            Some(measured) if rests_on_too_few(score.metric, Some(measured.n())) => {
                format!("only {}; {ROWS_MIN} are needed for points", measured.n())
            }
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

fn changed(desk: &mut Desk<'_>) -> Option<Block> {
    let past = desk.input.history.last()?;
    let mut items: Vec<(Decimal, Prose)> = Vec::new();
    for score in desk.card.categories.clone().iter().flat_map(|category| &category.metrics) {
        let (Some(now), Some(then)) = (score.points, past.figures.points.get(&score.metric)) else { continue };
        if score.value.is_none() || !past.figures.values.contains_key(&score.metric) {
            continue;
        }
        let moved = (now - *then).abs();
        if moved < Decimal::from(10) {
            continue;
        }
        let word = if now > *then { "better" } else { "worse" };
        let says = Prose::default()
            .strong(score.metric.name())
            .words(format!(" {word}: "))
            .figure(desk.earlier(past, score.metric))
            .words(" → ")
            .figure(desk.figure(score.metric));
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
    section.push(Block::text(
        "Medians and earlier periods describe; they do not adjust for how hard or easy the book was. What does stands next.",
    ));
    section.push(desk.input.fair.clone());
    section
}

fn one_category(desk: &mut Desk<'_>, category: Category) -> Section {
    let mut section = Section::new(category.key(), category.name());
    let Some(score) = desk.card.category(category).cloned() else { return section };
    let figure = category_figure(desk, &score);
    let mut figures = vec![figure];
    figures.push(team_median(desk, &format!("category.{}", category.key()), Unit::Score, |figures| {
        figures.categories.get(&category).copied()
    }));
    section.push(Block::Figures { figures });
    let mut headings = vec!["metric", ">value", ">n", ">target", ">points", ">team median"];
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
    if category == Category::Retention {
        table.note = Some(
            "Shared with other owners by owner-days in the 180 days before each outcome; `evenkeel retention --csm` counts whole accounts held on the first day, so its figures differ.".to_owned(),
        );
    }
    section.push(table);
    section
}

pub(super) fn category_figure(desk: &mut Desk<'_>, score: &CategoryScore) -> Figure {
    let name = score.category.name();
    let Some(points) = score.points else {
        return desk.plain(name, None, Unit::Score, "no metric of this category is known");
    };
    let trace = category_rows(desk, score, None);
    let convention = format!("mean of the known metrics' points; weighs {} of 100", score.weight.normalize());
    let says = format!("{}; {} of {} metrics", category_label(points), trace.rows.len(), score.metrics.len());
    let key = format!("category.{}", score.category.key());
    desk.scored(&key, name, trace).with_convention(convention).with_note(says)
}

/// The points of the metrics of a category, for one of them other points where that is asked.
pub(super) fn category_rows(desk: &mut Desk<'_>, score: &CategoryScore, other: Option<(Metric, &Figure)>) -> Trace {
    let mut trace = Trace::new(Fold::Mean, &["points"]);
    for metric in &score.metrics {
        let points = desk.points(metric.metric).labelled(metric.metric.name());
        let points = other.filter(|(of, _)| *of == metric.metric).map_or(points, |(_, other)| other.clone());
        trace.push_known(&points, &[]);
    }
    trace
}

fn metric_row(desk: &mut Desk<'_>, score: &MetricScore) -> Vec<TableCell> {
    let metric = score.metric;
    let unit = metric.unit(&desk.input.facts.currency);
    let value = desk.figure(metric);
    let median = team_median(desk, metric.key(), unit.clone(), |figures| figures.values.get(&metric).copied());
    let target = match &score.settled {
        Some(settled) => desk.target(metric, settled),
        None => desk.plain("target", None, unit, "no target"),
    };
    let points = desk.points(metric);
    let name = TableCell::from(metric.name());
    let n = value.n.filter(|_| value.value.is_some()).map_or(TableCell::Empty, |n| n.to_string().into());
    let rest = [target, points, median].map(TableCell::from);
    [name, value.into(), n].into_iter().chain(rest).collect()
}

fn before_cell(desk: &Desk<'_>, score: &MetricScore) -> TableCell {
    desk.input.history.last().map_or(TableCell::Empty, |past| desk.earlier(past, score.metric).into())
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

/// The median of the compared team on one figure; each person's opens in their review of the same period.
pub(super) fn team_median(
    desk: &mut Desk<'_>,
    of: &str,
    unit: Unit,
    read: impl Fn(&PeerFigures) -> Option<Decimal>,
) -> Figure {
    const LABEL: &str = "team median";
    let mut trace = desk.input.team.median(read);
    let as_of = desk.input.facts.as_of;
    if trace.rows.len() < 2 {
        return Figure::unknown(LABEL, unit, as_of, "known of fewer than two of those compared");
    }
    for row in &mut trace.rows {
        let review = Address { subject: row.key.to_string(), ..desk.input.address.clone() };
        row.object = "figure";
        row.key = Arc::from(review.figure(of).to_string());
    }
    desk.ledger
        .figure(&format!("team.{of}"), LABEL, unit, as_of, trace)
        .with_convention("median of those compared, the subject among them")
}

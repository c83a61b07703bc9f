use report::chart::Point;
use report::{Block, Chart, ChartKind, Figure, Prose, Section, Series, Table, TableCell, Tone, Unit};
use rust_decimal::Decimal;

use super::Desk;
use super::performance::{category_figure, overall_figure};
use crate::benchmark::PeerFigures;
use crate::metric::{Category, Metric};
use crate::plan;
use crate::trend::Direction;

/// The categories drawn over time.
const CHARTED: [Category; 2] = [Category::Retention, Category::Activity];

/// Section 4.
pub(super) fn trending(desk: &mut Desk<'_>) -> Section {
    let mut section = Section::new("trending", "4. Trending");
    if desk.input.history.is_empty() {
        section.push(Block::callout(Tone::Note, "There is no earlier period to compare with."));
        return section;
    }
    section.push(chart(desk));
    let mut headings = vec!["metric".to_owned()];
    headings.extend(desk.input.history.iter().map(|past| format!(">{}", past.period)));
    headings.push(format!(">{}", desk.input.facts.period));
    headings.push("trend".to_owned());
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("Metrics over the last periods", &headings);
    let now = overall_figure(desk);
    table.row(score_row(desk, "overall", &now, &|figures| figures.overall));
    for category in CHARTED {
        let Some(score) = desk.card.category(category).cloned() else { continue };
        let now = category_figure(desk, &score);
        let key = format!("category.{}", category.key());
        table.row(score_row(desk, &key, &now, &|figures| figures.categories.get(&category).copied()));
    }
    for metric in Metric::ALL {
        if let Some(row) = row(desk, metric) {
            table.row(row);
        }
    }
    table.note = Some("A trend is the least-squares slope over up to four periods and needs three.".to_owned());
    section.push(table);
    section
}

/// The scores that the chart draws, period by period.
fn score_row(
    desk: &Desk<'_>,
    key: &str,
    now: &Figure,
    read: &dyn Fn(&PeerFigures) -> Option<Decimal>,
) -> Vec<TableCell> {
    let mut cells = vec![TableCell::from(format!("{}, points", now.label))];
    let past = desk.input.history.iter();
    cells.extend(past.map(|past| desk.earlier_figure(past, key, read(&past.figures), Unit::Score).into()));
    cells.push(now.clone().into());
    cells.push(TableCell::Empty);
    cells
}

fn row(desk: &mut Desk<'_>, metric: Metric) -> Option<Vec<TableCell>> {
    let now = desk.values.get(&metric).copied();
    let past = |place: usize| desk.input.history[place].figures.values.get(&metric).copied();
    if now.is_none() && (0..desk.input.history.len()).all(|place| past(place).is_none()) {
        return None;
    }
    let mut cells = vec![TableCell::from(metric.name())];
    cells.extend(desk.input.history.iter().map(|past| TableCell::from(desk.earlier(past, metric))));
    cells.push(desk.figure(metric).into());
    cells.push(desk.direction(metric).map_or("too few periods", Direction::words).into());
    Some(cells)
}

fn chart(desk: &Desk<'_>) -> Chart {
    let mut labels: Vec<String> = desk.input.history.iter().map(|past| past.period.clone()).collect();
    labels.push(desk.input.facts.period.to_string());
    let line = |name: &str, now: Option<Decimal>, read: &dyn Fn(usize) -> Option<Decimal>| Series {
        name: name.to_owned(),
        values: (0..desk.input.history.len()).map(read).chain([now]).map(Point).collect(),
    };
    let mut series = vec![line("overall", desk.card.overall, &|place| desk.input.history[place].figures.overall)];
    for category in CHARTED {
        let now = desk.card.category(category).and_then(|score| score.points);
        series.push(line(category.name(), now, &|place| {
            desk.input.history[place].figures.categories.get(&category).copied()
        }));
    }
    let known = series[0].values.iter().filter(|point| point.0.is_some()).count();
    let summary = format!("Points over {} periods, {known} of them with an overall score.", labels.len());
    Chart {
        title: "Points over time".to_owned(),
        summary,
        unit: Unit::Score,
        kind: ChartKind::Lines { labels, series },
    }
}

/// Section 5.
pub(super) fn strengths(desk: &mut Desk<'_>) -> Section {
    let mut section = Section::new("strengths", "5. Strengths to leverage and recognize");
    let past = |metric: Metric| {
        desk.input.history.iter().filter_map(|past| past.figures.points.get(&metric).copied()).collect::<Vec<_>>()
    };
    let disputed = desk.input.facts.churn_dispute.is_some();
    let found = plan::strengths(&desk.card, desk.input.team, disputed, &past);
    if desk.card.overall.is_none() {
        section.push(Block::text(
            "There is no overall score, because too little is known; praise from so little would be luck.",
        ));
        return section;
    }
    if found.is_empty() {
        section.push(Block::text("No metric stands out by the rules of this profile. Look at what the figures do not show: ask colleagues and customers."));
        return section;
    }
    let items: Vec<Prose> = found
        .iter()
        .map(|strength| {
            Prose::default()
                .strong(strength.metric.name())
                .words(" ")
                .figure(desk.figure(strength.metric))
                .words(format!(": {}", strength.because.join("; ")))
        })
        .collect();
    section.push(Block::points(items));
    let best = found.iter().max_by_key(|strength| strength.points);
    let here = desk.input.facts.subject.left_on.is_none_or(|left| left > desk.input.facts.as_of);
    if let Some(best) = best.filter(|_| here) {
        section.push(Block::text(format!(
            "Worth sharing with the team: {}. Ask {} to show how at the next team meeting, with two accounts as examples.",
            best.metric.name().to_lowercase(),
            desk.input.facts.subject.name
        )));
    }
    section
}

/// Section 6.
pub(super) fn development(desk: &mut Desk<'_>) -> Section {
    let mut section = Section::new("development", "6. Development opportunities");
    if desk.gaps.is_empty() {
        section.push(Block::text("Every known metric is at or above its target."));
        return section;
    }
    let headings = ["metric", ">value", ">target", ">points", "trend", "category"];
    let mut table = Table::new("Below target, heaviest first", &headings);
    for gap in desk.gaps.clone() {
        table.row([
            TableCell::from(gap.metric.name()),
            desk.figure(gap.metric).into(),
            desk.target(gap.metric, &gap.settled).into(),
            desk.points(gap.metric).into(),
            gap.direction.map_or("too few periods", Direction::words).into(),
            gap.metric.category().name().into(),
        ]);
    }
    table.note = Some(
        "Weight is the category's weight times the points missing to 75, and 100 more when the trend is for the worse."
            .to_owned(),
    );
    section.push(table);
    let declining: Vec<&str> = Metric::ALL
        .into_iter()
        .filter(|metric| desk.direction(*metric).is_some_and(Direction::is_decline))
        .map(Metric::name)
        .collect();
    if !declining.is_empty() {
        section.push(Block::callout(Tone::Note, format!("Worse over the last periods: {}.", declining.join(", "))));
    }
    section
}

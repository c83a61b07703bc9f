use std::collections::BTreeMap;

use report::chart::{Point, Series};
use report::{Block, Chart, ChartKind, Figure, Interval, Section, Table, Unit, display};
use sentiment::{Answer, LEAST_ANSWERS, Stance, Tally};

use super::gather::Labels;
use super::nps::{Page, section};

/// The score with its variance, and how it went over the quarters.
pub(super) fn score_and_trend(page: &mut Page<'_>) -> Section {
    let mut section = section("score", "Score and trend");
    let tally = page.tally.clone();
    let variance = match tally.answers().is_empty() {
        true => Figure::unknown("variance of the score", Unit::Number, page.as_of(), "nobody answered"),
        false => page.figure("variance", "variance of the score", Unit::Number, tally.variance_trace()),
    };
    let variance = variance.with_convention("in square points: (P + D - (P - D)²) / n with shares of 100");
    let rate = Figure::unknown("response rate", Unit::Ratio, page.as_of(), "how many were asked is not on record");
    section.push(Block::Figures { figures: vec![variance, rate] });
    let quarters = page.ground.quarters.clone();
    let mut table = Table::new("By quarter", &["quarter", ">NPS", ">answers"]);
    let (mut labels, mut points) = (Vec::new(), Vec::new());
    for quarter in quarters {
        let tally = Tally::of(page.ground.latest_in(quarter));
        let score = page.score(&format!("quarter.{quarter}"), &tally);
        points.push(Point(score.value));
        labels.push(quarter.to_string());
        table.row([quarter.to_string().into(), score.into(), tally.answers().len().to_string().into()]);
    }
    section.push(trend_chart(labels, points));
    table.note =
        Some("Each quarter counts the latest answer of each contact in it; the last one may still be open.".into());
    section.push(table);
    section
}

fn trend_chart(labels: Vec<String>, points: Vec<Point>) -> Chart {
    let known: Vec<String> = labels
        .iter()
        .zip(&points)
        .filter_map(|(label, point)| Some(format!("{label} {}", display::value(point.0?, &Unit::PromoterPoints))))
        .collect();
    let summary = match known.as_slice() {
        [] => "No quarter has an answer.".to_owned(),
        [one] => format!("Only one quarter has answers: {one}."),
        [first, .., last] => format!("From {first} to {last}."),
    };
    let series = vec![Series { name: "NPS".to_owned(), values: points }];
    Chart {
        title: "NPS by quarter".to_owned(),
        summary,
        unit: Unit::PromoterPoints,
        kind: ChartKind::Lines { labels, series },
    }
}

/// What goes along with a high or low score.
pub(super) fn drivers(page: &mut Page<'_>) -> Section {
    let mut section = section("drivers", "What goes along with the score");
    section.push(Block::text(
        "Groups whose ranges do not overlap probably differ. Who answers from a group is not chosen by lot, so this says what \
         goes along with a score and not what makes it.",
    ));
    section.push(split(page, "By plan", "plan", |labels| labels.plan.clone()));
    section.push(split(page, "By time as a customer", "tenure", |labels| labels.tenure.to_owned()));
    section
}

/// The score of every segment.
pub(super) fn segments(page: &mut Page<'_>) -> Section {
    let mut section = section("segments", "Segments");
    section.push(split(page, "By segment", "segment", |labels| labels.segment.clone()));
    section
}

fn split(page: &mut Page<'_>, title: &str, key: &str, read: fn(&Labels) -> String) -> Table {
    let mut groups: BTreeMap<String, Vec<&Answer>> = BTreeMap::new();
    for answer in page.tally.answers() {
        let label = page.ground.labels.get(&answer.account).map_or_else(|| "not told".to_owned(), read);
        groups.entry(label).or_default().push(answer);
    }
    let headings = ["group", ">NPS", ">answers", ">promoters", ">detractors"];
    let mut table = Table::new(title, &headings);
    let mut few = 0;
    for (label, answers) in groups {
        let tally = Tally::of(answers);
        few += usize::from(tally.answers().len() < LEAST_ANSWERS);
        let score = page.score(&format!("{key}.{label}"), &tally);
        let mut count = |stance: Stance| {
            page.figure(
                &format!("{key}.{label}.{}", stance.words()),
                stance.words(),
                Unit::Count,
                tally.stance_trace(stance),
            )
        };
        let (promoters, detractors) = (count(Stance::Promoter), count(Stance::Detractor));
        let answers = tally.answers().len().to_string();
        table.row([label.into(), score.into(), answers.into(), promoters.into(), detractors.into()]);
    }
    table.note = Some(match few {
        0 => format!("Grouped as of {}.", page.ground.day),
        _ => format!(
            "Grouped as of {}. Nothing follows from a group with fewer than {LEAST_ANSWERS} answers.",
            page.ground.day
        ),
    });
    table
}

/// The ends of an interval in words.
pub(super) fn range(interval: &Interval) -> String {
    let end = |value| display::value(value, &Unit::PromoterPoints);
    format!("{} and {}", end(interval.low), end(interval.high))
}

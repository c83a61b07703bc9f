//! Reports to be drawn: every block and chart, and each of them at its edges.

use jiff::civil::{Date, date};
use report::chart::{Bar, Part, Point};
use report::{
    Axis, Band, Chart, ChartKind, EvidenceRef, Figure, Funnel, FunnelDot, FunnelLimit, Interval, Series, Step, Table,
    TableCell, Unit,
};
use rust_decimal::Decimal;

use super::*;

pub(super) const HOSTILE: &str = "Evil\u{1b}[2J\u{1b}]0;owned\u{7} Inc\u{202E}cni\r\n<b>";

pub(super) fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub(super) fn today() -> Date {
    date(2026, 11, 20)
}

pub(super) fn dollars() -> Unit {
    Unit::Money("USD".into())
}

pub(super) fn reference(key: &str) -> EvidenceRef {
    EvidenceRef::new("csm-performance.review/dana/2026-Q3", key)
}

pub(super) fn interval(low: &str, high: &str) -> Option<Interval> {
    Some(Interval { level: number("0.95"), low: number(low), high: number(high), method: "bootstrap".into() })
}

pub(super) fn retention() -> Figure {
    Figure::known("Gross revenue retention", number("0.9123"), Unit::Ratio, today())
        .with_n(24)
        .with_interval(interval("0.88", "0.94"))
        .with_evidence(reference("grr"))
}

pub(super) fn revenue() -> Figure {
    Figure::known("Revenue managed", number("1234567.5"), dollars(), today())
        .with_n(31)
        .with_note("two contracts without a currency were taken as USD")
        .with_evidence(reference("arr"))
}

pub(super) fn unanswered() -> Figure {
    Figure::unknown("Response time", Unit::Hours, today(), "no customer e-mails were imported")
        .with_evidence(reference("response"))
}

pub(super) fn chart(title: &str, unit: Unit, kind: ChartKind) -> Block {
    Chart { title: title.into(), summary: format!("{title}, in a sentence."), unit, kind }.into()
}

pub(super) fn bar(name: &str, value: Option<&str>, mark: Option<&str>) -> Bar {
    Bar { name: name.into(), value: value.map(number), mark: mark.map(number) }
}

pub(super) fn series(name: &str, values: &[Option<&str>]) -> Series {
    Series { name: name.into(), values: values.iter().map(|value| Point(value.map(number))).collect() }
}

pub(super) fn step(name: &str, value: &str, total: bool) -> Step {
    Step { name: name.into(), value: number(value), total }
}

pub(super) fn split(parts: &[(&str, &str)]) -> ChartKind {
    let part = |(name, value): &(&str, &str)| Part { name: (*name).into(), value: number(value) };
    ChartKind::Split { parts: parts.iter().map(part).collect() }
}

pub(super) fn accounts() -> Table {
    let mut table = Table::new("Accounts", &["Account", "Health", ">Revenue", ">Score", "What to do next"]);
    let score = Figure::known("Score", number("81.9"), Unit::Score, today()).with_interval(interval("75", "88"));
    let next = "Call the sponsor before the renewal at the end of the month";
    table.row(["Acme Rockets".into(), Band::Green.into(), revenue().into(), score.into(), next.into()]);
    table.row([HOSTILE.into(), Band::Unknown.into(), unanswered().into(), TableCell::Empty, "東京の会社".into()]);
    table.note = Some("Revenue on the last day of the period.".into());
    table
}

pub(super) fn charts() -> Section {
    let mut section = Section::new("pictures", "Pictures");
    let bars = vec![
        bar("Adoption", Some("82"), Some("75")),
        bar("Customer sentiment in a long name", None, Some("70")),
        bar("Growth", Some("-12"), None),
    ];
    section.push(chart("Scores", Unit::Score, ChartKind::Bars { mark: Some("target".into()), bars }));
    let labels = ["2026-Q1", "2026-Q2", "2026-Q3"].map(str::to_owned).to_vec();
    let lines = vec![series("Dana", &[Some("0.88"), None, Some("0.91")]), series("Team", &[Some("0.9"); 3])];
    section.push(chart("Retention over time", Unit::Ratio, ChartKind::Lines { labels, series: lines }));
    let parts = split(&[("green", "20"), ("yellow", "7"), ("red", "3"), ("unknown", "1")]);
    section.push(chart("Health of the book", Unit::Count, parts));
    let steps = vec![
        step("Opening", "1200000", true),
        step("Expansion", "64000", false),
        step("Churn", "-29432.5", false),
        step("Closing", "1234567.5", true),
    ];
    section.push(chart("Revenue bridge", dollars(), ChartKind::Waterfall { steps }));
    section
}

/// Limits for a count against its expectation: 1 + z / sqrt(expected) either side, not below zero.
pub(super) fn limit(level: f64, z: f64, sizes: &[f64]) -> FunnelLimit {
    let around = |size: &f64| (*size, (1.0 - z / size.sqrt()).max(0.0), 1.0 + z / size.sqrt());
    FunnelLimit::new(level, sizes.iter().map(around))
}

/// Expected losses and losses against them, of nine books of which some lie close together.
pub(super) const BOOKS: [(&str, f64, f64); 9] = [
    ("Aisha Rahman", 9.4, 0.96),
    ("Ben Okafor", 8.9, 1.01),
    ("Chiara Conti", 9.1, 0.99),
    ("Dana Reyes", 12.3, 1.79),
    ("Elif Arslan", 9.0, 1.22),
    ("Farid Nazari", 4.2, 0.48),
    ("Grace Mbeki", 9.7, 1.03),
    ("Hugo Lindqvist", 19.6, 0.71),
    ("Ines Duarte", 2.6, 2.31),
];

pub(super) fn funnel() -> Funnel {
    let mut sizes: Vec<f64> = (1..=44).map(|half| f64::from(half) / 2.0).collect();
    sizes.extend(BOOKS.map(|(_, size, _)| size));
    Funnel::new(Axis::new("Expected losses", Unit::Number), "Losses against expected", 1.0)
        .with_limits([limit(0.95, 1.96, &sizes), limit(0.998, 3.09, &sizes)])
}

/// As one of them sees it, and as their leader does.
pub(super) fn funnel_report() -> Report {
    let own = funnel().with_dots(BOOKS.map(|(name, size, value)| match name {
        "Dana Reyes" => FunnelDot::named(name, size, value).marked().with_evidence(reference("losses")),
        _ => FunnelDot::unnamed(size, value),
    }));
    let team = funnel().with_dots(BOOKS.map(|(name, size, value)| FunnelDot::named(name, size, value)));
    let mut report = Report::new("csm-performance.review", "Funnels", today());
    report.push(chart("Losses against expectation", Unit::Number, ChartKind::Funnel(own)));
    report.push(chart("Losses of the team", Unit::Number, ChartKind::Funnel(team)));
    report
}

/// Funnels at their edges: no dot, one dot, places that are no numbers, more names than letters.
pub(super) fn edge_funnels(report: &mut Report, long: &str) {
    let bare = || Funnel::new(Axis::new(long, dollars()), long, 1.0);
    let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, 7e28, -7e28];
    let unclear = odd.iter().flat_map(|odd| [FunnelDot::unnamed(*odd, 1.0), FunnelDot::named(HOSTILE, 1.0, *odd)]);
    let crowd = (0..60).map(|place| FunnelDot::named(format!("{long} {place}"), 3.0, 1.0));
    let funnels = [
        bare().with_limits([limit(0.95, 1.96, &[0.001, 500.0])]),
        bare().with_dots([FunnelDot::unnamed(3.0, 1.0)]),
        bare().with_dots([FunnelDot::named(long, 0.0, 0.0).marked()]),
        bare().with_dots(unclear),
        Funnel::new(Axis::new("Size", Unit::Count), "Share", f64::NAN)
            .with_limits([FunnelLimit::new(f64::NAN, odd.map(|odd| (odd, odd, odd)))])
            .with_dots([FunnelDot::named(HOSTILE, f64::NAN, 1.0), FunnelDot::unnamed(-5.0, -0.25)]),
        bare().with_limits([limit(0.95, 1.96, &[0.001, 500.0])]).with_dots(crowd),
    ];
    for funnel in funnels {
        report.push(chart(long, Unit::Ratio, ChartKind::Funnel(funnel)));
    }
}

/// Every block and chart once.
pub(super) fn small_report() -> Report {
    let mut report = words_report();
    report.blocks.extend(chart_report().blocks);
    report.blocks.extend(funnel_report().blocks);
    report
}

/// Every chart once.
pub(super) fn chart_report() -> Report {
    let mut report = Report::new("health.list", "Pictures", today());
    report.push(charts());
    report
}

/// Every block but charts.
pub(super) fn words_report() -> Report {
    let mut report = Report::new("csm-performance.review", "Performance review: Dana Reyes", today());
    report.subtitle.push("31 accounts, owned by date".into());
    report.period = Some("2026-Q3".into());
    report.push(Block::callout(Tone::Caveat, "Renewal dates of four accounts are missing and were left out."));
    report.push(Block::Figures { figures: vec![retention(), revenue(), unanswered()] });
    let mut section = Section::new("retention", "Retention");
    let prose = Prose::default().words("Retention is ").figure(retention()).words(", and ").strong("response time");
    section.push(Block::text(prose.words(" is ").figure(unanswered()).words(".")));
    section.push(accounts());
    let mut inner = Section::new("how", "How it came about");
    inner.push(Block::points(["One contraction", "No churn"]));
    section.push(inner);
    report.push(section);
    let mut section = Section::new("actions", "What to do");
    let checks = [
        (CheckState::Met, "At least five renewals"),
        (CheckState::NotMet, "Every account has a plan that its sponsor has agreed to in writing this year"),
        (CheckState::Unknown, "Executive sponsor named"),
    ];
    section.push(Block::Checklist { items: checks.map(|(state, says)| Check { state, says: says.into() }).to_vec() });
    let items = ["Call Acme Rockets", "Ask for the e-mail export"].map(Prose::from).to_vec();
    section.push(Block::List { ordered: true, items });
    section.push(Block::callout(Tone::Note, "A note."));
    section.push(Block::callout(Tone::Warning, "A warning."));
    report.push(section);
    report
}

pub(super) fn edge_report() -> Report {
    let mut report = Report::new("health.list", HOSTILE, today());
    let long = "TheExtraordinarilyLongWindedInternationalHoldingCompanyOfEverythingAndMoreIncorporated".repeat(2);
    report.subtitle.push(long.clone());
    let (most, least) = (Decimal::MAX.to_string(), Decimal::MIN.to_string());
    let bars = vec![bar(&long, Some(&most), Some("3")), bar("low", Some(&least), None)];
    report.push(chart("Huge", dollars(), ChartKind::Bars { mark: Some(long.clone()), bars }));
    let zero = vec![bar("a", Some("0"), Some("0")), bar("b", None, None)];
    report.push(chart("Zero", Unit::Ratio, ChartKind::Bars { mark: None, bars: zero }));
    report.push(chart("None", Unit::Ratio, ChartKind::Bars { mark: None, bars: vec![] }));
    report.push(chart("None", Unit::Ratio, ChartKind::Lines { labels: vec![], series: vec![] }));
    let labels: Vec<String> = (0..200).map(|place| format!("day {place}")).collect();
    let lines = vec![series(&long, &[Some("1"); 200]), series("unknown", &[None; 200])];
    report.push(chart("Many", Unit::Days, ChartKind::Lines { labels, series: lines }));
    report.push(chart("None", Unit::Ratio, split(&[])));
    report.push(chart("Zero", Unit::Ratio, split(&[("green", "0")])));
    report.push(chart("Odd", Unit::Count, split(&[(&long, "1"), (HOSTILE, "-4")])));
    report.push(chart("None", dollars(), ChartKind::Waterfall { steps: vec![] }));
    report.push(chart("Odd", dollars(), ChartKind::Waterfall { steps: vec![step(&long, &least, false)] }));
    edge_funnels(&mut report, &long);
    let mut wide = Table::new(&*long, &["Account", ">A", ">B", ">C", ">D", ">E", ">F", ">G", ">H"]);
    wide.row(std::iter::once(TableCell::from(&*long)).chain((0..8).map(|_| revenue().into())));
    report.push(wide);
    report.push(Table::new("", &[]));
    report.push(Table::new("", &["Account"]));
    let huge = Figure::known(&*long, Decimal::MAX, dollars(), today()).with_note(HOSTILE);
    report.push(Block::Figures { figures: vec![huge.clone(), retention()] });
    report.push(Block::text(Prose::default().figure(huge)));
    report.push(Section::new("empty", &*long));
    report
}

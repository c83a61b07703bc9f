use jiff::civil::{Date, date};
use report::chart::{Bar, Part, Point};
use report::{
    Axis, Band, Block, Chart, ChartKind, Check, CheckState, EvidenceRef, Figure, Funnel, FunnelDot, FunnelLimit,
    Interval, Prose, Report, Section, Series, Step, Table, TableCell, Tone, Unit,
};
use rust_decimal::Decimal;

pub(crate) const HOSTILE: &str = "<script>alert(\"x\")</script> & 'Co' \u{202E}gnp.exe\u{7}|`*_";

pub(crate) fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub(crate) fn today() -> Date {
    date(2026, 11, 20)
}

pub(crate) fn dollars() -> Unit {
    Unit::Money("USD".into())
}

fn interval(low: &str, high: &str) -> Option<Interval> {
    Some(Interval {
        level: number("0.95"),
        low: number(low),
        high: number(high),
        method: "bootstrap over accounts".into(),
    })
}

pub(crate) fn retention() -> Figure {
    Figure::known("Gross revenue retention", number("0.9123"), Unit::Ratio, today())
        .with_n(24)
        .with_interval(interval("0.88", "0.94"))
        .with_convention("lost and reduced revenue over opening revenue; churn dated by contract end")
        .with_evidence(EvidenceRef::new("csm-performance.review/dana/2026-Q3", "grr"))
}

pub(crate) fn unanswered() -> Figure {
    Figure::unknown("Response time", Unit::Hours, today(), "no customer e-mails were imported")
        .with_n(0)
        .with_evidence(EvidenceRef::new("csm-performance.review/dana/2026-Q3", "response"))
}

fn revenue() -> Figure {
    Figure::known("Revenue managed", number("1234567.5"), dollars(), today())
        .with_n(31)
        .with_note("two contracts without a currency were taken as USD")
        .with_evidence(EvidenceRef::new("csm-performance.review/dana/2026-Q3", "arr"))
}

pub(crate) fn chart(title: &str, unit: Unit, kind: ChartKind) -> Block {
    Chart { title: title.into(), summary: format!("{title}, in a sentence."), unit, kind }.into()
}

pub(crate) fn bar(name: &str, value: Option<&str>, mark: Option<&str>) -> Bar {
    Bar { name: name.into(), value: value.map(number), mark: mark.map(number) }
}

pub(crate) fn series(name: &str, values: &[Option<&str>]) -> Series {
    Series { name: name.into(), values: values.iter().map(|value| Point(value.map(number))).collect() }
}

fn step(name: &str, value: &str, total: bool) -> Step {
    Step { name: name.into(), value: number(value), total }
}

/// Every block and chart once.
pub(crate) fn small_report() -> Report {
    let mut report = words_report();
    report.blocks.extend(chart_report().blocks);
    report
}

/// Every chart once.
pub(crate) fn chart_report() -> Report {
    let mut report = Report::new("health.list", "Pictures", today());
    report.push(picture_section());
    report
}

/// Every block but charts, small enough to read in a snapshot.
pub(crate) fn words_report() -> Report {
    let mut report = Report::new("csm-performance.review", "Performance review: Dana Reyes", today());
    report.subtitle.push("31 accounts, owned by date".into());
    report.period = Some("2026-Q3".into());
    report.push(Block::callout(Tone::Caveat, "Renewal dates of four accounts are missing."));
    report.push(Block::Figures { figures: vec![retention(), revenue(), unanswered()] });
    report.push(retention_section());
    report.push(action_section());
    report
}

fn retention_section() -> Section {
    let mut section = Section::new("retention", "Retention");
    let prose = Prose::default()
        .words("Retention is ")
        .figure(retention())
        .words(", and ")
        .strong("response time")
        .words(" is ")
        .figure(unanswered())
        .words(".");
    section.push(Block::text(prose));
    let mut table = Table::new("Accounts", &["Account", "Health", ">Revenue", ">Score"]);
    let score = Figure::known("Score", number("81.9"), Unit::Score, today()).with_interval(interval("75", "88"));
    table.row(["Acme Rockets".into(), Band::Green.into(), revenue().into(), score.into()]);
    table.row([HOSTILE.into(), Band::Unknown.into(), unanswered().into(), TableCell::Empty]);
    table.note = Some("Revenue on the last day of the period.".into());
    section.push(table);
    let mut inner = Section::new("retention-how", "How it came about");
    inner.push(Block::points(["One contraction", "No churn"]));
    section.push(inner);
    section
}

fn picture_section() -> Section {
    let mut section = Section::new("pictures", "Pictures");
    let bars = vec![
        bar("Adoption", Some("82"), Some("75")),
        bar("Sentiment", None, Some("70")),
        bar(HOSTILE, Some("-12"), None),
    ];
    section.push(chart("Scores", Unit::Score, ChartKind::Bars { mark: Some("target".into()), bars }));
    let labels = ["2026-Q1", "2026-Q2", "2026-Q3"].map(str::to_owned).to_vec();
    let lines = vec![series("Dana", &[Some("0.88"), None, Some("0.91")]), series("Team", &[Some("0.9"); 3])];
    section.push(chart("Retention over time", Unit::Ratio, ChartKind::Lines { labels, series: lines }));
    let parts = [("green", "20"), ("yellow", "7"), ("red", "3"), ("unknown", "1")];
    let parts = parts.map(|(name, value)| Part { name: name.into(), value: number(value) }).to_vec();
    section.push(chart("Health of the book", Unit::Count, ChartKind::Split { parts }));
    let steps = vec![
        step("Opening", "1200000", true),
        step("Expansion", "64000", false),
        step("Churn", "-29432.5", false),
        step("Closing", "1234567.5", true),
    ];
    section.push(chart("Revenue bridge", dollars(), ChartKind::Waterfall { steps }));
    section.push(chart("Losses against expectation", Unit::Number, ChartKind::Funnel(own_funnel())));
    section.push(chart("Losses of the team", Unit::Number, ChartKind::Funnel(team_funnel())));
    section
}

/// Limits for a count against its expectation: 1 + z / sqrt(expected) either side, not below zero.
pub(crate) fn limit(level: f64, z: f64, sizes: &[f64]) -> FunnelLimit {
    FunnelLimit::new(level, sizes.iter().map(|size| (*size, (1.0 - z / size.sqrt()).max(0.0), 1.0 + z / size.sqrt())))
}

/// Expected losses and losses against them, of nine books of which some lie close together.
const BOOKS: [(&str, f64, f64); 9] = [
    ("Aisha Rahman", 9.4, 0.96),
    ("Ben Okafor", 8.9, 1.01),
    ("Chiara Conti", 9.1, 0.99),
    ("Dana Reyes", 12.3, 1.79),
    ("Elif Yılmaz", 9.0, 1.22),
    ("Farid Nazari", 4.2, 0.48),
    ("Grace Mbeki", 9.7, 1.03),
    ("Hugo Lindqvist", 19.6, 0.71),
    ("Ines Duarte", 2.6, 2.31),
];

fn funnel() -> Funnel {
    let mut sizes: Vec<f64> = (1..=44).map(|half| f64::from(half) / 2.0).collect();
    sizes.extend(BOOKS.map(|(_, size, _)| size));
    Funnel::new(Axis::new("Expected losses", Unit::Number), "Losses against expected", 1.0)
        .with_limits([limit(0.998, 3.09, &sizes), limit(0.95, 1.96, &sizes)])
}

/// As one of them sees it: the others are there and nameless.
pub(crate) fn own_funnel() -> Funnel {
    funnel().with_dots(BOOKS.map(|(name, size, value)| {
        match name {
            "Dana Reyes" => FunnelDot::named(name, size, value)
                .marked()
                .with_evidence(EvidenceRef::new("csm-performance.review/dana/2026-Q3", "losses")),
            _ => FunnelDot::unnamed(size, value),
        }
    }))
}

/// As their leader sees it.
pub(crate) fn team_funnel() -> Funnel {
    funnel().with_dots(BOOKS.map(|(name, size, value)| FunnelDot::named(name, size, value)))
}

/// Funnels at their edges.
fn edge_funnels(report: &mut Report, long: &str) {
    let bare = || Funnel::new(Axis::new(long, dollars()), long, 1.0);
    let sizes = [0.001, 1.0, 2.0, 500.0];
    let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -1e300];
    let pairs = odd.iter().flat_map(|across| odd.iter().map(|up| (*across, *up)));
    let both = |(across, up)| [FunnelDot::unnamed(across, up), FunnelDot::named(HOSTILE, across, up)];
    let crowd =
        (0..60).map(|place| FunnelDot::named(format!("{long} {place}"), 3.0 + f64::from(place % 4) / 10.0, 1.0));
    let funnels = [
        ("No dots", bare().with_limits([limit(0.95, 1.96, &sizes)])),
        ("One dot", bare().with_dots([FunnelDot::unnamed(3.0, 1.0)])),
        ("One dot at nothing", bare().with_dots([FunnelDot::named(long, 0.0, 0.0).marked()])),
        ("Dots that are no numbers", bare().with_dots(pairs.clone().flat_map(both))),
        (
            "Lines that are no numbers",
            Funnel::new(Axis::new("Size", Unit::Count), "Share", f64::NAN)
                .with_limits([FunnelLimit::new(f64::NAN, pairs.map(|(low, high)| (low, low, high)))])
                .with_dots([FunnelDot::named(HOSTILE, -5.0, -0.25).marked(), FunnelDot::unnamed(1e20, 1e20)]),
        ),
        ("Steep limits", bare().with_limits([limit(0.95, 1.96, &sizes)]).with_dots([FunnelDot::unnamed(400.0, 1.1)])),
        ("A crowd", bare().with_dots(crowd)),
    ];
    for (title, funnel) in funnels {
        report.push(chart(title, Unit::Ratio, ChartKind::Funnel(funnel)));
    }
}

fn action_section() -> Section {
    let mut section = Section::new("actions", "What to do");
    let checks = [
        (CheckState::Met, "At least five renewals"),
        (CheckState::NotMet, "Every account has a plan"),
        (CheckState::Unknown, "Executive sponsor named"),
    ];
    section.push(Block::Checklist { items: checks.map(|(state, says)| Check { state, says: says.into() }).to_vec() });
    let items = ["Call Acme Rockets", "Ask for the e-mail export"].map(Prose::from).to_vec();
    section.push(Block::List { ordered: true, items });
    section.push(Block::callout(Tone::Note, "A note."));
    section.push(Block::callout(Tone::Warning, "A warning."));
    section
}

/// Charts at their edges: nothing to draw, nothing known, one value, equal values, huge, negative, many, long names.
pub(crate) fn edge_report() -> Report {
    let mut report = Report::new("health.list", "Edges", today());
    let long = "The Extraordinarily Long-Winded International Holding Company of Everything and More, Incorporated";
    let bars = |bars: Vec<Bar>| ChartKind::Bars { mark: Some("the median of the team".into()), bars };
    report.push(chart("No bars", Unit::Count, bars(vec![])));
    report.push(chart("Bars unknown", Unit::Ratio, bars(vec![bar("A", None, None), bar("B", None, None)])));
    report.push(chart("Bars of zero", Unit::Ratio, bars(vec![bar("A", Some("0"), Some("0"))])));
    let many = (0..40).map(|place| bar(&format!("{long} {place}"), Some(&(place * 7 - 90).to_string()), Some("20")));
    report.push(chart("Many bars", Unit::ScorePoints, bars(many.collect())));
    let huge =
        vec![bar("Huge", Some(&Decimal::MAX.to_string()), None), bar("Low", Some(&Decimal::MIN.to_string()), None)];
    report.push(chart("Huge bars", dollars(), bars(huge)));
    let lines = |labels: &[&str], series: Vec<Series>| ChartKind::Lines {
        labels: labels.iter().map(|label| (*label).to_owned()).collect(),
        series,
    };
    report.push(chart("No lines", Unit::Count, lines(&[], vec![])));
    report.push(chart("Lines unknown", Unit::Count, lines(&["a", "b"], vec![series("A", &[None, None])])));
    report.push(chart("One point", Unit::Score, lines(&["2026-Q3"], vec![series("A", &[Some("71.5")])])));
    report.push(chart("Equal", Unit::Hours, lines(&["a", "b", "c"], vec![series("A", &[Some("3"); 3])])));
    report.push(chart("More values than labels", Unit::Hours, lines(&["a"], vec![series(long, &[Some("-3"); 3])])));
    let twelve = (0..12).map(|place| series(&format!("Line {place}"), &[Some("1"), Some("2"), None, Some("5")]));
    report.push(chart("Twelve lines", Unit::Number, lines(&["a", "b", "c", "d"], twelve.collect())));
    let split = |parts: &[(&str, &str)]| ChartKind::Split {
        parts: parts.iter().map(|(name, value)| Part { name: (*name).into(), value: number(value) }).collect(),
    };
    report.push(chart("No parts", Unit::Count, split(&[])));
    report.push(chart("Empty parts", Unit::Count, split(&[("green", "0"), ("red", "0")])));
    report.push(chart("Odd parts", Unit::Count, split(&[(long, "5"), (HOSTILE, "-2"), ("small", "0.01")])));
    report.push(chart("No steps", dollars(), ChartKind::Waterfall { steps: vec![] }));
    let steps = vec![step("Opening", "0", true), step(long, "-500", false), step("Closing", "-500", true)];
    report.push(chart("Below zero", dollars(), ChartKind::Waterfall { steps }));
    edge_funnels(&mut report, long);
    report.push(Table::new("Nothing in it", &["Account", ">Score"]));
    report.push(Block::Figures { figures: vec![] });
    report.push(Section::new("empty", "An empty section"));
    report.push(Section::new("empty", "Another of the same key"));
    report
}

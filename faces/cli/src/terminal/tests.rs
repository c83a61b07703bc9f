use jiff::civil::{Date, date};
use report::chart::{Bar, Part, Point};
use report::{
    Axis, Band, Chart, ChartKind, EvidenceRef, Figure, Funnel, FunnelDot, FunnelLimit, Interval, Series, Step, Table,
    TableCell, Unit,
};
use rust_decimal::Decimal;

use super::*;

const HOSTILE: &str = "Evil\u{1b}[2J\u{1b}]0;owned\u{7} Inc\u{202E}cni\r\n<b>";

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn today() -> Date {
    date(2026, 11, 20)
}

fn dollars() -> Unit {
    Unit::Money("USD".into())
}

fn reference(key: &str) -> EvidenceRef {
    EvidenceRef::new("csm-performance.review/dana/2026-Q3", key)
}

fn interval(low: &str, high: &str) -> Option<Interval> {
    Some(Interval { level: number("0.95"), low: number(low), high: number(high), method: "bootstrap".into() })
}

fn retention() -> Figure {
    Figure::known("Gross revenue retention", number("0.9123"), Unit::Ratio, today())
        .with_n(24)
        .with_interval(interval("0.88", "0.94"))
        .with_evidence(reference("grr"))
}

fn revenue() -> Figure {
    Figure::known("Revenue managed", number("1234567.5"), dollars(), today())
        .with_n(31)
        .with_note("two contracts without a currency were taken as USD")
        .with_evidence(reference("arr"))
}

fn unanswered() -> Figure {
    Figure::unknown("Response time", Unit::Hours, today(), "no customer e-mails were imported")
        .with_evidence(reference("response"))
}

fn chart(title: &str, unit: Unit, kind: ChartKind) -> Block {
    Chart { title: title.into(), summary: format!("{title}, in a sentence."), unit, kind }.into()
}

fn bar(name: &str, value: Option<&str>, mark: Option<&str>) -> Bar {
    Bar { name: name.into(), value: value.map(number), mark: mark.map(number) }
}

fn series(name: &str, values: &[Option<&str>]) -> Series {
    Series { name: name.into(), values: values.iter().map(|value| Point(value.map(number))).collect() }
}

fn step(name: &str, value: &str, total: bool) -> Step {
    Step { name: name.into(), value: number(value), total }
}

fn split(parts: &[(&str, &str)]) -> ChartKind {
    let part = |(name, value): &(&str, &str)| Part { name: (*name).into(), value: number(value) };
    ChartKind::Split { parts: parts.iter().map(part).collect() }
}

fn accounts() -> Table {
    let mut table = Table::new("Accounts", &["Account", "Health", ">Revenue", ">Score", "What to do next"]);
    let score = Figure::known("Score", number("81.9"), Unit::Score, today()).with_interval(interval("75", "88"));
    let next = "Call the sponsor before the renewal at the end of the month";
    table.row(["Acme Rockets".into(), Band::Green.into(), revenue().into(), score.into(), next.into()]);
    table.row([HOSTILE.into(), Band::Unknown.into(), unanswered().into(), TableCell::Empty, "東京の会社".into()]);
    table.note = Some("Revenue on the last day of the period.".into());
    table
}

fn charts() -> Section {
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
fn limit(level: f64, z: f64, sizes: &[f64]) -> FunnelLimit {
    let around = |size: &f64| (*size, (1.0 - z / size.sqrt()).max(0.0), 1.0 + z / size.sqrt());
    FunnelLimit::new(level, sizes.iter().map(around))
}

/// Expected losses and losses against them, of nine books of which some lie close together.
const BOOKS: [(&str, f64, f64); 9] = [
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

fn funnel() -> Funnel {
    let mut sizes: Vec<f64> = (1..=44).map(|half| f64::from(half) / 2.0).collect();
    sizes.extend(BOOKS.map(|(_, size, _)| size));
    Funnel::new(Axis::new("Expected losses", Unit::Number), "Losses against expected", 1.0)
        .with_limits([limit(0.95, 1.96, &sizes), limit(0.998, 3.09, &sizes)])
}

/// As one of them sees it, and as their leader does.
fn funnel_report() -> Report {
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
fn edge_funnels(report: &mut Report, long: &str) {
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
fn small_report() -> Report {
    let mut report = words_report();
    report.blocks.extend(chart_report().blocks);
    report.blocks.extend(funnel_report().blocks);
    report
}

/// Every chart once.
fn chart_report() -> Report {
    let mut report = Report::new("health.list", "Pictures", today());
    report.push(charts());
    report
}

/// Every block but charts.
fn words_report() -> Report {
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

fn edge_report() -> Report {
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

fn at_width(width: usize) -> TerminalStyle {
    TerminalStyle { width, ..TerminalStyle::default() }
}

/// Takes our own colour marks out, and fails on any other escape.
fn without_colour(text: &str) -> String {
    let mut plain = String::new();
    for (place, part) in text.split('\u{1b}').enumerate() {
        let part = if place == 0 {
            part
        } else {
            let (codes, rest) = part.strip_prefix('[').and_then(|part| part.split_once('m')).expect("a colour mark");
            assert!(codes.bytes().all(|code| code.is_ascii_digit() || code == b';'), "{codes:?}");
            rest
        };
        plain.push_str(part);
    }
    plain
}

#[test]
fn no_line_is_wider_than_the_terminal_or_ends_in_a_space() {
    for report in [small_report(), edge_report()] {
        for width in [40, 41, 50, 63, 80, 100, 120, 200] {
            for colour in [false, true] {
                for unicode in [false, true] {
                    let text = render(&report, TerminalStyle { width, colour, unicode });
                    for line in without_colour(&text).lines() {
                        assert!(ink::wide(line) <= width, "{width}: {line:?}");
                        assert_eq!(line, line.trim_end());
                    }
                }
            }
        }
    }
}

#[test]
fn hostile_text_cannot_reach_the_terminal() {
    for report in [small_report(), edge_report()] {
        let text = render(&report, at_width(80));
        assert!(text.chars().all(|letter| letter == '\n' || !letter.is_control()));
        assert!(!text.contains('\u{202E}'));
        assert!(text.contains("Evil\u{FFFD}[2J"));
    }
}

#[test]
fn colour_changes_nothing_but_colour() {
    for width in [40, 80] {
        let plain = render(&small_report(), at_width(width));
        let coloured = render(&small_report(), TerminalStyle { colour: true, ..at_width(width) });
        assert!(!plain.contains('\u{1b}') && coloured.contains('\u{1b}'));
        assert_eq!(without_colour(&coloured), plain);
    }
}

#[test]
fn a_plain_terminal_gets_ascii_marks() {
    let mut report = small_report();
    report.blocks.retain(|block| !matches!(block, Block::Section(section) if section.key == "retention"));
    let text = render(&report, TerminalStyle { unicode: false, ..at_width(80) });
    assert!(text.is_ascii(), "{text}");
}

#[test]
fn a_narrower_terminal_than_forty_is_taken_for_forty() {
    assert_eq!(render(&small_report(), at_width(3)), render(&small_report(), at_width(40)));
}

#[test]
fn words_and_figures_at_80() {
    insta::assert_snapshot!(render(&words_report(), at_width(80)), @r###"
    Performance review: Dana Reyes
    31 accounts, owned by date
    Period 2026-Q3, as of 2026-11-20

    ▌ Mind this. Renewal dates of four accounts are missing and were left out.

      Gross revenue retention         91.2 %  95 % interval 88.0 % to 94.0 %, n 24
      Revenue managed          USD 1,234,568  n 31; two contracts without a currency
                                              were taken as USD
      Response time                  unknown  no customer e-mails were imported

    Retention
    ─────────
    Retention is 91.2 %, and response time is unknown (no customer e-mails were
    imported).

    Accounts
      Account              Health             Revenue     Score  What to do next
      ───────────────────  ───────  ─────────────────  ────────  ───────────────────
      Acme Rockets         green    USD 1,234,568 [1]      81.9  Call the sponsor
                                                       75 to 88  before the renewal
                                                                 at the end of the
                                                                 month
      Evil�[2J�]0;owned�   unknown        unknown [2]            東京の会社
      Inc�cni  <b>
      [1] two contracts without a currency were taken as USD
      [2] no customer e-mails were imported
      Revenue on the last day of the period.

    How it came about
      • One contraction
      • No churn

    What to do
    ──────────
      ✓ met      At least five renewals
      ✗ not met  Every account has a plan that its sponsor has agreed to in writing
                 this year
      ? unknown  Executive sponsor named

     1. Call Acme Rockets
     2. Ask for the e-mail export

    ▌ Note. A note.

    ▌ Warning. A warning.

    Each figure opens to its rows:
      evenkeel evidence 'csm-performance.review/dana/2026-Q3#KEY'
      KEY is one of grr, arr, response.
    "###);
}

#[test]
fn charts_at_80() {
    insta::assert_snapshot!(render(&chart_report(), at_width(80)), @r###"
    Pictures
    As of 2026-11-20

    Pictures
    ────────
    Scores
    Scores, in a sentence.
      Adoption                               82      ████████████████████████████│██
      Customer sentiment in a long na…  unknown                                 │
      Growth                                -12  ████
                                                 │ = target

    Retention over time
    Retention over time, in a sentence.
      Dana  91.0 %  ▁·█
      Team  90.0 %  ▆▆▆
      2026-Q1 to 2026-Q3; values are the latest known; heights from 88.0 % to 91.0 %

    Health of the book
    Health of the book, in a sentence.
      ███████████████████████████████████████▓▓▓▓▓▓▓▓▓▓▓▓▓▒▒▒▒▒▒░░
      █ green 20   ▓ yellow 7   ▒ red 3   ░ unknown 1

    Revenue bridge
    Revenue bridge, in a sentence.
      Opening    USD 1,200,000
      Expansion    USD +64,000  ████████████████████████
      Churn        USD -29,433  ▒▒▒▒▒▒▒▒▒▒▒
      Closing    USD 1,234,568
    "###);
}

#[test]
fn words_and_figures_at_50() {
    insta::assert_snapshot!(render(&words_report(), at_width(50)), @r###"
    Performance review: Dana Reyes
    31 accounts, owned by date
    Period 2026-Q3, as of 2026-11-20

    ▌ Mind this. Renewal dates of four accounts are
    ▌ missing and were left out.

      Gross revenue retention         91.2 %
        95 % interval 88.0 % to 94.0 %, n 24
      Revenue managed          USD 1,234,568
        n 31; two contracts without a currency were
        taken as USD
      Response time                  unknown
        no customer e-mails were imported

    Retention
    ─────────
    Retention is 91.2 %, and response time is unknown
    (no customer e-mails were imported).

    Accounts
      Account          Acme Rockets
      Health           green
      Revenue          USD 1,234,568 [1]
      Score            81.9 (75 to 88)
      What to do next  Call the sponsor before the
                       renewal at the end of the month

      Account          Evil�[2J�]0;owned� Inc�cni  <b>
      Health           unknown
      Revenue          unknown [2]
      What to do next  東京の会社

      [1] two contracts without a currency were taken
          as USD
      [2] no customer e-mails were imported
      Revenue on the last day of the period.

    How it came about
      • One contraction
      • No churn

    What to do
    ──────────
      ✓ met      At least five renewals
      ✗ not met  Every account has a plan that its
                 sponsor has agreed to in writing this
                 year
      ? unknown  Executive sponsor named

     1. Call Acme Rockets
     2. Ask for the e-mail export

    ▌ Note. A note.

    ▌ Warning. A warning.

    Each figure opens to its rows:
      evenkeel evidence \
        'csm-performance.review/dana/2026-Q3#KEY'
      KEY is one of grr, arr, response.
    "###);
}

#[test]
fn charts_at_50() {
    insta::assert_snapshot!(render(&chart_report(), at_width(50)), @r###"
    Pictures
    As of 2026-11-20

    Pictures
    ────────
    Scores
    Scores, in a sentence.
      Adoption                   82    ██████████████│
      Customer sentiment…   unknown                 │
      Growth                    -12  ██
                                     │ = target

    Retention over time
    Retention over time, in a sentence.
      Dana  91.0 %  ▁·█
      Team  90.0 %  ▆▆▆
      2026-Q1 to 2026-Q3; values are the latest known;
      heights from 88.0 % to 91.0 %

    Health of the book
    Health of the book, in a sentence.
      ██████████████████████████████▓▓▓▓▓▓▓▓▓▓▒▒▒▒▒░
      █ green 20   ▓ yellow 7   ▒ red 3   ░ unknown 1

    Revenue bridge
    Revenue bridge, in a sentence.
      Opening    USD 1,200,000
      Expansion    USD +64,000  ██████████████████████
      Churn        USD -29,433  ▒▒▒▒▒▒▒▒▒▒
      Closing    USD 1,234,568
    "###);
}

#[test]
fn funnels_at_80() {
    insta::assert_snapshot!(render(&funnel_report(), at_width(80)), @r###"
    Funnels
    As of 2026-11-20

    Losses against expectation
    Losses against expectation, in a sentence.
      ↑ Losses against expected
      2.45 │      ·       :::
           │       ·●        ::::
           │         ··          ::::::
           │           ····            ::::::::::
           │               ·······               ::◆:::::::::::::
           │                      ············                   ::::::::::::::::::
           │                                  ··························
           │                                                            ···········
           │                             ●
         1 │────────────────────────────●──●───────────────────────────────────────
           │                             ●●
           │                                                              ●
           │                                                         ··············
           │             ●                   ························
           │                     ············                   :::::::::::::::::::
           │               ······               ::::::::::::::::
         0 │  ·············:::::::::::::::::::::
           └───────────────────────────────────────────────────────────────────────
            0                                                                    22
                                                                  Expected losses →
      Expected losses, Losses against expected (95 % limits):
      ◆ Dana Reyes  12.3  1.79  (0.44 to 1.56)
      ─ expected, 1   · 95 % limits   : 99.8 % limits   ● not named
      Each dot is a book of accounts. Between the curves chance alone is enough to
      explain the difference. The larger the book, the further right it stands and
      the less chance explains. 8 dots are not named.

    Losses of the team
    Losses of the team, in a sentence.
      ↑ Losses against expected
      2.45 │      ·       :::
           │       ·i        ::::
           │         ··          ::::::
           │           ····            ::::::::::
           │               ·······               ::d:::::::::::::
           │                      ············                   ::::::::::::::::::
           │                                  ··························
           │                                                            ···········
           │                             e
         1 │────────────────────────────b──g───────────────────────────────────────
           │                             ca
           │                                                              h
           │                                                         ··············
           │             f                   ························
           │                     ············                   :::::::::::::::::::
           │               ······               ::::::::::::::::
         0 │  ·············:::::::::::::::::::::
           └───────────────────────────────────────────────────────────────────────
            0                                                                    22
                                                                  Expected losses →
      Expected losses, Losses against expected (95 % limits):
      a Aisha Rahman     9.4  0.96  (0.36 to 1.64)
      b Ben Okafor       8.9  1.01  (0.34 to 1.66)
      c Chiara Conti     9.1  0.99  (0.35 to 1.65)
      d Dana Reyes      12.3  1.79  (0.44 to 1.56)
      e Elif Arslan        9  1.22  (0.35 to 1.65)
      f Farid Nazari     4.2  0.48  (0.04 to 1.96)
      g Grace Mbeki      9.7  1.03  (0.37 to 1.63)
      h Hugo Lindqvist  19.6  0.71  (0.56 to 1.44)
      i Ines Duarte      2.6  2.31  (0 to 2.22)
      ─ expected, 1   · 95 % limits   : 99.8 % limits
      Each dot is a book of accounts. Between the curves chance alone is enough to
      explain the difference. The larger the book, the further right it stands and
      the less chance explains.

    Each figure opens to its rows:
      evenkeel evidence 'csm-performance.review/dana/2026-Q3#KEY'
      KEY is one of losses.
    "###);
}

#[test]
fn funnels_at_40_in_ascii() {
    insta::assert_snapshot!(render(&funnel_report(), TerminalStyle { unicode: false, ..at_width(40) }), @r###"
    Funnels
    As of 2026-11-20

    Losses against expectation
    Losses against expectation, in a
    sentence.
      ^ Losses against expected
      2.45 |   .* ::
           |    ..  ::::::
           |      ......  :::#::::::::::
           |            ...................
           |            *
         1 |------------**-----------------
           |      *           .........*...
           |        .......... ::::::::::::
         0 | .......:::::::::::
           +-------------------------------
            0                            22
                          Expected losses >
      Expected losses, Losses against
      expected:
      # Dana Reyes  12.3  1.79
      - expected, 1   . 95 % limits
      : 99.8 % limits   * not named
      Each dot is a book of accounts.
      Between the curves chance alone is
      enough to explain the difference. The
      larger the book, the further right it
      stands and the less chance explains. 8
      dots are not named.

    Losses of the team
    Losses of the team, in a sentence.
      ^ Losses against expected
      2.45 |   .i ::
           |    ..  ::::::
           |      ......  :::d::::::::::
           |            ...................
           |            e
         1 |-----------cbag----------------
           |      f           .........h...
           |        .......... ::::::::::::
         0 | .......:::::::::::
           +-------------------------------
            0                            22
                          Expected losses >
      Expected losses, Losses against
      expected:
      a Aisha Rahman    9.4  0.96
      b Ben Okafor      8.9  1.01
      c Chiara Conti    9.1  0.99
      d Dana Reyes     12.3  1.79
      e Elif Arslan       9  1.22
      f Farid Nazari    4.2  0.48
      g Grace Mbeki     9.7  1.03
      h Hugo Lindqvi~  19.6  0.71
      i Ines Duarte     2.6  2.31
      - expected, 1   . 95 % limits
      : 99.8 % limits
      Each dot is a book of accounts.
      Between the curves chance alone is
      enough to explain the difference. The
      larger the book, the further right it
      stands and the less chance explains.

    Each figure opens to its rows:
      evenkeel evidence \
        'csm-performance.review/dana/2026-Q3
        #KEY'
      KEY is one of losses.
    "###);
}

#[test]
fn figures_of_many_accounts_are_named_once() {
    let mut report = Report::new("health.list", "Health", date(2025, 1, 15));
    let opens = |account: &str, key: &str| {
        let reference = EvidenceRef::new(&format!("health:{account}:2024-12-31:2025-01-15"), key);
        Figure::known(key, Decimal::ONE, Unit::Score, report.as_of).with_evidence(reference)
    };
    let figures = vec![opens("own/A-1", "score"), opens("own/A-2", "score"), opens("own/A-2", "coverage")];
    report.push(Block::Figures { figures });
    let text = render(&report, at_width(80));
    assert!(text.contains("evenkeel evidence 'health:NAME:2024-12-31:2025-01-15#KEY'"), "{text}");
    assert!(text.contains("KEY is one of score, coverage."), "{text}");
    assert!(text.contains("NAME is what the row begins with.") && !text.contains("A-1"), "{text}");
}

#[test]
fn figures_of_many_parts_are_named_once() {
    let mut report = Report::new("retention.bridge", "Bridge", date(2025, 1, 15));
    let opens = |key: &str| {
        let reference = EvidenceRef::new("bridge-by-book:company:2024-Q4:2025-01-15", key);
        Figure::known(key, Decimal::ONE, Unit::Score, report.as_of).with_evidence(reference)
    };
    let figures = ["churn", "Dan/churn", "Maya/churn", "Maya/new"].map(opens).to_vec();
    report.push(Block::Figures { figures });
    let text = render(&report, at_width(80));
    assert!(text.contains("KEY is one of churn, NAME/churn, NAME/new."), "{text}");
}

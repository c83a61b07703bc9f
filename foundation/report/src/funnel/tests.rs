//! Expected values are worked out by hand from the few points of each example.

use super::*;

fn bare() -> Funnel {
    Funnel::new(Axis::new("Decisions", Unit::Count), "Lost", 1.0)
}

fn reference() -> EvidenceRef {
    EvidenceRef::new("csm-performance.review/dana/2026-Q3", "losses")
}

/// From far apart at 0.1 to close together at 9.
fn steep() -> FunnelLimit {
    FunnelLimit::new(0.95, [(9.0, 0.8, 1.2), (0.1, 0.0, 10.0), (4.0, 0.5, 1.5)])
}

fn nearly((low, high): (f64, f64), expected: (f64, f64)) {
    assert!((low - expected.0).abs() < 1e-9 && (high - expected.1).abs() < 1e-9, "{low} {high} {expected:?}");
}

#[test]
fn unnamed_dots_say_nothing_but_their_place() {
    let telling = FunnelDot::unnamed(4.0, 1.2).marked().with_evidence(reference());
    let blank = FunnelDot { label: Some("  ".into()), ..telling.clone() };
    let funnel = bare().with_dots([telling, blank]);
    assert_eq!(funnel.dots(), [FunnelDot::unnamed(4.0, 1.2), FunnelDot::unnamed(4.0, 1.2)]);
}

#[test]
fn the_order_in_which_dots_come_is_forgotten() {
    let dots = [
        FunnelDot::unnamed(9.0, 0.5),
        FunnelDot::named("Zoe", 1.0, 1.0),
        FunnelDot::unnamed(2.0, 3.0),
        FunnelDot::named("Ada", 5.0, 2.0).marked(),
        FunnelDot::unnamed(2.0, 1.0),
    ];
    let forwards = bare().with_dots(dots.clone());
    let backwards = bare().with_dots(dots.into_iter().rev());
    assert_eq!(forwards, backwards);
    let names: Vec<_> = forwards.dots().iter().map(|dot| dot.label.as_deref().unwrap_or("-")).collect();
    assert_eq!(names, ["Ada", "Zoe", "-", "-", "-"]);
    let places: Vec<_> = forwards.dots()[2..].iter().filter_map(FunnelDot::place).collect();
    assert_eq!(places, [(2.0, 1.0), (2.0, 3.0), (9.0, 0.5)]);
}

#[test]
fn numbers_that_are_not_finite_are_unknown() {
    let nowhere = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300];
    for odd in nowhere {
        let funnel = bare().with_dots([FunnelDot::named("Ada", 1.0, odd), FunnelDot::unnamed(odd, 1.0)]);
        assert_eq!(funnel.dots().len(), 1, "an unnamed dot without a place is nothing");
        assert_eq!(funnel.dots()[0].up, None);
        assert_eq!(funnel.frame(), None);
        assert_eq!(Funnel::new(Axis::new("Decisions", Unit::Count), "Lost", odd).centre, None);
        assert_eq!(FunnelLimit::new(0.95, [(odd, 0.0, 1.0), (1.0, odd, 1.0), (1.0, 0.0, odd)]).curve, []);
    }
    assert_eq!(bare().with_limits([FunnelLimit::new(0.95, [])]).limits(), []);
}

#[test]
fn a_funnel_without_dots_has_no_picture_and_no_caption() {
    let empty = bare().with_limits([steep()]);
    assert_eq!((empty.frame(), empty.caption()), (None, None));
}

#[test]
fn the_picture_holds_every_dot_and_the_line_of_expectation() {
    let one = bare().with_dots([FunnelDot::unnamed(3.0, 1.0)]).frame().unwrap();
    assert_eq!(one.across, (0.0, 3.0));
    nearly(one.up, (0.44, 1.56));
    let two = bare().with_dots([FunnelDot::unnamed(-2.0, -1.0), FunnelDot::unnamed(8.0, 4.0)]).frame().unwrap();
    assert_eq!(two.across, (-2.0, 8.0));
    nearly(two.up, (-1.3, 4.3));
}

#[test]
fn limits_of_tiny_groups_do_not_press_the_dots_flat() {
    let dots = || [0.1, 4.0, 9.0].map(|size| FunnelDot::unnamed(size, 1.0));
    let funnel = bare().with_limits([steep()]);
    nearly(funnel.clone().with_dots(dots()).frame().unwrap().up, (0.44, 1.56));
    let marked = FunnelDot::named("Ada", 0.1, 1.0).marked();
    nearly(funnel.with_dots(dots().into_iter().chain([marked])).frame().unwrap().up, (0.0, 10.6));
}

#[test]
fn limits_have_a_name_and_are_known_only_where_they_were_worked_out() {
    assert_eq!(FunnelLimit::new(0.998, []).name(), "99.8 % limits");
    let steep = steep();
    assert_eq!(steep.name(), "95 % limits");
    let sizes: Vec<_> = steep.curve.iter().map(|point| point.across.to_string()).collect();
    assert_eq!(sizes, ["0.1", "4", "9"]);
    let known = steep.at(Decimal::from(4)).unwrap();
    assert_eq!((known.low.to_string(), known.high.to_string()), ("0.5".to_owned(), "1.5".to_owned()));
    assert_eq!(steep.at(Decimal::from(5)), None);
}

#[test]
fn the_caption_counts_those_without_a_name() {
    let funnel = bare().with_reading("How to read it.");
    let unnamed = |count| funnel.clone().with_dots((0..count).map(|place| FunnelDot::unnamed(f64::from(place), 1.0)));
    assert_eq!(unnamed(1).caption().unwrap(), "How to read it. One dot is not named.");
    assert_eq!(unnamed(1200).caption().unwrap(), "How to read it. 1,200 dots are not named.");
    let named = funnel.clone().with_dots([FunnelDot::named("Ada", 1.0, 1.0)]);
    assert_eq!(named.caption().unwrap(), "How to read it.");
}

#[test]
fn a_report_lists_what_opens_to_its_rows() {
    use crate::{Block, Chart, ChartKind, Figure, Report, Section};
    let day = jiff::civil::date(2026, 11, 20);
    let other = EvidenceRef::new("csm-performance.review/dana/2026-Q3", "grr");
    let mut report = Report::new("a.b", "Title", day);
    let mut section = Section::new("s", "Section");
    let kind = ChartKind::Funnel(bare().with_dots([FunnelDot::named("Ada", 1.0, 1.0).with_evidence(reference())]));
    section.push(Chart { title: "t".into(), summary: String::new(), unit: Unit::Number, kind });
    report.push(section);
    let figure = Figure::known("x", Decimal::ONE, Unit::Count, day).with_evidence(other.clone());
    report.push(Block::Figures { figures: vec![figure] });
    assert_eq!(report.references(), [&reference(), &other]);
}

use super::*;

#[test]
fn the_next_line_is_the_end_of_the_band() {
    let next = |score: i64| next_line(Decimal::from(score));
    assert_eq!(next(59), Some(Decimal::from(60)));
    assert_eq!(next(60), Some(Decimal::from(80)));
    assert_eq!(next(80), None);
}

#[test]
fn every_measure_has_words_of_its_own_kind() {
    for kind in MeasureKind::ALL {
        let says = advice(kind);
        assert!(says.len() > 20 && !says.ends_with('.'), "{kind:?}");
    }
}

#[test]
fn the_lines_are_those_of_the_source() {
    let line = |kind| watch_line(kind).map(|line| line.to_string());
    assert_eq!(line(ComponentKind::Usage).as_deref(), Some("40"));
    assert_eq!(line(ComponentKind::Engagement).as_deref(), Some("50"));
    assert_eq!(line(ComponentKind::Sentiment).as_deref(), Some("40"));
    assert_eq!(line(ComponentKind::Financial), None);
}

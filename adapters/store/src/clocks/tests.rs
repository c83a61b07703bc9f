use jiff::civil::date;

use super::*;

const IMPORT: DateTime = date(2025, 1, 10).at(9, 0, 0, 0);

fn dates(opened_on: Option<Date>, closed_on: Option<Date>) -> Dates {
    Dates { opened_on, closed_on, closing_told: closed_on.is_some(), undated_told: false }
}

fn contract_dates(told: &[(&str, Cell)]) -> Dates {
    let shape = &customers::contract::SHAPE;
    let mut cells = vec![Cell::Empty; shape.columns.len()];
    for (column, cell) in told {
        cells[shape.position(column).unwrap()] = cell.clone();
    }
    Dates::of(shape, &cells)
}

fn before(content: Content) -> Before {
    let known_at = midnight(date(2024, 3, 1));
    Before { content, known_at, closing_known_at: None, undated_known_at: None, assumed: true }
}

#[test]
fn a_row_is_dated_by_its_beginning_and_else_by_its_end() {
    let (begun, ended) = (Cell::Day(date(2024, 3, 1)), Cell::Day(date(2024, 9, 1)));
    let both = contract_dates(&[("starts_on", begun), ("ends_on", ended.clone())]);
    assert_eq!(both.happened_on(), Some(date(2024, 3, 1)));
    assert_eq!(contract_dates(&[("ends_on", ended)]).happened_on(), Some(date(2024, 9, 1)));
    assert_eq!(contract_dates(&[]).happened_on(), None);
}

#[test]
fn a_row_that_ended_before_it_began_is_known_on_the_earlier_day() {
    let stamp = Stamp::first(dates(Some(date(2024, 9, 1)), Some(date(2024, 3, 1))), None, IMPORT);
    assert_eq!(stamp.known_at, midnight(date(2024, 3, 1)));
    assert_eq!(stamp.happened_on, Some(date(2024, 9, 1)));
}

#[test]
fn a_first_version_answers_since_it_was_known_and_a_later_one_since_its_import() {
    let dates = dates(Some(date(2024, 3, 1)), None);
    let first = Stamp::first(dates, None, IMPORT);
    assert_eq!(first.visible_from, first.known_at);
    let later = Stamp::later(dates, Content::default(), &before(Content::default()), IMPORT);
    assert_eq!((later.visible_from, later.known_at), (IMPORT, midnight(date(2024, 3, 1))));
}

#[test]
fn the_day_of_the_import_is_assumed_only_where_it_lies_before_the_hour() {
    let today = dates(Some(IMPORT.date()), None);
    assert!(Stamp::first(today, None, IMPORT).assumed);
    assert!(!Stamp::first(today, None, midnight(IMPORT.date())).assumed);
}

#[test]
fn a_later_version_stamps_only_the_stages_that_changed() {
    let (old, new) = ([1; 16], [2; 16]);
    let was = Content { opening: old, closing: old, undated: old };
    let known = Before {
        closing_known_at: Some(midnight(date(2024, 9, 1))),
        undated_known_at: Some(midnight(date(2024, 10, 1))),
        ..before(was)
    };
    let all = Dates { undated_told: true, ..dates(Some(date(2024, 3, 1)), Some(date(2024, 9, 1))) };
    let undated = Stamp::later(all, Content { undated: new, ..was }, &known, IMPORT);
    assert_eq!((undated.known_at, undated.closing_known_at), (known.known_at, known.closing_known_at));
    assert_eq!((undated.undated_known_at, undated.assumed), (Some(IMPORT), true));
    let opening = Stamp::later(all, Content { opening: new, ..was }, &known, IMPORT);
    assert_eq!((opening.known_at, opening.assumed), (IMPORT, false));
    assert_eq!((opening.closing_known_at, opening.undated_known_at), (known.closing_known_at, known.undated_known_at));
}

#[test]
fn periods_and_moments_name_days_and_other_text_does_not() {
    assert_eq!(day_of(&Cell::text("2024-Q3")), Some(date(2024, 7, 1)));
    assert_eq!(day_of(&Cell::text("2024-05")), Some(date(2024, 5, 1)));
    assert_eq!(day_of(&Cell::text("2024")), Some(date(2024, 1, 1)));
    assert_eq!(day_of(&Cell::Moment(date(2024, 5, 6).at(23, 59, 0, 0))), Some(date(2024, 5, 6)));
    for stranger in ["", "last-quarter", "last-90-days", "LAST-QUARTER", "Last-90-Days", "yesterday", "9999-Q5", "-1"] {
        assert_eq!(day_of(&Cell::text(stranger)), None, "{stranger}");
    }
    assert_eq!(day_of(&Cell::Empty), None);
}

#[test]
fn moments_survive_as_microseconds_and_the_edges_of_the_calendar_do_no_harm() {
    for kept in [IMPORT, date(1, 1, 1).at(0, 0, 0, 1_000), date(9999, 12, 30).at(21, 0, 0, 999_999_000)] {
        assert_eq!(moment(micros(kept)), Some(kept));
    }
    assert!(moment(micros(DateTime::MAX)).is_some());
    assert!(moment(micros(DateTime::MIN)).is_some());
    assert!(micros(DateTime::MIN) < micros(IMPORT) && micros(IMPORT) < micros(DateTime::MAX));
    assert_eq!(moment(i64::MAX), None);
}

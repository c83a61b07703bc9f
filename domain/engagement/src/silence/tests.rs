use jiff::civil::{Date, date};

use super::{SilenceLimit, silence};
use crate::evidence::{Kind, Touch};

const DAYS: (Date, Date) = (date(2024, 7, 4), date(2024, 12, 31));

fn touch(day: Date, kind: Kind, inbound: bool, held: bool) -> Touch {
    Touch { key: day.to_string().into(), on: day, kind, inbound, held, contact: None }
}

#[test]
fn only_what_the_customer_took_part_in_ends_a_silence() {
    let touches = [
        touch(date(2024, 12, 1), Kind::Live, false, true),
        touch(date(2024, 12, 10), Kind::Written, false, true),
        touch(date(2024, 12, 20), Kind::Live, false, false),
    ];
    let found = silence(&touches, None, DAYS);
    assert_eq!(found.as_ref().map(|found| (found.days, found.ends_in_talk)), Some((30, true)));
    assert!(found.as_ref().is_some_and(|found| found.is_beyond(SilenceLimit::Strategic)));
    assert!(found.is_some_and(|found| !found.is_beyond(SilenceLimit::Growth)));
}

#[test]
fn an_account_never_spoken_with_is_silent_since_it_pays_or_since_we_look() {
    let since = |day: Date| silence(&[], Some(&("S".into(), day)), DAYS).map(|found| (found.days, found.ends_in_talk));
    assert_eq!(since(date(2024, 12, 21)), Some((10, false)));
    assert_eq!(since(date(2020, 1, 1)), Some((180, false)));
    assert_eq!(silence(&[], None, DAYS), None);
}

#[test]
fn a_limit_is_passed_the_day_after() {
    let on = |day| silence(&[touch(day, Kind::Live, false, true)], None, DAYS);
    assert!(on(date(2024, 12, 10)).is_some_and(|found| found.days == 21 && !found.is_beyond(SilenceLimit::Strategic)));
    assert!(on(date(2024, 12, 9)).is_some_and(|found| found.is_beyond(SilenceLimit::Strategic)));
}

#[test]
fn the_days_make_themselves_again() {
    let found = silence(&[touch(date(2024, 12, 1), Kind::Live, false, true)], None, DAYS);
    assert_eq!(found.and_then(|found| found.trace().value()), Some(30.into()));
}

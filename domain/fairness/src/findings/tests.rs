use proptest::prelude::*;
use rust_decimal::Decimal;
use statistics::Interval;

use super::{Added, Everybody, Line, Part, Person, RateMore, Season, Unexcluded};
use crate::tape::{Tape, Taped};
use crate::{Doubt, Verdict};

fn line(value: f64, more: bool) -> Line {
    let interval = Interval { low: value - 0.1, high: value + 0.1 };
    Line {
        rows: 12,
        at_stake: 11.5,
        observed: Decimal::new(917, 3),
        expected: Decimal::new(934_567_891, 9),
        difference: Decimal::new(-12, 3),
        difference_80: interval,
        difference_95: interval,
        verdict: Verdict::Depends,
        effective_rows: 10.25,
        doubts: vec![Doubt::OneAccount, Doubt::Unsettled],
        more: more.then_some(RateMore {
            pooled: Verdict::Below,
            within: Verdict::NoEvidence,
            within_difference: value,
            within_95: interval,
            reliability: 0.5,
            enough: None,
            quarters: Some((0.25, 0.125)),
            best: Some(value),
        }),
    }
}

proptest! {
    #[test]
    fn what_is_kept_is_read_again(value in -0.9..0.9_f64, more in any::<bool>(), periods in 0..9_usize) {
        let interval = Interval { low: value, high: value };
        let part = Part { at_stake: 3.5, observed: value, expected: 2.0, difference: value, verdict: Verdict::Above };
        let season = Season { rows: 3, at_stake: 2.5, observed: Decimal::new(25, 2), expected: Decimal::new(125, 3) };
        let person = Person {
            kept: Some(line(value, more)),
            retained: None,
            grew: Some(line(-value, !more)),
            added: Some(Added {
                rows: 4,
                observed: Decimal::new(12_345, 2),
                expected: Decimal::new(10_000, 2),
                difference: Decimal::new(2345, 2),
                intervals: more.then_some((interval, interval)),
                without_largest: value,
                doubts: vec![Doubt::FewDrawn],
            }),
            periods: (0..periods).map(|place| (place % 2 == 0).then(|| season.clone())).collect(),
            credit: vec![Some(part.clone())],
            unexcluded: more.then(|| Unexcluded { kept: Some(line(value, true)), retained: Some(line(value, false)) }),
            beliefs: vec![Some(part), None],
        };
        let everybody = Everybody { compared: 9, best: more.then_some(value), slopes: vec![(value, 0.5); periods], ..Everybody::default() };
        let mut tape = Tape::default();
        person.write(&mut tape);
        everybody.write(&mut tape);
        let mut again = Tape::of(tape.numbers().to_vec());
        let (read, all) = (Person::read(&mut again).expect("a person"), Everybody::read(&mut again).expect("everybody"));
        // Twelve digits are kept, more than anything is printed with.
        prop_assert!((read.kept.as_ref().expect("kept").difference_80.low - (value - 0.1)).abs() < 1e-11);
        let mut twice = Tape::default();
        read.write(&mut twice);
        all.write(&mut twice);
        prop_assert_eq!(twice.numbers(), tape.numbers());
    }

    #[test]
    fn a_tape_that_is_cut_off_says_nothing(cut in 0..20_usize) {
        let mut tape = Tape::default();
        Person { kept: Some(line(0.1, true)), ..Person::default() }.write(&mut tape);
        let numbers = tape.numbers()[..cut.min(tape.numbers().len() - 1)].to_vec();
        prop_assert!(Person::read(&mut Tape::of(numbers)).is_none());
    }
}

#[test]
fn whoever_lost_a_row_to_an_exclusion_is_touched_by_it() {
    let unexcluded = |rows: u64| Some(Unexcluded { kept: Some(Line { rows, ..line(0.1, true) }), retained: None });
    let person = |rows: u64| Person { kept: Some(line(0.1, true)), unexcluded: unexcluded(rows), ..Person::default() };
    assert!(person(13).is_touched_by_exclusions() && !person(12).is_touched_by_exclusions());
    assert!(!Person { kept: Some(line(0.1, true)), ..Person::default() }.is_touched_by_exclusions());
    let all_left_out = Person { unexcluded: unexcluded(12), ..Person::default() };
    assert!(all_left_out.is_touched_by_exclusions());
}

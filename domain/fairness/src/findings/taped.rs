use super::{Added, Everybody, Line, Part, Person, RateMore, Season, Unexcluded};
use crate::tape::{Tape, Taped};

impl Taped for Line {
    fn write(&self, tape: &mut Tape) {
        tape.count(self.rows);
        tape.number(self.at_stake);
        [self.observed, self.expected, self.difference].into_iter().for_each(|value| tape.exact(value));
        tape.interval(self.difference_80);
        tape.interval(self.difference_95);
        tape.verdict(self.verdict);
        tape.number(self.effective_rows);
        tape.doubts(&self.doubts);
        tape.maybe(self.more.as_ref());
    }

    fn read(tape: &mut Tape) -> Option<Self> {
        Some(Self {
            rows: tape.next_count()?,
            at_stake: tape.next_number()?,
            observed: tape.next_exact()?,
            expected: tape.next_exact()?,
            difference: tape.next_exact()?,
            difference_80: tape.next_interval()?,
            difference_95: tape.next_interval()?,
            verdict: tape.next_verdict()?,
            effective_rows: tape.next_number()?,
            doubts: tape.next_doubts()?,
            more: tape.next_maybe()?,
        })
    }
}

impl Taped for RateMore {
    fn write(&self, tape: &mut Tape) {
        tape.verdict(self.pooled);
        tape.verdict(self.within);
        tape.number(self.within_difference);
        tape.interval(self.within_95);
        tape.number(self.reliability);
        tape.optional(self.enough);
        tape.optional(self.quarters.map(|quarters| quarters.0));
        tape.optional(self.quarters.map(|quarters| quarters.1));
        tape.optional(self.best);
    }

    fn read(tape: &mut Tape) -> Option<Self> {
        Some(Self {
            pooled: tape.next_verdict()?,
            within: tape.next_verdict()?,
            within_difference: tape.next_number()?,
            within_95: tape.next_interval()?,
            reliability: tape.next_number()?,
            enough: tape.next_optional()?,
            quarters: { tape.next_optional()?.zip(tape.next_optional()?) },
            best: tape.next_optional()?,
        })
    }
}

impl Taped for Added {
    fn write(&self, tape: &mut Tape) {
        tape.count(self.rows);
        [self.observed, self.expected, self.difference].into_iter().for_each(|value| tape.exact(value));
        tape.number(self.without_largest);
        tape.doubts(&self.doubts);
        tape.count(u64::from(self.intervals.is_some()));
        if let Some((narrow, wide)) = self.intervals {
            tape.interval(narrow);
            tape.interval(wide);
        }
    }

    fn read(tape: &mut Tape) -> Option<Self> {
        let rows = tape.next_count()?;
        let (observed, expected, difference) = (tape.next_exact()?, tape.next_exact()?, tape.next_exact()?);
        let (without_largest, doubts) = (tape.next_number()?, tape.next_doubts()?);
        let intervals = match tape.next_count()? {
            0 => None,
            _ => Some((tape.next_interval()?, tape.next_interval()?)),
        };
        Some(Self { rows, observed, expected, difference, intervals, without_largest, doubts })
    }
}

impl Taped for Part {
    fn write(&self, tape: &mut Tape) {
        tape.number(self.at_stake);
        tape.number(self.observed);
        tape.number(self.expected);
        tape.number(self.difference);
        tape.verdict(self.verdict);
    }

    fn read(tape: &mut Tape) -> Option<Self> {
        Some(Self {
            at_stake: tape.next_number()?,
            observed: tape.next_number()?,
            expected: tape.next_number()?,
            difference: tape.next_number()?,
            verdict: tape.next_verdict()?,
        })
    }
}

impl Taped for Season {
    fn write(&self, tape: &mut Tape) {
        tape.count(self.rows);
        tape.number(self.at_stake);
        tape.exact(self.observed);
        tape.exact(self.expected);
    }

    fn read(tape: &mut Tape) -> Option<Self> {
        Some(Self {
            rows: tape.next_count()?,
            at_stake: tape.next_number()?,
            observed: tape.next_exact()?,
            expected: tape.next_exact()?,
        })
    }
}

impl Taped for Person {
    fn write(&self, tape: &mut Tape) {
        tape.maybe(self.kept.as_ref());
        tape.maybe(self.retained.as_ref());
        tape.maybe(self.grew.as_ref());
        tape.maybe(self.added.as_ref());
        tape.list(&self.periods);
        tape.list(&self.credit);
        tape.maybe(self.unexcluded.as_ref());
        tape.list(&self.beliefs);
    }

    fn read(tape: &mut Tape) -> Option<Self> {
        Some(Self {
            kept: tape.next_maybe()?,
            retained: tape.next_maybe()?,
            grew: tape.next_maybe()?,
            added: tape.next_maybe()?,
            periods: tape.next_list()?,
            credit: tape.next_list()?,
            unexcluded: tape.next_maybe()?,
            beliefs: tape.next_list()?,
        })
    }
}

impl Taped for Unexcluded {
    fn write(&self, tape: &mut Tape) {
        tape.maybe(self.kept.as_ref());
        tape.maybe(self.retained.as_ref());
    }

    fn read(tape: &mut Tape) -> Option<Self> {
        Some(Self { kept: tape.next_maybe()?, retained: tape.next_maybe()? })
    }
}

impl Taped for Everybody {
    fn write(&self, tape: &mut Tape) {
        tape.count(self.compared);
        for number in [self.outcomes, self.rate, self.spread, self.spread_low, self.spread_high, self.explained] {
            tape.number(number);
        }
        tape.optional(self.best);
        tape.count(self.best_count);
        tape.count(self.excluded);
        tape.count(self.slopes.len() as u64);
        for (slope, deviation) in &self.slopes {
            tape.number(*slope);
            tape.number(*deviation);
        }
    }

    fn read(tape: &mut Tape) -> Option<Self> {
        let compared = tape.next_count()?;
        let mut number = || tape.next_number();
        let (outcomes, rate, spread) = (number()?, number()?, number()?);
        let (spread_low, spread_high, explained) = (number()?, number()?, number()?);
        let (best, best_count, excluded) = (tape.next_optional()?, tape.next_count()?, tape.next_count()?);
        let count = tape.next_count()?;
        let slopes = (0..count).map(|_| Some((tape.next_number()?, tape.next_number()?))).collect::<Option<_>>()?;
        Some(Self {
            compared,
            outcomes,
            rate,
            spread,
            spread_low,
            spread_high,
            best,
            best_count,
            explained,
            slopes,
            excluded,
        })
    }
}

//! What the values of a column prove about the way its numbers are written.

use ports::deliveries::DecimalMark;
use rust_decimal::Decimal;

use super::units::Unit;
use super::{Mark, NumberStyle, Span, Telling, WrittenNumber};
use crate::proof::Proof;

/// What the values of a column tell about their style.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct NumberTally {
    point: Option<Proof>,
    comma: Option<Proof>,
    open_point: Option<Proof>,
    open_comma: Option<Proof>,
    /// A number of more than three digits without groups: then the others need no groups either.
    ungrouped: Option<Proof>,
    /// The first currency of each kind.
    pub(crate) marks: Vec<(Mark, Proof)>,
    amounts: bool,
    /// The first shortened amount of each kind.
    units: Vec<(Unit, Proof)>,
    /// An amount that says it is one of a year.
    yearly: Option<Proof>,
    /// The first value both styles can read, and whether there is another one.
    first_open: Option<String>,
    several_open: bool,
    open_in_units: bool,
}

/// What a column holds, as far as that bears on the style of its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holding {
    Money,
    /// Money that may have three digits behind its mark.
    RareMoney,
    Wholes,
    Numbers,
    /// Numbers nobody can say anything about.
    Unsaid,
}

/// What is to be done about the style of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum StyleVerdict {
    Settled(NumberStyle),
    Question(String),
}

impl NumberTally {
    /// For a column of amounts, which may be shortened and say for how long they are.
    pub(crate) fn of_amounts() -> Self {
        Self { amounts: true, ..Self::default() }
    }

    /// Counts a value in. `fits` says whether a number can stand in the column at all, which can decide between two
    /// readings.
    pub(crate) fn see(&mut self, value: &str, line: u32, fits: impl Fn(Decimal) -> bool) {
        let parse = if self.amounts { WrittenNumber::parse_amount } else { WrittenNumber::parse };
        let Some(written) = parse(value) else { return };
        if let Some(mark) =
            written.mark.filter(|mark| self.marks.len() < 8 && !self.marks.iter().any(|(known, _)| known == mark))
        {
            self.marks.push((mark, Proof::new(value, line)));
        }
        if let Some(unit) = written.unit.filter(|unit| !self.units.iter().any(|(known, _)| known == unit)) {
            self.units.push((unit, Proof::new(value.trim(), line)));
        }
        if written.span == Some(Span::Year) && self.yearly.is_none() {
            self.yearly = Some(Proof::new(value.trim(), line));
        }
        let telling = match written.telling() {
            Telling::Open(sign) => {
                let fitting = |style| written.value(style).is_some_and(&fits);
                match (fitting(NumberStyle::Point), fitting(NumberStyle::Comma)) {
                    (true, false) => Telling::Style(NumberStyle::Point),
                    (false, true) => Telling::Style(NumberStyle::Comma),
                    _ => Telling::Open(sign),
                }
            }
            known => known,
        };
        let slot = match telling {
            Telling::Style(NumberStyle::Point) => &mut self.point,
            Telling::Style(NumberStyle::Comma) => &mut self.comma,
            Telling::Open('.') => &mut self.open_point,
            Telling::Open(_) => &mut self.open_comma,
            Telling::Nothing if written.body.len() > 3 && !written.grouped => &mut self.ungrouped,
            Telling::Nothing => return,
        };
        if slot.is_none() {
            *slot = Some(Proof::new(value.trim(), line));
        }
        if matches!(telling, Telling::Open(_)) {
            self.open_in_units |= written.unit.is_some();
            let first = self.first_open.get_or_insert_with(|| written.body.clone());
            self.several_open |= *first != written.body;
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.point.is_none() && self.comma.is_none() && (self.open_point.is_some() || self.open_comma.is_some())
    }

    /// The style of the column: what its values prove, else what was said, else what `holding` makes certain enough to
    /// be taken for it and told. Every other open case is a question.
    pub(crate) fn verdict(&self, heading: &str, holding: Holding, said: Option<DecimalMark>) -> StyleVerdict {
        match (&self.point, &self.comma) {
            (Some(_), Some(_)) | (None, None) if said.is_some_and(|_| self.is_undecided()) => {
                StyleVerdict::Settled(said.map_or(NumberStyle::Point, NumberStyle::from))
            }
            (Some(point), Some(comma)) => StyleVerdict::Question(format!(
                "column {heading} holds {} (decimal point) and {} (decimal comma): write its numbers in one way",
                point.words(),
                comma.words()
            )),
            (Some(_), None) => StyleVerdict::Settled(NumberStyle::Point),
            (None, Some(_)) => StyleVerdict::Settled(NumberStyle::Comma),
            (None, None) => match self.open() {
                None => StyleVerdict::Settled(NumberStyle::Point),
                Some((open, _)) => match self.taken_for_thousands(holding) {
                    Some((style, ..)) => StyleVerdict::Settled(style),
                    None => StyleVerdict::Question(open_question(heading, open, holding)),
                },
            },
        }
    }

    fn is_undecided(&self) -> bool {
        self.point.is_some() == self.comma.is_some() && (self.point.is_some() || self.open().is_some())
    }

    /// The first value both styles can read, and its mark; a point first, since fewer things settle it.
    fn open(&self) -> Option<(&Proof, char)> {
        let point = self.open_point.as_ref().map(|open| (open, '.'));
        point.or_else(|| self.open_comma.as_ref().map(|open| (open, ',')))
    }

    /// Where every mark has three digits behind it, what those marks are taken for: the first value, and why.
    fn taken_for_thousands(&self, holding: Holding) -> Option<(NumberStyle, &Proof, &'static str)> {
        if self.ungrouped.is_some() || self.open_in_units {
            return None;
        }
        match (&self.open_point, &self.open_comma, holding) {
            (None, Some(open), Holding::Money | Holding::Wholes | Holding::RareMoney) => {
                Some((NumberStyle::Point, open, "commas taken for thousands"))
            }
            // Money has at most two digits behind its mark; a single value may be a slip all the same.
            (Some(open), None, Holding::Money) if self.several_open => Some((
                NumberStyle::Comma,
                open,
                "points taken for thousands, since every one has three digits behind it",
            )),
            _ => None,
        }
    }

    /// What was found, each with its proof.
    pub(crate) fn findings(&self, heading: &str, holding: Holding, said: Option<DecimalMark>) -> Vec<String> {
        let found = |words: &str, proof: &Proof| format!("{words}: {}, column {heading}", proof.words());
        let style = match (&self.point, &self.comma) {
            _ if said.is_some() && self.is_undecided() => {
                let style = said.map_or(NumberStyle::Point, NumberStyle::from);
                Some(format!("{}: as said by --decimal, column {heading}", style.words()))
            }
            (None, Some(comma)) => Some(found(NumberStyle::Comma.words(), comma)),
            (Some(point), None) if point.value.contains(',') => Some(found(NumberStyle::Point.words(), point)),
            (None, None) => self.taken_for_thousands(holding).map(|(_, open, words)| found(words, open)),
            _ => None,
        };
        let units = self.units.iter().map(|(unit, proof)| found(unit.words(), proof));
        style
            .into_iter()
            .chain(units)
            .chain(self.yearly.iter().map(|proof| found("amounts of a year", proof)))
            .collect()
    }
}

/// Somebody who reads an import can say `--decimal`; elsewhere only the file can be mended.
fn open_question(heading: &str, open: &Proof, holding: Holding) -> String {
    let written = WrittenNumber::parse_amount(&open.value);
    let reading = |style| written.as_ref().and_then(|written| written.value(style)).unwrap_or_default().to_string();
    let (comma, point) = (reading(NumberStyle::Comma), reading(NumberStyle::Point));
    let Proof { value, line } = open;
    let can_be = format!("{value} in column {heading} (line {line}) can be");
    if holding != Holding::Unsaid {
        return format!("{can_be} {comma} or {point}: say --decimal comma or point");
    }
    let (whole, part) = if value.contains(',') { (point, comma) } else { (comma, point) };
    format!("{can_be} {whole} or {part}: write it as {whole} or {part}0")
}

//! What the values of a column prove about the order of its dates.

use ports::deliveries::DateOrder;

use super::counting::Counting;
use super::{Telling, Whole, Written};
use crate::proof::Proof;

/// What the values of a column tell about their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct OrderTally {
    pub(crate) year_first: Option<Proof>,
    pub(crate) day_first: Option<Proof>,
    pub(crate) month_first: Option<Proof>,
    pub(crate) open: Option<Proof>,
    counted: Option<(&'static str, Proof)>,
    /// Whether months and quarters alone are days of it.
    days: bool,
    /// The first month and the first quarter alone.
    wholes: Vec<(Whole, Proof)>,
}

/// What is to be done about the order of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum OrderVerdict {
    /// No value needs an order.
    NotNeeded,
    Settled(DateOrder),
    Question(String),
}

impl OrderTally {
    /// For a column of days, where months and quarters alone are their first day.
    pub(crate) fn of_days() -> Self {
        Self { days: true, ..Self::default() }
    }

    pub(crate) fn see(&mut self, value: &str, line: u32) {
        let written = if self.days { Written::parse_day(value) } else { Written::parse(value) };
        let Some(written) = written else { return };
        let is_known = self.wholes.iter().any(|(whole, _)| *whole == written.whole);
        if written.whole != Whole::Day && !is_known {
            self.wholes.push((written.whole, Proof::new(value.trim(), line)));
        }
        if let Some(counting) = Counting::of(value.trim()).filter(|_| self.counted.is_none()) {
            self.counted = Some((counting.words(), Proof::new(value.trim(), line)));
        }
        let slot = match written.telling() {
            Telling::Order(DateOrder::YearFirst) => &mut self.year_first,
            Telling::Order(DateOrder::DayFirst) => &mut self.day_first,
            Telling::Order(DateOrder::MonthFirst) => &mut self.month_first,
            Telling::Open => &mut self.open,
            Telling::Nothing => return,
        };
        if slot.is_none() {
            *slot = Some(Proof::new(value.trim(), line));
        }
    }

    /// Whether more values could still change the verdict from a question to an answer.
    pub(crate) fn is_open(&self) -> bool {
        self.open.is_some() && self.day_first.is_none() && self.month_first.is_none()
    }

    /// The proof wins over what the person said; what they said is for what the file leaves open.
    pub(crate) fn verdict(&self, heading: &str, said: Option<DateOrder>) -> OrderVerdict {
        let said = said.filter(|order| *order != DateOrder::YearFirst);
        match (&self.day_first, &self.month_first, &self.open, said) {
            (Some(_), None, ..) => OrderVerdict::Settled(DateOrder::DayFirst),
            (None, Some(_), ..) => OrderVerdict::Settled(DateOrder::MonthFirst),
            (Some(_), Some(_), _, Some(order)) | (None, None, Some(_), Some(order)) => OrderVerdict::Settled(order),
            (Some(day), Some(month), _, None) => OrderVerdict::Question(format!(
                "column {heading} holds {} (day first) and {} (month first): say --date-order day-first or month-first; rows that do not fit are then rejected",
                day.words(),
                month.words()
            )),
            (None, None, Some(open), None) => OrderVerdict::Question(open_question(heading, open)),
            (None, None, None, _) => OrderVerdict::NotNeeded,
        }
    }

    /// What was found, with its proof.
    pub(crate) fn finding(&self, heading: &str, said: Option<DateOrder>) -> Option<String> {
        let found = |order: DateOrder, proof: &Proof| {
            let place = if proof.line == 0 { ", further down".to_owned() } else { format!(" in line {}", proof.line) };
            format!("{}: {}{place}, column {heading}", order.words(), proof.value)
        };
        let proofs = [
            (DateOrder::DayFirst, &self.day_first),
            (DateOrder::MonthFirst, &self.month_first),
            (DateOrder::YearFirst, &self.year_first),
        ];
        let mut words: Vec<String> =
            proofs.iter().filter_map(|(order, proof)| proof.as_ref().map(|proof| found(*order, proof))).collect();
        if let Some((counting, proof)) = &self.counted {
            words.push(format!("{counting}: {}, column {heading}", proof.words()));
        }
        for (whole, proof) in &self.wholes {
            let day = Written::parse_day(&proof.value).and_then(|written| written.date(None));
            let day = day.map(|day| format!(" is {day}")).unwrap_or_default();
            words.push(format!(
                "{} are taken for their first day: {}{day}, column {heading}",
                whole.words(),
                proof.words()
            ));
        }
        let said_only = self.is_open().then_some(said).flatten();
        if let (Some(order), OrderVerdict::Settled(_)) = (said_only, self.verdict(heading, said)) {
            words.push(format!("{}: as said by --date-order, column {heading}", order.words()));
        }
        (!words.is_empty()).then(|| words.join("; "))
    }
}

fn open_question(heading: &str, open: &Proof) -> String {
    let readings = Written::parse(&open.value).and_then(|written| written.readings());
    let (day_first, month_first) = readings.unwrap_or_default();
    format!(
        "{} in column {heading} (line {}) can be {day_first} or {month_first}: say --date-order day-first or month-first",
        open.value, open.line
    )
}

use jiff::civil::Date;

use super::heard::Heard;
use super::{Entry, Kept, Slot, age_days, hears};
use crate::book::{Book, Source};
use crate::measure::MeasureKind;
use crate::profile::Windows;
use crate::reading::{Gap, Reading};
use crate::row::Touch;
use crate::rule;

/// What was said with the account.
#[derive(Debug, Clone, Default)]
pub(super) struct Conversations {
    until: Option<Date>,
    training_until: Option<Date>,
    live: u32,
    written: u32,
    sponsors: u32,
    knows_sponsor: bool,
    trainings: u32,
}

#[derive(PartialEq, Eq)]
enum Form {
    Live,
    Training,
    Written,
}

const LIVE: [&str; 3] = ["call", "meeting", "onsite"];
const NOT_HELD: [&str; 6] = ["cancelled", "canceled", "no-show", "no show", "no_show", "missed"];

fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|known| word.trim().eq_ignore_ascii_case(known))
}

fn form(kind: &str) -> Form {
    if is_one_of(kind, &LIVE) {
        Form::Live
    } else if is_one_of(kind, &["training"]) {
        Form::Training
    } else {
        Form::Written
    }
}

fn is_held(row: &Touch<'_>) -> bool {
    !row.outcome.is_some_and(|outcome| is_one_of(outcome, &NOT_HELD))
}

impl Conversations {
    pub(super) fn add(&mut self, as_of: Date, windows: &Windows, row: Touch<'_>, kept: &mut Kept) {
        let Some(age) = age_days(as_of, row.on) else { return };
        self.until = self.until.max(Some(row.on));
        if !is_held(&row) {
            return;
        }
        let form = form(row.kind);
        if row.sponsor == Some(true) && (form != Form::Written || row.inbound) {
            self.knows_sponsor = true;
            if age < windows.days(MeasureKind::ExecutiveInvolvement) {
                self.sponsors += 1;
                kept.keep(Slot::Sponsors, || Entry::new("touchpoints", row.key, row.on, 1));
            }
        }
        let talk_days = windows.days(MeasureKind::TouchpointQuality);
        match form {
            Form::Training => self.add_training(age < windows.days(MeasureKind::Training), row, kept),
            Form::Live if age < talk_days => {
                self.live += 1;
                kept.keep(Slot::Live, || Entry::new("touchpoints", row.key, row.on, rule::LIVE_POINTS));
            }
            Form::Written if row.inbound && age < talk_days => {
                self.written += 1;
                kept.keep(Slot::Written, || Entry::new("touchpoints", row.key, row.on, rule::EMAIL_POINTS));
            }
            Form::Live | Form::Written => {}
        }
    }

    fn add_training(&mut self, recent: bool, row: Touch<'_>, kept: &mut Kept) {
        self.training_until = self.training_until.max(Some(row.on));
        if recent {
            self.trainings += 1;
            kept.keep(Slot::Trainings, || Entry::new("touchpoints", row.key, row.on, 1));
        }
    }

    /// Takes from older rows until when there were some, where these have none.
    pub(super) fn hear(&mut self, older: &Heard) {
        self.until = self.until.or(older.touch);
    }

    pub(super) fn until(&self) -> Option<Date> {
        self.until
    }

    pub(super) fn training_until(&self) -> Option<Date> {
        self.training_until
    }

    pub(super) fn quality(&self, book: &Book) -> Result<Reading, Gap> {
        self.hears(book)?;
        Ok(Reading::TouchpointQuality { live: self.live, written: self.written })
    }

    pub(super) fn sponsors(&self, book: &Book) -> Result<Reading, Gap> {
        self.hears(book)?;
        if !self.knows_sponsor {
            return Err(Gap::NoSponsor);
        }
        Ok(Reading::ExecutiveInvolvement { count: self.sponsors })
    }

    pub(super) fn training(&self, book: &Book) -> Result<Reading, Gap> {
        self.hears(book)?;
        let recorded =
            book.hears(Source::Trainings) || Source::Trainings.still_speaks(book.as_of(), self.training_until);
        if recorded { Ok(Reading::Training { count: self.trainings }) } else { Err(Gap::NotInBook) }
    }

    fn hears(&self, book: &Book) -> Result<(), Gap> {
        hears(book, Source::Touches, self.until)
    }
}

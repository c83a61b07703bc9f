use std::sync::Arc;

use jiff::civil::Date;

use crate::book::{Book, Source};
use crate::evidence::Evidence;
use crate::measure::MeasureKind;
use crate::profile::Windows;
use crate::reading::{Gap, Reading};
use crate::row::Row;

mod conversation;
mod heard;
mod kept;
mod money;
mod past;
mod payment;
mod people;
mod sentiment;
mod usage;

use conversation::Conversations;
use heard::Heard;
pub use heard::{LOOK_BACK_DAYS, Voice};
pub(crate) use kept::{Entry, Kept, Part, Slot};
use money::Money;
use payment::Payments;
use people::Voices;
use sentiment::Sentiment;
use usage::Usage;
pub(crate) use usage::is_use;

/// The rows of one account as of one day, folded to counts and sums as they come, in whatever order.
///
/// Rows dated after the day are left out, and so are endings after it.
#[derive(Debug, Clone)]
pub struct Gathering {
    as_of: Date,
    windows: Windows,
    usage: Usage,
    conversations: Conversations,
    sentiment: Sentiment,
    money: Money,
    payments: Payments,
    voices: Voices,
    kept: Kept,
    /// What lies before any window, where it was heard of.
    older: Option<Box<Heard>>,
}

impl Gathering {
    /// Nothing yet.
    #[must_use]
    pub fn new(as_of: Date) -> Self {
        Self {
            as_of,
            windows: Windows::default(),
            usage: Usage::default(),
            conversations: Conversations::default(),
            sentiment: Sentiment::default(),
            money: Money::default(),
            payments: Payments::default(),
            voices: Voices::default(),
            kept: Kept::nothing(),
            older: None,
        }
    }

    /// The same, looking over the windows of a profile. Say so before the first row.
    #[must_use]
    pub fn looking_over(self, windows: Windows) -> Self {
        Self { windows, ..self }
    }

    /// The same, only to be included in the book of all, which asks less. Say so before the first row.
    #[must_use]
    pub fn only_for_book(mut self) -> Self {
        self.usage.only_for_book = true;
        self
    }

    /// The same, keeping the keys of the facts behind each measure. Say so before the first row.
    #[must_use]
    pub fn keeping_facts(self) -> Self {
        Self { kept: Kept::everything(), ..self }
    }

    /// Takes a row of this account.
    pub fn add(&mut self, row: Row<'_>) {
        let (as_of, windows, kept) = (self.as_of, &self.windows, &mut self.kept);
        match row {
            Row::UsageDay(row) => self.usage.add_day(as_of, row, kept),
            Row::UsageMonth(row) => self.usage.add_month(as_of, row, kept),
            Row::Touch(row) => self.conversations.add(as_of, windows, row, kept),
            Row::Ticket(row) => self.sentiment.add_ticket(as_of, windows, row, kept),
            Row::Answer(row) => self.sentiment.add_answer(as_of, windows, row, kept),
            Row::Contract(row) => self.money.add_contract(as_of, row, kept),
            Row::Deal(row) => self.money.add_deal(as_of, windows, row, kept),
            Row::Invoice(row) => self.payments.add(as_of, windows, row, kept),
            Row::Act(row) => self.voices.add_act(as_of, windows, row, kept),
            Row::Contact(row) => self.voices.add_contact(as_of, windows, row, kept),
        }
    }

    /// The day it holds as of.
    #[must_use]
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// The evidence, seen against the book. A book as of another day tells nothing.
    #[must_use]
    pub fn finish(mut self, book: &Book) -> Evidence {
        self.hear_older();
        let none = Book::of(self.as_of, []);
        let book = if book.as_of() == self.as_of { book } else { &none };
        let mut evidence =
            Evidence::blank(self.as_of).bounded(self.money.floors(), self.money.renewal_on(), self.windows);
        for kind in MeasureKind::ALL {
            let (found, parts) = self.found(kind, book);
            let facts = if found.is_ok() { self.kept.rows(parts) } else { Vec::new() };
            evidence.enter(kind, found, facts, self.told_until(kind));
        }
        evidence
    }

    fn found(&self, kind: MeasureKind, book: &Book) -> Found {
        let (as_of, seats) = (self.as_of, self.money.seats());
        let (usage, talks, says, money) = (&self.usage, &self.conversations, &self.sentiment, &self.money);
        match kind {
            MeasureKind::ActiveShare => usage.active_share(as_of, seats, book),
            MeasureKind::FeatureAdoption => (usage.adoption(book), kept::FEATURES),
            MeasureKind::Frequency => usage.frequency(as_of, book),
            MeasureKind::Depth => usage.depth_against(as_of, book),
            MeasureKind::TouchpointQuality => (talks.quality(book), kept::CONVERSATIONS),
            MeasureKind::ExecutiveInvolvement => (talks.sponsors(book), kept::SPONSORS),
            MeasureKind::Training => (talks.training(book), kept::TRAININGS),
            MeasureKind::Community => self.voices.community(book),
            MeasureKind::Nps => (says.nps(), kept::PROMOTERS),
            MeasureKind::Csat => (says.csat(), kept::SATISFACTION),
            MeasureKind::SupportHealth => (says.support(book), kept::TICKETS),
            MeasureKind::Advocacy => self.voices.advocacy(book),
            MeasureKind::ArrTrend => money.arr_trend(),
            MeasureKind::Payment => self.payments.reading(),
            MeasureKind::Utilisation => usage.utilisation(as_of, seats, book),
            MeasureKind::Expansion => (money.expansion(book), kept::DEALS),
            MeasureKind::TicketVolume => (says.volume(book), kept::VOLUME),
            MeasureKind::UsageTrend => usage.trend(as_of, book),
            MeasureKind::StakeholderChanges => self.voices.changes(),
            MeasureKind::ContractStatus => money.status(),
            MeasureKind::BusinessChanges => (Err(Gap::NoFacts), &[]),
        }
    }

    /// The last day that the rows behind a measure speak about; `None` for what holds until it ends.
    fn told_until(&self, kind: MeasureKind) -> Option<Date> {
        match kind {
            MeasureKind::ActiveShare
            | MeasureKind::FeatureAdoption
            | MeasureKind::Frequency
            | MeasureKind::Depth
            | MeasureKind::Utilisation
            | MeasureKind::UsageTrend => self.usage.until(),
            MeasureKind::TouchpointQuality | MeasureKind::ExecutiveInvolvement => self.conversations.until(),
            MeasureKind::Training => self.conversations.training_until().max(self.conversations.until()),
            MeasureKind::Community | MeasureKind::Advocacy => self.voices.until(kind),
            MeasureKind::Nps | MeasureKind::Csat => self.sentiment.answered_until(kind),
            MeasureKind::SupportHealth | MeasureKind::TicketVolume => self.sentiment.ticket_until(),
            MeasureKind::Payment => self.payments.until(),
            MeasureKind::Expansion => self.money.deal_until(),
            MeasureKind::ArrTrend
            | MeasureKind::StakeholderChanges
            | MeasureKind::ContractStatus
            | MeasureKind::BusinessChanges => None,
        }
    }

    /// Whether the source still spoke of this account.
    pub(crate) fn hears(&self, source: Source) -> bool {
        let last = match source {
            Source::Days => self.usage.daily_until(),
            Source::Months => self.usage.month_until(),
            Source::Touches => self.conversations.until(),
            Source::Trainings => self.conversations.training_until(),
            Source::Tickets => self.sentiment.ticket_until(),
            Source::Deals => self.money.deal_until(),
            Source::Acts => self.voices.acts_until(),
        };
        source.still_speaks(self.as_of, last)
    }

    pub(crate) fn features(&self) -> impl Iterator<Item = &Arc<str>> {
        self.usage.features()
    }

    pub(crate) fn depth(&self) -> Result<rust_decimal::Decimal, Gap> {
        self.usage.depth(self.as_of).0
    }
}

/// What is read of a measure, and which kept facts make it.
pub(crate) type Found = (Result<Reading, Gap>, &'static [Part]);

/// How many days lie between a day and the as-of day; `None` when it comes after it.
pub(crate) fn age_days(as_of: Date, day: Date) -> Option<i32> {
    (day <= as_of).then(|| (as_of - day).get_days())
}

/// Whether silence of this account means zero: it has spoken before, and its source still speaks of it or of others.
pub(crate) fn hears(book: &Book, source: Source, own: Option<Date>) -> Result<(), Gap> {
    let own = own.ok_or(Gap::NeverRecorded)?;
    let speaks = book.hears(source) || source.still_speaks(book.as_of(), Some(own));
    if speaks { Ok(()) } else { Err(Gap::FeedEnded) }
}

#[cfg(test)]
mod tests;

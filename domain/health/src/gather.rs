use std::sync::Arc;

use jiff::civil::Date;

use crate::book::{Book, Until};
use crate::evidence::Evidence;
use crate::measure::MeasureKind;
use crate::reading::Gap;
use crate::row::Row;

mod conversation;
mod kept;
mod money;
mod sentiment;
mod usage;

use conversation::Conversations;
pub(crate) use kept::{Entry, Kept, Part, Slot};
use money::Money;
use sentiment::Sentiment;
use usage::Usage;

/// The rows of one account as of one day, folded to counts and sums as they come, in whatever order.
///
/// Rows dated after the day are left out, and so are endings after it.
#[derive(Debug, Clone)]
pub struct Gathering {
    as_of: Date,
    usage: Usage,
    conversations: Conversations,
    sentiment: Sentiment,
    money: Money,
    kept: Kept,
}

impl Gathering {
    /// Nothing yet.
    #[must_use]
    pub fn new(as_of: Date) -> Self {
        Self {
            as_of,
            usage: Usage::default(),
            conversations: Conversations::default(),
            sentiment: Sentiment::default(),
            money: Money::default(),
            kept: Kept::nothing(),
        }
    }

    /// The same, keeping the keys of the facts behind each measure. Say so before the first row.
    #[must_use]
    pub fn keeping_facts(self) -> Self {
        Self { kept: Kept::everything(), ..self }
    }

    /// Takes a row of this account.
    pub fn add(&mut self, row: Row<'_>) {
        let (as_of, kept) = (self.as_of, &mut self.kept);
        match row {
            Row::UsageDay(row) => self.usage.add_day(as_of, row, kept),
            Row::UsageMonth(row) => self.usage.add_month(as_of, row, kept),
            Row::Touch(row) => self.conversations.add(as_of, row, kept),
            Row::Ticket(row) => self.sentiment.add_ticket(as_of, row, kept),
            Row::Answer(row) => self.sentiment.add_answer(as_of, row, kept),
            Row::Contract(row) => self.money.add_contract(as_of, row, kept),
            Row::Deal(row) => self.money.add_deal(as_of, row, kept),
        }
    }

    /// The day it holds as of.
    #[must_use]
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// The evidence, seen against the book. A book as of another day tells nothing.
    #[must_use]
    pub fn finish(self, book: &Book) -> Evidence {
        let none = Book::of(self.as_of, []);
        let book = if book.as_of() == self.as_of { book } else { &none };
        let seats = self.money.seats();
        let (usage, talks, says, money) = (&self.usage, &self.conversations, &self.sentiment, &self.money);
        let found = [
            (MeasureKind::ActiveShare, usage.active_share(self.as_of, seats, book)),
            (MeasureKind::FeatureAdoption, (usage.adoption(self.as_of, book), kept::FEATURES)),
            (MeasureKind::Frequency, usage.frequency(self.as_of, book)),
            (MeasureKind::Depth, usage.depth_against(self.as_of, book)),
            (MeasureKind::TouchpointQuality, (talks.quality(self.as_of, book), kept::CONVERSATIONS)),
            (MeasureKind::ExecutiveInvolvement, (talks.sponsors(self.as_of, book), kept::SPONSORS)),
            (MeasureKind::Training, (talks.training(self.as_of, book), kept::TRAININGS)),
            (MeasureKind::Nps, (says.nps(), kept::PROMOTERS)),
            (MeasureKind::Csat, (says.csat(), kept::SATISFACTION)),
            (MeasureKind::SupportHealth, (says.support(self.as_of, book), kept::TICKETS)),
            (MeasureKind::ArrTrend, money.arr_trend()),
            (MeasureKind::Utilisation, usage.utilisation(self.as_of, seats, book)),
            (MeasureKind::Expansion, (money.expansion(self.as_of, book), kept::DEALS)),
        ];
        found.into_iter().fold(Evidence::blank(self.as_of), |evidence, (kind, (found, parts))| {
            let facts = if found.is_ok() { self.kept.rows(parts) } else { Vec::new() };
            evidence.told(kind, found).backed_by(kind, facts)
        })
    }

    pub(crate) fn until(&self) -> Until {
        Until {
            daily: self.usage.daily_until(),
            month: self.usage.month_until(),
            touch: self.conversations.until(),
            training: self.conversations.training_until(),
            ticket: self.sentiment.ticket_until(),
            deal: self.money.deal_until(),
        }
    }

    pub(crate) fn features(&self) -> impl Iterator<Item = &Arc<str>> {
        self.usage.features()
    }

    pub(crate) fn depth(&self) -> Result<rust_decimal::Decimal, Gap> {
        self.usage.depth(self.as_of).0
    }
}

/// What is read of a measure, and which kept facts make it.
pub(crate) type Found = (Result<crate::reading::Reading, Gap>, &'static [Part]);

/// How many days lie between a day and the as-of day; `None` when it comes after it.
pub(crate) fn age_days(as_of: Date, day: Date) -> Option<i32> {
    (day <= as_of).then(|| (as_of - day).get_days())
}

/// Whether silence of this account means zero: it has spoken before, and its source still speaks for the book.
pub(crate) fn hears(as_of: Date, own: Option<Date>, book: Option<Date>, silence_days: i32) -> Result<(), Gap> {
    let own = own.ok_or(Gap::NeverRecorded)?;
    let last = book.map_or(own, |book| book.max(own));
    let recent = age_days(as_of, last).is_some_and(|age| age < silence_days);
    if recent { Ok(()) } else { Err(Gap::FeedEnded) }
}

#[cfg(test)]
mod tests;

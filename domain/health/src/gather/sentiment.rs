use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::heard::Heard;
use super::{Entry, Kept, Slot, age_days, hears};
use crate::book::{Book, Source};
use crate::measure::MeasureKind;
use crate::profile::Windows;
use crate::reading::{Gap, Reading};
use crate::row::{Answer, Question, Ticket};
use crate::rule;

/// What the account says of us, and what it had to ask support.
#[derive(Debug, Clone, Default)]
pub(super) struct Sentiment {
    promoter_until: Option<Date>,
    promoter_sum: Decimal,
    promoter_answers: u32,
    /// By day and score: how often at tickets, how often in surveys.
    satisfaction: BTreeMap<(Date, Decimal), (u32, u32)>,
    ticket_until: Option<Date>,
    tickets: u32,
    escalated: u32,
    long_open: u32,
    volume: u32,
}

impl Sentiment {
    pub(super) fn add_answer(&mut self, as_of: Date, windows: &Windows, row: Answer<'_>, kept: &mut Kept) {
        let Some(age) = age_days(as_of, row.on) else { return };
        match row.question {
            Question::NetPromoter if age < windows.days(MeasureKind::Nps) && within(row.score, 0, 10) => {
                self.promoter_until = self.promoter_until.max(Some(row.on));
                self.promoter_sum += row.score;
                self.promoter_answers += 1;
                kept.keep(Slot::Promoters, || Entry::new("surveys", row.key, row.on, row.score));
            }
            Question::Satisfaction if age < windows.days(MeasureKind::Csat) && within(row.score, 1, 5) => {
                self.satisfaction.entry((row.on, row.score)).or_default().1 += 1;
                kept.keep(Slot::Satisfaction, || {
                    Entry::new("surveys", row.key, row.on, row.score).grouped(told_once(row.on, row.score))
                });
            }
            Question::NetPromoter | Question::Satisfaction => {}
        }
    }

    pub(super) fn add_ticket(&mut self, as_of: Date, windows: &Windows, row: Ticket<'_>, kept: &mut Kept) {
        let Some(age) = age_days(as_of, row.opened_on) else { return };
        let closed = row.closed_on.filter(|day| *day <= as_of);
        self.ticket_until = self.ticket_until.max(Some(row.opened_on)).max(closed);
        let recent = age < windows.days(MeasureKind::SupportHealth);
        if age < windows.days(MeasureKind::TicketVolume) {
            self.volume += 1;
            kept.keep(Slot::Volume, || Entry::new("tickets", row.key, row.opened_on, 1));
        }
        let long_open = closed.is_none() && age > rule::LONG_OPEN_DAYS;
        self.tickets += u32::from(recent);
        self.escalated += u32::from(recent && row.escalated);
        self.long_open += u32::from(long_open);
        if recent || long_open {
            let escalated = if recent && row.escalated { rule::ESCALATED_POINTS } else { 0 };
            let lost = escalated + if long_open { rule::LONG_OPEN_POINTS } else { 0 };
            kept.keep(Slot::Tickets, || Entry::new("tickets", row.key, row.opened_on, lost));
        }
        let (Some(closed), Some(score)) = (closed, row.satisfaction) else { return };
        if age_days(as_of, closed).is_some_and(|age| age < windows.days(MeasureKind::Csat)) && within(score, 1, 5) {
            self.satisfaction.entry((closed, score)).or_default().0 += 1;
            kept.keep(Slot::Satisfaction, || {
                Entry::new("tickets", row.key, closed, score).grouped(told_once(closed, score))
            });
        }
    }

    /// The last day on which the question of a measure was answered.
    pub(super) fn answered_until(&self, kind: MeasureKind) -> Option<Date> {
        if kind == MeasureKind::Nps {
            return self.promoter_until;
        }
        self.satisfaction.last_key_value().map(|((on, _), _)| *on)
    }

    pub(super) fn volume(&self, book: &Book) -> Result<Reading, Gap> {
        hears(book, Source::Tickets, self.ticket_until)?;
        Ok(Reading::TicketVolume { tickets: self.volume })
    }

    /// Takes from older rows until when there were some, where these have none.
    pub(super) fn hear(&mut self, older: &Heard) {
        self.ticket_until = self.ticket_until.or(older.ticket);
    }

    pub(super) fn ticket_until(&self) -> Option<Date> {
        self.ticket_until
    }

    pub(super) fn nps(&self) -> Result<Reading, Gap> {
        let mean = self.promoter_sum.checked_div(self.promoter_answers.into()).ok_or(Gap::NoAnswers)?;
        Ok(Reading::Nps { mean, answers: self.promoter_answers })
    }

    /// One score on one day that stands both at a ticket and in a survey counts once.
    pub(super) fn csat(&self) -> Result<Reading, Gap> {
        let (mut sum, mut answers, mut doubled) = (Decimal::ZERO, 0_u32, 0_u32);
        for ((_, score), (at_tickets, in_surveys)) in &self.satisfaction {
            let count = *at_tickets.max(in_surveys);
            sum += score * Decimal::from(count);
            answers += count;
            doubled += *at_tickets.min(in_surveys);
        }
        let mean = sum.checked_div(answers.into()).ok_or(Gap::NoAnswers)?;
        Ok(Reading::Csat { mean, answers, doubled })
    }

    pub(super) fn support(&self, book: &Book) -> Result<Reading, Gap> {
        hears(book, Source::Tickets, self.ticket_until)?;
        let Self { tickets, escalated, long_open, .. } = *self;
        Ok(Reading::SupportHealth { tickets, escalated, long_open })
    }
}

/// What an answer at a ticket and one in a survey have in common when they are one.
fn told_once(on: Date, score: Decimal) -> String {
    format!("{on} {}", score.normalize())
}

fn within(score: Decimal, low: i64, high: i64) -> bool {
    (Decimal::from(low)..=Decimal::from(high)).contains(&score)
}

use jiff::civil::Date;

use super::{Gathering, money, people};
use crate::row::Row;

/// Rows that happened longer ago are not counted; that there were any tells an account that fell silent from one that was
/// never connected.
// method: health.look_back_days
pub const LOOK_BACK_DAYS: i32 = 366;

/// A kind of row whose absence means zero where there were some before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// Days of use.
    Days,
    /// Months of use.
    Months,
    /// Touchpoints of any kind.
    Touches,
    /// Tickets.
    Tickets,
    /// Opportunities that would be growth.
    Deals,
    /// Acts of advocacy, those in the community or the others.
    Acts,
    /// Invoices.
    Invoices,
}

/// What lies before any window: until when there was any of it, and what its rows told.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Heard {
    pub(super) days: Option<Date>,
    pub(super) days_tell_users: bool,
    pub(super) names_features: bool,
    /// The last day of the month.
    pub(super) month: Option<Date>,
    pub(super) months_tell_users: bool,
    pub(super) months_tell_days: bool,
    pub(super) touch: Option<Date>,
    pub(super) ticket: Option<Date>,
    pub(super) deal: Option<Date>,
    pub(super) advocacy: Option<Date>,
    pub(super) community: Option<Date>,
    pub(super) invoice: Option<Date>,
}

impl Heard {
    fn add(&mut self, as_of: Date, row: Row<'_>) {
        let (last, on) = match row {
            Row::UsageDay(row) => {
                self.days_tell_users |= row.active_users.is_some();
                self.names_features |= row.feature.is_some();
                (&mut self.days, row.day)
            }
            Row::UsageMonth(row) => {
                self.months_tell_users |= row.active_users.is_some();
                self.months_tell_days |= row.active_days.is_some();
                self.names_features |= row.feature.is_some();
                (&mut self.month, row.month.last_of_month())
            }
            Row::Touch(row) => (&mut self.touch, row.on),
            Row::Ticket(row) => (&mut self.ticket, row.opened_on),
            Row::Deal(row) if money::is_growth(&row) => (&mut self.deal, row.opened_on),
            Row::Act(row) if people::is_community(&row) => (&mut self.community, row.on),
            Row::Act(row) => (&mut self.advocacy, row.on),
            Row::Invoice(row) => (&mut self.invoice, row.due_on),
            Row::Deal(_) | Row::Answer(_) | Row::Contract(_) | Row::Contact(_) => return,
        };
        *last = (*last).max(Some(on).filter(|on| *on <= as_of));
    }
}

impl Gathering {
    /// Takes a row of this account that lies before any window: it counts nowhere, and tells only that there was one.
    pub fn hear(&mut self, row: Row<'_>) {
        self.older.get_or_insert_default().add(self.as_of, row);
    }

    /// Whether rows of this kind would have to be looked for before any window.
    #[must_use]
    pub fn misses(&self, voice: Voice) -> bool {
        let until = match voice {
            Voice::Days => self.usage.daily_until(),
            Voice::Months => self.usage.month_until(),
            Voice::Touches => self.conversations.until(),
            Voice::Tickets => self.sentiment.ticket_until(),
            Voice::Deals => self.money.deal_until(),
            Voice::Acts => self.voices.acts_of_both_until(),
            Voice::Invoices => self.payments.until(),
        };
        until.is_none()
    }

    /// Where no row lies in any window, the older ones say until when there were some. Only then, so that the order in
    /// which rows come and how far back others are read change nothing.
    pub(super) fn hear_older(&mut self) {
        let Some(older) = self.older.take() else { return };
        self.usage.hear(&older);
        self.conversations.hear(&older);
        self.sentiment.hear(&older);
        self.money.hear(&older);
        self.payments.hear(&older);
        self.voices.hear(&older);
    }
}

#[cfg(test)]
mod tests;

use jiff::civil::Date;

use super::{ESCALATION_DAYS, Gathering};

/// A daily feed is taken to have stopped when its last row in the book is so many days old.
// method: churn.silence.usage_days
const USAGE_DAYS: i32 = 7;
/// Likewise conversations.
// method: churn.silence.touchpoint_days
const TOUCHPOINT_DAYS: i32 = 30;

/// Which sources speak in the book, so that silence of one account means something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sources {
    /// Daily usage is up to date.
    pub days: bool,
    /// The last month that is over has usage.
    pub months: bool,
    /// Conversations are written down.
    pub talks: bool,
    /// Tickets are.
    pub tickets: bool,
    /// Escalations are.
    pub escalations: bool,
    /// That contacts leave is.
    pub contacts: bool,
    /// Invoices are.
    pub invoices: bool,
}

impl Sources {
    /// What all accounts of the book tell together.
    pub fn of<'a>(gatherings: impl IntoIterator<Item = &'a Gathering>) -> Self {
        let mut found = Self::default();
        for one in gatherings {
            let lately = |on: Option<Date>, days: i32| on.is_some_and(|on| one.age(on) < days);
            found.days |= lately(one.flows[0].last().max(one.flows[1].last()), USAGE_DAYS);
            found.months |= one.flows[2..].iter().any(|flow| flow.has_recent());
            found.talks |= lately(one.talked.as_ref().map(|(on, _)| *on), TOUCHPOINT_DAYS);
            found.tickets |= one.has_ticket && lately(one.last_ticket, ESCALATION_DAYS);
            found.escalations |= one.has_escalation;
            found.contacts |= one.has_contact_left;
            found.invoices |= one.has_invoice;
        }
        found
    }

    /// For keeping.
    #[must_use]
    pub fn told(self) -> [bool; 7] {
        [self.days, self.months, self.talks, self.tickets, self.escalations, self.contacts, self.invoices]
    }

    /// From what was kept.
    #[must_use]
    pub fn from_told([days, months, talks, tickets, escalations, contacts, invoices]: [bool; 7]) -> Self {
        Self { days, months, talks, tickets, escalations, contacts, invoices }
    }
}

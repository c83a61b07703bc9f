use std::sync::Arc;

use jiff::civil::Date;
use report::Figure;

use crate::rule;

/// What kind of conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A call, a meeting, a visit.
    Live,
    /// A training.
    Training,
    /// A message.
    Written,
}

/// A conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touch {
    /// The key of the fact.
    pub key: Arc<str>,
    /// When.
    pub on: Date,
    /// What kind.
    pub kind: Kind,
    /// Whether the customer began it.
    pub inbound: bool,
    /// Whether it took place.
    pub held: bool,
    /// Who of them took part.
    pub contact: Option<Arc<str>>,
}

impl Touch {
    /// Whether the customer spoke in it.
    #[must_use]
    pub fn is_two_way(&self) -> bool {
        self.held && (self.kind != Kind::Written || self.inbound)
    }

    /// Whether we wrote.
    pub(crate) fn is_our_message(&self) -> bool {
        self.held && self.kind == Kind::Written && !self.inbound
    }
}

/// What a contact is to the account's decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Answers for the money.
    Sponsor,
    /// Speaks for us.
    Champion,
    /// Works with the product a lot.
    PowerUser,
    /// Anything else, or not told.
    Other,
}

impl Role {
    /// The role a source names.
    #[must_use]
    pub fn of(told: Option<&str>) -> Self {
        let told = told.unwrap_or_default().to_lowercase();
        match told {
            told if told.contains("sponsor") => Self::Sponsor,
            told if told.contains("champion") => Self::Champion,
            told if told.contains("power") => Self::PowerUser,
            _ => Self::Other,
        }
    }
}

/// Someone known at the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The key of the fact.
    pub key: Arc<str>,
    /// As people call them.
    pub name: Arc<str>,
    /// What they are.
    pub role: Role,
    /// When they left the account.
    pub left_on: Option<Date>,
}

/// A business review that was due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The key of the fact.
    pub key: Arc<str>,
    /// When it was due.
    pub due_on: Date,
    /// When it was held.
    pub held_on: Option<Date>,
    /// Why it was not held, if that is told.
    pub missed: Option<Arc<str>>,
}

/// Everything one account's engagement is read from.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// The first day that counts.
    pub from: Date,
    /// The last day that counts.
    pub last: Date,
    /// Conversations from [`LOOK_BACK_DAYS`](crate::LOOK_BACK_DAYS) before the last day on.
    pub touches: Vec<Touch>,
    /// Tickets opened: key and day.
    pub tickets: Vec<(Arc<str>, Date)>,
    /// Who is known.
    pub contacts: Vec<Contact>,
    /// Business reviews due.
    pub reviews: Vec<Review>,
    /// Whether conversations with anybody are on record at the end of the period.
    pub conversations_told: bool,
    /// Whether tickets of anybody are on record.
    pub tickets_told: bool,
    /// How the product is used, 0 to 100, as health has it.
    pub product: Option<Figure>,
}

impl Evidence {
    /// Conversations within the days that count, in order of day and key.
    pub(crate) fn in_period(&self) -> impl Iterator<Item = &Touch> {
        self.touches.iter().filter(|touch| self.counts(touch.on))
    }

    pub(crate) fn counts(&self, day: Date) -> bool {
        (self.from..=self.last).contains(&day)
    }

    /// How many days count.
    #[must_use]
    pub fn days(&self) -> i64 {
        i64::from((self.last - self.from).get_days()) + 1
    }

    /// Messages of ours whose time to be answered has passed, each with the first conversation with the account after it,
    /// if one came in time.
    pub(crate) fn asked(&self, from: Date, last: Date) -> Vec<(&Touch, Option<&Touch>)> {
        let ours = self.touches.iter().filter(|touch| touch.is_our_message() && (from..=last).contains(&touch.on));
        let waited = ours.filter(|touch| (self.last - touch.on).get_days() >= rule::REPLY_DAYS);
        let reply = |asked: &Touch| {
            let after = self.touches.iter().filter(|touch| {
                touch.is_two_way() && touch.on >= asked.on && (touch.on - asked.on).get_days() <= rule::REPLY_DAYS
            });
            after.min_by(|a, b| (a.on, &a.key).cmp(&(b.on, &b.key)))
        };
        waited.map(|asked| (asked, reply(asked))).collect()
    }

    /// The contacts who spoke with us in these days and have not left.
    pub(crate) fn active(&self, role: Role) -> Vec<(&Contact, &Touch)> {
        let here = |contact: &&Contact| contact.role == role && contact.left_on.is_none_or(|left| left > self.last);
        let spoke = |contact: &Contact| {
            self.in_period().find(|touch| touch.is_two_way() && touch.contact.as_ref() == Some(&contact.key))
        };
        self.contacts.iter().filter(here).filter_map(|contact| Some((contact, spoke(contact)?))).collect()
    }
}

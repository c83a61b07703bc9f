use std::sync::Arc;

use jiff::civil::Date;
use kernel::AccountId;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Happening {
    /// Notice was given.
    Notice,
    /// The customer escalated, or we did.
    Escalation,
    /// A message of the customer waits for longer than it should.
    Waiting,
    /// A contract ended and nothing followed.
    Ended,
    /// A champion, sponsor or other contact left.
    ContactLeft,
    /// A low answer to a survey.
    Detractor,
    /// Much less use than usual.
    UseFell,
    /// An urgent or escalated ticket.
    UrgentTicket,
    /// The first contract of an account began, or one after a loss.
    ContractBegan,
    /// A contract began at an account that pays already, or paid until lately.
    ContractFollowed,
    /// Another answer to a survey.
    Answer,
    /// Another ticket.
    Ticket,
}

impl Happening {
    /// All, most urgent first.
    pub const ALL: [Self; 12] = [
        Self::Notice,
        Self::Escalation,
        Self::Waiting,
        Self::Ended,
        Self::ContactLeft,
        Self::Detractor,
        Self::UseFell,
        Self::UrgentTicket,
        Self::ContractBegan,
        Self::ContractFollowed,
        Self::Answer,
        Self::Ticket,
    ];

    /// How soon it wants an answer: 1 can wait, 10 is for this morning.
    // method: today.urgency
    #[must_use]
    pub fn urgency(self) -> i64 {
        match self {
            Self::Notice => 10,
            Self::Escalation => 9,
            Self::Waiting => 8,
            Self::Ended => 7,
            Self::ContactLeft | Self::Detractor => 6,
            Self::UseFell | Self::UrgentTicket => 5,
            Self::ContractBegan | Self::ContractFollowed => 2,
            Self::Answer | Self::Ticket => 1,
        }
    }

    /// The heading for several.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Notice => "notice given",
            Self::Escalation => "escalations",
            Self::Waiting => "messages that wait too long",
            Self::Ended => "contracts that ended",
            Self::ContactLeft => "contacts who left",
            Self::Detractor => "low survey answers",
            Self::UseFell => "use that fell",
            Self::UrgentTicket => "urgent or escalated tickets",
            Self::ContractBegan => "contracts that began",
            Self::ContractFollowed => "contracts that followed others",
            Self::Answer => "other survey answers",
            Self::Ticket => "other tickets",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn advice(self) -> &'static str {
        match self {
            Self::Notice => "call the one who decides today",
            Self::Escalation => "say who owns it and when the next word comes",
            Self::Waiting => "answer first, even without a solution",
            Self::Ended => "ask whether it goes on, and who decides",
            Self::ContactLeft => "ask who takes over, before somebody else does",
            Self::Detractor => "speak with them within a day",
            Self::UseFell => "ask what changed in their work, before you ask why they do not log in",
            Self::UrgentTicket => "ask support for a time, and tell the customer",
            Self::ContractBegan => "say welcome and agree on the first goal",
            Self::ContractFollowed => "thank them and agree on what it is to bring",
            Self::Answer => "thank them",
            Self::Ticket => "look whether it is a pattern",
        }
    }
}

/// One row that says something new about an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub what: Happening,
    /// Whose.
    pub account: AccountId,
    /// The object of the row.
    pub object: &'static str,
    /// The key of the row.
    pub key: Arc<str>,
    /// When.
    pub on: Date,
    /// In a few words.
    pub says: String,
}

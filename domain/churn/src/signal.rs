use report::Unit;

/// On which side a signal is harmful.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The more of it, the more accounts leave.
    More,
    /// The less of it, the more accounts leave.
    Less,
}

impl Side {
    /// 1 where more is harmful, -1 where less is.
    #[must_use]
    pub fn sign(self) -> f64 {
        match self {
            Self::More => 1.0,
            Self::Less => -1.0,
        }
    }
}

/// One thing looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signal {
    /// Stable, for references and kept figures.
    pub key: &'static str,
    /// As a heading.
    pub name: &'static str,
    /// What is said of an account on the harmful side of the mean of the book; never more than that.
    pub harm: &'static str,
    /// What one has that stands better than the book.
    pub comfort: &'static str,
    /// What to do about it first.
    pub step: &'static str,
    /// Where it is harmful.
    pub side: Side,
    /// What readings are counted in.
    pub unit: Unit,
}

impl Signal {
    /// Whether a reading can stand beyond a line on the harmful side: none is below 0, and some have a most.
    #[must_use]
    pub fn can_pass(&self, line: f64) -> bool {
        let most = match self.key {
            "silence" => f64::from(crate::gather::LOOK_BACK_DAYS),
            "left" => 1.0,
            _ => f64::INFINITY,
        };
        match self.side {
            Side::More => line <= most,
            Side::Less => line >= 0.0,
        }
    }
}

/// How many signals there are.
pub const COUNT: usize = 11;

/// The places of the signals in [`SIGNALS`], and in everything that has one entry per signal.
pub mod place {
    /// Use of the last 28 days beside the account's usual.
    pub const USE: usize = 0;
    /// Active users of those licensed.
    pub const ACTIVE: usize = 1;
    /// Days since the last conversation.
    pub const SILENCE: usize = 2;
    /// Open tickets.
    pub const TICKETS: usize = 3;
    /// Escalations.
    pub const ESCALATIONS: usize = 4;
    /// Answers to surveys.
    pub const ANSWERS: usize = 5;
    /// ARR beside what it was.
    pub const ARR: usize = 6;
    /// Days as a paying account.
    pub const TENURE: usize = 7;
    /// Contacts who left.
    pub const CONTACTS: usize = 8;
    /// Overdue invoices.
    pub const INVOICES: usize = 9;
    /// Whether it left before.
    pub const LEFT: usize = 10;
}

/// Everything looked at, in the order of reading.
pub static SIGNALS: [Signal; COUNT] = [
    Signal {
        key: "use",
        name: "recent use beside the usual",
        harm: "recent use is lower than in the book",
        comfort: "recent use is higher than in the book",
        step: "find out in a call what changed in their work, with the features that fell at hand",
        side: Side::Less,
        unit: Unit::Ratio,
    },
    Signal {
        key: "active",
        name: "active users of those licensed",
        harm: "fewer active users than in the book",
        comfort: "more active users than in the book",
        step: "agree on a plan to bring idle users in, team by team",
        side: Side::Less,
        unit: Unit::Ratio,
    },
    Signal {
        key: "silence",
        name: "days since the last conversation",
        harm: "silent for longer than the book",
        comfort: "talked with us lately",
        step: "call; if nobody answers, go through another contact",
        side: Side::More,
        unit: Unit::Days,
    },
    Signal {
        key: "tickets",
        name: "open tickets",
        harm: "more open tickets than in the book",
        comfort: "few open tickets",
        step: "go through the open tickets with support and give the customer a day for each",
        side: Side::More,
        unit: Unit::Count,
    },
    Signal {
        key: "escalations",
        name: "escalations in 90 days",
        harm: "problems were escalated",
        comfort: "nothing was escalated",
        step: "name one owner of what was escalated, and report progress weekly",
        side: Side::More,
        unit: Unit::Count,
    },
    Signal {
        key: "answers",
        name: "answers to surveys",
        harm: "answers are lower than in the book",
        comfort: "answers are higher than in the book",
        step: "call whoever gave the lowest answer and ask what would change it",
        side: Side::Less,
        unit: Unit::Ratio,
    },
    Signal {
        key: "arr",
        name: "ARR beside that of 180 days ago",
        harm: "ARR grew less than in the book",
        comfort: "ARR grew more than in the book",
        step: "find out what was given up and why, before the next renewal talk",
        side: Side::Less,
        unit: Unit::Ratio,
    },
    Signal {
        key: "tenure",
        name: "days as a paying account",
        harm: "younger than most accounts",
        comfort: "long with us",
        step: "check that the goals they bought for are reached; young accounts leave before that",
        side: Side::Less,
        unit: Unit::Days,
    },
    Signal {
        key: "contacts",
        name: "contacts who left in 180 days",
        harm: "contacts have left",
        comfort: "contacts have stayed",
        step: "find who took over from the contact that left, and meet them",
        side: Side::More,
        unit: Unit::Count,
    },
    Signal {
        key: "invoices",
        name: "overdue invoices",
        harm: "invoices are overdue",
        comfort: "invoices are paid",
        step: "ask finance whether it is a dispute or an oversight before anybody reminds",
        side: Side::More,
        unit: Unit::Count,
    },
    Signal {
        key: "left",
        name: "left before",
        harm: "has left us before",
        comfort: "has never left us",
        step: "read why they left the first time and check that it does not come back",
        side: Side::More,
        unit: Unit::Count,
    },
];

#[cfg(test)]
mod tests;

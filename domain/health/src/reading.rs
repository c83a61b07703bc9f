use report::{Fold, Unit, on_lines};
use rust_decimal::Decimal;

use crate::measure::MeasureKind;
use crate::rule;
use crate::transform::Transform;

/// Readings in words.
mod words;

pub(crate) use words::Words;

/// What is known of a measure as of a day. Its text says the value; [`Reading::score`] says what that is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// People who use the product, of those who could.
    ActiveShare {
        /// Who used it.
        active: i64,
        /// Who could.
        licensed: i64,
    },
    /// Features in use, of those the book uses.
    FeatureAdoption {
        /// By this account.
        used: u32,
        /// By anybody in the book.
        in_book: u32,
    },
    /// Days with use.
    Frequency {
        /// With use.
        active_days: u32,
        /// Looked at.
        of_days: u32,
    },
    /// Events per day with use.
    Depth {
        /// Of this account.
        per_day: Decimal,
        /// Of the account in the middle of the book.
        book_median: Decimal,
    },
    /// Conversations that were two-way.
    TouchpointQuality {
        /// Calls, meetings and visits that took place.
        live: u32,
        /// Messages the customer began.
        written: u32,
    },
    /// Conversations with a sponsor.
    ExecutiveInvolvement {
        /// How many.
        count: u32,
    },
    /// Trainings held.
    Training {
        /// How many.
        count: u32,
    },
    /// Answers to the net promoter question, 0 to 10.
    Nps {
        /// Their mean.
        mean: Decimal,
        /// How many.
        answers: u32,
    },
    /// Satisfaction, 1 to 5.
    Csat {
        /// The mean of the answers.
        mean: Decimal,
        /// How many, each counted once.
        answers: u32,
        /// How many of them stood both at a ticket and in a survey.
        doubled: u32,
    },
    /// Requests to support.
    SupportHealth {
        /// Opened in the window.
        tickets: u32,
        /// Of these, escalated.
        escalated: u32,
        /// Open for long on the as-of day, whenever opened.
        long_open: u32,
    },
    /// Recurring revenue against earlier.
    ArrTrend {
        /// On the as-of day.
        now: Decimal,
        /// Earlier.
        before: Decimal,
        /// So many days earlier.
        days: i32,
    },
    /// Active users, of the seats paid for.
    Utilisation {
        /// Active users.
        active: i64,
        /// Seats.
        seats: i64,
    },
    /// Sales beyond the contract.
    Expansion {
        /// Won in the window.
        won: u32,
        /// Still open.
        open: u32,
    },
    /// What they did in the community.
    Community {
        /// How many acts.
        count: u32,
    },
    /// What they did to speak for us elsewhere.
    Advocacy {
        /// How many acts.
        count: u32,
    },
    /// Invoices that fell due.
    Payment {
        /// In the window.
        due: u32,
        /// Of these, paid on time or within the days of grace.
        on_time: u32,
        /// Of these, paid or open up to a month late.
        late: u32,
    },
    /// Requests to support, by number.
    TicketVolume {
        /// Opened in the window.
        tickets: u32,
    },
    /// Use now against use before.
    UsageTrend {
        /// In the latest month or four weeks.
        now: Decimal,
        /// In the middle one of those before.
        usual: Decimal,
    },
    /// People we knew who left.
    StakeholderChanges {
        /// In the window.
        left: u32,
        /// Whom we knew in it.
        known: u32,
    },
    /// How the contract goes on; the weakest of those that run.
    ContractStatus {
        /// How.
        state: ContractState,
    },
}

/// How a contract goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContractState {
    /// Notice was given.
    Ended,
    /// It does not renew by itself, and its renewal is near.
    Ending,
    /// It does not renew by itself.
    Open,
    /// It renews by itself.
    Renewing,
}

impl ContractState {
    /// What it is worth, 0 to 100.
    #[must_use]
    pub fn points(self) -> i64 {
        match self {
            Self::Ended => 0,
            Self::Ending => rule::ENDING_POINTS,
            Self::Open => rule::OPEN_ENDED_POINTS,
            Self::Renewing => 100,
        }
    }

    /// The words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Ended => "notice was given",
            Self::Ending => "ends soon unless it is renewed",
            Self::Open => "does not renew by itself",
            Self::Renewing => "renews by itself",
        }
    }
}

/// Why nothing is known of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// There is no kind of fact for it.
    NoFacts,
    /// Nothing of the kind was ever recorded for this account.
    NeverRecorded,
    /// The source has not spoken for anybody in the book for too long.
    FeedEnded,
    /// There are rows, but the column that matters is empty.
    NotTold,
    /// Nobody in the book has any, so it is not recorded.
    NotInBook,
    /// Nobody answered in the window.
    NoAnswers,
    /// There is no earlier amount to compare with.
    NothingEarlier,
    /// There was no day of use to take a mean over.
    NoUse,
    /// How many licences or seats there are is not known.
    NoSeats,
    /// No sponsor was ever seen in a conversation.
    NoSponsor,
    /// The numbers are too large, or there is nothing to divide by.
    NotDivisible,
    /// No invoice fell due in the window.
    NothingDue,
    /// There is too little of this account's own past.
    NoPast,
    /// Too few accounts tell it to see where this one stands among them.
    FewPeers,
    /// All accounts it could be held against are alike.
    NoSpread,
}

impl Gap {
    /// The reason in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NoFacts => "no facts of this kind are kept",
            Self::NeverRecorded => "nothing of this kind was ever recorded for this account",
            Self::FeedEnded => "the source has been silent for the whole book",
            Self::NotTold => "the rows do not tell it",
            Self::NotInBook => "no account of the book has any on record",
            Self::NoAnswers => "no answer in the window",
            Self::NothingEarlier => "nothing earlier to compare with",
            Self::NoUse => "no day of use in the window",
            Self::NoSeats => "neither licensed users nor seats are known",
            Self::NoSponsor => "no sponsor was ever seen in a conversation",
            Self::NotDivisible => "the numbers cannot be divided",
            Self::NothingDue => "no invoice fell due in the window",
            Self::NoPast => "too little of this account's own past is known",
            Self::FewPeers => "too few accounts tell it to compare with",
            Self::NoSpread => "nearly all accounts it could be compared with are alike",
        }
    }
}

impl Reading {
    /// Which measure it reads.
    #[must_use]
    pub fn kind(&self) -> MeasureKind {
        match self {
            Self::ActiveShare { .. } => MeasureKind::ActiveShare,
            Self::FeatureAdoption { .. } => MeasureKind::FeatureAdoption,
            Self::Frequency { .. } => MeasureKind::Frequency,
            Self::Depth { .. } => MeasureKind::Depth,
            Self::TouchpointQuality { .. } => MeasureKind::TouchpointQuality,
            Self::ExecutiveInvolvement { .. } => MeasureKind::ExecutiveInvolvement,
            Self::Training { .. } => MeasureKind::Training,
            Self::Nps { .. } => MeasureKind::Nps,
            Self::Csat { .. } => MeasureKind::Csat,
            Self::SupportHealth { .. } => MeasureKind::SupportHealth,
            Self::ArrTrend { .. } => MeasureKind::ArrTrend,
            Self::Utilisation { .. } => MeasureKind::Utilisation,
            Self::Expansion { .. } => MeasureKind::Expansion,
            Self::Community { .. } => MeasureKind::Community,
            Self::Advocacy { .. } => MeasureKind::Advocacy,
            Self::Payment { .. } => MeasureKind::Payment,
            Self::TicketVolume { .. } => MeasureKind::TicketVolume,
            Self::UsageTrend { .. } => MeasureKind::UsageTrend,
            Self::StakeholderChanges { .. } => MeasureKind::StakeholderChanges,
            Self::ContractStatus { .. } => MeasureKind::ContractStatus,
        }
    }

    /// What it is worth, 0 to 100: its number on the lines the method gives. `None` when there is nothing to divide by or
    /// the numbers are too large.
    #[must_use]
    pub fn score(&self) -> Option<Decimal> {
        on_lines(self.number()?, &self.standard_points()?)
    }

    /// The one number that is scored; `None` when there is nothing to divide by or the numbers are too large.
    #[must_use]
    pub fn number(&self) -> Option<Decimal> {
        match *self {
            Self::ActiveShare { active, licensed } => ratio(active, licensed),
            Self::Utilisation { active, seats } => ratio(active, seats),
            Self::StakeholderChanges { left, known } => ratio(left.into(), known.into()),
            Self::FeatureAdoption { used: count, .. }
            | Self::Frequency { active_days: count, .. }
            | Self::ExecutiveInvolvement { count }
            | Self::Training { count }
            | Self::Community { count }
            | Self::Advocacy { count }
            | Self::TicketVolume { tickets: count } => Some(count.into()),
            Self::Depth { per_day, .. } => Some(per_day),
            Self::TouchpointQuality { live, written } => Some(conversation_points(live, written)),
            Self::Nps { mean, .. } | Self::Csat { mean, .. } => Some(mean),
            Self::SupportHealth { escalated, long_open, .. } => Some(points_lost(escalated, long_open)),
            Self::ArrTrend { now, before, .. } => now.checked_sub(before)?.checked_div(before),
            Self::Expansion { won, open } => Some(expansion_points(won, open)),
            Self::Payment { due, on_time, late } => {
                let points = i64::from(on_time) * 100 + i64::from(late) * rule::LATE_POINTS;
                ratio(points, due.into())
            }
            Self::UsageTrend { now, usual } => now.checked_div(usual),
            Self::ContractStatus { state } => Some(state.points().into()),
        }
    }

    /// The number in terms in which accounts and days compare: features of those the book uses, days of four weeks,
    /// depth as a multiple of the middle of the book. `None` when it cannot be divided.
    #[must_use]
    pub fn relative(&self) -> Option<Decimal> {
        let (times, by) = self.scale();
        self.number()?.checked_mul(by)?.checked_div(times)
    }

    /// Points given in relative terms, in terms of the number; `None` when they fall on one another.
    #[must_use]
    pub fn scaled(&self, points: &[(Decimal, Decimal)]) -> Option<Vec<(Decimal, Decimal)>> {
        let (times, by) = self.scale();
        let scaled = |(at, score): &(Decimal, Decimal)| Some((at.checked_mul(times)?.checked_div(by)?, *score));
        let points = points.iter().map(scaled).collect::<Option<Vec<_>>>()?;
        (points.first()?.0 != points.last()?.0).then_some(points)
    }

    /// What the number is counted against, as a ratio of two numbers.
    fn scale(&self) -> (Decimal, Decimal) {
        match *self {
            Self::FeatureAdoption { in_book, .. } => (in_book.into(), Decimal::ONE),
            Self::Frequency { of_days, .. } => (of_days.into(), rule::FREQUENCY_DAYS.into()),
            Self::Depth { book_median, .. } => (book_median, Decimal::ONE),
            _ => (Decimal::ONE, Decimal::ONE),
        }
    }

    /// How the facts make the number, and what each of them brings.
    #[must_use]
    pub fn fold(&self) -> (Fold, &'static [&'static str]) {
        match self {
            Self::ActiveShare { .. } => (Fold::Ratio, &["active users", "licensed users"]),
            Self::Utilisation { .. } => (Fold::Ratio, &["active users", "seats"]),
            Self::FeatureAdoption { .. } => (Fold::Sum, &["features not counted yet"]),
            Self::Frequency { .. } => (Fold::Sum, &["days not counted yet"]),
            Self::Depth { .. } => (Fold::Ratio, &["events", "days not counted yet"]),
            Self::TouchpointQuality { .. } | Self::Expansion { .. } | Self::ContractStatus { .. } => {
                (Fold::Sum, &["points"])
            }
            Self::ExecutiveInvolvement { .. } => (Fold::Sum, &["conversations"]),
            Self::Training { .. } => (Fold::Sum, &["trainings"]),
            Self::Nps { .. } => (Fold::Mean, &["answer"]),
            Self::Csat { .. } => (Fold::Ratio, &["answer", "answers"]),
            Self::SupportHealth { .. } => (Fold::Sum, &["points lost"]),
            Self::ArrTrend { .. } => (Fold::Ratio, &["change of ARR", "ARR before"]),
            Self::Community { .. } | Self::Advocacy { .. } => (Fold::Sum, &["acts"]),
            Self::Payment { .. } => (Fold::Mean, &["points"]),
            Self::TicketVolume { .. } => (Fold::Sum, &["tickets"]),
            Self::UsageTrend { .. } => (Fold::Ratio, &["use now", "use in the middle one before"]),
            Self::StakeholderChanges { .. } => (Fold::Ratio, &["left", "known"]),
        }
    }

    /// What the number is counted in.
    #[must_use]
    pub fn unit(&self) -> Unit {
        match self {
            Self::ActiveShare { .. }
            | Self::Utilisation { .. }
            | Self::ArrTrend { .. }
            | Self::UsageTrend { .. }
            | Self::StakeholderChanges { .. } => Unit::Ratio,
            _ => Unit::Number,
        }
    }

    /// The points of the method, in terms of the number; `None` when there is nothing to hold it against.
    #[must_use]
    pub fn standard_points(&self) -> Option<Vec<(Decimal, Decimal)>> {
        self.scaled(&standard(self.kind()))
    }
}

fn ratio(part: i64, whole: i64) -> Option<Decimal> {
    Decimal::from(part).checked_div(whole.into())
}

fn conversation_points(live: u32, written: u32) -> Decimal {
    let written = (i64::from(written) * rule::EMAIL_POINTS).min(rule::EMAIL_POINTS_MOST);
    Decimal::from(i64::from(live) * rule::LIVE_POINTS + written)
}

fn points_lost(escalated: u32, long_open: u32) -> Decimal {
    Decimal::from(i64::from(escalated) * rule::ESCALATED_POINTS + i64::from(long_open) * rule::LONG_OPEN_POINTS)
}

fn expansion_points(won: u32, open: u32) -> Decimal {
    match (won, open) {
        (0, 0) => Decimal::ZERO,
        (0, _) => Decimal::from(rule::EXPANSION_OPEN_SCORE),
        _ => Decimal::ONE_HUNDRED,
    }
}

/// Where the number of a measure, in relative terms, makes which score.
fn standard(kind: MeasureKind) -> Vec<(Decimal, Decimal)> {
    let percent = |percent: i64| Decimal::new(percent, 2);
    let rising = |top: Decimal| Transform::line(Decimal::ZERO, top);
    let transform = match kind {
        MeasureKind::ActiveShare => rising(percent(rule::ACTIVE_SHARE_TOP_PERCENT)),
        MeasureKind::FeatureAdoption => rising(percent(rule::FEATURE_TOP_PERCENT)),
        MeasureKind::Frequency => rising(rule::FREQUENCY_TOP_DAYS.into()),
        MeasureKind::Depth => rising(percent(rule::DEPTH_TOP_PERCENT)),
        MeasureKind::TouchpointQuality => rising(rule::CONVERSATION_TOP_POINTS.into()),
        MeasureKind::ExecutiveInvolvement => rising(rule::SPONSOR_TOP_COUNT.into()),
        MeasureKind::Training => rising(rule::TRAINING_TOP_COUNT.into()),
        MeasureKind::Community => rising(rule::COMMUNITY_TOP_COUNT.into()),
        MeasureKind::Advocacy => rising(rule::ADVOCACY_TOP_COUNT.into()),
        MeasureKind::Nps => rising(Decimal::TEN),
        MeasureKind::Csat => Transform::line(Decimal::ONE, Decimal::from(5)),
        MeasureKind::SupportHealth => Transform::line(Decimal::ONE_HUNDRED, Decimal::ZERO),
        MeasureKind::ArrTrend => Transform::line(percent(rule::ARR_FLOOR_PERCENT), percent(rule::ARR_TOP_PERCENT)),
        MeasureKind::Utilisation => {
            Transform::line(percent(rule::UTILISATION_FLOOR_PERCENT), percent(rule::UTILISATION_TOP_PERCENT))
        }
        MeasureKind::UsageTrend => {
            Transform::line(percent(rule::TREND_FLOOR_PERCENT), percent(rule::TREND_TOP_PERCENT))
        }
        MeasureKind::StakeholderChanges => Transform::line(percent(rule::STAKEHOLDER_NOTHING_PERCENT), Decimal::ZERO),
        MeasureKind::TicketVolume => return ticket_curve(),
        MeasureKind::Expansion | MeasureKind::Payment | MeasureKind::ContractStatus | MeasureKind::BusinessChanges => {
            rising(Decimal::ONE_HUNDRED)
        }
    };
    match transform {
        Transform::Points(points) => points,
        Transform::Standard | Transform::Percentiles => Vec::new(),
    }
}

/// Nobody who asks nothing is known to be well, a few questions are a customer at work, and many are trouble.
fn ticket_curve() -> Vec<(Decimal, Decimal)> {
    vec![
        (Decimal::ZERO, rule::NO_TICKETS_SCORE.into()),
        (Decimal::ONE, Decimal::ONE_HUNDRED),
        (rule::TICKETS_GOOD_MOST.into(), Decimal::ONE_HUNDRED),
        (rule::TICKETS_NOTHING_AT.into(), Decimal::ZERO),
    ]
}

#[cfg(test)]
mod tests;

use std::fmt;

use report::display::grouped;
use report::{Fold, Unit, on_lines};
use rust_decimal::Decimal;

use crate::measure::MeasureKind;
use crate::rule;

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
        }
    }

    /// What it is worth, 0 to 100: its number on the line from nothing to everything. `None` when there is nothing to
    /// divide by or the numbers are too large.
    #[must_use]
    pub fn score(&self) -> Option<Decimal> {
        on_lines(self.number()?, &self.line()?)
    }

    /// The one number that is scored; `None` when there is nothing to divide by or the numbers are too large.
    #[must_use]
    pub fn number(&self) -> Option<Decimal> {
        match *self {
            Self::ActiveShare { active, licensed } => ratio(active, licensed),
            Self::Utilisation { active, seats } => ratio(active, seats),
            Self::FeatureAdoption { used, .. } => Some(used.into()),
            Self::Frequency { active_days, .. } => Some(active_days.into()),
            Self::Depth { per_day, .. } => Some(per_day),
            Self::TouchpointQuality { live, written } => Some(conversation_points(live, written)),
            Self::ExecutiveInvolvement { count } | Self::Training { count } => Some(count.into()),
            Self::Nps { mean, .. } | Self::Csat { mean, .. } => Some(mean),
            Self::SupportHealth { escalated, long_open, .. } => Some(points_lost(escalated, long_open)),
            Self::ArrTrend { now, before, .. } => now.checked_sub(before)?.checked_div(before),
            Self::Expansion { won, open } => Some(expansion_points(won, open)),
        }
    }

    /// Where the number makes 0 and where it makes 100; `None` when there is nothing to hold it against.
    #[must_use]
    pub fn line(&self) -> Option<[(Decimal, Decimal); 2]> {
        let percent = |percent: i64| Decimal::new(percent, 2);
        let (floor, top) = match *self {
            Self::ActiveShare { .. } => (Decimal::ZERO, percent(rule::ACTIVE_SHARE_TOP_PERCENT)),
            Self::Utilisation { .. } => {
                (percent(rule::UTILISATION_FLOOR_PERCENT), percent(rule::UTILISATION_TOP_PERCENT))
            }
            Self::FeatureAdoption { in_book, .. } => {
                (Decimal::ZERO, percent(rule::FEATURE_TOP_PERCENT).checked_mul(in_book.into())?)
            }
            Self::Frequency { of_days, .. } => {
                let top = Decimal::from(rule::FREQUENCY_TOP_DAYS).checked_mul(of_days.into())?;
                (Decimal::ZERO, top / Decimal::from(rule::FREQUENCY_DAYS))
            }
            Self::Depth { book_median, .. } => {
                (Decimal::ZERO, percent(rule::DEPTH_TOP_PERCENT).checked_mul(book_median)?)
            }
            Self::TouchpointQuality { .. } => (Decimal::ZERO, rule::CONVERSATION_TOP_POINTS.into()),
            Self::ExecutiveInvolvement { .. } => (Decimal::ZERO, rule::SPONSOR_TOP_COUNT.into()),
            Self::Training { .. } => (Decimal::ZERO, rule::TRAINING_TOP_COUNT.into()),
            Self::Nps { .. } => (Decimal::ZERO, Decimal::TEN),
            Self::Csat { .. } => (Decimal::ONE, Decimal::from(5)),
            Self::SupportHealth { .. } => (Decimal::ONE_HUNDRED, Decimal::ZERO),
            Self::ArrTrend { .. } => (percent(rule::ARR_FLOOR_PERCENT), percent(rule::ARR_TOP_PERCENT)),
            Self::Expansion { .. } => (Decimal::ZERO, Decimal::ONE_HUNDRED),
        };
        (floor != top).then_some([(floor, Decimal::ZERO), (top, Decimal::ONE_HUNDRED)])
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
            Self::TouchpointQuality { .. } | Self::Expansion { .. } => (Fold::Sum, &["points"]),
            Self::ExecutiveInvolvement { .. } => (Fold::Sum, &["conversations"]),
            Self::Training { .. } => (Fold::Sum, &["trainings"]),
            Self::Nps { .. } => (Fold::Mean, &["answer"]),
            Self::Csat { .. } => (Fold::Ratio, &["answer", "answers"]),
            Self::SupportHealth { .. } => (Fold::Sum, &["points lost"]),
            Self::ArrTrend { .. } => (Fold::Ratio, &["change of ARR", "ARR before"]),
        }
    }

    /// What the number is counted in.
    #[must_use]
    pub fn unit(&self) -> Unit {
        match self {
            Self::ActiveShare { .. } | Self::Utilisation { .. } | Self::ArrTrend { .. } => Unit::Ratio,
            _ => Unit::Number,
        }
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

impl fmt::Display for Reading {
    /// The value in words, with its window: `4 of 12 features in 90 days`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::ActiveShare { active, licensed } => write!(f, "{active} of {licensed} licensed users active"),
            Self::FeatureAdoption { used, in_book } => {
                write!(f, "{used} of {in_book} features in {} days", rule::FEATURE_DAYS)
            }
            Self::Frequency { active_days, of_days } => write!(f, "{active_days} active days of {of_days}"),
            Self::Depth { per_day, book_median } => {
                write!(f, "{} events a day of use, book {}", grouped(per_day, 1), grouped(book_median, 1))
            }
            Self::TouchpointQuality { live, written } => {
                write!(f, "{live} live, {written} written by them in {} days", rule::CONVERSATION_DAYS)
            }
            Self::ExecutiveInvolvement { count } => write!(f, "{count} with a sponsor in {} days", rule::SPONSOR_DAYS),
            Self::Training { count } => write!(f, "{count} held in {} days", rule::TRAINING_DAYS),
            Self::Nps { mean, answers } => {
                write!(f, "mean {} of 10, n {answers}, {} days", grouped(mean, 1), rule::NPS_DAYS)
            }
            Self::Csat { mean, answers, doubled } => csat_words(f, mean, answers, doubled),
            Self::SupportHealth { tickets, escalated, long_open } => write!(
                f,
                "{tickets} tickets in {} days, {escalated} escalated, {long_open} open over {} days",
                rule::TICKET_DAYS,
                rule::LONG_OPEN_DAYS
            ),
            Self::ArrTrend { now, before, days } => {
                write!(f, "ARR {}, {} {days} days before", grouped(now, 0), grouped(before, 0))
            }
            Self::Utilisation { active, seats } => write!(f, "{active} active users on {seats} seats"),
            Self::Expansion { won, open } => write!(f, "{won} won in {} days, {open} open", rule::EXPANSION_DAYS),
        }
    }
}

fn csat_words(f: &mut fmt::Formatter<'_>, mean: Decimal, answers: u32, doubled: u32) -> fmt::Result {
    write!(f, "mean {} of 5, n {answers}, {} days", grouped(mean, 2), rule::CSAT_DAYS)?;
    if doubled > 0 {
        write!(f, "; {doubled} stood both at a ticket and in a survey")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;

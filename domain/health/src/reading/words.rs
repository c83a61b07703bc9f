use std::fmt;

use report::display::grouped;
use rust_decimal::Decimal;

use super::Reading;
use crate::rule;

/// A reading and the window it was read over.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words {
    pub(crate) reading: Reading,
    pub(crate) days: i32,
}

impl fmt::Display for Reading {
    /// The value in words, with the window the method gives: `4 of 12 features in 90 days`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Words { reading: *self, days: self.kind().window_days().unwrap_or(0) }.fmt(f)
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reading {
            Reading::ActiveShare { active, licensed } => {
                write!(f, "{active} of {licensed} licensed {} active", noun(licensed, "user", "users"))
            }
            Reading::FeatureAdoption { used, in_book } => {
                write!(f, "{used} of {in_book} {} in {} days", noun(in_book, "feature", "features"), rule::FEATURE_DAYS)
            }
            Reading::Frequency { active_days, of_days } => {
                write!(f, "{active_days} active {} of {of_days}", noun(active_days, "day", "days"))
            }
            Reading::Depth { per_day, book_median } => {
                write!(f, "{} events a day of use, book {}", grouped(per_day, 1), grouped(book_median, 1))
            }
            Reading::TouchpointQuality { live, written } => {
                write!(f, "{live} live, {written} written by them in {} days", self.days)
            }
            Reading::ExecutiveInvolvement { count } => write!(f, "{count} with a sponsor in {} days", self.days),
            Reading::Training { count } => write!(f, "{count} held in {} days", self.days),
            Reading::Nps { mean, answers } => {
                write!(f, "mean {} of 10, n {answers}, {} days", grouped(mean, 1), self.days)
            }
            Reading::Csat { mean, answers, doubled } => self.csat(f, mean, answers, doubled),
            Reading::SupportHealth { tickets, escalated, long_open } => write!(
                f,
                "{tickets} {} in {} days, {escalated} escalated, {long_open} open over {} days",
                noun(tickets, "ticket", "tickets"),
                self.days,
                rule::LONG_OPEN_DAYS
            ),
            Reading::ArrTrend { now, before, days } => {
                let noun = noun(days, "day", "days");
                write!(f, "ARR {}, {} {days} {noun} before", grouped(now, 0), grouped(before, 0))
            }
            Reading::Utilisation { active, seats } => {
                let (users, places) = (noun(active, "user", "users"), noun(seats, "seat", "seats"));
                write!(f, "{active} active {users} on {seats} {places}")
            }
            Reading::Expansion { won, open } => write!(f, "{won} won in {} days, {open} open", self.days),
            newer => self.newer(f, newer),
        }
    }
}

impl Words {
    fn newer(self, f: &mut fmt::Formatter<'_>, reading: Reading) -> fmt::Result {
        match reading {
            Reading::Community { count } => write!(f, "{count} in the community in {} days", self.days),
            Reading::Advocacy { count } => {
                write!(f, "{count} {} in {} days", noun(count, "time", "times"), self.days)
            }
            Reading::Payment { due, on_time, late } => {
                let worse = due.saturating_sub(on_time).saturating_sub(late);
                write!(f, "{on_time} of {due} on time, {late} late, {worse} very late, {} days", self.days)
            }
            Reading::TicketVolume { tickets } => {
                write!(f, "{tickets} {} in {} days", noun(tickets, "ticket", "tickets"), self.days)
            }
            Reading::UsageTrend { now, usual } => {
                write!(f, "{} now, usually {}", grouped(now, 0), grouped(usual, 0))
            }
            Reading::StakeholderChanges { left, known } => {
                write!(f, "{left} of {known} known {} left in {} days", noun(known, "person", "people"), self.days)
            }
            Reading::ContractStatus { state } => f.write_str(state.words()),
            // The others have their words above.
            _ => Ok(()),
        }
    }

    fn csat(self, f: &mut fmt::Formatter<'_>, mean: Decimal, answers: u32, doubled: u32) -> fmt::Result {
        write!(f, "mean {} of 5, n {answers}, {} days", grouped(mean, 2), self.days)?;
        if doubled > 0 {
            write!(f, "; {doubled} stood both at a ticket and in a survey")?;
        }
        Ok(())
    }
}

/// The word for one or for another number.
fn noun<T: Copy + PartialEq + From<u8>>(count: T, one: &'static str, many: &'static str) -> &'static str {
    if count == T::from(1) { one } else { many }
}

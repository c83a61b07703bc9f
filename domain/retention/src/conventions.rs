use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A gap without a contract of at most this many days is a billing lapse.
// method: retention.lapse_days
pub const LAPSE_DAYS: i32 = 30;

/// An account that returns within this many days can still count as retained.
// method: retention.win_back_days
pub const WIN_BACK_DAYS: i32 = 90;

/// A word that names no rule.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{word}` is not a {what}; write one of {choices}")]
pub struct UnknownRule {
    /// What was asked for.
    pub what: &'static str,
    /// The word as typed.
    pub word: String,
    /// The words there are.
    pub choices: String,
}

macro_rules! named_rule {
    ($rule:ident, $what:literal, $($variant:ident = $name:literal),+) => {
        impl $rule {
            /// Every choice there is.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word people type and configurations hold.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),+
                }
            }
        }

        impl FromStr for $rule {
            type Err = UnknownRule;

            fn from_str(word: &str) -> Result<Self, UnknownRule> {
                let typed = word.trim().to_ascii_lowercase();
                Self::ALL.iter().copied().find(|rule| rule.name() == typed).ok_or_else(|| UnknownRule {
                    what: $what,
                    word: word.trim().to_owned(),
                    choices: Self::ALL.iter().map(|rule| rule.name()).collect::<Vec<_>>().join(", "),
                })
            }
        }

        impl fmt::Display for $rule {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

/// What says that an account is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ChurnSource {
    /// Its ARR goes to zero for longer than the lapse rule allows.
    #[default]
    Contracts,
    /// The source system recorded a dated churn event.
    Events,
}

named_rule!(ChurnSource, "churn source", Contracts = "contracts", Events = "events");

impl ChurnSource {
    /// The rule as one sentence.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Contracts => "an account is lost when its contracts end",
            Self::Events => "an account is lost when a churn event is recorded for it in the period",
        }
    }
}

/// How gross retention is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Convention {
    /// The smaller of opening and closing ARR, account by account.
    #[default]
    PointToPoint,
    /// Opening ARR less every contraction and churn on the way.
    MovementSum,
    /// The monthly rates of the cohort, multiplied.
    MonthlyCompounding,
    /// The lowest ARR on the way, account by account.
    RunningMinimum,
}

named_rule!(
    Convention,
    "gross retention convention",
    PointToPoint = "point-to-point",
    MovementSum = "movement-sum",
    MonthlyCompounding = "monthly-compounding",
    RunningMinimum = "running-minimum"
);

impl Convention {
    /// The rule as one sentence.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::PointToPoint => "each account counts with the smaller of its opening and its closing ARR",
            Self::MovementSum => {
                "each account counts with its opening ARR less every decrease on the way, never below zero"
            }
            Self::MonthlyCompounding => "the monthly retention rates of the opening cohort are multiplied",
            Self::RunningMinimum => "each account counts with its lowest ARR on the way, and a return changes nothing",
        }
    }
}

/// What becomes of an account that leaves and returns within the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum WinBack {
    /// It stays lost unless it returns within `win_back_days`.
    #[default]
    StrictCohort,
    /// It counts with what it closes at, however long it was away.
    NoGapRule,
    /// It is lost in gross retention and its return counts in net retention.
    NetOfReactivation,
}

named_rule!(
    WinBack,
    "win-back rule",
    StrictCohort = "strict-cohort",
    NoGapRule = "no-gap-rule",
    NetOfReactivation = "net-of-reactivation"
);

impl WinBack {
    /// The rule as one sentence.
    #[must_use]
    pub fn words(self, win_back_days: i32) -> String {
        match self {
            Self::StrictCohort => {
                format!("an account that returns after more than {win_back_days} days stays lost")
            }
            Self::NoGapRule => "an account that returns within the period counts as never gone".into(),
            Self::NetOfReactivation => "an account that returns is lost in gross and counted again in net".into(),
        }
    }
}

/// The rules in force; each is printed with the figures it shapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// A gap of at most so many days between two contracts is a billing lapse.
    pub lapse_days: i32,
    /// The longest absence after which an account of the cohort can still count, under the strict cohort.
    pub win_back_days: i32,
    /// What says that an account is lost.
    pub churn_source: ChurnSource,
    /// How gross retention is worked out.
    pub gross: Convention,
    /// What becomes of an account that leaves and returns.
    pub win_back: WinBack,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            lapse_days: LAPSE_DAYS,
            win_back_days: WIN_BACK_DAYS,
            churn_source: ChurnSource::default(),
            gross: Convention::default(),
            win_back: WinBack::default(),
        }
    }
}

impl Rules {
    /// The convention of a gross figure in one sentence.
    #[must_use]
    pub fn gross_words(&self) -> String {
        format!("{}: {}; {}", self.gross, self.gross.words(), self.churn_words())
    }

    /// The convention of a net figure in one sentence.
    #[must_use]
    pub fn net_words(&self) -> String {
        format!("closing ARR of the opening cohort, lost accounts at zero; {}", self.churn_words())
    }

    /// When an account counts as lost, in one sentence.
    #[must_use]
    pub fn churn_words(&self) -> String {
        format!(
            "{}; {}; a gap of up to {} days is a billing lapse",
            self.churn_source.words(),
            self.win_back.words(self.win_back_days),
            self.lapse_days
        )
    }
}

#[cfg(test)]
mod tests;

use jiff::civil::Date;

// method: segments.onboarding_days
const ONBOARDING_DAYS: i32 = 90;
// method: segments.adopting_days
const ADOPTING_DAYS: i32 = 365;
// method: segments.renewing_days
const RENEWING_DAYS: i32 = 90;

/// Where an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// New, or first value not yet reached.
    Onboarding,
    /// In its first year.
    Adopting,
    /// Longer with us, and nothing is due.
    Mature,
    /// A renewal is decided soon.
    Renewing,
    /// Something says that it may leave.
    AtRisk,
}

impl Stage {
    /// All, in the order of a customer's life.
    pub const ALL: [Self; 5] = [Self::Onboarding, Self::Adopting, Self::Mature, Self::Renewing, Self::AtRisk];

    /// The words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Onboarding => "onboarding",
            Self::Adopting => "adopting",
            Self::Mature => "mature",
            Self::Renewing => "renewing",
            Self::AtRisk => "at risk",
        }
    }

    /// The rule, in words.
    #[must_use]
    pub fn rule(self) -> String {
        match self {
            Self::AtRisk => {
                "notice was given and the contract still runs, a save play is open, or an escalation is unresolved"
                    .to_owned()
            }
            Self::Renewing => format!("a renewal is decided within {RENEWING_DAYS} days"),
            Self::Onboarding => {
                format!(
                    "paying for less than {ONBOARDING_DAYS} days, or first value is due and not reached in the first year"
                )
            }
            Self::Adopting => format!("paying for less than {ADOPTING_DAYS} days"),
            Self::Mature => "everybody else".to_owned(),
        }
    }
}

/// What is told of an account that pays on the day, in dated facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StageEvidence {
    /// The first day it paid.
    pub paid_since: Option<Date>,
    /// Whether first value was due and is not reached.
    pub value_outstanding: bool,
    /// The next day on which a renewal is decided.
    pub renewal_on: Option<Date>,
    /// Whether notice was given for a contract that still runs.
    pub notice_given: bool,
    /// Whether an attempt to keep it is under way.
    pub save_play_open: bool,
    /// Whether an escalation is unresolved.
    pub escalation_open: bool,
}

/// The stage on a day: at risk before renewing, renewing before onboarding, then by age.
#[must_use]
pub fn stage(evidence: &StageEvidence, day: Date) -> Stage {
    let age = evidence.paid_since.map(|since| (day - since).get_days());
    let soon = evidence.renewal_on.is_some_and(|on| on >= day && (on - day).get_days() <= RENEWING_DAYS);
    let is_young = |days| age.is_some_and(|age| age < days);
    if evidence.notice_given || evidence.save_play_open || evidence.escalation_open {
        Stage::AtRisk
    } else if soon && !is_young(ONBOARDING_DAYS) {
        Stage::Renewing
    } else if is_young(ONBOARDING_DAYS) || (evidence.value_outstanding && is_young(ADOPTING_DAYS)) {
        Stage::Onboarding
    } else if is_young(ADOPTING_DAYS) {
        Stage::Adopting
    } else {
        Stage::Mature
    }
}

/// How accounts of a stage are looked after.
#[must_use]
pub fn care(stage: Stage) -> (&'static str, &'static str) {
    match stage {
        Stage::Onboarding => ("weekly until first value", "kick-off, first value, hand-over to adoption"),
        Stage::Adopting => ("every two to four weeks", "second team, second use, training"),
        Stage::Mature => ("by tier", "business review, value story, references, growth"),
        Stage::Renewing => ("every two weeks", "renewal plan, decision makers by name, value in money"),
        Stage::AtRisk => ("weekly, with the CSM's lead", "cause by name, save play with an end, sponsor of ours"),
    }
}

#[cfg(test)]
mod tests;

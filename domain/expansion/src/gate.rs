use report::CheckState;
use rust_decimal::Decimal;

/// Below this health trust would be spent.
// method: expansion.health_gate
pub const HEALTH_GATE: i64 = 70;
/// At or below this adoption what they have is not used yet.
// method: expansion.adoption_gate
pub const ADOPTION_GATE_PERCENT: i64 = 60;
/// A renewal nearer than this is spoken about together with it.
// method: expansion.renewal_days
pub const RENEWAL_DAYS: i32 = 60;

/// A condition without which nothing is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// The account is well.
    Healthy,
    /// It uses what it has.
    Adopted,
    /// Nothing is carried to those who can decide.
    NoEscalation,
    /// It has not given notice.
    NoNotice,
    /// No renewal is decided about in the weeks ahead.
    NoRenewalSoon,
}

impl Gate {
    /// All gates.
    pub const ALL: [Self; 5] = [Self::Healthy, Self::Adopted, Self::NoEscalation, Self::NoNotice, Self::NoRenewalSoon];

    /// In words, as it should be.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Healthy => format!("health of {HEALTH_GATE} or more"),
            Self::Adopted => format!("adoption above {ADOPTION_GATE_PERCENT} %"),
            Self::NoEscalation => "no open escalation".to_owned(),
            Self::NoNotice => "no notice given".to_owned(),
            Self::NoRenewalSoon => format!("no renewal within {RENEWAL_DAYS} days; if so, speak of both together"),
        }
    }

    /// In words, as it is where it is not.
    #[must_use]
    pub fn closed_words(self) -> &'static str {
        match self {
            Self::Healthy => "health",
            Self::Adopted => "adoption",
            Self::NoEscalation => "open escalation",
            Self::NoNotice => "notice given",
            Self::NoRenewalSoon => "renewal comes first",
        }
    }
}

impl Gate {
    /// In words, as what stands in the way; what is not known is not told as failed.
    #[must_use]
    pub fn in_the_way(self, state: CheckState) -> String {
        match (self, state) {
            (Self::NoEscalation, CheckState::Unknown) => "escalations (not known)".to_owned(),
            (_, CheckState::Unknown) => format!("{} (not known)", self.closed_words()),
            _ => self.closed_words().to_owned(),
        }
    }
}

/// What the gates of an account are decided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Gates {
    /// 0 to 100, if known.
    pub health: Option<Decimal>,
    /// 0 to 1, if known.
    pub adoption: Option<Decimal>,
    /// Escalations and escalated tickets that are open; `None` where none is seen and none of anybody is on record.
    pub escalations: Option<usize>,
    /// Whether notice was given.
    pub notice: bool,
    /// Days to the nearest renewal, where contracts tell.
    pub renewal_days: Option<i32>,
}

impl Gates {
    /// Whether a gate is open.
    #[must_use]
    pub fn state(&self, gate: Gate) -> CheckState {
        let known = match gate {
            Gate::Healthy => self.health.map(|health| health >= Decimal::from(HEALTH_GATE)),
            Gate::Adopted => self.adoption.map(|level| level > Decimal::new(ADOPTION_GATE_PERCENT, 2)),
            Gate::NoEscalation => self.escalations.map(|open| open == 0),
            Gate::NoNotice => Some(!self.notice),
            Gate::NoRenewalSoon => Some(self.renewal_days.is_none_or(|days| days > RENEWAL_DAYS)),
        };
        match known {
            Some(true) => CheckState::Met,
            Some(false) => CheckState::NotMet,
            None => CheckState::Unknown,
        }
    }

    /// Whether all are open.
    #[must_use]
    pub fn are_open(&self) -> bool {
        self.closed().is_empty()
    }

    /// Those that are not open, known or not.
    #[must_use]
    pub fn closed(&self) -> Vec<(Gate, CheckState)> {
        let states = Gate::ALL.into_iter().map(|gate| (gate, self.state(gate)));
        states.filter(|(_, state)| *state != CheckState::Met).collect()
    }
}

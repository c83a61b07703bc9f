use kernel::phrases::{is_said, words};

/// What an escalation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The product does not do what it should.
    Product,
    /// The product cannot do what is wanted.
    FeatureGap,
    /// What we did or did not do for them.
    Service,
    /// Getting started.
    Onboarding,
    /// Price, contract, invoice.
    Commercial,
    /// They were led to expect something else.
    Expectation,
}

impl Cause {
    /// All groups, in the order of the source practice.
    pub const ALL: [Self; 6] =
        [Self::Product, Self::FeatureGap, Self::Service, Self::Onboarding, Self::Commercial, Self::Expectation];

    /// The word that stands for it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::FeatureGap => "feature_gap",
            Self::Service => "service",
            Self::Onboarding => "onboarding",
            Self::Commercial => "commercial",
            Self::Expectation => "expectation",
        }
    }

    /// The words on screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Product => "product fault",
            Self::FeatureGap => "missing feature",
            Self::Service => "service",
            Self::Onboarding => "onboarding",
            Self::Commercial => "price and contract",
            Self::Expectation => "other expectations",
        }
    }

    /// What helps against the next one.
    #[must_use]
    pub fn prevention(self) -> &'static str {
        match self {
            Self::Product => {
                "Agree with engineering on one list of faults that made customers escalate, with an owner and a day for each; \
                 tell the customers on it before they ask."
            }
            Self::FeatureGap => {
                "Say early what will not come, and show the way that works today; bring the accounts behind each request to \
                 the product team by ARR."
            }
            Self::Service => {
                "Look at which promise was missed (an answer, a day, a hand-over) and who would have noticed it first; write \
                 that into the weekly routine."
            }
            Self::Onboarding => {
                "Agree on first value and its day before the kick-off; speak with the sponsor as soon as that day slips."
            }
            Self::Commercial => {
                "Speak about price and terms 120 days before the renewal, with what was reached on the table; check invoices \
                 against the contract before they go out."
            }
            Self::Expectation => {
                "Have sales hand over in writing what was promised; go through it with the customer in the first meeting."
            }
        }
    }

    fn phrases(self) -> &'static [&'static str] {
        match self {
            Self::Product => PRODUCT,
            Self::FeatureGap => FEATURE_GAP,
            Self::Service => SERVICE,
            Self::Onboarding => ONBOARDING,
            Self::Commercial => COMMERCIAL,
            Self::Expectation => EXPECTATION,
        }
    }

    /// The group that most words of a text speak for, the first of them where several are equal; `None` where no word is
    /// known.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let said = words(text);
        let hits = |cause: Self| cause.phrases().iter().filter(|phrase| is_said(&said, phrase)).count();
        let counted = Self::ALL.map(|cause| (hits(cause), cause));
        let most = counted.iter().map(|(hits, _)| *hits).max().filter(|most| *most > 0)?;
        counted.into_iter().find(|(hits, _)| *hits == most).map(|(_, cause)| cause)
    }
}

#[rustfmt::skip]
const PRODUCT: &[&str] = &[
    "product", "defect*", "bug", "bugs", "fault*", "broken", "breaks", "crash*", "outage*", "downtime", "down", "reliability",
    "unreliable", "data quality", "data loss", "lost data", "wrong data", "performance", "slow", "slowness", "latency", "error",
    "errors", "fails", "failed", "failing", "stopped", "timeout*", "sign on", "security", "regression*", "stability",
];
#[rustfmt::skip]
const FEATURE_GAP: &[&str] = &[
    "feature", "features", "gap", "gaps", "missing", "feature request", "roadmap", "integration", "integrations", "not supported",
    "cannot be done", "limitation*", "functionality", "capability", "capabilities", "api",
];
#[rustfmt::skip]
const SERVICE: &[&str] = &[
    "service", "support", "response time", "no answer", "no reply", "waiting", "slow answer", "unresponsive", "service failure",
    "handover*", "hand over", "csm", "relationship", "communication", "missed call", "missed meeting", "sla",
];
#[rustfmt::skip]
const ONBOARDING: &[&str] = &[
    "onboarding", "implementation*", "set up", "setup", "kick off", "kickoff", "go live", "migration*", "rollout", "roll out",
    "training", "first value", "adoption", "enablement",
];
#[rustfmt::skip]
const COMMERCIAL: &[&str] = &[
    "commercial", "price", "prices", "pricing", "contract*", "invoice*", "billing", "renewal*", "discount*", "cost*", "budget*",
    "terms", "legal", "payment*", "refund*", "licen*", "expensive",
];
#[rustfmt::skip]
const EXPECTATION: &[&str] = &[
    "expectation*", "expected", "misalign*", "promise*", "oversold", "over sold", "sold as", "misunderst*", "scope", "value",
    "unclear", "was told", "were told",
];

#[cfg(test)]
mod tests;

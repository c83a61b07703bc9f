/// What can be asked for.
pub const REQUEST_TYPES: [&str; 1] = ["get_customer_context"];

/// Whether a request of this type is answered.
#[must_use]
pub fn is_known_type(typed: &str) -> bool {
    REQUEST_TYPES.contains(&typed)
}

/// How far a request was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Nothing is missing.
    Ok,
    /// Something is missing, and named.
    Partial,
    /// It was not answered.
    Error,
}

impl Status {
    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Partial => "partial",
            Self::Error => "error",
        }
    }
}

/// One of the six things that are answered whatever the query says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Accounts in segments.
    AccountSegments,
    /// How the product is used.
    ProductUsage,
    /// How accounts are doing.
    HealthMetrics,
    /// Who may leave.
    ChurnRisks,
    /// What more could be sold.
    GrowthOpportunities,
    /// What is to be reached.
    SuccessGoals,
}

impl Part {
    /// All parts, in the order of the query.
    pub const ALL: [Self; 6] = [
        Self::AccountSegments,
        Self::ProductUsage,
        Self::HealthMetrics,
        Self::ChurnRisks,
        Self::GrowthOpportunities,
        Self::SuccessGoals,
    ];

    /// Its key in the answer.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::AccountSegments => "account_segments",
            Self::ProductUsage => "product_usage",
            Self::HealthMetrics => "health_metrics",
            Self::ChurnRisks => "churn_risks",
            Self::GrowthOpportunities => "growth_opportunities",
            Self::SuccessGoals => "success_goals",
        }
    }

    /// Its heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::AccountSegments => "Account segments",
            Self::ProductUsage => "Product usage",
            Self::HealthMetrics => "Health metrics",
            Self::ChurnRisks => "Churn risks",
            Self::GrowthOpportunities => "Growth opportunities",
            Self::SuccessGoals => "Success goals",
        }
    }
}

/// The words of the query itself; no account is meant by them.
const OWN_WORDS: [&str; 9] = [
    "customer context needed",
    "account segments",
    "product usage",
    "health metrics",
    "churn risks",
    "growth opportunities",
    "success goals",
    "customer context",
    "context needed",
];

/// The places of the names that a text says as whole words, whatever their case; a name inside a longer one that is also
/// said does not count.
#[must_use]
pub fn named_in<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<usize> {
    let mut said = words(text);
    for own in OWN_WORDS {
        let own = words(own);
        while let Some(at) = place(&said, &own) {
            said.splice(at..at + own.len(), [String::new()]);
        }
    }
    let mut wanted: Vec<(usize, Vec<String>)> = names
        .into_iter()
        .enumerate()
        .map(|(at, name)| (at, words(name)))
        .filter(|(_, name)| !name.is_empty())
        .collect();
    // Longest first, so that "Acme North" is taken before "Acme" can be found in it.
    wanted.sort_by(|a, b| (b.1.len(), a.0).cmp(&(a.1.len(), b.0)));
    let mut found = Vec::new();
    let mut taken: Vec<Vec<String>> = Vec::new();
    for (at, name) in wanted {
        let again = taken.contains(&name);
        if again {
            found.push(at);
            continue;
        }
        let mut is_said = false;
        while let Some(from) = place(&said, &name) {
            said.splice(from..from + name.len(), [String::new()]);
            is_said = true;
        }
        if is_said {
            found.push(at);
            taken.push(name);
        }
    }
    found.sort_unstable();
    found
}

/// Words in lower case; what joins letters within a name stays.
fn words(text: &str) -> Vec<String> {
    let parts =
        text.split(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '_' | '-' | '&' | '.' | '\'')));
    let trimmed = parts.map(|part| part.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase());
    trimmed.filter(|word| !word.is_empty()).collect()
}

fn place(said: &[String], wanted: &[String]) -> Option<usize> {
    said.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests;

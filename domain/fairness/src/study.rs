use std::sync::Arc;

/// What is known of a row before anybody could act on it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number.
    Number(f64),
    /// One of several words, such as an industry.
    Word(Arc<str>),
    /// Not on record.
    Unknown,
}

/// One row: what became of it, whose it was, and what was known before.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// What people find it by.
    pub key: Arc<str>,
    /// How much went well: 0 or 1 for a yes or no, 0 to `trials` for counts.
    pub successes: f64,
    /// How many could have gone well; 1 for a yes or no.
    pub trials: f64,
    /// Places in [`Study::groups`] with their shares, which sum to at most 1; what is missing was nobody's.
    pub shares: Vec<(usize, f64)>,
    /// One per covariate of the study.
    pub values: Vec<Value>,
}

/// Rows of one question.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Study {
    /// Who is compared, in any order.
    pub groups: Vec<Arc<str>>,
    /// What is adjusted for.
    pub covariates: Vec<Arc<str>>,
    /// The rows, in any order.
    pub cases: Vec<Case>,
}

impl Study {
    /// The rows a group has a share in, with the share.
    pub fn cases_of(&self, group: usize) -> impl Iterator<Item = (&Case, f64)> {
        self.cases.iter().filter_map(move |case| {
            let share: f64 = case.shares.iter().filter(|(of, _)| *of == group).map(|(_, share)| share).sum();
            (share > 0.0).then_some((case, share))
        })
    }
}

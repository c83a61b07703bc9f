/// What one row says: how often it went well among how many trials, whose doing it could be, and what was known before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Case<'a> {
    /// What was fixed before anybody could act, one number per covariate, in any unit; without an intercept.
    pub covariates: &'a [f64],
    /// How many trials went well: 0 to `trials`; need not be whole.
    pub successes: f64,
    /// How many trials there were; 1 for a plain yes or no. Rows of 0 trials are taken and say nothing.
    pub trials: f64,
    /// Log-odds that are added as they stand; 0 for none.
    pub offset: f64,
    /// Who shares in it: numbers of groups with their shares. One group with share 1 for a single owner.
    pub members: &'a [(usize, f64)],
}

/// Why a row cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadCase {
    /// Another number of covariates than announced.
    #[error("the row has {found} covariates where {wanted} were announced")]
    Width {
        /// As announced.
        wanted: usize,
        /// In the row.
        found: usize,
    },
    /// A value that is not a number, or infinite.
    #[error("a value of the row is not a finite number")]
    NotFinite,
    /// Successes outside 0 to trials.
    #[error("successes must lie between 0 and the number of trials")]
    Counts,
    /// A member that was not announced, or a share outside 0 to 1.
    #[error("a member of the row is unknown or its share lies outside 0 to 1")]
    Member,
}

/// The rows an engine learns from. Their order does not matter: they are put into an order of their own.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Observations {
    pub(crate) covariates: usize,
    pub(crate) groups: usize,
    pub(crate) design: Vec<f64>,
    pub(crate) successes: Vec<f64>,
    pub(crate) trials: Vec<f64>,
    pub(crate) offsets: Vec<f64>,
    pub(crate) members: Vec<Vec<(usize, f64)>>,
}

impl Observations {
    /// No rows yet, of that many covariates and groups.
    #[must_use]
    pub fn new(covariates: usize, groups: usize) -> Self {
        Self { covariates, groups, ..Self::default() }
    }

    /// Adds a row.
    ///
    /// # Errors
    /// When the row is not finite, not of the announced width, or its counts or members are impossible.
    pub fn push(&mut self, case: Case<'_>) -> Result<(), BadCase> {
        if case.covariates.len() != self.covariates {
            return Err(BadCase::Width { wanted: self.covariates, found: case.covariates.len() });
        }
        let numbers = [case.successes, case.trials, case.offset];
        if !case.covariates.iter().chain(&numbers).all(|number| number.is_finite()) {
            return Err(BadCase::NotFinite);
        }
        if case.successes < 0.0 || case.successes > case.trials {
            return Err(BadCase::Counts);
        }
        let known = |&(group, share): &(usize, f64)| group < self.groups && (0.0..=1.0).contains(&share);
        if !case.members.iter().all(known) {
            return Err(BadCase::Member);
        }
        self.design.extend_from_slice(case.covariates);
        self.successes.push(case.successes);
        self.trials.push(case.trials);
        self.offsets.push(case.offset);
        let mut members: Vec<_> = case.members.iter().copied().filter(|member| member.1 > 0.0).collect();
        members.sort_unstable_by(|left, right| left.0.cmp(&right.0).then(left.1.total_cmp(&right.1)));
        self.members.push(members);
        Ok(())
    }

    /// The same rows, nobody's.
    pub(crate) fn without_members(&self) -> Self {
        Self { groups: 0, members: vec![Vec::new(); self.len()], ..self.clone() }
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.successes.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.successes.is_empty()
    }

    /// How many groups were announced.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// The covariates of a row.
    #[must_use]
    pub fn covariates_of(&self, row: usize) -> &[f64] {
        self.design.get(row * self.covariates..(row + 1) * self.covariates).unwrap_or_default()
    }

    /// Who shares in a row.
    #[must_use]
    pub fn members_of(&self, row: usize) -> &[(usize, f64)] {
        self.members.get(row).map_or(&[], Vec::as_slice)
    }
}

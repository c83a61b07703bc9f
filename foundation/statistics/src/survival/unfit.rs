/// Why nothing could be worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Nothing happened to anybody.
    #[error("nothing happened to anybody; there is nothing to learn from until something does")]
    NoEvents,
    /// A list that goes along with the rows has another length.
    #[error("there are {found} {what} for {wanted} rows; give one for each")]
    Length {
        /// What is in the list.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many rows there are.
        wanted: usize,
    },
    /// A row has another number of covariates than the first, or one that is not finite.
    #[error("the covariates are not one table of finite numbers; give as many of them in each row")]
    Covariates,
    /// A covariate follows from those before it and the intercept.
    #[error("covariate {0} follows from those before it; leave it out, or set a width for the prior")]
    Dependent(usize),
    /// The likelihood has no maximum.
    #[error("covariate {0} tells apart who had an event from who had none; leave it out, or set a width for the prior")]
    Monotone(usize),
    /// The width of a prior is not above 0.
    #[error("the width of the prior must be a finite number above 0")]
    Prior,
    /// A weight is not above 0.
    #[error("each weight must be a finite number above 0")]
    Weight,
    /// The length of a period is not above 0.
    #[error("the length of a period must be a finite number above 0, long enough to give ten million rows at most")]
    Period,
    /// The equations could not be solved.
    #[error("the equations could not be solved in the precision of the machine; bring the covariates to one scale")]
    Numerical,
}

impl Unfit {
    /// Refuses a list of another length than there are rows.
    pub(crate) fn unless_each(what: &'static str, found: usize, wanted: usize) -> Result<(), Self> {
        if found == wanted { Ok(()) } else { Err(Self::Length { what, found, wanted }) }
    }
}

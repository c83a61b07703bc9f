use crate::describe::finite;
use crate::interval::Interval;
use crate::normal;

/// A validation with fewer events than this says little (G. Collins, E. Ogundimu and D. Altman, "Sample Size
/// Considerations for the External Validation of a Multivariable Prognostic Model", Statistics in Medicine 35, 2016).
// method: statistics.validation_events
pub const VALIDATION_EVENTS: usize = 100;

/// An estimate with what is known about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// The estimate, in the unit its function names.
    pub estimate: f64,
    /// Its standard error, where there is one.
    pub standard_error: Option<f64>,
    /// Where the truth may lie, where that can be said.
    pub interval: Option<Interval>,
    /// How it was worked out, in a few words.
    pub method: &'static str,
    /// How many values it rests on.
    pub n: usize,
    /// What a reader has to know before relying on it.
    pub caveats: Vec<Caveat>,
}

/// What a reader of an estimate has to know.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Caveat {
    /// Fewer events, or fewer of the others, than [`VALIDATION_EVENTS`].
    FewEvents {
        /// How many there are of the rarer kind.
        events: usize,
    },
    /// Fewer values than the approximation behind the interval or the p-value wants.
    FewValues {
        /// How many there are.
        n: usize,
        /// How many it wants.
        wanted: usize,
    },
    /// The values do not differ in a way that an error could be worked out from.
    NoSpread,
    /// So many chances of 0 or 1 were drawn in a little, as certainty has no log-odds.
    DrawnIn {
        /// How many.
        count: usize,
    },
    /// So many draws had no estimate and were left out of the interval.
    Undefined {
        /// How many.
        draws: u32,
    },
    /// A correction could not be worked out, so that the plain figure stands.
    Uncorrected,
    /// Nothing was learned from what happened: a default stands.
    Assumed,
}

impl Measured {
    /// An estimate with a normal interval at a level strictly between 0 and 1; without an error there is no interval.
    ///
    /// `None` for an estimate that is not finite, or for another level.
    pub(crate) fn normal(estimate: f64, error: Option<f64>, level: f64, method: &'static str) -> Option<Self> {
        let z = normal::two_sided(level)?;
        let error = error.and_then(finite);
        let interval = error.and_then(|error| {
            Some(Interval { low: finite(estimate - z * error)?, high: finite(estimate + z * error)? })
        });
        Some(Self::plain(finite(estimate)?, method).with_error(error, interval))
    }

    pub(crate) fn plain(estimate: f64, method: &'static str) -> Self {
        Self { estimate, standard_error: None, interval: None, method, n: 0, caveats: Vec::new() }
    }

    pub(crate) fn with_error(self, standard_error: Option<f64>, interval: Option<Interval>) -> Self {
        Self { standard_error, interval, ..self }
    }

    pub(crate) fn of(self, n: usize, caveats: Vec<Caveat>) -> Self {
        Self { n, caveats, ..self }
    }
}

/// The caveat when fewer values are there than wanted.
pub(crate) fn few_values(n: usize, wanted: usize) -> Option<Caveat> {
    (n < wanted).then_some(Caveat::FewValues { n, wanted })
}

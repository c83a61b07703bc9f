use crate::mixed;

/// What is believed of mean and spread before any row is seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prior {
    /// Standard deviation of the mean around 0, in log-odds; large for one that says nothing.
    pub mean: f64,
    /// Of the spread between groups.
    pub spread: SpreadPrior,
}

/// What is believed of the spread between groups before any row is seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SpreadPrior {
    /// The spread is the absolute value of a normal one with this standard deviation, in log-odds.
    HalfNormal(f64),
    /// The spread's square is inverse-gamma, its inverse gamma with this shape and rate: what BUGS examples use.
    InverseGamma {
        /// Above 0, without unit.
        shape: f64,
        /// Above 0, in squared log-odds.
        rate: f64,
    },
}

/// Spreads below this, in log-odds, are as good as none; those of a narrow half-normal prior are looked at from this part of
/// its scale.
const NONE: f64 = 1e-3;

impl From<&mixed::Prior> for Prior {
    /// The same beliefs as the engine's.
    fn from(prior: &mixed::Prior) -> Self {
        Self { mean: prior.intercept, spread: SpreadPrior::HalfNormal(prior.spread) }
    }
}

impl Prior {
    pub(super) fn is_sensible(&self) -> bool {
        let spread = match self.spread {
            SpreadPrior::HalfNormal(scale) => [scale, 1.0],
            SpreadPrior::InverseGamma { shape, rate } => [shape, rate],
        };
        // Twelve digits either way leave room for squares.
        [self.mean, spread[0], spread[1]].iter().all(|width| (1e-12..1e12).contains(width))
    }
}

impl SpreadPrior {
    /// The log of the density of the spread's logarithm, up to a constant.
    pub(super) fn log_density(self, log_spread: f64) -> f64 {
        match self {
            Self::HalfNormal(scale) => {
                let scaled = libm::exp(log_spread) / scale;
                log_spread - scaled * scaled / 2.0
            }
            Self::InverseGamma { shape, rate } => -2.0 * shape * log_spread - rate * libm::exp(-2.0 * log_spread),
        }
    }

    /// The smallest spread worth looking at.
    pub(super) fn lowest(self) -> f64 {
        match self {
            Self::HalfNormal(scale) => NONE * scale.min(1.0),
            // Below the second the density has fallen by e^-20.
            Self::InverseGamma { rate, .. } => NONE.min(libm::sqrt(rate / 20.0)),
        }
    }
}

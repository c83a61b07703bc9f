/// Measured values drawn to 0, the spread of the true ones being averaged over.
pub mod averaged;
/// Proportions: hits among cases.
pub mod beta_binomial;
/// Measured values with known variances.
pub mod gaussian;
/// Observed over expected counts.
pub mod poisson_gamma;

/// How a search for the most likely values came to its end.
///
/// An estimate that was not `reached` is the best found so far and is to be shown with that caveat or not at all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Convergence {
    /// Steps taken.
    pub steps: u32,
    /// The steepest slope of the log-likelihood left at the end; near 0 at a maximum.
    pub gradient: f64,
    /// Whether the last step promised less than rounding.
    pub reached: bool,
}

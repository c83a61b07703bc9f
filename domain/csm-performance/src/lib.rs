#![doc = include_str!("../README.md")]

/// Team median, own history, tier expectation.
pub mod benchmark;
/// What a review is made from: plain rows about one person and one period.
pub mod facts;
/// From facts to figures, one file per category.
pub mod measure;
/// The metrics and the categories they belong to.
pub mod metric;
/// Strengths, gaps, priorities, goals, partners.
pub mod plan;
/// Balance, workload and complexity of the book.
pub mod portfolio;
/// Weights and anchors, by name.
pub mod profile;
/// The nine sections.
pub mod review;
/// From figures to scores, with coverage.
pub mod score;
/// How a metric moves over the last periods.
pub mod trend;

pub use benchmark::{Peer, Team};
pub use facts::Facts;
pub use measure::{Measured, measure};
pub use metric::{Category, Metric};
pub use profile::Profile;
pub use review::{ReviewInput, review};
pub use score::{Scorecard, score};

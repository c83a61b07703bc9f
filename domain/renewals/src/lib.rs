#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

/// How good forecasts were.
pub mod accuracy;
/// What people said beforehand, beside the model.
pub mod call;
/// Four classes of confidence.
pub mod class;
/// How often ranges held what came.
pub mod coverage;
/// A renewal that is to be decided, and by when.
pub mod due;
/// What a book of renewals brings.
pub mod outlook;
/// What is to be done when, on the way to a renewal.
pub mod timeline;

pub use accuracy::Forecast;
pub use call::Call;
pub use class::Class;
pub use coverage::Ended;
pub use due::{DatedBy, Deadline, Due, Signed, State};
pub use outlook::{Habits, Outlook, Promise, Quarter, Shock};
pub use timeline::{STEPS, Step};

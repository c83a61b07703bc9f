#![doc = include_str!("../README.md")]

/// What all accounts tell together: outages, seasons, and how sure a finding has to be.
pub mod book;
/// How an account used a feature on a day.
pub mod daily;
/// How an account used the product in a month.
pub mod monthly;
/// How far the steps of an account lie off what is usual for it.
pub mod readings;
/// Weeks or months that are over.
pub mod timeline;
/// What rows tell of an account.
pub mod told;
/// What an account did, step by step.
pub mod track;
/// Which way an account has been going.
pub mod trend;
/// Whose use fell.
pub mod watch;

use kernel::FactShape;

pub use book::{Book, Silence};
pub use daily::DailyUsage;
pub use monthly::MonthlyUsage;
pub use readings::Unwatched;
pub use timeline::{Pace, Timeline};
pub use told::{Measure, Row, Told};
pub use track::{Masked, Track};
pub use watch::{Drop, Finding, Judged, judge, limit};

/// Every shape of this subject.
pub const SHAPES: &[&FactShape] = &[&monthly::SHAPE, &daily::SHAPE];

#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

/// From evidence to a score, a band and the way between.
pub mod assess;
/// What all accounts together tell: the sources that still speak, and the middle of the field.
pub mod book;
/// What is known about one account as of one day.
pub mod evidence;
/// From rows to evidence.
pub mod gather;
/// The components and measures there are.
pub mod measure;
/// How much each component and measure weighs.
pub mod profile;
/// What is known of a measure, and the score it makes.
pub mod reading;
/// The rows facts are mapped to.
pub mod row;
mod rule;
/// How fast a score moves.
pub mod velocity;

pub use assess::{Component, Health, Measure, assess, band_of};
pub use book::Book;
pub use evidence::{Evidence, Witness};
pub use gather::Gathering;
pub use measure::{ComponentKind, MeasureKind};
pub use profile::{ComponentWeights, Profile, ProfileRefused};
pub use reading::{Gap, Reading};
pub use row::{Answer, Contract, Deal, Question, Row, Ticket, Touch, UsageDay, UsageMonth};
pub use velocity::{Pace, Velocity, velocity};

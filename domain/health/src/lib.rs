#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

/// What to do about what is weak, and how far to go.
pub mod advice;
/// From evidence to a score, a band and the way between.
pub mod assess;
/// What all accounts together tell: the sources that still speak, and the middle of the field.
pub mod book;
/// How far a score may be believed.
pub mod confidence;
/// What is known about one account as of one day.
pub mod evidence;
/// What moved a score between two days.
pub mod explain;
/// What no average of measures can wash out.
pub mod floor;
/// From rows to evidence.
pub mod gather;
/// The components and measures there are.
pub mod measure;
/// Where the numbers of other accounts lie.
pub mod peers;
/// How much each component and measure weighs.
pub mod profile;
/// What is known of a measure, and the score it makes.
pub mod reading;
/// The rows facts are mapped to.
pub mod row;
mod rule;
/// What asks for a look now.
pub mod signal;
/// From the number of a measure to its score.
pub mod transform;
/// How fast a score moves.
pub mod velocity;

pub use advice::{STRONG_FROM, WEAK_BELOW, advice, next_line, target_step, watch_line};
pub use assess::{Component, Health, Measure, assess, assess_among, band_of};
pub use book::{Book, OpenBook, Source, UseByDay};
pub use confidence::Confidence;
pub use evidence::{Evidence, Witness};
pub use explain::{Move, Part, RowChanges, moves};
pub use floor::{Floor, FloorKind, floored};
pub use gather::Gathering;
pub use measure::{ComponentKind, MeasureKind};
pub use peers::{OpenPeers, Peers};
pub use profile::{ComponentWeights, MeasureWeight, Profile, ProfileRefused, Windows};
pub use reading::{ContractState, Gap, Reading};
pub use row::{
    Act, Answer, Contact, Contract, Deal, Invoice, Question, Row, Terms, Ticket, Touch, UsageDay, UsageMonth,
};
pub use signal::{FALL_DAYS, Signal, fell, signals};
pub use transform::{Transform, TransformRefused};
pub use velocity::{PACE_DAYS, Pace, Velocity, velocity};

#![doc = include_str!("../README.md")]

/// When customers are answered.
pub mod calendar;
/// A day on which a country does not work.
pub mod holiday;
/// Time a person is away.
pub mod leave;
/// Someone who works here.
pub mod person;
/// Who reports to whom, from a day to a day.
pub mod reporting_line;
/// What a person says to their own review.
pub mod review_note;
/// What was to be reached.
pub mod target;
/// A team and who leads it.
pub mod team;
/// Hours a person spent.
pub mod time_entry;

use kernel::FactShape;

pub use leave::Leave;
pub use person::Person;
pub use review_note::ReviewNote;
pub use target::Target;
pub use time_entry::TimeEntry;

/// Every shape of this subject, in the order in which rows can refer to earlier ones.
pub const SHAPES: &[&FactShape] = &[
    &person::SHAPE,
    &team::SHAPE,
    &reporting_line::SHAPE,
    &leave::SHAPE,
    &holiday::SHAPE,
    &target::SHAPE,
    &time_entry::SHAPE,
    &review_note::SHAPE,
];

#![doc = include_str!("../README.md")]

/// How an account used a feature on a day.
pub mod daily;
/// How an account used the product in a month.
pub mod monthly;

use kernel::FactShape;

pub use daily::DailyUsage;
pub use monthly::MonthlyUsage;

/// Every shape of this subject.
pub const SHAPES: &[&FactShape] = &[&monthly::SHAPE, &daily::SHAPE];

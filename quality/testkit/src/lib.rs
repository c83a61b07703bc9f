#![doc = include_str!("../README.md")]

/// Figures of the small company, worked out by hand.
pub mod expected;

use std::io;
use std::path::Path;

use jiff::civil::date;
use ports::clock::FrozenClock;

/// Maya's address.
pub const MAYA: &str = "maya.okonkwo@tidewater.example";
/// Dan's address.
pub const DAN: &str = "dan.reyes@tidewater.example";
/// Ines's address.
pub const INES: &str = "ines.costa@tidewater.example";
/// Ruth's address; the three report to her.
pub const RUTH: &str = "ruth.falk@tidewater.example";

macro_rules! templates {
    ($($object:literal),* $(,)?) => {
        /// The files of the small company: the name of the object, and the template filled in.
        pub const SMALL_COMPANY: &[(&str, &str)] =
            &[$(($object, include_str!(concat!("small_company/", $object, ".csv")))),*];
    };
}

templates![
    "accounts",
    "contacts",
    "contracts",
    "ownership",
    "opportunities",
    "touchpoints",
    "business_reviews",
    "tickets",
    "surveys",
    "escalations",
    "save_plays",
    "milestones",
    "churn_events",
    "people",
    "teams",
    "reporting_lines",
    "leave",
    "holidays",
    "targets",
    "time_entries",
    "usage_monthly",
];

/// Writes the small company into a folder, a template per object.
///
/// # Errors
/// When the folder cannot be written.
pub fn small_company(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    SMALL_COMPANY.iter().try_for_each(|(object, text)| std::fs::write(folder.join(format!("{object}.csv")), text))
}

/// Nine o'clock on 2025-01-15: the last quarter is 2024-Q4.
#[must_use]
pub fn frozen_clock() -> FrozenClock {
    FrozenClock(date(2025, 1, 15).at(9, 0, 0, 0))
}

#[cfg(test)]
mod tests;

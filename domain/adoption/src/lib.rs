#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

/// Utilisation by the age of the account.
pub mod age;
/// What one account makes of the product.
pub mod standing;
/// Rows of use, and what the whole book uses.
pub mod usage;

pub use age::by_age;
pub use standing::{Depth, Gap, Owned, Read, Standing};
pub use usage::{Book, Gathering, Unit, Use};

/// The days of the window.
// method: adoption.window_days
pub const WINDOW_DAYS: i32 = 28;
/// Windows, or months, before it that make the usual.
// method: adoption.usual_windows
pub const USUAL_WINDOWS: i32 = 5;
/// Above this level an account is mature.
// method: adoption.mature_above
pub const MATURE_ABOVE_PERCENT: i64 = 60;

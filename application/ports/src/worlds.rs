use std::path::Path;

use jiff::civil::Date;

use crate::Outside;

/// How large a simulated company is, and from which dice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorldPlan {
    /// The same seed gives the same company, to the byte.
    pub seed: u64,
    /// How many CSMs (3 to 2,000).
    pub csms: u32,
    /// How many accounts (1 to 100,000).
    pub accounts: u32,
    /// The first day anything happens.
    pub from: Date,
    /// The day after the last one on which anything happens.
    pub to: Date,
}

/// Makes simulated companies with known true effects.
pub trait Worlds: Send + Sync {
    /// Writes the company into a folder as neutral templates, with the truth beside them in `_truth.csv`.
    ///
    /// `progress` is told how much of the work is done, from 0 to 1.
    ///
    /// # Errors
    /// When the folder cannot be written.
    fn write(&self, plan: &WorldPlan, folder: &Path, progress: &mut dyn FnMut(f64)) -> Outside<()>;
}

/// What is new, row by row.
mod events;
/// The report.
mod show;

pub use show::show;

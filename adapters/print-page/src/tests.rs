//! One report with every block and chart, printed every way.

mod checks;
mod pages;
mod sample;
mod snapshots;

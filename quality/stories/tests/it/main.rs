//! Product scenarios, told through the catalogue of actions.

mod answers;
mod imports;
mod ravenstack;
mod retention;
mod review;
mod round_trip;

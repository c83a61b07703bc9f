/// The slides.
mod deck;
/// One account with everything a review of its business needs.
mod gather;
/// What is for us.
mod notes;
/// The whole pack.
mod show;

pub(crate) use show::on;
pub use show::{ReviewPack, show};

mod engine;
mod reference;
pub(crate) mod tables;

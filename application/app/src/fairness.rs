/// What counts for nobody, and why.
mod exclude;

pub use exclude::{ExcludeInput, exclude, exclusions};

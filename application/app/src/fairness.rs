/// Whether the method does people justice, on teams whose truth is known.
mod simulate;

pub use simulate::{Simulated, SimulationRequest, simulate};

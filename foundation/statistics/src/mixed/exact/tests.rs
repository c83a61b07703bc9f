mod engine;
mod reference;

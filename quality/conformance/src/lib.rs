#![doc = include_str!("../README.md")]

mod facts;
mod houses;

pub use facts::{DAY_ONE, Row, account, actor, contract, delivered, events, person, ticket, usage_on};
pub use houses::{House, SHAPES, in_every_house};

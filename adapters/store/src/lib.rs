#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

mod answers;
mod appending;
mod cells;
mod clocks;
mod content;
mod copied;
mod copying;
mod embedded;
mod faults;
mod filling;
mod history;
mod identity;
mod keeping;
mod migrations;
mod moments;
mod names;
mod opening;
mod packed;
mod reading;
mod restoring;
mod sea_store;
mod session;
mod sql;
mod stored;
mod stores;
mod transaction;
mod undoing;
mod withdrawing;

pub use opening::{open_file, open_memory, open_url};
pub use sea_store::SeaStore;
pub use stores::SeaStores;

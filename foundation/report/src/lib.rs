#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

/// Where a report can be asked for again.
pub mod address;
/// The tree: a report, its sections and blocks.
pub mod block;
/// Charts as data.
pub mod chart;
/// Numbers as every face shows them.
pub mod display;
/// One number with everything a reader may ask about it.
pub mod figure;
/// Groups of different sizes against what chance alone would do.
pub mod funnel;
/// The rows behind a figure, and the fold that makes it.
pub mod trace;

pub use address::Address;
pub use block::{
    Align, Block, Callout, Check, CheckState, Column, Prose, Report, Section, Span, Table, TableCell, Tone,
};
pub use chart::{Chart, ChartKind, Series, Step};
pub use figure::{Band, Figure, Interval, Unit};
pub use funnel::{Axis, Frame, Funnel, FunnelDot, FunnelLimit, LimitPoint};
pub use trace::{EvidenceRef, Fold, Ledger, Trace, TraceRow, months_between, on_lines};

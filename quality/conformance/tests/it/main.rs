//! What every store must do, on every engine.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]
#![expect(clippy::print_stderr, reason = "a skipped test says so loudly")]

/// Makes each scenario a test on SQLite and one on PostgreSQL.
macro_rules! on_both_engines {
    ($($scenario:ident),* $(,)?) => {
        mod sqlite {
            $(#[test]
            fn $scenario() {
                crate::engines::on_sqlite(super::$scenario);
            })*
        }
        mod postgres {
            $(#[test]
            fn $scenario() {
                crate::engines::on_postgres(super::$scenario);
            })*
        }
    };
}

mod as_of;
mod cells;
mod clocks;
mod company;
mod copying;
mod engines;
mod keeping;
mod linking;
mod moments;
mod narrowing;
mod pages;
mod restoring;
mod undoing;
mod upgrading;
mod versions;
mod writing;

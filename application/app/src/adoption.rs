/// From stored rows to what the book makes of the product.
mod gather;
/// The whole book, or one person's.
mod list;
/// One account.
mod show;

pub(crate) use gather::{Held, MOST, held, more_than_licensed, push_share};
pub use list::list;
pub(crate) use show::address;
pub(crate) use show::on;
pub use show::show;

use adoption::{Gap, Read};
use jiff::civil::Date;
use report::{Address, Figure, Unit};

/// A figure of an account's page, to stand elsewhere.
pub(crate) fn told(
    read: &Result<Read, Gap>,
    (key, label): (&str, &str),
    unit: Unit,
    at: &Address,
    day: Date,
) -> Figure {
    match read {
        Ok(read) => {
            let Some(value) = read.value() else { return Figure::unknown(label, unit, day, "nothing to divide by") };
            let known = Figure::known(label, value, unit, day);
            known.with_interval(read.interval.clone()).with_convention(read.convention).with_evidence(at.figure(key))
        }
        Err(gap) => Figure::unknown(label, unit, day, gap.words()),
    }
}

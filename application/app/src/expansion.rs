/// What is known of every account that bears on selling it more.
mod gather;
/// All accounts, or one book.
mod list;
/// One account.
mod show;

pub(crate) use list::request_of;
pub use list::{ListRequest, list};
pub(crate) use show::on;
pub use show::show;

use report::{Figure, Fold, Trace};
use rust_decimal::Decimal;

/// One figure divided by another, both of which open.
fn divided(dividend: &Figure, divisor: &Figure, columns: &[&'static str; 2]) -> Option<Trace> {
    let times = Decimal::ONE.checked_div(divisor.value?)?;
    let mut trace = Trace::new(Fold::SumOfProducts, columns);
    trace.push_known(dividend, &[times]);
    trace.push_known(divisor, &[Decimal::ZERO]);
    Some(trace)
}

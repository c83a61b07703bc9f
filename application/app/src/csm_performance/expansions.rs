use customers::Opportunity;
use kernel::Refusal;
use ports::store::FactQuery;
use report::{Address, Block, Fold, Ledger, Report, Trace, Unit};

use super::context::Context;
use super::work::is_expansion;
use crate::desk::{Desk, refused};

/// Shows every expansion won in the period that says what it is worth, whoever won it.
pub(super) fn each_won(desk: &Desk<'_>, context: &Context, see: &mut dyn FnMut(&Opportunity)) -> Result<(), Refusal> {
    let query =
        FactQuery { happened_before: Some(context.period.to()), ..FactQuery::all(&customers::opportunity::SHAPE) };
    let mut each = |record: kernel::FactRecord| {
        if let Some(deal) = Opportunity::from_record(&record) {
            let counts = deal.won == Some(true)
                && is_expansion(deal.kind.as_deref())
                && deal.closed_on.is_some_and(|day| context.period.contains(day) && day <= context.as_of);
            if counts && deal.arr.is_some() {
                see(&deal);
            }
        }
        true
    };
    desk.store.each_fact(&desk.known(query).in_any_order(), &mut each).map_err(refused)
}

/// The mean of all expansions won in a period, which deal sizes are held against, with the deals it is made from.
///
/// # Errors
/// When the period is not understood.
pub(crate) fn expansions(desk: &Desk<'_>, period: &str) -> Result<Report, Refusal> {
    let context = Context::load(desk, desk.period(Some(period))?)?;
    let mut deals: Vec<Opportunity> = Vec::new();
    each_won(desk, &context, &mut |deal| deals.push(deal.clone()))?;
    deals.sort_by(|a, b| a.key.cmp(&b.key));
    let mut trace = Trace::new(Fold::Mean, &["ARR"]);
    for deal in &deals {
        trace.push(
            "opportunities",
            &deal.key,
            deal.account.external(),
            deal.closed_on,
            &[deal.arr.unwrap_or_default()],
        );
    }
    let mut report =
        Report::new("csm-performance.expansions", format!("Expansions won, {}", context.period), desk.as_of());
    report.period = Some(context.period.to_string());
    let mut ledger = Ledger::new(Address::new("expansions", "company", context.period, desk.as_of()).to_string());
    let unit = Unit::Money(context.currency.to_string());
    let mean = ledger.figure("mean", "mean of all expansions won", unit, desk.as_of(), trace);
    report.push(Block::Figures { figures: vec![mean] });
    report.ledger = ledger;
    Ok(report)
}

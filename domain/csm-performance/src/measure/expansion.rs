use report::{Fold, Trace};
use rust_decimal::Decimal;

use super::Measured;
use crate::facts::{Deal, Facts};
use crate::metric::Metric;

const NO_DEALS: &str = "no opportunities are on record";

/// Won expansion ARR over the target of the period. Without opportunities on record, expansion of contracts counts.
pub(super) fn quota_attainment(facts: &Facts) -> Measured {
    let key = Metric::QuotaAttainment.target_key();
    let Some(target) = facts.targets.iter().find(|target| target.tier.is_none() && *target.metric == *key) else {
        return Measured::Unknown { why: "no target for expansion_arr in this period".to_owned() };
    };
    let mut trace = Trace::new(Fold::Ratio, &["won ARR", "target"]);
    // The target is the first row, so that the ratio recomputes from the rows alone.
    let (zero, label) = (Decimal::ZERO, format!("target {}", facts.period));
    trace.push("targets", &target.key, label, None, &[zero, target.target]);
    let convention = match &facts.deals {
        Some(deals) => {
            for deal in won_expansions(deals) {
                let arr = deal.arr.unwrap_or_default();
                trace.push("opportunities", &deal.key, &*deal.name, Some(deal.on), &[arr, zero]);
            }
            "ARR of expansion opportunities won in the period over the target of the period"
        }
        None => {
            for expansion in &facts.expansions {
                let numbers = [expansion.credited, zero];
                trace.push("contracts", &expansion.key, &*expansion.name, Some(expansion.on), &numbers);
            }
            "credited expansion of contracts in the period over the target of the period"
        }
    };
    let away = facts.period.day_count() > 0 && facts.leave_days * 5 > facts.period.day_count();
    let note = away.then(|| format!("the target was not reduced for {} days of leave", facts.leave_days));
    Measured::from_rows(trace, convention, "the target for expansion_arr is zero").noting(note)
}

/// Mean ARR of won expansion opportunities.
pub(super) fn deal_size(facts: &Facts) -> Measured {
    let Some(deals) = &facts.deals else { return Measured::Unknown { why: NO_DEALS.to_owned() } };
    let mut trace = Trace::new(Fold::Mean, &["ARR"]);
    for deal in won_expansions(deals) {
        if let Some(arr) = deal.arr {
            trace.push("opportunities", &deal.key, &*deal.name, Some(deal.on), &[arr]);
        }
    }
    let otherwise = "no expansion opportunity was won in the period";
    Measured::from_rows(trace, "mean ARR of expansion opportunities won in the period", otherwise)
}

/// Won over decided expansion opportunities.
pub(super) fn close_rate(facts: &Facts) -> Measured {
    let Some(deals) = &facts.deals else { return Measured::Unknown { why: NO_DEALS.to_owned() } };
    let mut trace = Trace::new(Fold::Mean, &["1 when won"]);
    for deal in deals.iter().filter(|deal| deal.expansion) {
        let won = Decimal::from(u8::from(deal.won));
        trace.push("opportunities", &deal.key, &*deal.name, Some(deal.on), &[won]);
    }
    let otherwise = "no expansion opportunity was decided in the period";
    Measured::from_rows(trace, "won over decided expansion opportunities of the period", otherwise)
}

fn won_expansions(deals: &[Deal]) -> impl Iterator<Item = &Deal> {
    deals.iter().filter(|deal| deal.won && deal.expansion)
}

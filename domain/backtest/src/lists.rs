use jiff::civil::Date;
use statistics::prediction::Forecasts;
use statistics::prediction::shortlist::{Shortlist, at_capacity, at_share};

use crate::trial::Trials;

/// How long a list is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Length {
    Share(f64),
    Count(usize),
}

/// The list of the highest scores. Where cut-offs are told it is made anew at each, as a team would, and all of them are
/// summed up.
pub(crate) fn list(trials: &Trials, of: fn(&Trials) -> Option<Forecasts>, length: Length) -> Option<Shortlist> {
    let cut = |trials: &Trials| {
        let forecasts = of(trials)?;
        match length {
            Length::Share(share) => at_share(&forecasts, share),
            Length::Count(count) => at_capacity(&forecasts, count),
        }
    };
    let cut_offs: Vec<Date> = trials.cut_offs();
    if cut_offs.len() < 2 || trials.all().iter().any(|trial| trial.cut_off.is_none()) {
        return cut(trials);
    }
    let parts = cut_offs.into_iter().filter_map(|day| {
        let part = trials.at(day)?;
        cut(&part).map(|list| (list, Held::of(&part)))
    });
    summed(&parts.collect::<Vec<_>>())
}

/// What all trials of a cut-off hold.
struct Held {
    count: f64,
    events: f64,
    amount: f64,
    lost: f64,
}

impl Held {
    fn of(part: &Trials) -> Self {
        let amount = |lost_only: bool| -> f64 {
            part.all().iter().filter(|trial| trial.happened || !lost_only).map(|trial| trial.amount).sum()
        };
        Self { count: part.all().len() as f64, events: part.events() as f64, amount: amount(false), lost: amount(true) }
    }
}

fn summed(parts: &[(Shortlist, Held)]) -> Option<Shortlist> {
    let total = |of: &dyn Fn(&Shortlist, &Held) -> f64| parts.iter().map(|(list, held)| of(list, held)).sum::<f64>();
    let over = |part: f64, whole: f64| Some(part / whole).filter(|ratio| ratio.is_finite());
    let taken: usize = parts.iter().map(|(list, _)| list.taken).sum();
    let (hits, events, count) =
        (total(&|list, _| list.hits), total(&|_, held| held.events), total(&|_, held| held.count));
    let (amount, lost) = (total(&|_, held| held.amount), total(&|_, held| held.lost));
    let precision = over(hits, taken as f64)?.clamp(0.0, 1.0);
    let captured = total(&|list, held| list.weight_captured.unwrap_or(0.0) * held.lost);
    Some(Shortlist {
        taken,
        hits,
        precision,
        recall: over(hits, events).map(|recall| recall.min(1.0)),
        lift: over(precision, events / count),
        weight_captured: over(captured, lost).map(|captured| captured.min(1.0)),
        weight_taken: over(total(&|list, held| list.weight_taken * held.amount), amount)?.min(1.0),
        is_tied: parts.iter().any(|(list, _)| list.is_tied),
    })
}

#[cfg(test)]
mod tests;

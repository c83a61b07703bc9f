use report::{Fold, Trace};
use rust_decimal::Decimal;

use crate::compare::{Compared, Comparison};
use crate::growth::{Grown, Sale};
use crate::money::Retained;
use crate::study::{Case, Study};

/// Digits of chances and shares in evidence: more than anybody prints, few enough to add up exactly.
const DIGITS: u32 = 9;

/// A number as evidence has it.
#[must_use]
pub fn decimal(number: f64) -> Decimal {
    Decimal::from_f64_retain(number).unwrap_or_default().round_dp(DIGITS).normalize()
}

/// What one owner's rows bring to observed, expected and their difference.
#[derive(Debug, Clone, PartialEq)]
pub struct Traces {
    /// Of what happened.
    pub observed: Trace,
    /// Of what an average owner would have seen.
    pub expected: Trace,
    /// Of the difference.
    pub difference: Trace,
}

/// The rows behind a rate, shares being the weights.
#[must_use]
pub fn of_rate(study: &Study, comparison: &Comparison, compared: &Compared, book: &[(usize, f64)]) -> Traces {
    let columns = |what| Trace::new(Fold::WeightedMean, &[what, "share"]);
    let mut observed = columns("outcome");
    let mut expected = columns("chance under an average CSM");
    let mut difference = columns("chance more with this CSM's effect");
    for (row, share) in book {
        let case = &study.cases[*row];
        let known = comparison.known(&case.values);
        let (usual, weight) = (decimal(known.chance(0.0)), decimal(share * case.trials));
        push(&mut observed, case, &[decimal(case.successes / case.trials), weight]);
        push(&mut expected, case, &[usual, weight]);
        push(&mut difference, case, &[decimal(known.chance(compared.effect.log_odds)) - usual, weight]);
    }
    Traces { observed, expected, difference }
}

/// The rows behind a share of money. The difference is the part of every row's own that is left when chance is allowed for.
#[must_use]
pub fn of_money(study: &Study, amounts: &[f64], retained: &Retained, book: &[(usize, f64)]) -> Traces {
    let mut observed = Trace::new(Fold::Ratio, &["ARR kept, credited", "ARR at stake, credited"]);
    let mut expected = Trace::new(Fold::Ratio, &["ARR an average CSM would keep", "ARR at stake, credited"]);
    let mut difference =
        Trace::new(Fold::Ratio, &["ARR kept less expected, the part beyond chance", "ARR at stake, credited"]);
    let mut chances = retained.chances.iter();
    for (row, share) in book {
        let case = &study.cases[*row];
        let weight = share * case.trials * amounts[*row];
        if weight > 0.0 {
            push(&mut observed, case, &[decimal(weight * case.successes / case.trials), decimal(weight)]);
            let chance = chances.next().copied().unwrap_or_default();
            push(&mut expected, case, &[decimal(weight * chance), decimal(weight)]);
            let apart = retained.left * weight * (case.successes / case.trials - chance);
            push(&mut difference, case, &[decimal(apart), decimal(weight)]);
        }
    }
    Traces { observed, expected, difference }
}

/// The rows behind money added.
#[must_use]
pub fn of_growth(study: &Study, sales: &[Sale], grown: &Grown, book: &[(usize, f64)]) -> Traces {
    let mut observed = Trace::new(Fold::Sum, &["ARR added, credited"]);
    let mut expected = Trace::new(Fold::Sum, &["ARR an average CSM would add"]);
    let mut difference = Trace::new(Fold::Sum, &["ARR added less expected"]);
    let mut foreseen = grown.foreseen.iter();
    for (row, share) in book {
        let (case, sale) = (&study.cases[*row], &sales[*row]);
        let share = share * case.trials;
        let (added, usual) =
            (decimal(share * sale.added), decimal(share * foreseen.next().copied().unwrap_or_default()));
        push(&mut observed, case, &[added]);
        push(&mut expected, case, &[usual]);
        push(&mut difference, case, &[added - usual]);
    }
    Traces { observed, expected, difference }
}

fn push(trace: &mut Trace, case: &Case, numbers: &[Decimal]) {
    trace.push("accounts", &case.key, &*case.label, None, numbers);
}

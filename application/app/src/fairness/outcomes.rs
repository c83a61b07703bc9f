use jiff::Span;
use jiff::civil::Date;
use kernel::{AccountId, Period, Refusal};
use retention::{AccountHistory, Basis, Cohort, MovementKind, movements, renewals};
use rust_decimal::Decimal;

use crate::facts::histories::Histories;

/// Outcomes of so many months are taken together: a quarter of one book says next to nothing.
// method: fairness.window_months
const WINDOW_MONTHS: i32 = 24;

/// What became of one account in one period, or at one renewal.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outcome {
    pub(crate) account: AccountId,
    pub(crate) period: Period,
    /// When it was decided: the day it was lost, the day of the renewal, or the day after the period.
    pub(crate) decided_on: Date,
    /// ARR that could be lost.
    pub(crate) opening: Decimal,
    /// What of it was kept, growth aside.
    pub(crate) kept: Decimal,
    /// What was added.
    pub(crate) expanded: Decimal,
    pub(crate) lost: bool,
}

/// What one row stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowKind {
    /// An account in a period.
    AccountPeriod,
    /// A renewal that was decided.
    Renewal,
}

/// All outcomes of a window.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outcomes {
    pub(crate) kind: RowKind,
    /// Oldest first; the last is the one asked about.
    pub(crate) periods: Vec<Period>,
    pub(crate) rows: Vec<Outcome>,
}

/// The period with those before it, as far back as the window reaches, oldest first.
pub(crate) fn window(period: Period) -> Vec<Period> {
    let reach = period.to().checked_sub(Span::new().months(WINDOW_MONTHS)).unwrap_or(Date::MIN);
    let before = std::iter::successors(Some(period), Period::previous);
    let mut periods: Vec<Period> = before.take_while(|earlier| earlier.from() >= reach).collect();
    if periods.is_empty() {
        periods.push(period);
    }
    periods.reverse();
    periods
}

impl Outcomes {
    /// Renewals where most contracts of the window say when they are decided, else accounts by period.
    pub(crate) fn of(loaded: &Histories, basis: &Basis<'_>, period: Period) -> Result<Self, Refusal> {
        let periods = window(period);
        let kind = kind(&loaded.histories, &periods);
        let mut rows = Vec::new();
        for period in &periods {
            match kind {
                RowKind::AccountPeriod => account_periods(&loaded.histories, *period, basis, &mut rows),
                RowKind::Renewal => decisions(&loaded.histories, *period, basis, &mut rows),
            }
            .map_err(|refused| Refusal::NotEnoughData(refused.to_string()))?;
        }
        Ok(Self { kind, periods, rows })
    }
}

/// Whether more than half of the contracts that end or renew in the window carry a day of decision.
fn kind(histories: &[AccountHistory], periods: &[Period]) -> RowKind {
    let (from, to) = (periods[0].from(), periods[periods.len() - 1].to());
    let terms = histories.iter().flat_map(|history| &history.terms);
    let near = terms.filter(|term| !term.arr.is_zero() && term.from < to && term.to.is_none_or(|end| end > from));
    let (dated, all) =
        near.fold((0_usize, 0_usize), |(dated, all), term| (dated + usize::from(term.renewal_on.is_some()), all + 1));
    if 2 * dated > all { RowKind::Renewal } else { RowKind::AccountPeriod }
}

fn account_periods(
    histories: &[AccountHistory],
    period: Period,
    basis: &Basis<'_>,
    rows: &mut Vec<Outcome>,
) -> Result<(), retention::Refused> {
    let end = period.to().min(basis.as_of.tomorrow().unwrap_or(basis.as_of));
    for history in histories {
        let cohort = Cohort::freeze(std::slice::from_ref(history), period, basis)?;
        for member in cohort.members() {
            rows.push(Outcome {
                account: member.account.clone(),
                period,
                decided_on: member.lost_on.unwrap_or(end),
                opening: member.opening,
                kept: member.retained,
                expanded: expanded(history, period, basis)?,
                lost: member.lost_on.is_some(),
            });
        }
    }
    Ok(())
}

fn decisions(
    histories: &[AccountHistory],
    period: Period,
    basis: &Basis<'_>,
    rows: &mut Vec<Outcome>,
) -> Result<(), retention::Refused> {
    for decision in renewals(histories, period, basis)?.decisions {
        let Ok(place) = histories.binary_search_by(|history| history.account.cmp(&decision.account)) else { continue };
        rows.push(Outcome {
            expanded: expanded(&histories[place], period, basis)?,
            account: decision.account,
            period,
            decided_on: decision.on,
            opening: decision.available,
            kept: decision.kept,
            lost: decision.kept.is_zero(),
        });
    }
    Ok(())
}

/// What sales added in the period.
fn expanded(history: &AccountHistory, period: Period, basis: &Basis<'_>) -> Result<Decimal, retention::Refused> {
    let moved = movements(history, period, basis)?;
    Ok(moved.iter().filter(|one| one.kind == MovementKind::Expansion).map(|one| one.amount).sum())
}

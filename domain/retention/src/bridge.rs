use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use kernel::{AccountId, Period};
use report::{Fold, Step, Trace};
use rust_decimal::Decimal;

use crate::arr::{AccountHistory, Basis, Refused, Window};
use crate::curve::{Curve, Level, Step as Change};
use crate::holdings::{Holding, Shares, shares_by_account};
use crate::movements::MovementKind;

/// Part of an account is kept to so many digits, so that lines add up exactly whatever the share.
const HELD_DIGITS: u32 = 10;

/// The lines of a bridge, in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineKind {
    /// ARR at 00:00 of the first day, at that day's rates.
    Opening,
    /// First contracts.
    New,
    /// More sold.
    Expansion,
    /// Rises agreed before.
    Escalator,
    /// Returns after a loss.
    Reactivation,
    /// Less paid.
    Contraction,
    /// Nothing paid any more.
    Churn,
    /// Accounts taken over from other books.
    TransferIn,
    /// Accounts given to other books.
    TransferOut,
    /// The change of exchange rates.
    Currency,
    /// ARR at 00:00 of the day after the last, at that day's rates.
    Closing,
}

impl LineKind {
    /// Every line, in reading order.
    pub const ALL: [Self; 11] = [
        Self::Opening,
        Self::New,
        Self::Expansion,
        Self::Escalator,
        Self::Reactivation,
        Self::Contraction,
        Self::Churn,
        Self::TransferIn,
        Self::TransferOut,
        Self::Currency,
        Self::Closing,
    ];

    /// The words people read.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::New => "new",
            Self::Expansion => "expansion",
            Self::Escalator => "escalator",
            Self::Reactivation => "reactivation",
            Self::Contraction => "contraction",
            Self::Churn => "churn",
            Self::TransferIn => "transfer in",
            Self::TransferOut => "transfer out",
            Self::Currency => "currency",
            Self::Closing => "closing",
        }
    }

    /// Whether the line is a level rather than a change.
    #[must_use]
    pub fn is_level(self) -> bool {
        matches!(self, Self::Opening | Self::Closing)
    }
}

impl From<MovementKind> for LineKind {
    fn from(kind: MovementKind) -> Self {
        match kind {
            MovementKind::New => Self::New,
            MovementKind::Expansion => Self::Expansion,
            MovementKind::Contraction => Self::Contraction,
            MovementKind::Churn => Self::Churn,
            MovementKind::Reactivation => Self::Reactivation,
            MovementKind::Currency => Self::Currency,
            MovementKind::Escalator => Self::Escalator,
        }
    }
}

/// One row of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BridgeRow {
    /// The account.
    pub account: AccountId,
    /// What a reader would call it.
    pub name: String,
    /// The day at whose 00:00 it holds or takes effect.
    pub on: Date,
    /// In the book currency, for the share that is held.
    pub amount: Decimal,
    /// The contracts behind it.
    pub contracts: Vec<Arc<str>>,
}

/// From opening to closing ARR. The closing is counted from the contracts, not from the other lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bridge {
    lines: BTreeMap<LineKind, Vec<BridgeRow>>,
}

impl Bridge {
    /// The rows of a line, in order of account and day.
    #[must_use]
    pub fn rows(&self, line: LineKind) -> &[BridgeRow] {
        self.lines.get(&line).map_or(&[], Vec::as_slice)
    }

    /// The sum of a line; changes that take away are below zero.
    #[must_use]
    pub fn total(&self, line: LineKind) -> Decimal {
        self.rows(line).iter().map(|row| row.amount).sum()
    }

    /// What opening and changes leave unexplained of the closing. It is zero.
    #[must_use]
    pub fn gap(&self) -> Decimal {
        let explained = LineKind::ALL.into_iter().filter(|line| *line != LineKind::Closing);
        self.total(LineKind::Closing) - explained.map(|line| self.total(line)).sum::<Decimal>()
    }

    /// The rows of a line as evidence that sums to it.
    #[must_use]
    pub fn trace(&self, line: LineKind) -> Trace {
        let mut trace = Trace::new(Fold::Sum, &["ARR"]);
        for row in self.rows(line) {
            let key = Arc::from(row.account.as_str());
            trace.push("accounts", &key, row.label(), Some(row.on), &[row.amount]);
        }
        trace
    }

    /// The bridge as the steps of a waterfall.
    #[must_use]
    pub fn steps(&self) -> Vec<Step> {
        let step = |line: LineKind| Step { name: line.name().into(), value: self.total(line), total: line.is_level() };
        LineKind::ALL.into_iter().map(step).collect()
    }

    /// Several books as one. Over all books of a company, unowned ones too, transfers net to zero.
    #[must_use]
    pub fn merged(bridges: impl IntoIterator<Item = Self>) -> Self {
        let mut whole = Self::default();
        for bridge in bridges {
            for (line, rows) in bridge.lines {
                whole.lines.entry(line).or_default().extend(rows);
            }
        }
        whole.sort();
        whole
    }

    fn sort(&mut self) {
        for rows in self.lines.values_mut() {
            rows.sort_by(|a, b| (&a.account, a.on, a.amount).cmp(&(&b.account, b.on, b.amount)));
        }
    }
}

impl BridgeRow {
    fn label(&self) -> String {
        let contracts: Vec<&str> =
            self.contracts.iter().map(|key| key.split_once('/').map_or(&**key, |(_, external)| external)).collect();
        if contracts.is_empty() { self.name.clone() } else { format!("{} ({})", self.name, contracts.join(", ")) }
    }
}

/// The bridge of a period: of the company without `holdings`, otherwise of the book that has these stays.
///
/// # Errors
/// When an exchange rate is missing, an amount is too large to be true, or shares do not make sense.
pub fn bridge(
    histories: &[AccountHistory],
    holdings: Option<&[Holding]>,
    period: Period,
    basis: &Basis<'_>,
) -> Result<Bridge, Refused> {
    let held = holdings.map(shares_by_account).transpose()?;
    bridge_of(histories, held.as_ref(), Window::of(period, basis.as_of), basis)
}

/// One bridge per label; an account belongs to the bridge of its label.
///
/// # Errors
/// As [`bridge`].
pub fn bridges_by(
    histories: &[AccountHistory],
    label: impl Fn(&AccountHistory) -> String,
    holdings: Option<&[Holding]>,
    period: Period,
    basis: &Basis<'_>,
) -> Result<BTreeMap<String, Bridge>, Refused> {
    let held = holdings.map(shares_by_account).transpose()?;
    let window = Window::of(period, basis.as_of);
    let mut grouped: BTreeMap<String, Vec<&AccountHistory>> = BTreeMap::new();
    for history in histories {
        grouped.entry(label(history)).or_default().push(history);
    }
    let bridged = |(label, histories)| Ok((label, bridge_of(histories, held.as_ref(), window, basis)?));
    grouped.into_iter().map(bridged).collect()
}

fn bridge_of<'a>(
    histories: impl IntoIterator<Item = &'a AccountHistory>,
    held: Option<&BTreeMap<&AccountId, Shares>>,
    window: Window,
    basis: &Basis<'_>,
) -> Result<Bridge, Refused> {
    let whole = Shares::whole();
    let mut found = Bridge::default();
    for history in histories {
        let shares = held.map_or(Some(&whole), |held| held.get(&history.account));
        let Some(shares) = shares else { continue };
        let curve = Curve::of(history, window, basis)?;
        Stretch { history, curve: &curve, shares, window }.enter_into(&mut found);
    }
    found.sort();
    Ok(found)
}

/// One account between opening and closing.
struct Stretch<'a> {
    history: &'a AccountHistory,
    curve: &'a Curve,
    shares: &'a Shares,
    window: Window,
}

impl Stretch<'_> {
    fn enter_into(&self, bridge: &mut Bridge) {
        let Window { opens_on, closes_on } = self.window;
        let closing = self.curve.level_on(closes_on);
        let share = self.shares.on(closes_on);
        let opening = held(self.curve.level_on(opens_on).at_opening_rate, self.shares.on(opens_on));
        let revalued = held(closing.at_closing_rate, share) - held(closing.at_opening_rate, share);
        self.enter(bridge, LineKind::Opening, opens_on, opening, self.contracts_on(opens_on));
        self.enter(bridge, LineKind::Currency, closes_on, revalued, self.contracts_on(closes_on));
        self.enter(
            bridge,
            LineKind::Closing,
            closes_on,
            held(closing.at_closing_rate, share),
            self.contracts_on(closes_on),
        );
        self.enter_transfers(bridge);
        self.curve.steps_in(self.window).iter().for_each(|change| self.enter_change(bridge, change));
    }

    /// A stay that begins on a day brings in what stood the day before; that day's change is already its own.
    fn enter_transfers(&self, bridge: &mut Bridge) {
        let mut share = self.shares.on(self.window.opens_on);
        for (on, next) in self.shares.changes().iter().filter(|(on, _)| self.window.holds_change(*on)) {
            let day_before = on.yesterday().unwrap_or(*on);
            let standing: Level = self.curve.level_on(day_before);
            let amount = held(standing.at_opening_rate, *next) - held(standing.at_opening_rate, share);
            let line = if amount > Decimal::ZERO { LineKind::TransferIn } else { LineKind::TransferOut };
            self.enter(bridge, line, *on, amount, self.contracts_on(day_before));
            share = *next;
        }
    }

    fn enter_change(&self, bridge: &mut Bridge, change: &Change) {
        let share = self.shares.on(change.on);
        for part in change.parts() {
            let amount = held(part.high, share) - held(part.low, share);
            self.enter(bridge, part.kind.into(), change.on, amount, change.contracts.clone());
        }
    }

    fn contracts_on(&self, day: Date) -> Vec<Arc<str>> {
        self.history.contracts_on(self.curve.paid_day(day))
    }

    fn enter(&self, bridge: &mut Bridge, line: LineKind, on: Date, amount: Decimal, contracts: Vec<Arc<str>>) {
        if !amount.is_zero() {
            let (account, name) = (self.history.account.clone(), self.history.name.clone());
            bridge.lines.entry(line).or_default().push(BridgeRow { account, name, on, amount, contracts });
        }
    }
}

/// The part of a level that a share holds.
fn held(level: Decimal, share: Decimal) -> Decimal {
    (level * share).round_dp(HELD_DIGITS)
}

#[cfg(test)]
mod tests;

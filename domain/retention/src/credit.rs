use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use jiff::Span;
use jiff::civil::Date;
use kernel::Period;
use rust_decimal::Decimal;

use crate::arr::days_between;
use crate::conventions::UnknownRule;

/// How many days before a decision an owner's days count for it.
// method: retention.influence_days
pub const INFLUENCE_DAYS: i32 = 180;

/// For how many days an account taken over is marked as inherited.
// method: retention.inherited_days
pub const INHERITED_DAYS: i32 = 180;

/// Who the days belong to on which nobody held the account.
pub const UNOWNED: &str = "unowned";

/// Shares of credit are kept to so many digits; what is left over goes to the largest.
const CREDIT_DIGITS: u32 = 12;

/// A stretch of days in which an owner holds a share of one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stay {
    /// Whom the credit goes to.
    pub owner: Arc<str>,
    /// The first day.
    pub from: Date,
    /// The first day after; `None` while it lasts.
    pub to: Option<Date>,
    /// Above 0 and at most 1.
    pub share: Decimal,
}

/// What one owner is credited with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditShare {
    /// The owner, or [`UNOWNED`].
    pub owner: Arc<str>,
    /// Part of the outcome; all parts sum to 1.
    pub share: Decimal,
    /// The owner's days, each weighted with the share held.
    pub days: Decimal,
}

/// Who is credited with an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CreditRule {
    /// Owner-days before the decision.
    #[default]
    InfluenceWindow,
    /// Whoever holds the account on the last day of the period.
    OwnerAtPeriodEnd,
    /// Whoever holds the account on the first day of the period.
    OwnerAtPeriodStart,
    /// Whoever holds the account on the day of the decision.
    OwnerAtDecision,
}

impl CreditRule {
    /// Every rule there is.
    pub const ALL: [Self; 4] =
        [Self::InfluenceWindow, Self::OwnerAtPeriodEnd, Self::OwnerAtPeriodStart, Self::OwnerAtDecision];

    /// The word people type and configurations hold.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::InfluenceWindow => "influence-window",
            Self::OwnerAtPeriodEnd => "owner-at-period-end",
            Self::OwnerAtPeriodStart => "owner-at-period-start",
            Self::OwnerAtDecision => "owner-at-decision",
        }
    }

    /// The rule as one sentence.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::InfluenceWindow => {
                format!("credit by owner-days in the {INFLUENCE_DAYS} days before the decision")
            }
            Self::OwnerAtPeriodEnd => "credit to the owner on the last day of the period".into(),
            Self::OwnerAtPeriodStart => "credit to the owner on the first day of the period".into(),
            Self::OwnerAtDecision => "credit to the owner on the day of the decision".into(),
        }
    }
}

impl FromStr for CreditRule {
    type Err = UnknownRule;

    fn from_str(word: &str) -> Result<Self, UnknownRule> {
        let typed = word.trim().to_ascii_lowercase();
        Self::ALL.into_iter().find(|rule| rule.name() == typed).ok_or_else(|| UnknownRule {
            what: "credit rule",
            word: word.trim().to_owned(),
            choices: Self::ALL.map(Self::name).join(", "),
        })
    }
}

impl fmt::Display for CreditRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Who is credited with what was decided on a day, under a rule; in order of owners, summing to 1.
#[must_use]
pub fn credit(stays: &[Stay], rule: CreditRule, decided_on: Date, period: Period) -> Vec<CreditShare> {
    let on_day = |day: Date| shares_within(stays, day, day.tomorrow().unwrap_or(day));
    match rule {
        CreditRule::InfluenceWindow => influence_shares(stays, decided_on, INFLUENCE_DAYS),
        CreditRule::OwnerAtPeriodEnd => on_day(period.last_day()),
        CreditRule::OwnerAtPeriodStart => on_day(period.from()),
        CreditRule::OwnerAtDecision => on_day(decided_on),
    }
}

/// Credit by owner-days in so many days before a decision; the day of the decision itself does not count.
#[must_use]
pub fn influence_shares(stays: &[Stay], decided_on: Date, window_days: i32) -> Vec<CreditShare> {
    let window = Span::new().try_days(i64::from(window_days.max(1)));
    let from = window.and_then(|days| decided_on.checked_sub(days)).unwrap_or(Date::MIN);
    shares_within(stays, from, decided_on)
}

/// Whether the owner holds the account on a day and took it over from somebody less than so many days before.
#[must_use]
pub fn is_inherited(stays: &[Stay], owner: &str, on: Date, within_days: i32) -> bool {
    let holds = |stay: &&Stay| &*stay.owner == owner && stay.from <= on && stay.to.is_none_or(|to| on < to);
    let Some(since) = stays.iter().filter(holds).map(|stay| stay.from).min() else { return false };
    let had_another = stays.iter().any(|stay| &*stay.owner != owner && stay.from < since);
    had_another && days_between(since, on) < within_days
}

fn shares_within(stays: &[Stay], from: Date, to: Date) -> Vec<CreditShare> {
    let mut days: BTreeMap<Arc<str>, Decimal> = BTreeMap::new();
    for stay in stays {
        let (start, end) = (stay.from.max(from), stay.to.map_or(to, |end| end.min(to)));
        if start < end && stay.share > Decimal::ZERO {
            let held = Decimal::from(days_between(start, end)) * stay.share.min(Decimal::ONE);
            *days.entry(stay.owner.clone()).or_default() += held;
        }
    }
    let open = Decimal::from(days_between(from, to)) - days.values().sum::<Decimal>();
    if open > Decimal::ZERO || days.is_empty() {
        *days.entry(Arc::from(UNOWNED)).or_default() += open;
    }
    sum_to_one(days)
}

/// Divides by all days there are, so that the parts sum to 1 even where stays overlap.
fn sum_to_one(days: BTreeMap<Arc<str>, Decimal>) -> Vec<CreditShare> {
    let all: Decimal = days.values().sum();
    let part = |held: Decimal| held.checked_div(all).unwrap_or(Decimal::ONE).round_dp(CREDIT_DIGITS);
    let mut shares: Vec<CreditShare> =
        days.into_iter().map(|(owner, days)| CreditShare { owner, share: part(days), days }).collect();
    let left_over = Decimal::ONE - shares.iter().map(|credit| credit.share).sum::<Decimal>();
    if let Some(largest) = shares.iter_mut().min_by(|a, b| b.days.cmp(&a.days)) {
        largest.share += left_over;
    }
    shares
}

#[cfg(test)]
mod tests;

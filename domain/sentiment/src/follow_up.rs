use std::sync::Arc;

use jiff::Span;
use jiff::civil::Date;

use crate::answer::{Answer, Stance};
use crate::rule;

/// Something of ours that reached the account: what we wrote or called for, and every conversation that was held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touch {
    /// The key of the fact.
    pub key: Arc<str>,
    /// When.
    pub on: Date,
}

/// Whether somebody spoke with the one who answered, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Followed {
    /// Before the clock ran out.
    InTime(Touch),
    /// Later.
    Late(Touch),
    /// Not yet, and the clock has run out.
    Overdue,
    /// Not yet, and the clock still runs.
    Running,
    /// No conversation with anybody is on record for those days, so nothing can be said.
    NotTold,
}

/// So many whole days after the day of the answer somebody should have spoken with the one who gave it.
#[must_use]
pub fn clock_days(stance: Stance) -> i64 {
    match stance {
        Stance::Detractor => rule::DETRACTOR_DAYS,
        Stance::Passive => rule::PASSIVE_DAYS,
        Stance::Promoter => rule::PROMOTER_DAYS,
    }
}

/// The last day of the clock of an answer.
#[must_use]
pub fn due_on(answer: &Answer) -> Option<Date> {
    answer.on.checked_add(Span::new().days(clock_days(answer.stance()?))).ok()
}

/// What followed an answer, from what was said with the account; `told_to` is the last day on which any conversation with
/// anybody is on record. `None` for an answer outside of the scale.
#[must_use]
pub fn follow_up<'a>(
    answer: &Answer,
    touches: impl IntoIterator<Item = &'a Touch>,
    as_of: Date,
    told_to: Option<Date>,
) -> Option<Followed> {
    let due = due_on(answer)?;
    let after = touches.into_iter().filter(|touch| touch.on >= answer.on && touch.on <= as_of);
    let first = after.min_by(|a, b| (a.on, &a.key).cmp(&(b.on, &b.key))).cloned();
    Some(match first {
        Some(touch) if touch.on <= due => Followed::InTime(touch),
        Some(touch) => Followed::Late(touch),
        None if due >= as_of => Followed::Running,
        None if told_to.is_none_or(|last| last < due) => Followed::NotTold,
        None => Followed::Overdue,
    })
}

/// Whether so much time has passed since an answer that the same person may be asked again.
#[must_use]
pub fn is_due_again(answer: &Answer, as_of: Date) -> bool {
    answer.on.checked_add(Span::new().days(rule::RESURVEY_DAYS)).is_ok_and(|day| day <= as_of)
}

#[cfg(test)]
mod tests;

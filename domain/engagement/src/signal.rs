use jiff::civil::Date;
use report::{Fold, Trace};
use rust_decimal::Decimal;

use crate::evidence::{Evidence, Kind, Role, Touch};
use crate::parts::kind;
use crate::rule;

/// A sign that an account turns away, with the rows it was seen in.
#[derive(Debug, Clone)]
pub struct Signal {
    /// The word that stands for it.
    pub key: &'static str,
    /// In a sentence.
    pub says: String,
    /// The rows.
    pub rows: Trace,
}

fn signal(key: &'static str, says: String, rows: Trace) -> Signal {
    Signal { key, says, rows }
}

fn rows<'a>(touches: impl IntoIterator<Item = &'a Touch>) -> Trace {
    let mut trace = Trace::new(Fold::Count, &[]);
    for touch in touches {
        trace.push("touchpoints", &touch.key, kind(touch), Some(touch.on), &[]);
    }
    trace
}

/// Everything seen, in the order of the list of signs. `used_before` and `used_now` are the use of the product at both
/// ends of the period, where it is known.
#[must_use]
pub fn signals(evidence: &Evidence, used: Option<(Decimal, Decimal)>) -> Vec<Signal> {
    [unanswered(evidence), cancelled(evidence), slower(evidence), review(evidence), sponsor(evidence)]
        .into_iter()
        .chain([usage(evidence, used)])
        .flatten()
        .collect()
}

/// Messages of ours since the customer last spoke.
fn unanswered(evidence: &Evidence) -> Option<Signal> {
    let spoke = evidence.touches.iter().filter(|touch| touch.is_two_way()).map(|touch| touch.on).max();
    let since = |touch: &&Touch| touch.is_our_message() && spoke.is_none_or(|spoke| touch.on > spoke);
    let found: Vec<&Touch> = evidence.touches.iter().filter(since).collect();
    (found.len() >= rule::UNANSWERED)
        .then(|| signal("unanswered", format!("{} messages of ours in a row are unanswered", found.len()), rows(found)))
}

/// Meetings that fell through since one was last held.
fn cancelled(evidence: &Evidence) -> Option<Signal> {
    let live = |touch: &&Touch| touch.kind != Kind::Written;
    let held = evidence.touches.iter().filter(live).filter(|touch| touch.held).map(|touch| touch.on).max();
    let fell = |touch: &&Touch| !touch.held && held.is_none_or(|held| touch.on > held);
    let found: Vec<&Touch> = evidence.in_period().filter(live).filter(fell).collect();
    (found.len() >= rule::CANCELLED).then(|| {
        let says = format!("{} meetings fell through and none has been held since", found.len());
        signal("cancelled", says, rows(found))
    })
}

/// Replies that come days later than they did before the period.
fn slower(evidence: &Evidence) -> Option<Signal> {
    let before =
        replies(evidence, evidence.touches.iter().map(|touch| touch.on).min()?, evidence.from.yesterday().ok()?);
    let now = replies(evidence, evidence.from, evidence.last);
    if before.rows.len() < rule::LEAST_REPLIES || now.rows.len() < rule::LEAST_REPLIES {
        return None;
    }
    let (then, today) = (before.value()?, now.value()?);
    (then <= rule::FAST_REPLY_DAYS.into() && today >= rule::SLOW_REPLY_DAYS.into()).then(|| {
        let says = format!("replies take {} days in the middle; before it was {}", today.normalize(), then.normalize());
        signal("slower", says, now)
    })
}

fn replies(evidence: &Evidence, from: Date, last: Date) -> Trace {
    let mut trace = Trace::new(Fold::Median, &["days to reply"]);
    for (asked, reply) in evidence.asked(from, last) {
        if let Some(reply) = reply {
            let days = Decimal::from((reply.on - asked.on).get_days());
            trace.push("touchpoints", &asked.key, kind(asked), Some(asked.on), &[days]);
        }
    }
    trace
}

fn review(evidence: &Evidence) -> Option<Signal> {
    let mut trace = Trace::new(Fold::Count, &[]);
    let missed = evidence.reviews.iter().filter(|review| evidence.counts(review.due_on) && review.held_on.is_none());
    for review in missed.filter(|review| review.missed.is_some()) {
        let why = review.missed.as_deref().unwrap_or("not held");
        trace.push("business_reviews", &review.key, why, Some(review.due_on), &[]);
    }
    let first = trace.rows.first()?;
    let says = format!(
        "the business review due on {} was not held: {}",
        evidence.reviews.iter().find(|review| review.key == first.key)?.due_on,
        first.label
    );
    Some(signal("review", says, trace))
}

fn sponsor(evidence: &Evidence) -> Option<Signal> {
    let here = |role: Role, left: Option<Date>| role == Role::Sponsor && left.is_none_or(|left| left > evidence.last);
    let silent = |key: &std::sync::Arc<str>| {
        !evidence.touches.iter().any(|touch| {
            touch.is_two_way()
                && touch.contact.as_ref() == Some(key)
                && (evidence.last - touch.on).get_days() <= rule::SPONSOR_DAYS
        })
    };
    let sponsors: Vec<_> = evidence.contacts.iter().filter(|contact| here(contact.role, contact.left_on)).collect();
    let named = evidence.touches.iter().any(|touch| touch.contact.is_some());
    if sponsors.is_empty() || !named || sponsors.iter().any(|contact| !silent(&contact.key)) {
        return None;
    }
    let mut trace = Trace::new(Fold::Count, &[]);
    sponsors.iter().for_each(|contact| trace.push("contacts", &contact.key, &*contact.name, None, &[]));
    let names: Vec<&str> = sponsors.iter().map(|contact| &*contact.name).collect();
    let says = format!("no conversation with the sponsor in {} days: {}", rule::SPONSOR_DAYS, names.join(", "));
    Some(signal("sponsor", says, trace))
}

fn usage(evidence: &Evidence, used: Option<(Decimal, Decimal)>) -> Option<Signal> {
    let (before, now) = used?;
    let fell = before - now;
    let mut trace = Trace::new(Fold::Sum, &["score"]);
    trace.push_known(evidence.product.as_ref()?, &[]);
    (fell >= rule::USAGE_POINTS.into()).then(|| {
        let points = report::display::value(fell, &report::Unit::ScorePoints);
        signal("usage", format!("the use of the product fell by {points} points in the period"), trace)
    })
}

#[cfg(test)]
mod tests;

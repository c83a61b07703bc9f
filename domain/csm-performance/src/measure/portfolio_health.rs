use std::sync::Arc;

use report::{Band, Fold, Trace};
use rust_decimal::Decimal;

use super::Measured;
use crate::facts::Facts;

/// Why the health of a book is not known: of too few of its accounts. A mean of the few would speak for the many.
fn too_few(facts: &Facts) -> Option<Measured> {
    facts.health_too_few().map(|why| Measured::Unknown { why })
}

const NO_HEALTH: &str = "no account of the book has enough facts for a health score";

/// Mean health of the accounts owned on the last day, unknown ones left out and counted.
pub(super) fn average(facts: &Facts) -> Measured {
    if let Some(unknown) = too_few(facts) {
        return unknown;
    }
    let mut trace = Trace::new(Fold::Mean, &["health score"]);
    let mut unknown = 0_u32;
    for account in facts.settled_book() {
        match account.closing_health.score {
            Some(score) => {
                trace.push("accounts", &Arc::from(account.id.as_str()), &*account.name, None, &[score]);
            }
            None => unknown += 1,
        }
    }
    let fresh = facts.closing_book().count() - facts.settled_book().count();
    let note = left_out(unknown, fresh);
    Measured::from_rows(
        trace,
        "mean of the accounts owned for at least 90 days by the last day whose health is known",
        NO_HEALTH,
    )
    .noting(note)
}

fn left_out(unknown: u32, fresh: usize) -> Option<String> {
    let parts = [
        (unknown > 0).then(|| format!("{unknown} without a known health")),
        (fresh > 0).then(|| format!("{fresh} taken over in the last 90 days")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("left out: {}", parts.join(", ")))
}

/// Share of accounts of this colour among those owned on the last day whose health is known.
pub(super) fn band_share(facts: &Facts, band: Band) -> Measured {
    if let Some(unknown) = too_few(facts) {
        return unknown;
    }
    let mut trace = Trace::new(Fold::Mean, &["1 when it is of this colour"]);
    for account in facts.settled_book().filter(|account| account.closing_health.band != Band::Unknown) {
        let hit = Decimal::from(u8::from(account.closing_health.band == band));
        trace.push("accounts", &Arc::from(account.id.as_str()), &*account.name, None, &[hit]);
    }
    let convention = format!(
        "share of {} among accounts owned for at least 90 days by the last day whose health is known",
        band.word()
    );
    Measured::from_rows(trace, convention, NO_HEALTH)
}

use std::sync::Arc;

use fairness::findings::Unexcluded;
use fairness::traces::Traces;
use kernel::{PersonId, Refusal};
use retention::CreditRule;

use super::{Money, Question, TracesByKey, kept, money};
use crate::fairness::panel::Ground;

/// Everybody compared as if nothing had been excluded.
pub(super) struct Whole {
    kept: Question,
    money: Option<Money>,
}

impl Whole {
    /// `None` where no outcome of the window is excluded.
    pub(super) fn of(ground: &Ground<'_>, rule: CreditRule) -> Result<Option<Self>, Refusal> {
        if !ground.outcomes.rows.iter().any(|outcome| ground.is_excluded(outcome)) {
            return Ok(None);
        }
        let rows = ground.rows(rule, true);
        let Some(kept) = Question::of(ground.study(&rows, kept))? else { return Ok(None) };
        Ok(Some(Self { kept, money: money(ground, &rows) }))
    }

    /// Whoever is credited with anything.
    pub(super) fn groups(&self) -> &[Arc<str>] {
        &self.kept.study.groups
    }

    /// One person's lines.
    pub(super) fn lines(&self, person: &PersonId) -> Unexcluded {
        let kept = self.kept.traces(person).and_then(|traces| self.kept.line(person, &traces));
        let retained = || {
            let money = self.money.as_ref()?;
            money.line(person, &money.traces(person)?)
        };
        Unexcluded { kept, retained: retained() }
    }

    /// The rows behind them.
    pub(super) fn traces(&self, person: &PersonId) -> TracesByKey {
        let kept = self.kept.traces(person).map(|traces: Traces| ("unexcluded.kept", traces));
        let retained = self.money.as_ref().and_then(|money| money.traces(person));
        kept.into_iter().chain(retained.map(|traces| ("unexcluded.retained", traces))).collect()
    }
}

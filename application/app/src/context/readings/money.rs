use std::collections::BTreeMap;

use context::Item;
use kernel::{AccountId, Period, Refusal};
use report::{CheckState, Figure, Fold, Trace, Unit};
use retention::{Basis, ChurnSource, Cohort, Decision, Refused, Rules, renewals};
use rust_decimal::Decimal;

use super::Taker;
use crate::desk::refused as not_read;

/// What is known of who was lost.
pub(super) struct Churn {
    pub(super) now: Figure,
    pub(super) before: Figure,
    pub(super) disputed: Option<String>,
}

impl Taker<'_> {
    pub(super) fn churn(&mut self) -> Result<Churn, Refusal> {
        let (label, label_before) = ("churn in twelve months", "churn in the twelve months before");
        let Some((year, year_before)) = self.ground.years() else {
            let unknown = |label| self.unknown(label, Unit::Ratio, "the day is too early");
            return Ok(Churn { now: unknown(label), before: unknown(label_before), disputed: None });
        };
        let now = self.lost_in("churn", label, year)?;
        let before = self.lost_in("churn_before", label_before, year_before)?;
        let disputed = self.other_source(&now, year)?;
        Ok(Churn { now, before, disputed })
    }

    fn lost_in(&mut self, key: &str, label: &str, days: Period) -> Result<Figure, Refusal> {
        if let Some(why) = &self.ground.not_covered {
            return Ok(self.unknown(label, Unit::Ratio, why.clone()));
        }
        let cohort = self.cohort(days, &self.ground.desk.settings.rules)?;
        if cohort.members().is_empty() {
            let why = format!("no account had ARR on {}", days.from());
            return Ok(self.unknown(label, Unit::Ratio, why));
        }
        let measured = cohort.logo_churn();
        let words = format!("{}; {days}", measured.convention);
        Ok(self.enter(key, label, Unit::Ratio, measured.trace).with_convention(words))
    }

    fn cohort(&self, days: Period, rules: &Rules) -> Result<Cohort, Refusal> {
        let basis = Basis { rules, ..self.ground.basis()? };
        Cohort::freeze(&self.ground.histories_on(days.from()), days, &basis).map_err(refused)
    }

    /// Says so when the other source of who was lost would decide the other way.
    fn other_source(&self, now: &Figure, year: Period) -> Result<Option<String>, Refusal> {
        let desk = self.ground.desk;
        let told = desk.store.count(&customers::churn_event::SHAPE).map_err(not_read)?;
        if now.value.is_none() || told == 0 {
            return Ok(None);
        }
        let rules = &desk.settings.rules;
        let other = match rules.churn_source {
            ChurnSource::Contracts => ChurnSource::Events,
            ChurnSource::Events => ChurnSource::Contracts,
        };
        let rate = self.cohort(year, &Rules { churn_source: other, ..*rules })?.logo_churn().value();
        let met = |rate: Option<Decimal>| Item::Churn.state_of(rate) == CheckState::Met;
        let shown = |rate: Decimal| report::display::value(rate, &Unit::Ratio);
        Ok(rate.filter(|_| met(rate) != met(now.value)).map(|rate| {
            format!(
                "the sources disagree: {} by {}, {} by {other}, which are on two sides of the line",
                now.display(),
                rules.churn_source,
                shown(rate)
            )
        }))
    }

    /// Accounts renewed of those due, and the ARR kept of what came up.
    pub(super) fn renewals(&mut self) -> Result<[Figure; 2], Refusal> {
        let labels = ["renewal rate", "renewal rate by ARR"];
        if let Some(why) = &self.ground.not_covered {
            return Ok(labels.map(|label| self.unknown(label, Unit::Ratio, why.clone())));
        }
        let period = self.ground.period;
        let found =
            renewals(&self.ground.histories_on(period.from()), period, &self.ground.basis()?).map_err(refused)?;
        let by_arr = match found.gross_rate() {
            Err(why) => return Ok(labels.map(|label| self.unknown(label, Unit::Ratio, why.to_string()))),
            Ok(measured) => measured,
        };
        let last: BTreeMap<&AccountId, &Decision> = found.decisions.iter().map(|one| (&one.account, one)).collect();
        let mut trace = Trace::new(Fold::Mean, &["renewed"]);
        for decision in last.values() {
            let renewed = Decimal::from(u8::from(decision.kept_with_growth > Decimal::ZERO));
            trace.push("accounts", &decision.account.as_str().into(), &*decision.name, Some(decision.on), &[renewed]);
        }
        let pending = match found.pending.len() {
            0 => String::new(),
            open => format!("; {open} still open and in no rate"),
        };
        let words = format!("accounts renewed, in part or in full, of those due in {period}{pending}");
        let by_accounts = self.enter("renewed", labels[0], Unit::Ratio, trace).with_convention(words);
        let by_arr = self.enter("renewed_arr", labels[1], Unit::Ratio, by_arr.trace).with_convention(by_arr.convention);
        Ok([by_accounts, by_arr])
    }

    pub(super) fn expansion(&mut self) -> Result<Figure, Refusal> {
        let (label, period) = ("expansion", self.ground.period);
        let unit = self.ground.money.clone();
        if let Some(why) = &self.ground.not_covered {
            return Ok(self.unknown(label, unit, why.clone()));
        }
        let measured = self.cohort(period, &self.ground.desk.settings.rules)?.expansion_amount();
        let words = format!("{}; {period}", measured.convention);
        Ok(self.enter("expansion", label, unit, measured.trace).with_convention(words))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
fn refused(why: Refused) -> Refusal {
    Refusal::NotEnoughData(why.to_string())
}

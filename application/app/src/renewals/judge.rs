use std::sync::Arc;

use churn::risk::RANGE;
use churn::{Notice, Reason, Risk, Standing};
use jiff::civil::Date;
use kernel::AccountId;
use renewals::{Call, Due};
use report::{Address, Figure, Fold, Interval, Ledger, Trace, Unit};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;

use super::learn::Learned;

/// A renewal with its chance and what the chance is made of.
#[derive(Debug, Clone)]
pub(super) struct Judged {
    pub(super) due: Due,
    /// The risk of losing it; `None` where the contract that follows is known.
    pub(super) risk: Option<Risk>,
    day: Date,
}

/// The address of the renewals of an account.
pub(super) fn address(account: &AccountId, day: Date) -> Address {
    Address::new("renewals", account.as_str(), day, day)
}

impl Judged {
    /// By what is known of the account on the day, with what was learned by then.
    pub(super) fn of(mut due: Due, standing: &Standing, learned: &Learned, day: Date) -> Self {
        if due.signed.is_some() {
            due.chance = Decimal::ONE;
            return Self { due, risk: None, day };
        }
        let mut standing = standing.clone();
        // Notice on everything that comes up decides, whatever else the account pays for.
        let served = due.notice_on.zip(due.contracts.first());
        standing.notice =
            served.map(|(on, (contract, _))| Notice { contract: contract.clone(), on, ends_on: Some(due.on) });
        let risk = Risk::of(learned.card(due.days_left(day)), &standing, due.on);
        due.chance = Decimal::ONE - risk.chance;
        Self { due, risk: Some(risk), day }
    }

    fn at(&self, key: &str) -> report::EvidenceRef {
        address(&self.due.account, self.day).figure(&format!("{key}.{}", self.due.on))
    }

    /// Enters everything the figures below open to.
    pub(super) fn enter(&self, ledger: &mut Ledger, money: &Unit) {
        let key = |name: &str| format!("{name}.{}", self.due.on);
        let mut arr = Trace::new(Fold::Sum, &["ARR"]);
        for (contract, amount) in &self.due.contracts {
            arr.push("contracts", contract, &*self.due.name, Some(self.due.on), &[*amount]);
        }
        ledger.figure(&key("arr"), "ARR", money.clone(), self.day, arr);
        let loss = ledger.figure(&key("loss"), "chance of loss", Unit::Ratio, self.day, self.loss_trace());
        let mut chance = Trace::new(Fold::Complement, &["chance of loss", "whole"]);
        chance.push_known(&loss, &[Decimal::ONE]);
        ledger.figure(&key("chance"), "chance of renewal", Unit::Ratio, self.day, chance);
        if let Some(call) = self.due.call() {
            let mut said = Trace::new(Fold::Sum, &["chance"]);
            said.push("renewal_calls", &call.key, &*call.forecaster, Some(call.on), &[call.chance]);
            ledger.figure(&key("call"), "call", Unit::Ratio, self.day, said);
        }
    }

    fn loss_trace(&self) -> Trace {
        match (&self.risk, &self.due.signed) {
            (Some(risk), _) => risk.trace(),
            (None, signed) => {
                let mut trace = Trace::new(Fold::Sum, &["chance"]);
                if let Some(signed) = signed {
                    let says = "the contract that follows is known";
                    trace.push("contracts", &signed.contract, says, Some(signed.starts_on), &[Decimal::ZERO]);
                }
                trace
            }
        }
    }

    /// What comes up.
    pub(super) fn arr(&self, money: &Unit) -> Figure {
        Figure::known("ARR", self.due.arr(), money.clone(), self.day).with_evidence(self.at("arr"))
    }

    /// The chance of renewal, opening to its parts.
    pub(super) fn chance(&self) -> Figure {
        let figure = Figure::known("chance of renewal", self.due.chance, Unit::Ratio, self.day)
            .with_evidence(self.at("chance"))
            .with_convention("that anything is kept of what comes up");
        let Some(risk) = &self.risk else { return figure };
        let (low, high) = risk.range;
        figure.with_interval(Some(Interval {
            level: Decimal::from_f64(RANGE).unwrap_or_default(),
            low: Decimal::ONE - high,
            high: Decimal::ONE - low,
            method: "what is not known of the card and of the account".to_owned(),
        }))
    }

    /// The chance that it is lost.
    pub(super) fn loss(&self) -> Figure {
        Figure::known("chance of loss", Decimal::ONE - self.due.chance, Unit::Ratio, self.day)
            .with_evidence(self.at("loss"))
    }

    /// What was said last.
    pub(super) fn call(&self) -> Option<(Figure, &Call)> {
        let call = self.due.call()?;
        let figure = Figure::known("call", call.chance, Unit::Ratio, self.day).with_evidence(self.at("call"));
        Some((figure.with_note(format!("{}, {}", call.forecaster, call.on)), call))
    }

    /// What raises the risk most.
    pub(super) fn reasons(&self, most: usize) -> Vec<Reason> {
        self.risk.as_ref().map_or_else(Vec::new, |risk| risk.top(most))
    }

    /// The same in a line.
    pub(super) fn reasons_told(&self, most: usize) -> String {
        let told: Vec<String> = self
            .reasons(most)
            .iter()
            .map(|reason| format!("{} (+{})", reason.words(), reason.contribution.round_dp(2)))
            .collect();
        match (told.is_empty(), &self.risk) {
            (false, _) => told.join("; "),
            (true, Some(_)) => "nothing stands out".to_owned(),
            (true, None) => "signed".to_owned(),
        }
    }

    /// A row of a trace that counts it.
    pub(super) fn count(&self, trace: &mut Trace) {
        trace.push("accounts", &Arc::from(self.due.account.as_str()), &*self.due.name, Some(self.due.on), &[]);
    }

    /// Its name, with the day where that tells decisions of one account apart.
    pub(super) fn label(&self) -> String {
        format!("{}, {}", self.due.name, self.due.on)
    }
}

use std::collections::BTreeMap;
use std::sync::Arc;

use context::Part;
use csm_performance::facts::Tier;
use health::Health;
use kernel::{AccountId, Refusal};
use report::{Band, Figure, Fold, Ledger, Trace, Unit};
use rust_decimal::Decimal;

use super::super::checklist::Held;
use super::super::ground::Ground;
use super::super::readings::{Readings, active_share};
use super::super::{Missing, about};
use super::{AccountLine, Goal, TellPart};
use crate::churn;
use crate::desk::Desk;
use crate::facts::paying::Paying;

/// Accounts told one by one in a part.
const TOLD_MOST: usize = 10;

/// The six parts about all accounts or a book, and what is missing in them.
pub(super) fn of(
    ground: &Ground<'_>,
    readings: &Readings,
    held: &[Held],
    ledger: &mut Ledger,
) -> Result<(Vec<TellPart>, Vec<Missing>), Refusal> {
    let mut teller = Teller { ground, readings, ledger };
    let mut missing = Vec::new();
    let risks = match teller.risks() {
        Ok(risks) => risks,
        Err(Refusal::NotEnoughData(why)) => {
            missing.push(Missing { what: Part::ChurnRisks.title().to_lowercase(), why });
            part(Part::ChurnRisks, Vec::new(), Vec::new())
        }
        Err(refusal) => return Err(refusal),
    };
    let parts = vec![teller.segments()?, teller.usage(), teller.health(), risks, teller.growth(), goals(held)];
    Ok((parts, missing))
}

fn part(part: Part, figures: Vec<(String, Figure)>, accounts: Vec<AccountLine>) -> TellPart {
    TellPart { part, figures, accounts, goals: Vec::new() }
}

struct Teller<'a> {
    ground: &'a Ground<'a>,
    readings: &'a Readings,
    ledger: &'a mut Ledger,
}

impl Teller<'_> {
    fn enter(&mut self, key: &str, label: &str, unit: Unit, trace: Trace) -> (String, Figure) {
        let figure = self.ledger.figure(key, label, unit, self.ground.as_of(), trace);
        (key.to_owned(), figure)
    }

    fn segments(&mut self) -> Result<TellPart, Refusal> {
        let mut figures = vec![("accounts".to_owned(), self.readings.accounts.clone())];
        for tier in Tier::ALL {
            let (mut count, mut sum) = (Trace::new(Fold::Count, &[]), Trace::new(Fold::Sum, &["ARR"]));
            for one in self.ground.paid.iter().filter(|one| one.tier == tier) {
                count.push("accounts", &one.account.as_str().into(), &*one.name, None, &[]);
                sum.push_known(&one.arr_figure(self.ground.desk, self.ground.day)?.labelled(&*one.name), &[]);
            }
            let word = tier.word();
            figures.push(self.enter(&format!("{word}.accounts"), &format!("{word} accounts"), Unit::Count, count));
            let money = self.ground.money.clone();
            figures.push(self.enter(&format!("{word}.arr"), &format!("{word} ARR"), money, sum));
        }
        let largest = self.ground.paid.iter().take(TOLD_MOST);
        let line = |one: &Paying| {
            let arr = one.arr_figure(self.ground.desk, self.ground.day)?;
            Ok(line(&one.account, &one.name, vec![("arr", arr)], vec![about::segment(one)]))
        };
        let accounts = largest.map(line).collect::<Result<Vec<_>, Refusal>>()?;
        Ok(part(Part::AccountSegments, figures, accounts))
    }

    fn usage(&mut self) -> TellPart {
        let adoption = ("adoption".to_owned(), self.readings.adoption.clone());
        let mut told = Trace::new(Fold::Count, &[]);
        let mut shares: Vec<(Decimal, &Paying)> = Vec::new();
        for one in &self.ground.paid {
            if let Some(share) = self.readings.healths.get(&one.account).and_then(active_share) {
                told.push("accounts", &one.account.as_str().into(), &*one.name, None, &[]);
                shares.push((share, one));
            }
        }
        let told = self.enter("usage_told", "accounts whose use of licences is told", Unit::Count, told);
        shares.sort_by(|a, b| (a.0, &a.1.account).cmp(&(b.0, &b.1.account)));
        let accounts = shares.iter().take(TOLD_MOST).map(|(_, one)| {
            let health = self.readings.healths.get(&one.account);
            line(&one.account, &one.name, about::usage(self.ground, &one.account, health), Vec::new())
        });
        let accounts = accounts.collect();
        part(Part::ProductUsage, vec![adoption, told], accounts)
    }

    fn health(&mut self) -> TellPart {
        let mut figures = vec![("average".to_owned(), self.readings.health.clone())];
        for band in Band::ALL {
            let mut trace = Trace::new(Fold::Count, &[]);
            for one in &self.ground.paid {
                if self.readings.healths.get(&one.account).map_or(Band::Unknown, |health| health.band) == band {
                    trace.push("accounts", &one.account.as_str().into(), &*one.name, None, &[]);
                }
            }
            let word = band.word();
            figures.push(self.enter(&format!("health.{word}"), &format!("{word} accounts"), Unit::Count, trace));
        }
        let mut known: Vec<(&Paying, &Health)> = self
            .ground
            .paid
            .iter()
            .filter_map(|one| {
                Some((one, self.readings.healths.get(&one.account).filter(|health| health.score.is_some())?))
            })
            .collect();
        known.sort_by(|a, b| (a.1.score, &a.0.account).cmp(&(b.1.score, &b.0.account)));
        let accounts = known.iter().take(TOLD_MOST).map(|(one, health)| {
            let says = vec![health.band.word().to_owned()];
            line(&one.account, &one.name, about::health(self.ground, &one.account, Some(health)), says)
        });
        let accounts = accounts.collect();
        part(Part::HealthMetrics, figures, accounts)
    }

    /// As of the day, as known then.
    fn risks(&mut self) -> Result<TellPart, Refusal> {
        let desk = Desk { as_of: Some(self.ground.day), ..*self.ground.desk };
        let csm = self.ground.owner.as_ref().map(kernel::PersonId::as_str);
        let (report, lines) = churn::at_stake(&desk, csm)?;
        let keys = ["accounts", "arr", "expected.accounts", "expected.arr", "critical", "high", "medium", "low"];
        let named = |key: &str, figure: &Figure| match key {
            "critical" | "high" | "medium" | "low" => figure.clone().labelled(format!("{key} risk, accounts")),
            _ => figure.clone(),
        };
        let figures = keys.iter().filter_map(|key| Some(((*key).to_owned(), named(key, report.figure(key)?))));
        let accounts = lines.into_iter().take(TOLD_MOST).map(|one| {
            let figures = vec![("chance", one.chance), ("arr", one.arr)];
            line(&one.account, &one.name, figures, one.reasons.into_iter().map(str::to_owned).collect())
        });
        let (figures, accounts) = (figures.collect(), accounts.collect());
        Ok(part(Part::ChurnRisks, figures, accounts))
    }

    fn growth(&mut self) -> TellPart {
        let readings = self.readings;
        let figures = vec![
            ("open_opportunities".to_owned(), readings.deals.clone()),
            ("open_arr".to_owned(), readings.deals_arr.clone()),
            ("expansion".to_owned(), readings.expansion.clone()),
        ];
        let mut by_account: BTreeMap<&AccountId, Vec<&customers::Opportunity>> = BTreeMap::new();
        for deal in &readings.open_deals {
            by_account.entry(&deal.account).or_default().push(deal);
        }
        let mut accounts: Vec<AccountLine> = Vec::new();
        for (account, deals) in by_account.into_iter().take(TOLD_MOST) {
            let says = deals.iter().map(|deal| about::deal(deal)).collect();
            accounts.push(line(account, &self.ground.name(account), Vec::new(), says));
        }
        part(Part::GrowthOpportunities, figures, accounts)
    }
}

fn line(account: &AccountId, name: &Arc<str>, figures: Vec<(&'static str, Figure)>, says: Vec<String>) -> AccountLine {
    AccountLine { id: account.external().to_owned(), name: name.clone(), figures, says }
}

fn goals(held: &[Held]) -> TellPart {
    let goal = |one: &Held| Goal {
        what: one.item.asks().to_owned(),
        state: one.state,
        over: one.over.clone(),
        figure: Some(one.figure.clone()),
        note: one.note.clone(),
    };
    TellPart { goals: held.iter().map(goal).collect(), ..part(Part::SuccessGoals, Vec::new(), Vec::new()) }
}

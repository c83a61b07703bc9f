use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use csm_performance::facts::Tier;
use customers::{Contract, Escalation, Milestone, SavePlay};
use jiff::civil::Date;
use kernel::{AccountId, Period, Refusal};
use ports::store::FactQuery;
use rust_decimal::Decimal;
use segments::{Membership, Migration, Stage, StageEvidence, stage};

use crate::desk::Desk;
use crate::facts::paying::{Paying, paying};
use crate::facts::voices::by_account;
use crate::time_to_value::FIRST_VALUE;

/// By what accounts are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Approach {
    Value,
    Lifecycle,
}

impl Approach {
    pub(super) fn of(typed: Option<&str>) -> Result<Self, Refusal> {
        match typed {
            None | Some("value") => Ok(Self::Value),
            Some("lifecycle") => Ok(Self::Lifecycle),
            Some(other) => {
                Err(Refusal::invalid("approach", format!("`{other}` is no approach; write value or lifecycle")))
            }
        }
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Lifecycle => "lifecycle",
        }
    }

    /// The segments, in order.
    pub(super) fn names(self) -> Vec<&'static str> {
        match self {
            Self::Value => Tier::ALL.map(Tier::word).to_vec(),
            Self::Lifecycle => Stage::ALL.map(Stage::words).to_vec(),
        }
    }
}

/// Everything the report is made from.
pub(super) struct Ground {
    pub(super) approach: Approach,
    pub(super) period: Period,
    pub(super) as_of: Date,
    /// The days at whose beginning accounts are looked at.
    pub(super) ends: (Date, Date),
    pub(super) migration: Migration,
    /// Who pays at the end, with the place of their segment.
    pub(super) members: Vec<(usize, Paying)>,
}

impl Ground {
    pub(super) fn load(desk: &Desk<'_>, approach: Approach, period: Period) -> Result<Self, Refusal> {
        let (from, to) = (period.from(), period.to().min(desk.as_of()));
        if from > to {
            let as_of = desk.as_of();
            return Err(Refusal::NotEnoughData(format!(
                "{period} begins after {as_of}, so nothing of it can be known"
            )));
        }
        let told = match approach {
            Approach::Value => Told::default(),
            Approach::Lifecycle => Told::load(desk)?,
        };
        let place = |one: &Paying, day: Date| match approach {
            Approach::Value => Tier::ALL.iter().position(|tier| *tier == one.tier).unwrap_or(0),
            Approach::Lifecycle => {
                let found = stage(&told.evidence(one, day), day);
                Stage::ALL.iter().position(|stage| *stage == found).unwrap_or(0)
            }
        };
        let (before, _) = paying(desk, from, None)?;
        let (after, _) = paying(desk, to, None)?;
        let mut rows: BTreeMap<AccountId, Membership> = BTreeMap::new();
        for one in &before {
            let row = blank(one);
            rows.insert(one.account.clone(), Membership { from: Some(place(one, from)), opening: one.arr, ..row });
        }
        for one in &after {
            let row = rows.entry(one.account.clone()).or_insert_with(|| blank(one));
            (row.to, row.closing) = (Some(place(one, to)), one.arr);
        }
        let members = after.into_iter().map(|one| (place(&one, to), one)).collect();
        let migration = Migration::of(rows.into_values().collect());
        Ok(Self { approach, period, as_of: desk.as_of(), ends: (from, to), migration, members })
    }
}

fn blank(one: &Paying) -> Membership {
    Membership {
        account: one.account.clone(),
        name: one.name.clone(),
        from: None,
        to: None,
        opening: Decimal::ZERO,
        closing: Decimal::ZERO,
    }
}

/// What stages follow from, besides contracts.
#[derive(Default)]
struct Told {
    milestones: BTreeMap<AccountId, Vec<Milestone>>,
    plays: BTreeMap<AccountId, Vec<SavePlay>>,
    escalations: BTreeMap<AccountId, Vec<Escalation>>,
}

impl Told {
    fn load(desk: &Desk<'_>) -> Result<Self, Refusal> {
        let all = FactQuery::all;
        Ok(Self {
            milestones: by_account(desk, all(&customers::milestone::SHAPE), Milestone::from_record, |row| {
                &row.account
            })?,
            plays: by_account(desk, all(&customers::save_play::SHAPE), SavePlay::from_record, |row| &row.account)?,
            escalations: by_account(desk, all(&customers::escalation::SHAPE), Escalation::from_record, |row| {
                &row.account
            })?,
        })
    }

    fn evidence(&self, one: &Paying, day: Date) -> StageEvidence {
        fn of<'a, T>(rows: &'a BTreeMap<AccountId, Vec<T>>, account: &AccountId) -> &'a [T] {
            rows.get(account).map_or(&[], Vec::as_slice)
        }
        let is_open = |from: Date, to: Option<Date>| from <= day && to.is_none_or(|to| day < to);
        let running = || one.contracts.iter().filter(|contract| is_open(contract.starts_on, contract.ends_on));
        let decided = |contract: &Contract| contract.renewal_on.or(contract.ends_on).filter(|on| *on >= day);
        StageEvidence {
            paid_since: one.since.as_ref().map(|(_, since)| *since),
            value_outstanding: of(&self.milestones, &one.account).iter().any(|row| {
                row.milestone.to_lowercase() == FIRST_VALUE
                    && row.due_on.is_some_and(|due| due <= day)
                    && row.reached_on.is_none_or(|reached| reached > day)
            }),
            renewal_on: running().filter_map(decided).min(),
            notice_given: running().any(|contract| contract.notice_on.is_some_and(|notice| notice <= day)),
            save_play_open: of(&self.plays, &one.account).iter().any(|row| is_open(row.opened_on, row.closed_on)),
            escalation_open: of(&self.escalations, &one.account)
                .iter()
                .any(|row| is_open(row.raised_on, row.resolved_on)),
        }
    }
}

/// The accounts of a segment at the end.
pub(super) fn members(ground: &Ground, place: usize) -> impl Iterator<Item = &Paying> {
    ground.members.iter().filter(move |(of, _)| *of == place).map(|(_, one)| one)
}

/// The plans of a segment's accounts, each once.
pub(super) fn plans(ground: &Ground, place: usize) -> Vec<Arc<str>> {
    let found: BTreeSet<Arc<str>> = members(ground, place).filter_map(|one| one.plan.clone()).collect();
    found.into_iter().collect()
}

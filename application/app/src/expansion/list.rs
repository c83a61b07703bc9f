/// The sections after the tiers.
mod rest;

use std::collections::BTreeMap;
use std::sync::Arc;

use expansion::{Kind, tier};
use jiff::civil::Date;
use kernel::{AccountId, PersonId, Refusal};
use report::{Address, Block, Figure, Fold, Interval, Ledger, Report, Section, Table, TableCell, Tone, Trace, Unit};
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};
use statistics::forecast::{shock, total};

use super::gather::{Ground, One};
use super::show::address;
use crate::desk::Desk;
use crate::facts::paying::{owned_on, owners_on};
use crate::facts::stays::{everybody, of_everybody};
use crate::names;

/// Accounts of a tier told one by one.
const SHOWN_MOST: usize = 25;
const MONEY_RANGE: f64 = 0.8;
const SEGMENT_MARK: char = '§';

/// Whose accounts, and which of them.
#[derive(Debug, Clone, Copy, Default)]
pub struct ListRequest<'a> {
    /// Only the book of this person.
    pub csm: Option<&'a str>,
    /// Only accounts of this segment, as the source names it.
    pub segment: Option<&'a str>,
    /// Only accounts of this propensity or more.
    pub min_propensity: Option<i64>,
}

/// The request of an address.
pub(crate) fn request_of<'a>(subject: &'a str, when: &str) -> ListRequest<'a> {
    let (whose, segment) = subject.split_once(SEGMENT_MARK).map_or((subject, None), |(whose, of)| (whose, Some(of)));
    let min_propensity = when.strip_prefix("from-").and_then(|points| points.parse().ok());
    ListRequest { csm: (whose != "company").then_some(whose), segment, min_propensity }
}

/// The page of the whole company, where close rates open.
pub(super) fn company_address(day: Date) -> Address {
    Address::new("expansion-list", "company", "all", day)
}

/// What could be sold to whom, what it is worth, and to whom it should not be offered now.
///
/// # Errors
/// When the person is not known, the propensity is no number from 0 to 100, or nobody is left.
pub fn list(desk: &Desk<'_>, request: ListRequest<'_>) -> Result<Report, Refusal> {
    if let Some(points) = request.min_propensity.filter(|points| !(0..=100).contains(points)) {
        return Err(Refusal::invalid("min_propensity", format!("`{points}`; say a number from 0 to 100")));
    }
    let page = Page::load(desk, request)?;
    let mut report = Report::new("expansion.list", page.title.clone(), page.day);
    report.subtitle = vec![format!("accounts with ARR on {} · expected ARR is ARR times close rate", page.day)];
    let mut ledger = Ledger::new(page.address(request).to_string());
    report.push(page.summary(&mut ledger));
    report.push(page.tiers("tier-1", "Tier 1: ready now", &[Some(1)]));
    let mut next = page.tiers("tiers-2-3", "Tiers 2 and 3: next", &[Some(2), Some(3)]);
    next.push(page.not_now());
    report.push(next);
    report.push(page.whitespace(&mut ledger));
    report.push(page.playbooks());
    report.push(page.plan());
    report.push(page.resources(&mut ledger));
    report.push(page.growth(&mut ledger));
    report.ledger = ledger;
    Ok(report)
}

struct Page {
    title: String,
    day: Date,
    owner: Option<PersonId>,
    money: Unit,
    ground: Ground,
    owners: BTreeMap<AccountId, Arc<str>>,
}

impl Page {
    fn load(desk: &Desk<'_>, request: ListRequest<'_>) -> Result<Self, Refusal> {
        let day = desk.as_of();
        let people = everybody(desk)?;
        let owner = request.csm.map(|csm| names::person(desk, csm)).transpose()?;
        let stays = of_everybody(desk, &people)?;
        let mut ground = Ground::load(desk, None)?;
        let mine = owner.as_ref().map(|owner| owned_on(&stays, owner, day));
        ground.accounts.retain(|one| {
            let held = mine.as_ref().is_none_or(|mine| mine.binary_search(&one.held.paying.account).is_ok());
            let same = |told: &str| one.segment.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(told));
            let enough = |least: i64| one.propensity.score().is_some_and(|score| score >= Decimal::from(least));
            held && request.segment.is_none_or(same) && request.min_propensity.is_none_or(enough)
        });
        if ground.accounts.is_empty() {
            return Err(Refusal::NotEnoughData(format!(
                "no account that pays on {day} is left; ask about all of them, or another day with --as-of"
            )));
        }
        let name = |owner: &PersonId| people.get(owner).map_or_else(|| owner.to_string(), |one| one.name.to_string());
        let title = owner
            .as_ref()
            .map_or_else(|| "Expansion".to_owned(), |owner| format!("Expansion in the book of {}", name(owner)));
        let money = Unit::Money(desk.currency()?.to_string());
        Ok(Self { title, day, owner, money, ground, owners: owners_on(&stays, &people, day) })
    }

    fn address(&self, request: ListRequest<'_>) -> Address {
        let whose = self.owner.as_ref().map_or("company", PersonId::as_str);
        let subject = request.segment.map_or_else(|| whose.to_owned(), |of| format!("{whose}{SEGMENT_MARK}{of}"));
        let when = request.min_propensity.map_or_else(|| "all".to_owned(), |points| format!("from-{points}"));
        Address::new("expansion-list", &subject, when, self.day)
    }

    /// The tier of an account to which something may be offered now.
    fn tier(one: &One) -> Option<u8> {
        one.propensity.score().and_then(tier).filter(|_| one.gates.are_open())
    }

    fn in_tiers(&self, tiers: &[Option<u8>]) -> Vec<&One> {
        self.ground.accounts.iter().filter(|one| tiers.contains(&Self::tier(one))).collect()
    }

    fn at(&self, one: &One, (key, label): (&str, &str), value: Option<Decimal>, unit: Unit, why: &str) -> Figure {
        let at = address(&one.held.paying.account, self.day);
        match value {
            Some(value) => Figure::known(label, value, unit, self.day).with_evidence(at.figure(key)),
            None => Figure::unknown(label, unit, self.day, why),
        }
    }

    fn propensity(&self, one: &One) -> Figure {
        let why = "less than half of its weight is known";
        self.at(one, ("propensity", "propensity"), one.propensity.score(), Unit::Score, why)
    }

    fn expected(&self, one: &One) -> Figure {
        let known = one.openings.iter().any(|opening| opening.amount.is_some());
        let value = known.then(|| one.expected(&self.ground.rates));
        self.at(one, ("expected", "expected ARR"), value, self.money.clone(), "nothing with an amount could be sold")
    }

    fn arr(&self, one: &One) -> Figure {
        let at = Address::new("arr", one.held.paying.account.as_str(), self.day, self.day);
        Figure::known("ARR", one.held.paying.arr, self.money.clone(), self.day).with_evidence(at.figure("arr"))
    }

    fn count<'a>(
        &self,
        ledger: &mut Ledger,
        (key, label): (&str, &str),
        these: impl IntoIterator<Item = &'a One>,
    ) -> Figure {
        let mut trace = Trace::new(Fold::Count, &[]);
        for one in these {
            let paying = &one.held.paying;
            trace.push("accounts", &Arc::from(paying.account.as_str()), &*paying.name, None, &[]);
        }
        ledger.figure(key, label, Unit::Count, self.day, trace)
    }

    /// Amounts of openings of these kinds, each times this number.
    fn sum(&self, ledger: &mut Ledger, (key, label): (&str, &str), of: &[Kind], with_rate: bool) -> Figure {
        let mut trace = Trace::new(Fold::SumOfProducts, &["ARR", if with_rate { "close rate" } else { "times" }]);
        for one in &self.ground.accounts {
            for (place, opening) in one.openings.iter().enumerate().filter(|(_, opening)| of.contains(&opening.kind)) {
                let figure = self.at(
                    one,
                    (&format!("amount.{place}"), &one.held.paying.name),
                    opening.amount,
                    self.money.clone(),
                    "",
                );
                let times = if with_rate { self.ground.rate(opening.kind) } else { Decimal::ONE };
                trace.push_known(&figure, &[times]);
            }
        }
        ledger.figure(key, label, self.money.clone(), self.day, trace)
    }

    fn all_expected(&self, ledger: &mut Ledger) -> Figure {
        let figure = self.sum(ledger, ("expected", "expected ARR"), &Kind::ALL, true);
        if figure.n == Some(0) {
            return Figure::unknown(
                "expected ARR",
                self.money.clone(),
                self.day,
                "nothing with an amount could be sold",
            );
        }
        figure.with_convention("sum of ARR times close rate").with_interval(self.range())
    }

    /// Where the sum of what is won lies, when all chances move together by what nobody foresaw.
    fn range(&self) -> Option<Interval> {
        let each = self.ground.accounts.iter().flat_map(|one| &one.openings);
        let sale = |opening: &super::gather::Opening| {
            Some(total::Renewal::whole(self.ground.rate(opening.kind).to_f64()?, opening.amount?.to_f64()?))
        };
        let sales: Vec<total::Renewal> = each.filter_map(sale).collect();
        let found = total::total(&sales, 100.0, shock::ASSUMED).ok()?.interval(MONEY_RANGE)?;
        Some(Interval {
            level: Decimal::from_f64(MONEY_RANGE)?,
            low: Decimal::from_f64(found.low)?.round_dp(2),
            high: Decimal::from_f64(found.high)?.round_dp(2),
            method: format!("sum over openings with a shared shock of {} log-odds", shock::ASSUMED),
        })
    }

    fn summary(&self, ledger: &mut Ledger) -> Section {
        let mut section = Section::new("summary", "Pipeline summary");
        let accounts = &self.ground.accounts;
        let figures = vec![
            self.count(ledger, ("accounts", "paying accounts"), accounts),
            self.count(ledger, ("open", "all gates open"), accounts.iter().filter(|one| one.gates.are_open())),
            self.count(ledger, ("first", "in tier 1"), self.in_tiers(&[Some(1)])),
            self.all_expected(ledger),
        ];
        section.push(Block::Figures { figures });
        let mut table =
            Table::new("What could be sold", &["what", ">accounts", ">ARR", ">close rate", "rests on", ">expected"]);
        for kind in Kind::ALL {
            let key = kind.key();
            let has = |one: &&One| one.openings.iter().any(|opening| opening.kind == kind);
            let count = self.count(ledger, (&format!("{key}.accounts"), "accounts"), accounts.iter().filter(has));
            let amount = self.sum(ledger, (&format!("{key}.amount"), "ARR"), &[kind], false);
            let expected = self.sum(ledger, (&format!("{key}.expected"), "expected"), &[kind], true);
            let (rate, words) = self.rate(ledger, kind);
            table.row([
                TableCell::from(kind.words()),
                count.into(),
                amount.into(),
                rate.into(),
                words.into(),
                expected.into(),
            ]);
        }
        table.note =
            Some("Open opportunities on record, and seats that run short where nobody has written it down.".to_owned());
        section.push(table);
        self.caveats().into_iter().for_each(|says| section.push(Block::callout(Tone::Caveat, says)));
        section
    }

    fn rate(&self, ledger: &mut Ledger, kind: Kind) -> (Figure, String) {
        let Some(rate) = self.ground.rates.get(&kind) else {
            return (Figure::unknown("close rate", Unit::Ratio, self.day, "no rate"), String::new());
        };
        let figure =
            ledger.figure(&format!("rate.{}", kind.key()), "close rate", Unit::Ratio, self.day, rate.trace.clone());
        (figure.with_interval(rate.interval.clone()).with_convention("drawn to a default"), rate.words())
    }

    fn caveats(&self) -> Vec<String> {
        let mut found = Vec::new();
        if self.ground.rates.values().all(|rate| rate.decided == 0) {
            found.push(
                "No decided expansion opportunity is on record, so every close rate is a default and no fact of this company."
                    .to_owned(),
            );
        }
        let unknown = self.ground.accounts.iter().filter(|one| one.propensity.score().is_none()).count();
        if unknown > 0 {
            found.push(format!("Of {unknown} accounts too little is known for a propensity; they are in no tier."));
        }
        let priceless =
            self.ground.accounts.iter().flat_map(|one| &one.openings).filter(|one| one.amount.is_none()).count();
        if priceless > 0 {
            let what = report::display::counted(priceless, "opening has", "openings have");
            found.push(format!("{what} no amount, or one in a currency without an exchange rate; in no sum."));
        }
        found
    }

    fn tiers(&self, key: &str, title: &str, tiers: &[Option<u8>]) -> Section {
        let mut section = Section::new(key, title);
        let mut these = self.in_tiers(tiers);
        let place =
            |one: &One| (Self::tier(one), std::cmp::Reverse((one.expected(&self.ground.rates), one.held.paying.arr)));
        these.sort_by(|a, b| (place(a), &a.held.paying.account).cmp(&(place(b), &b.held.paying.account)));
        if these.is_empty() {
            section.push(Block::text("No account."));
            return section;
        }
        let mut table = Table::new("", &["account", "owner", "tier", ">ARR", ">propensity", "what", ">expected ARR"]);
        for one in these.iter().take(SHOWN_MOST) {
            let owner = self.owners.get(&one.held.paying.account).map_or("unowned", |owner| owner);
            let what: Vec<&str> = one.openings.iter().map(|opening| opening.kind.words()).collect();
            let what = if what.is_empty() { "nothing on record".to_owned() } else { what.join(", ") };
            table.row([
                TableCell::from(&*one.held.paying.name),
                owner.into(),
                Self::tier(one).map_or_else(String::new, |tier| tier.to_string()).into(),
                self.arr(one).into(),
                self.propensity(one).into(),
                what.into(),
                self.expected(one).into(),
            ]);
        }
        if let Some(more) = these.len().checked_sub(SHOWN_MOST).filter(|more| *more > 0) {
            table.note = Some(format!("And {more} more; one book at a time (--csm) shows them."));
        }
        section.push(table);
        section
    }
}

use std::collections::BTreeMap;
use std::sync::Arc;

use adoption::{Book, MATURE_ABOVE_PERCENT, by_age};
use jiff::civil::Date;
use kernel::{AccountId, PersonId, Refusal};
use report::chart::Part;
use report::{
    Address, Band, Block, Chart, ChartKind, Figure, Fold, Ledger, Report, Section, Table, TableCell, Tone, Trace, Unit,
};
use rust_decimal::Decimal;

use super::gather::{Held, held, more_than_licensed};
use super::show::address;
use super::told;
use crate::desk::Desk;
use crate::facts::paying::{owned_on, owners_on};
use crate::facts::stays::{everybody, of_everybody};
use crate::names;

/// Accounts told one by one; the others are counted.
const SHOWN_MOST: usize = 40;

/// What the accounts that pay, or one person's, make of the product.
///
/// # Errors
/// When the person is not known or nobody pays.
pub fn list(desk: &Desk<'_>, csm: Option<&str>) -> Result<Report, Refusal> {
    let page = Page::load(desk, csm)?;
    let mut report = Report::new("adoption.list", page.title.clone(), page.day);
    report.subtitle = vec![format!(
        "accounts with ARR on {} · use of the last 28 days, or of the latest month that is over",
        page.day
    )];
    let whose = page.owner.as_ref().map_or("company", PersonId::as_str);
    let mut ledger = Ledger::new(Address::new("adoption-list", whose, page.day, page.day).to_string());
    report.push(page.summary(&mut ledger));
    report.push(page.licences(&mut ledger));
    report.push(page.accounts());
    report.push(page.features(&mut ledger));
    report.ledger = ledger;
    Ok(report)
}

struct Page {
    title: String,
    day: Date,
    owner: Option<PersonId>,
    money: Unit,
    all: Vec<Held>,
    book: Book,
    owners: BTreeMap<AccountId, Arc<str>>,
}

impl Page {
    fn load(desk: &Desk<'_>, csm: Option<&str>) -> Result<Self, Refusal> {
        let day = desk.as_of();
        let people = everybody(desk)?;
        let owner = csm.map(|csm| names::person(desk, csm)).transpose()?;
        let stays = of_everybody(desk, &people)?;
        let (mut all, book, _) = held(desk)?;
        let mut title = "Adoption".to_owned();
        if let Some(owner) = &owner {
            let mine = owned_on(&stays, owner, day);
            all.retain(|one| mine.binary_search(&one.paying.account).is_ok());
            let name = people.get(owner).map_or_else(|| owner.to_string(), |one| one.name.to_string());
            title = format!("Adoption in the book of {name}");
        }
        if all.is_empty() {
            return Err(Refusal::NotEnoughData(format!(
                "no account of it pays on {day}; ask about another day with --as-of"
            )));
        }
        let money = Unit::Money(desk.currency()?.to_string());
        Ok(Self { title, day, owner, money, all, book, owners: owners_on(&stays, &people, day) })
    }

    fn count<'a>(
        &self,
        ledger: &mut Ledger,
        (key, label): (&str, &str),
        these: impl Iterator<Item = &'a Held>,
    ) -> Figure {
        let mut trace = Trace::new(Fold::Count, &[]);
        for one in these {
            trace.push("accounts", &Arc::from(one.paying.account.as_str()), &*one.paying.name, None, &[]);
        }
        ledger.figure(key, label, Unit::Count, self.day, trace)
    }

    fn level(&self, one: &Held) -> Figure {
        match one.standing.level() {
            Some(level) => {
                let at = address(&one.paying.account, self.day);
                Figure::known("adoption", level, Unit::Ratio, self.day).with_evidence(at.figure("level"))
            }
            None => Figure::unknown("adoption", Unit::Ratio, self.day, "neither features nor licences used are known"),
        }
    }

    fn summary(&self, ledger: &mut Ledger) -> Section {
        let mut section = Section::new("summary", "Summary");
        let known = || self.all.iter().filter(|one| one.standing.level().is_some());
        let mature = Decimal::new(MATURE_ABOVE_PERCENT, 2);
        let is_mature = |one: &&Held| self.level(one).value.is_some_and(|level| level > mature);
        let mut mean = Trace::new(Fold::Mean, &["adoption"]);
        known().for_each(|one| mean.push_known(&self.level(one).labelled(&*one.paying.name), &[]));
        let figures = vec![
            self.count(ledger, ("accounts", "paying accounts"), self.all.iter()),
            self.count(ledger, ("known", "with known adoption"), known()),
            ledger.figure("mean", "mean adoption", Unit::Ratio, self.day, mean),
            self.count(ledger, ("mature", "mature"), known().filter(is_mature)),
        ];
        section.push(Block::Figures { figures });
        let beyond = self.all.iter().filter(|one| one.standing.is_beyond_licences()).count();
        section.blocks.extend(more_than_licensed(beyond).map(|says| Block::callout(Tone::Warning, says)));
        if self.book.unit().is_none() {
            section.push(Block::callout(
                Tone::Caveat,
                "No use is on record of the last 28 days or the latest month that is over, so nothing is known. Import usage, \
                 or ask about a day that it covers with --as-of.",
            ));
        }
        section
    }

    fn judged(&self, one: &Held) -> Band {
        let read = one.standing.utilisation.as_ref().ok().and_then(adoption::Read::value);
        read.zip(one.age_months).map_or(Band::Unknown, |(utilisation, months)| by_age(utilisation, months))
    }

    fn licences(&self, ledger: &mut Ledger) -> Section {
        let mut section = Section::new("licences", "Licences used, by age of the account");
        let mut table = Table::new("", &["judged", ">accounts", ">ARR"]);
        let mut parts = Vec::new();
        for band in Band::ALL {
            let these: Vec<&Held> = self.all.iter().filter(|one| self.judged(one) == band).collect();
            let count = self.count(ledger, (&format!("licences.{}", band.word()), band.word()), these.iter().copied());
            let mut sum = Trace::new(Fold::Sum, &["ARR"]);
            these.iter().for_each(|one| sum.push_known(&self.arr(one).labelled(&*one.paying.name), &[]));
            let arr = ledger.figure(&format!("licences.{}.arr", band.word()), "ARR", self.money.clone(), self.day, sum);
            parts.push(Part { name: band.word().to_owned(), value: count.value.unwrap_or_default() });
            table.row([TableCell::from(band), count.into(), arr.into()]);
        }
        let said = |part: &Part| format!("{} {}", part.value.normalize(), part.name);
        let summary = parts.iter().map(said).collect::<Vec<_>>().join(", ");
        section.push(Chart {
            title: "Accounts by licences used".to_owned(),
            summary,
            unit: Unit::Count,
            kind: ChartKind::Split { parts },
        });
        section.push(table);
        section
    }

    fn arr(&self, one: &Held) -> Figure {
        let at = Address::new("arr", one.paying.account.as_str(), self.day, self.day);
        Figure::known("ARR", one.paying.arr, self.money.clone(), self.day).with_evidence(at.figure("arr"))
    }

    fn accounts(&self) -> Section {
        let mut section = Section::new("accounts", "Accounts, by ARR");
        let headings = ["account", "owner", ">ARR", ">adoption", ">features", ">licences", ">stickiness", "judged"];
        let mut table = Table::new("", &headings);
        for one in self.all.iter().take(SHOWN_MOST) {
            let at = address(&one.paying.account, self.day);
            let owner = self.owners.get(&one.paying.account).map_or("unowned", |owner| owner);
            let figure = |read, key, label| told(read, (key, label), Unit::Ratio, &at, self.day);
            table.row([
                TableCell::from(&*one.paying.name),
                owner.into(),
                self.arr(one).into(),
                self.level(one).into(),
                figure(&one.standing.breadth, "breadth", "features used").into(),
                figure(&one.standing.utilisation, "utilisation", "licences used").into(),
                figure(&one.standing.stickiness, "stickiness", "stickiness").into(),
                self.judged(one).into(),
            ]);
        }
        if let Some(more) = self.all.len().checked_sub(SHOWN_MOST).filter(|more| *more > 0) {
            table.note = Some(format!("And {more} more with less ARR; one book at a time (--csm) shows them."));
        }
        section.push(table);
        section
    }

    fn features(&self, ledger: &mut Ledger) -> Section {
        let mut section = Section::new("features", "Features, the least used first");
        let mut table = Table::new("", &["feature", ">accounts that use it", ">share"]);
        let mut names: Vec<(u64, &Arc<str>)> =
            self.book.features.iter().map(|(name, known)| (known.accounts, name)).collect();
        names.sort_unstable();
        for (place, (_, name)) in names.into_iter().enumerate() {
            let users = || self.all.iter().filter(|one| one.standing.features.contains(name));
            let count = self.count(ledger, (&format!("feature-{place}.accounts"), "accounts"), users());
            let mut share = Trace::new(Fold::Mean, &["uses it"]);
            for one in &self.all {
                let uses = Decimal::from(u8::from(one.standing.features.contains(name)));
                let key = Arc::from(one.paying.account.as_str());
                share.push("accounts", &key, &*one.paying.name, None, &[uses]);
            }
            let share =
                ledger.figure(&format!("feature-{place}.share"), "share of accounts", Unit::Ratio, self.day, share);
            table.row([TableCell::from(&**name), count.into(), share.into()]);
        }
        if table.rows.is_empty() {
            section.push(Block::text("No feature is named in any row of use of the window."));
        } else {
            section.push(table);
        }
        section
    }
}

use std::collections::BTreeMap;
use std::sync::Arc;

use health::{Health, Profile};
use jiff::civil::Date;
use kernel::{AccountId, PersonId, Refusal};
use report::chart::Part;
use report::{Address, Band, Chart, ChartKind, Figure, Fold, Ledger, Report, Table, TableCell, Trace, Unit};
use retention::{Basis, arr_on};
use rust_decimal::Decimal;

use super::show::contracts;
use super::{Books, scores};
use crate::desk::Desk;
use crate::facts::histories::{self, Histories};
use crate::facts::stays::{OwnerStay, People, everybody, of_everybody};
use crate::names;

/// The health of all accounts that pay, or of one person's book.
///
/// # Errors
/// When the person is not known.
pub fn list(desk: &Desk<'_>, csm: Option<&str>) -> Result<Report, Refusal> {
    let day = desk.as_of();
    let people = everybody(desk)?;
    let owner = csm.map(|csm| names::person(desk, csm)).transpose()?;
    let stays = of_everybody(desk, &people)?;
    let rows = rows(desk, owner.as_ref(), &stays)?;
    let title = match &owner {
        Some(owner) => format!("Health of the book of {}", name_of(&people, owner)),
        None => "Health of all accounts".to_owned(),
    };
    let mut report = Report::new("health.list", title, day);
    report.subtitle =
        vec![format!("profile {} · accounts with ARR on {day}, largest first", Profile::four_component().name())];
    let whose = owner.as_ref().map_or("company", PersonId::as_str);
    let mut ledger = Ledger::new(Address::new("health-list", whose, day, day).to_string());
    report.push(bands(&rows));
    report.push(colours(&rows, &mut ledger, day));
    let mut table = Table::new("Accounts", &["account", "owner", ">ARR", ">health", "colour", ">coverage"]);
    let unit = Unit::Money(desk.currency()?.to_string());
    for row in &rows {
        let stay = stays.iter().find(|stay| stay.account == row.account && stay.holds_on(day));
        let who = stay.map_or_else(|| "unowned".to_owned(), |stay| name_of(&people, &stay.owner));
        table.row(row.cells(who, &unit, day));
    }
    report.push(table);
    report.ledger = ledger;
    Ok(report)
}

fn name_of(people: &People, person: &PersonId) -> String {
    people.get(person).map_or_else(|| person.to_string(), |person| person.name.to_string())
}

/// An account that pays.
struct Paying {
    account: AccountId,
    name: Arc<str>,
    arr: Decimal,
    health: Option<Health>,
}

impl Paying {
    fn band(&self) -> Band {
        self.health.as_ref().map_or(Band::Unknown, |health| health.band)
    }

    /// What it pays opens to its contracts, and its health in the health of the account.
    fn cells(&self, owner: String, money: &Unit, day: Date) -> [TableCell; 6] {
        let at = |action: &str| Address::new(action, self.account.as_str(), day, day);
        let arr = Figure::known("ARR", self.arr, money.clone(), day).with_evidence(at("arr").figure("arr"));
        let score = match self.health.as_ref().and_then(|health| health.score) {
            Some(score) => Figure::known("health", score, Unit::Score, day).with_evidence(at("health").figure("score")),
            None => Figure::unknown("health", Unit::Score, day, "too little is known"),
        };
        let coverage = match &self.health {
            Some(health) => Figure::known("coverage", health.coverage, Unit::Ratio, day)
                .with_evidence(at("health").figure("coverage")),
            None => Figure::unknown("coverage", Unit::Ratio, day, "nothing is known"),
        };
        [TableCell::from(&*self.name), owner.into(), arr.into(), score.into(), self.band().into(), coverage.into()]
    }
}

/// The accounts that pay on the day, largest first.
fn rows(desk: &Desk<'_>, owner: Option<&PersonId>, stays: &[OwnerStay]) -> Result<Vec<Paying>, Refusal> {
    let (day, currency) = (desk.as_of(), desk.currency()?);
    let rates = histories::rates(desk)?;
    let basis = Basis { rules: &desk.settings.rules, rates: &rates, currency, as_of: day };
    let mine: Option<Vec<AccountId>> = owner.map(|owner| {
        let theirs = stays.iter().filter(|stay| stay.owner == *owner && stay.holds_on(day));
        theirs.map(|stay| stay.account.clone()).collect()
    });
    let loaded = histories::load(desk, mine.as_deref(), currency)?;
    let mut scored = scored(desk, &loaded)?;
    let mut rows = Vec::new();
    for history in &loaded.histories {
        let arr = arr_on(history, day, &basis).map_err(|refused| Refusal::NotEnoughData(refused.to_string()))?;
        if !arr.is_zero() {
            let account = history.account.clone();
            rows.push(Paying { name: loaded.name(&account), arr, health: scored.remove(&account), account });
        }
    }
    rows.sort_by(|a, b| (b.arr, &a.account).cmp(&(a.arr, &b.account)));
    Ok(rows)
}

fn scored(desk: &Desk<'_>, loaded: &Histories) -> Result<BTreeMap<AccountId, Health>, Refusal> {
    let books = Books::of(desk, desk.as_of())?;
    let wanted: Vec<AccountId> = loaded.accounts.keys().cloned().collect();
    Ok(scores(desk, &[&books], &wanted, &contracts(desk, &wanted)?)?.remove(0))
}

fn bands(rows: &[Paying]) -> Chart {
    let count = |band: Band| rows.iter().filter(|row| row.band() == band).count();
    let parts = Band::ALL.map(|band| Part { name: band.word().to_owned(), value: Decimal::from(count(band)) }).to_vec();
    let summary = Band::ALL.map(|band| format!("{} {}", count(band), band.word())).join(", ");
    Chart { title: "Accounts by health".to_owned(), summary, unit: Unit::Count, kind: ChartKind::Split { parts } }
}

/// What the chart draws, opening to the accounts.
fn colours(rows: &[Paying], ledger: &mut Ledger, day: Date) -> Table {
    let mut table = Table::new("", &["colour", ">accounts"]);
    for band in Band::ALL {
        let mut trace = Trace::new(Fold::Count, &[]);
        for row in rows.iter().filter(|row| row.band() == band) {
            trace.push("accounts", &Arc::from(row.account.as_str()), &*row.name, None, &[]);
        }
        table.row([band.into(), ledger.figure(band.word(), "accounts", Unit::Count, day, trace).into()]);
    }
    table
}

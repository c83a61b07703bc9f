use std::collections::BTreeMap;
use std::sync::Arc;

use customers::{Contract, HealthOverride};
use health::{Confidence, FALL_DAYS, Health, Signal, signals};
use jiff::civil::Date;
use kernel::{AccountId, PersonId, Refusal};
use ports::store::FactQuery;
use report::chart::Part;
use report::{Band, Chart, ChartKind, Figure, Fold, Ledger, Report, Table, TableCell, Trace, Unit};
use retention::{Basis, arr_on};
use rust_decimal::Decimal;

use super::{Books, address, days_before, each_scored, judge, judgement};
use crate::desk::{Desk, both};
use crate::facts::stays::{OwnerStay, People, everybody, of_everybody};
use crate::facts::{histories, typed};
use crate::names;

/// The health of all accounts that pay, or of one person's book; what asks for a look first.
///
/// # Errors
/// When the person or the profile is not known.
pub fn list(desk: &Desk<'_>, csm: Option<&str>, profile: Option<&str>) -> Result<Report, Refusal> {
    let day = desk.as_of();
    let people = everybody(desk)?;
    let owner = csm.map(|csm| names::person(desk, csm)).transpose()?;
    let (stays, (judged_by, rows)) = match &owner {
        // Whose accounts are asked about is said by the stays.
        Some(owner) => {
            let stays = of_everybody(desk, &people)?;
            let rows = rows(desk, Some((owner, &stays)), profile)?;
            (stays, rows)
        }
        None => both(|| of_everybody(desk, &people), || rows(desk, None, profile))?,
    };
    let title = match &owner {
        Some(owner) => format!("Health of the book of {}", name_of(&people, owner)),
        None => "Health of all accounts".to_owned(),
    };
    let mut report = Report::new("health.list", title, day);
    report.subtitle =
        vec![format!("{judged_by} · accounts with ARR on {day}, what asks for a look first, then the largest")];
    let whose = owner.as_ref().map_or("company", PersonId::as_str);
    let mut ledger = Ledger::new(address("health-list", whose, day, day, profile).to_string());
    report.push(bands(&rows));
    report.push(colours(&rows, &mut ledger, day));
    let money = Unit::Money(desk.currency()?.to_string());
    let shape =
        Shape { money, day, profile, judged: rows.iter().any(|row| row.judged.is_some()), owners: owner.is_none() };
    let mut table = Table::new("Accounts", &shape.headings());
    let holding = first_owners(&stays, day);
    for row in &rows {
        let who = holding.get(&row.account).map_or_else(|| "unowned".to_owned(), |owner| name_of(&people, owner));
        table.row(row.cells(who, &shape));
    }
    table.note = Some(
        "Look at: signals in the order in which to look. Confidence: how much of the score is known, and from how fresh \
         rows. `evenkeel health show ACCOUNT` opens one, `health explain ACCOUNT` says what moved it."
            .to_owned(),
    );
    report.push(table);
    report.ledger = ledger;
    Ok(report)
}

/// What all rows of the table have in common.
struct Shape<'a> {
    money: Unit,
    day: Date,
    profile: Option<&'a str>,
    judged: bool,
    /// Whether the accounts have several owners.
    owners: bool,
}

impl Shape<'_> {
    fn headings(&self) -> Vec<&'static str> {
        let judged = self.judged.then_some("judged");
        let owner = self.owners.then_some("owner");
        let first = ["account"].into_iter().chain(owner).chain([">ARR", ">health", "colour"]);
        first.chain(judged).chain(["confidence", ">coverage", "look at"]).collect()
    }
}

/// Who owns each account on a day; the first in order of day and name where several do.
fn first_owners(stays: &[OwnerStay], day: Date) -> BTreeMap<&AccountId, &PersonId> {
    let mut found = BTreeMap::new();
    for stay in stays.iter().filter(|stay| stay.holds_on(day)) {
        found.entry(&stay.account).or_insert(&stay.owner);
    }
    found
}

fn name_of(people: &People, person: &PersonId) -> String {
    people.get(person).map_or_else(|| person.to_string(), |person| person.name.to_string())
}

/// An account that pays.
struct Paying {
    account: AccountId,
    name: Arc<str>,
    arr: Decimal,
    standing: Standing,
    judged: Option<HealthOverride>,
}

impl Paying {
    fn band(&self) -> Band {
        self.standing.band.unwrap_or(Band::Unknown)
    }

    /// Where it stands in the list: what asks for a look first, then what nothing is known of, then the rest.
    fn urgency(&self) -> (u8, u8) {
        let judged_red = self.judged.as_ref().is_some_and(|judged| judgement::band(judged) == Band::Red);
        let judged = judged_red.then_some(Signal::LowScore);
        match self.standing.signals.iter().chain(&judged).map(Signal::rank).min() {
            Some(rank) => (0, rank),
            None if self.band() == Band::Unknown => (1, 0),
            None => (2, 0),
        }
    }

    /// What it pays opens to its contracts, and its health in the health of the account.
    fn cells(&self, owner: String, shape: &Shape<'_>) -> Vec<TableCell> {
        let day = shape.day;
        let at = |action: &str, profile| address(action, self.account.as_str(), day, day, profile);
        let opens = |key: &str| at("health", shape.profile).figure(key);
        let arr = Figure::known("ARR", self.arr, shape.money.clone(), day).with_evidence(at("arr", None).figure("arr"));
        let score = match self.standing.score {
            Some(score) => Figure::known("health", score, Unit::Score, day).with_evidence(opens("score")),
            None => Figure::unknown("health", Unit::Score, day, "too little is known"),
        };
        let coverage = match self.standing.coverage {
            Some(coverage) => Figure::known("coverage", coverage, Unit::Ratio, day).with_evidence(opens("coverage")),
            None => Figure::unknown("coverage", Unit::Ratio, day, "nothing is known"),
        };
        let confidence = self.standing.confidence.map_or("none", |found| found.word());
        let signals: Vec<String> = self.standing.signals.iter().map(Signal::words).collect();
        let mut cells = vec![TableCell::from(&*self.name)];
        cells.extend(shape.owners.then(|| TableCell::from(owner)));
        cells.extend([arr.into(), score.into(), self.band().into()]);
        if shape.judged {
            cells.push(self.judged.as_ref().map_or(TableCell::Empty, judged));
        }
        cells.extend([confidence.into(), coverage.into(), signals.join("; ").into()]);
        cells
    }
}

/// What somebody judges, with who and until when; the reason stands on the page of the account.
fn judged(judgement: &HealthOverride) -> TableCell {
    let HealthOverride { band, judged_by, reason, .. } = judgement;
    format!("{band} by {judged_by} until {}: {reason}", judgement::last_day(judgement)).into()
}

/// The accounts that pay on the day, what asks for a look first, and who judges them.
fn rows(
    desk: &Desk<'_>,
    of: Option<(&PersonId, &[OwnerStay])>,
    profile: Option<&str>,
) -> Result<(String, Vec<Paying>), Refusal> {
    let (day, currency) = (desk.as_of(), desk.currency()?);
    let rates = histories::rates(desk)?;
    let basis = Basis { rules: &desk.settings.rules, rates: &rates, currency, as_of: day };
    let mine: Option<Vec<AccountId>> = of.map(|(owner, stays)| {
        let theirs = stays.iter().filter(|stay| stay.owner == *owner && stay.holds_on(day));
        theirs.map(|stay| stay.account.clone()).collect()
    });
    let books = || Books::of_days(desk, [day, days_before(day, FALL_DAYS)]);
    let (books, (contracts, loaded)) = both(books, || {
        let query = FactQuery::all(&customers::contract::SHAPE);
        let query = match &mine {
            Some(mine) => query.about_accounts(mine),
            None => query,
        };
        let contracts = typed(desk, query, Contract::from_record)?;
        let loaded = histories::of(desk, mine.as_deref(), contracts.clone(), currency)?;
        Ok((contracts, loaded))
    })?;
    let mut paying = Vec::new();
    for history in &loaded.histories {
        let arr = arr_on(history, day, &basis).map_err(|refused| Refusal::NotEnoughData(refused.to_string()))?;
        paying.extend((!arr.is_zero()).then(|| (history.account.clone(), arr)));
    }
    let wanted: Vec<AccountId> = paying.iter().map(|(account, _)| account.clone()).collect();
    let (judged_by, mut standings) = standings(desk, &books, (&wanted, &contracts), profile)?;
    let mut judgements = judgement::on(desk, None, day)?;
    let row = |(account, arr): (AccountId, Decimal)| {
        let standing = standings.remove(&account).unwrap_or_default();
        let judged = judgements.remove(&account);
        Paying { name: loaded.name(&account), arr, standing, judged, account }
    };
    let mut rows: Vec<Paying> = paying.into_iter().map(row).collect();
    rows.sort_by_cached_key(|row| (row.urgency(), std::cmp::Reverse(row.arr), row.account.clone()));
    Ok((judged_by, rows))
}

/// What the list says of the health of an account.
#[derive(Debug, Default)]
struct Standing {
    score: Option<Decimal>,
    band: Option<Band>,
    coverage: Option<Decimal>,
    confidence: Option<Confidence>,
    signals: Vec<Signal>,
}

impl Standing {
    /// From the health of the day and that of a week before.
    fn of(healths: &[Health]) -> Self {
        let Some(health) = healths.first() else { return Self::default() };
        let week_ago = healths.get(1).and_then(|health| health.score);
        Self {
            score: health.score,
            band: Some(health.band),
            coverage: Some(health.coverage),
            confidence: health.confidence(),
            signals: signals(health, week_ago),
        }
    }
}

/// How accounts stand on the day and who judges them; what came in late since a week before is no fall.
fn standings(
    desk: &Desk<'_>,
    [books, week_ago]: &[Books; 2],
    (wanted, contracts): (&[AccountId], &[Contract]),
    profile: Option<&str>,
) -> Result<(String, BTreeMap<AccountId, Standing>), Refusal> {
    let judged_by = judge::words(desk, profile)?;
    desk.progress.begin("judging the health of accounts", Some(wanted.len() as u64));
    let standing = |healths: Vec<Health>| {
        desk.progress.advance(1);
        Standing::of(&healths)
    };
    let found = each_scored(desk, &[books, week_ago], profile, (wanted, contracts), standing)?;
    desk.progress.end();
    Ok((judged_by, found.into_iter().collect()))
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

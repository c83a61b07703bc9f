use std::sync::Arc;

use customers::Contract;
use health::{Health, Profile};
use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use report::chart::Part;
use report::{Band, Block, Chart, ChartKind, Figure, Ledger, Report, Section, Table, TableCell, Tone, Unit};
use rust_decimal::Decimal;

use super::rows::Reading;
use super::{Books, assessed, rows};
use crate::desk::Desk;
use crate::facts::stays::{everybody, of_everybody};
use crate::facts::{about_accounts, histories, typed};
use crate::names;
use ports::store::FactQuery;

/// The health of one account, component by component and measure by measure.
///
/// # Errors
/// When the account is not known.
pub fn show(desk: &Desk<'_>, typed_account: &str) -> Result<Report, Refusal> {
    let account = names::account(desk, typed_account)?;
    let day = desk.as_of();
    let books = Books::of(desk, day)?;
    let contracts = contracts(desk, std::slice::from_ref(&account))?;
    let gatherings = rows::gather(desk, &[day], Reading::Opened(&account), &contracts)?.remove(0);
    let profile = Profile::four_component();
    let scored = assessed(gatherings, &books, &profile);
    let name = account_name(desk, &account)?;
    let mut report = Report::new("health.show", format!("Health: {name}"), day);
    report.subtitle = vec![format!("{} · profile {} · as of {day}", account.external(), profile.name())];
    let Some(health) = scored.get(&account) else { return Ok(report) };
    let address = format!("health:{}:{day}", account.as_str());
    let mut ledger = Ledger::new(&address);
    let figure = score_figure(health, &mut ledger, &address, day);
    let coverage = Figure::known("coverage", health.coverage, Unit::Ratio, day)
        .with_convention("share of the profile's weight whose measures are known");
    report.push(Block::Figures { figures: vec![figure, coverage] });
    if let Some(why) = health.why_unknown() {
        report.push(Block::callout(Tone::Caveat, why));
    }
    for component in &health.components {
        report.push(component_section(component, &mut ledger, &address, day));
    }
    report.ledger = ledger;
    Ok(report)
}

fn contracts(desk: &Desk<'_>, accounts: &[AccountId]) -> Result<Vec<Contract>, Refusal> {
    about_accounts(desk, &customers::contract::SHAPE, accounts, Contract::from_record)
}

fn account_name(desk: &Desk<'_>, account: &AccountId) -> Result<Arc<str>, Refusal> {
    let query = FactQuery::all(&customers::account::SHAPE).about_accounts(std::slice::from_ref(account));
    let found = typed(desk, query, customers::Account::from_record)?;
    Ok(found.first().map_or_else(|| Arc::from(account.external()), |account| account.name.clone()))
}

fn score_figure(health: &Health, ledger: &mut Ledger, address: &str, day: Date) -> Figure {
    match health.trace(address) {
        Some(trace) if health.score.is_some() => {
            ledger.figure("score", "health score", Unit::Score, day, trace).with_note(health.band.word())
        }
        _ => Figure::unknown("health score", Unit::Score, day, "too little is known"),
    }
}

fn component_section(component: &health::Component, ledger: &mut Ledger, address: &str, day: Date) -> Section {
    let mut section = Section::new(component.key, component.name);
    let figure = match component.trace(address, day) {
        Some(trace) if component.score.is_some() => {
            ledger.figure(component.key, component.name, Unit::Score, day, trace)
        }
        _ => Figure::unknown(component.name, Unit::Score, day, "no measure of this component is known"),
    };
    section.push(Block::Figures {
        figures: vec![figure.with_convention(format!("weighs {} of 100", component.weight.normalize()))],
    });
    let mut table =
        Table::new(format!("{}: measures", component.name), &["measure", ">weight", ">score", "from", ">rows"]);
    for measure in &component.measures {
        let score = match measure.score {
            Some(score) => Figure::known(measure.name, score, Unit::Score, day),
            None => Figure::unknown(measure.name, Unit::Score, day, measure.why_unknown().unwrap_or("not known")),
        };
        let weight = Figure::known("weight", measure.weight, Unit::Number, day);
        let from = if measure.score.is_some() {
            measure.value()
        } else {
            measure.why_unknown().unwrap_or_default().to_owned()
        };
        let rows = Figure::known("rows", Decimal::from(measure.facts.len()), Unit::Count, day);
        table.row([TableCell::from(measure.name), weight.into(), score.into(), from.into(), rows.into()]);
    }
    section.push(table);
    section
}

/// The health of all accounts that pay, or of one person's book.
///
/// # Errors
/// When the person is not known.
pub fn list(desk: &Desk<'_>, csm: Option<&str>) -> Result<Report, Refusal> {
    let day = desk.as_of();
    let people = everybody(desk)?;
    let owner = csm.map(|csm| names::person(desk, csm)).transpose()?;
    let stays = of_everybody(desk, &people)?;
    let owned = |account: &AccountId| {
        stays.iter().find(|stay| stay.account == *account && stay.holds_on(day)).map(|stay| stay.owner.clone())
    };
    let currency = desk.currency()?;
    let rates = histories::rates(desk)?;
    let basis = retention::Basis { rules: &desk.settings.rules, rates: &rates, currency, as_of: day };
    let mine: Option<Vec<AccountId>> = owner.as_ref().map(|owner| {
        stays
            .iter()
            .filter(|stay| stay.owner == *owner && stay.holds_on(day))
            .map(|stay| stay.account.clone())
            .collect()
    });
    let loaded = histories::load(desk, mine.as_deref(), currency)?;
    let books = Books::of(desk, day)?;
    let wanted: Vec<AccountId> = loaded.accounts.keys().cloned().collect();
    let scored = super::scores(desk, &[&books], &wanted, &contracts(desk, &wanted)?)?.remove(0);
    let mut rows: Vec<(AccountId, Decimal, Option<&Health>)> = Vec::new();
    for history in &loaded.histories {
        let arr =
            retention::arr_on(history, day, &basis).map_err(|refused| Refusal::NotEnoughData(refused.to_string()))?;
        if !arr.is_zero() {
            rows.push((history.account.clone(), arr, scored.get(&history.account)));
        }
    }
    rows.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    let title = match &owner {
        Some(owner) => format!(
            "Health of the book of {}",
            people.get(owner).map_or_else(|| owner.to_string(), |person| person.name.to_string())
        ),
        None => "Health of all accounts".to_owned(),
    };
    let mut report = Report::new("health.list", title, day);
    report.subtitle =
        vec![format!("profile {} · accounts with ARR on {day}, largest first", Profile::four_component().name())];
    report.push(bands(&rows));
    let mut table = Table::new("Accounts", &["account", "owner", ">ARR", ">health", "colour", ">coverage"]);
    for (account, arr, health) in rows {
        let who = owned(&account).and_then(|owner| people.get(&owner).map(|person| person.name.to_string()));
        let score = health.and_then(|health| health.score);
        let score = match score {
            Some(score) => Figure::known("health", score, Unit::Score, day),
            None => Figure::unknown("health", Unit::Score, day, "too little is known"),
        };
        let coverage =
            Figure::known("coverage", health.map_or(Decimal::ZERO, |health| health.coverage), Unit::Ratio, day);
        table.row([
            TableCell::from(&*loaded.name(&account)),
            who.unwrap_or_else(|| "unowned".to_owned()).into(),
            Figure::known("ARR", arr, Unit::Money(currency.to_string()), day).into(),
            score.into(),
            health.map_or(Band::Unknown, |health| health.band).into(),
            coverage.into(),
        ]);
    }
    report.push(table);
    Ok(report)
}

fn bands(rows: &[(AccountId, Decimal, Option<&Health>)]) -> Chart {
    let count = |band: Band| {
        rows.iter().filter(|(_, _, health)| health.map_or(Band::Unknown, |health| health.band) == band).count()
    };
    let parts = Band::ALL.map(|band| Part { name: band.word().to_owned(), value: Decimal::from(count(band)) }).to_vec();
    let summary = Band::ALL.map(|band| format!("{} {}", count(band), band.word())).join(", ");
    Chart { title: "Accounts by health".to_owned(), summary, unit: Unit::Count, kind: ChartKind::Split { parts } }
}

use std::sync::Arc;

use customers::Contract;
use health::{Component, Health, Measure, Profile};
use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use ports::store::FactQuery;
use report::{Address, Block, Figure, Fold, Ledger, Report, Section, Table, TableCell, Tone, Trace, Unit};

use super::rows::Reading;
use super::{Books, assessed, rows};
use crate::desk::Desk;
use crate::facts::{about_accounts, typed};
use crate::names;

/// The health of one account, component by component and measure by measure.
///
/// # Errors
/// When the account is not known.
pub fn show(desk: &Desk<'_>, typed_account: &str) -> Result<Report, Refusal> {
    on(desk, &names::account(desk, typed_account)?, desk.as_of())
}

/// The health of an account as of the end of a day, from what is known now.
pub(crate) fn on(desk: &Desk<'_>, account: &AccountId, day: Date) -> Result<Report, Refusal> {
    let books = Books::of(desk, day)?;
    let contracts = contracts(desk, std::slice::from_ref(account))?;
    let gatherings = rows::gather(desk, &[day], Reading::Opened(account), &contracts)?.remove(0);
    let profile = Profile::four_component();
    let scored = assessed(gatherings, &books, &profile);
    let name = account_name(desk, account)?;
    let mut report = Report::new("health.show", format!("Health: {name}"), desk.as_of());
    report.subtitle = vec![format!("{} · profile {} · as of {day}", account.external(), profile.name())];
    let Some(health) = scored.get(account) else { return Ok(report) };
    let address = Address::new("health", account.as_str(), day, desk.as_of());
    let mut writer = Writer { ledger: Ledger::new(address.to_string()), address, as_of: desk.as_of() };
    report.push(Block::Figures { figures: vec![writer.score(health), writer.coverage(health)] });
    if let Some(why) = health.why_unknown() {
        report.push(Block::callout(Tone::Caveat, why));
    }
    for component in &health.components {
        report.push(writer.component(component));
    }
    report.ledger = writer.ledger;
    Ok(report)
}

pub(super) fn contracts(desk: &Desk<'_>, accounts: &[AccountId]) -> Result<Vec<Contract>, Refusal> {
    about_accounts(desk, &customers::contract::SHAPE, accounts, Contract::from_record)
}

fn account_name(desk: &Desk<'_>, account: &AccountId) -> Result<Arc<str>, Refusal> {
    let query = FactQuery::all(&customers::account::SHAPE).about_accounts(std::slice::from_ref(account));
    let found = typed(desk, query, customers::Account::from_record)?;
    Ok(found.first().map_or_else(|| Arc::from(account.external()), |account| account.name.clone()))
}

struct Writer {
    address: Address,
    ledger: Ledger,
    as_of: Date,
}

impl Writer {
    /// A score that is folded from other figures, so that it is no count of cases.
    fn folded(&mut self, key: &str, label: &str, trace: Trace) -> Figure {
        let figure = self.ledger.figure(key, label, Unit::Score, self.as_of, trace);
        Figure { n: None, ..figure }
    }

    fn score(&mut self, health: &Health) -> Figure {
        match health.trace(&self.address) {
            Some(trace) => self.folded("score", "health score", trace).with_note(health.band.word()),
            None => Figure::unknown("health score", Unit::Score, self.as_of, "too little is known"),
        }
    }

    fn coverage(&mut self, health: &Health) -> Figure {
        let figure = self.ledger.figure("coverage", "coverage", Unit::Ratio, self.as_of, health.coverage_trace());
        Figure { n: None, ..figure }.with_convention("share of the profile's weight whose measures are known")
    }

    fn component(&mut self, component: &Component) -> Section {
        let mut section = Section::new(component.key, component.name);
        let figure = match component.trace(&self.address, self.as_of) {
            Some(trace) => self.folded(component.key, component.name, trace),
            None => Figure::unknown(component.name, Unit::Score, self.as_of, "no measure of this component is known"),
        };
        section.push(Block::Figures {
            figures: vec![figure.with_convention(format!("weighs {} of 100", component.weight.normalize()))],
        });
        let headings = ["measure", ">weight", ">score", "from", ">rows"];
        let mut table = Table::new(format!("{}: measures", component.name), &headings);
        for measure in &component.measures {
            table.row(self.measure(measure));
        }
        section.push(table);
        section
    }

    fn measure(&mut self, measure: &Measure) -> [TableCell; 5] {
        let weight = Figure::known("weight", measure.weight, Unit::Number, self.as_of);
        let why = measure.why_unknown().unwrap_or("not known");
        let (score, from, rows) = match (measure.reading, measure.facts_trace()) {
            (Ok(reading), Some(facts)) => {
                let count = Trace { fold: Fold::Count, ..facts.clone() };
                let number = self.ledger.figure(
                    &format!("{}.number", measure.key),
                    measure.name,
                    reading.unit(),
                    self.as_of,
                    facts,
                );
                let line = measure.score_trace(&number).unwrap_or_else(|| Trace::new(Fold::OnLines, &[]));
                let score = self.folded(measure.key, measure.name, line);
                let rows = format!("{}.rows", measure.key);
                let rows = self.ledger.figure(&rows, "rows", Unit::Count, self.as_of, count);
                (score, measure.value(), rows.into())
            }
            _ => (Figure::unknown(measure.name, Unit::Score, self.as_of, why), why.to_owned(), TableCell::Empty),
        };
        [TableCell::from(measure.name), weight.into(), score.into(), from.into(), rows]
    }
}

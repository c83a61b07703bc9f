use std::sync::Arc;

use customers::Contract;
use health::{Component, Confidence, FALL_DAYS, Health, Measure, signals};
use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use ports::store::FactQuery;
use report::{Address, Block, Figure, Fold, Ledger, Prose, Report, Section, Table, TableCell, Tone, Trace, Unit};
use rust_decimal::Decimal;

use super::judge::Judge;
use super::outlook::{BACK, Outlook};
use super::rows::Reading;
use super::{Books, address, days_before, family, judgement, rows};
use crate::desk::Desk;
use crate::facts::{about_accounts, typed};
use crate::names;

/// The health of one account, component by component and measure by measure.
///
/// # Errors
/// When the account or the profile is not known.
pub fn show(desk: &Desk<'_>, typed_account: &str, profile: Option<&str>) -> Result<Report, Refusal> {
    on(desk, &names::account(desk, typed_account)?, desk.as_of(), profile)
}

/// The health of an account as of the end of a day, from what is known now.
pub(crate) fn on(desk: &Desk<'_>, account: &AccountId, day: Date, profile: Option<&str>) -> Result<Report, Refusal> {
    let [books, week_ago, month, two, three] = Books::of_days(desk, looked_at(day))?;
    let (judged_by, [health, before, a, b, c]) =
        opened(desk, account, [&books, &week_ago, &month, &two, &three], profile)?;
    let name = account_name(desk, account)?;
    let mut report = Report::new("health.show", format!("Health: {name}"), desk.as_of());
    report.subtitle = vec![format!("{} · {judged_by} · as of {day}", account.external())];
    let address = address("health", account.as_str(), day, desk.as_of(), profile);
    let mut writer = Writer { ledger: Ledger::new(address.to_string()), address, as_of: desk.as_of() };
    let headline = writer.headline(&health);
    let score = headline.first().cloned();
    report.push(Block::Figures { figures: headline });
    if let Some(why) = health.why_unknown() {
        report.push(Block::callout(Tone::Caveat, why));
    }
    if let Some(judged) = judgement::on(desk, Some(account), day)?.get(account) {
        report.push(Block::callout(Tone::Note, judgement::words(judged)));
    }
    for (place, floor) in health.floors.iter().enumerate() {
        report.push(Block::callout(Tone::Warning, writer.floor(place, floor)));
    }
    report.push(Block::text(attention(&health, before.score)));
    report.push(crate::backtest::health_accuracy(desk, profile)?);
    for component in &health.components {
        report.push(writer.component(component));
    }
    let signals = signals(&health, before.score);
    let outlook = Outlook { health: &health, before: [&a, &b, &c], signals, address: &writer.address, profile };
    if let Some(score) = &score {
        outlook.sections(score, &mut writer.ledger).into_iter().for_each(|section| report.push(section));
    }
    if let Some(section) = family::section(desk, &books, account, profile, &mut writer.ledger)? {
        report.push(section);
    }
    report.ledger = writer.ledger;
    Ok(report)
}

/// The days a question about a day looks at.
pub(super) fn looked_at(day: Date) -> [Date; 5] {
    [0, FALL_DAYS, BACK[0], BACK[1], BACK[2]].map(|days| days_before(day, days))
}

/// An account as of the days of these books with the facts behind each measure, and who judges it in words.
pub(super) fn opened<const N: usize>(
    desk: &Desk<'_>,
    account: &AccountId,
    books: [&Books; N],
    profile: Option<&str>,
) -> Result<(String, [Health; N]), Refusal> {
    let only = std::slice::from_ref(account);
    let contracts = contracts(desk, only)?;
    let judges = Judge::load(desk, &books, profile, only, &contracts)?;
    let first = judges.first().ok_or_else(|| Refusal::Fault("no day to judge".into()))?;
    let words = format!("profile {}", first.profile(account).name());
    let days = books.map(|books| books.day);
    let gathered = rows::gather(desk, &days, Reading::Opened(account), &contracts, first)?;
    let each = gathered.into_iter().zip(books).zip(&judges);
    let scored: Vec<Health> =
        each.filter_map(|((gathered, books), judge)| judge.assessed(gathered, books).remove(account)).collect();
    let scored = scored.try_into().map_err(|_| Refusal::Fault("the account was not judged".into()))?;
    Ok((words, scored))
}

/// What to look at, and how far to believe the score.
fn attention(health: &Health, week_ago: Option<Decimal>) -> Prose {
    let found: Vec<String> = signals(health, week_ago).iter().map(health::Signal::words).collect();
    let says = match health.score {
        _ if !found.is_empty() => format!("{}.", found.join("; ")),
        Some(_) => "nothing asks for it.".to_owned(),
        None => "too little is known to say whether anything asks for it.".to_owned(),
    };
    let trust = match health.confidence() {
        Some(Confidence::High) => "high, nearly all of it is known, from fresh rows.",
        Some(Confidence::Medium) => "medium, some of it is missing or old.",
        Some(Confidence::Low) => "low, much of it is missing or old.",
        None => "none, since there is no score.",
    };
    Prose::default().strong("Look at: ").words(format!("{says} ")).strong("Confidence: ").words(trust)
}

pub(super) fn contracts(desk: &Desk<'_>, accounts: &[AccountId]) -> Result<Vec<Contract>, Refusal> {
    about_accounts(desk, &customers::contract::SHAPE, accounts, Contract::from_record)
}

pub(super) fn account_name(desk: &Desk<'_>, account: &AccountId) -> Result<Arc<str>, Refusal> {
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

    fn headline(&mut self, health: &Health) -> Vec<Figure> {
        let stale = self.ledger.figure("stale", "on old rows", Unit::Ratio, self.as_of, health.stale_trace());
        let stale = Figure { n: None, ..stale }
            .with_convention("share of the known weight whose newest row is more than 90 days old");
        vec![self.score(health), self.coverage(health), stale]
    }

    /// Why the band is bounded, with the contract it lies in.
    fn floor(&mut self, place: usize, floor: &health::Floor) -> Prose {
        let mut trace = Trace::new(Fold::Count, &[]);
        trace.push("contracts", &floor.contract, floor.words(), Some(floor.on), &[]);
        let figure = self.ledger.figure(&format!("floor.{place}"), "contracts", Unit::Count, self.as_of, trace);
        let words = floor.words();
        let (first, rest) = words.split_at(words.chars().next().map_or(0, char::len_utf8));
        Prose::from(format!("{}{rest} (contracts: ", first.to_uppercase())).figure(figure).words(")")
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
        table.note = health::watch_line(component.kind)
            .map(|line| format!("{} asks for a look below {}.", component.name, line.normalize()));
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

/// The six parts of a whole book.
mod parts;

use std::sync::Arc;

use context::{Part, Status, is_known_type, named_in};
use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use report::{Block, CheckState, Figure, Ledger, Report, Section, Table, TableCell, Tone};

use super::about::About;
use super::ground::Ground;
use super::progress::why;
use super::readings::Readings;
use super::{Missing, checklist};
use crate::desk::{Desk, refused};
use crate::shapes;

/// An answer is narrowed to so many accounts at most.
const NAMED_MOST: usize = 10;

/// Letters of a request type that is not known, as they are said back.
const SHOWN_MOST: usize = 60;

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Query<'a> {
    /// The type of the request.
    pub request_type: &'a str,
    /// Free words, which may name accounts.
    pub words: &'a str,
    /// Whose book; all accounts when empty.
    pub csm: Option<&'a str>,
    /// The period; the last quarter that facts cover when empty.
    pub period: Option<&'a str>,
}

/// What is answered.
#[derive(Debug)]
pub struct Answered {
    /// The same to read.
    pub report: Report,
    /// How far it was answered.
    pub status: Status,
    /// The day as of which everything holds.
    pub as_of: Date,
    /// The period, where there is one.
    pub period: Option<String>,
    /// The accounts the words named: identifier and name. Empty when they named none.
    pub narrowed_to: Vec<(String, Arc<str>)>,
    /// The six parts; none when the request is not known.
    pub parts: Vec<TellPart>,
    /// What is not in it.
    pub missing: Vec<Missing>,
    /// What it was taken from.
    pub sources: Vec<TakenFrom>,
}

/// One part of an answer.
#[derive(Debug)]
pub struct TellPart {
    /// Which.
    pub part: Part,
    /// Figures of all accounts asked about, by key.
    pub figures: Vec<(String, Figure)>,
    /// Accounts one by one.
    pub accounts: Vec<AccountLine>,
    /// Goals and whether they are met.
    pub goals: Vec<Goal>,
}

/// An account in a part.
#[derive(Debug)]
pub struct AccountLine {
    /// As its source names it.
    pub id: String,
    /// Its name.
    pub name: Arc<str>,
    /// Figures by key.
    pub figures: Vec<(&'static str, Figure)>,
    /// What else there is to say.
    pub says: Vec<String>,
}

/// Something to be reached.
#[derive(Debug)]
pub struct Goal {
    /// What.
    pub what: String,
    /// Whether it is.
    pub state: CheckState,
    /// Over which days.
    pub over: String,
    /// What decides it; none for a milestone.
    pub figure: Option<Figure>,
    /// Why it is unknown.
    pub note: Option<String>,
}

/// Rows of one kind that an answer was taken from.
#[derive(Debug)]
pub struct TakenFrom {
    /// The object.
    pub object: &'static str,
    /// How many rows of it there are.
    pub rows: u64,
    /// The first and the last day they speak about.
    pub days: Option<(Date, Date)>,
}

/// The customer context of all accounts, of a book, or of the accounts the words name.
///
/// # Errors
/// When the person or the period is not known. A request of an unknown type is answered, with an error and what is known.
pub fn answer(desk: &Desk<'_>, query: &Query<'_>) -> Result<Answered, Refusal> {
    if !is_known_type(query.request_type) {
        return Ok(not_known(desk, query.request_type));
    }
    let ground = Ground::load(desk, query.csm, query.period)?;
    let accounts: Vec<(AccountId, Arc<str>)> = ground
        .accounts()
        .filter(|(id, _)| ground.is_in_book(id))
        .map(|(id, name)| (id.clone(), name.clone()))
        .collect();
    let named = named_in(query.words, accounts.iter().map(|(_, name)| &**name));
    if named.is_empty() {
        return whole_of(&ground);
    }
    let named: Vec<&(AccountId, Arc<str>)> = named.into_iter().filter_map(|at| accounts.get(at)).collect();
    narrowed(&ground, &named)
}

/// The answer about all accounts or a book, to read.
pub(crate) fn whole(desk: &Desk<'_>, csm: Option<&str>, period: Option<&str>) -> Result<Report, Refusal> {
    whole_of(&Ground::load(desk, csm, period)?).map(|answered| answered.report)
}

fn whole_of(ground: &Ground<'_>) -> Result<Answered, Refusal> {
    let mut ledger = Ledger::new(ground.address("context").to_string());
    let readings = Readings::load(ground, &mut ledger)?;
    let held = checklist::held(ground, &readings);
    let (parts, mut missing) = parts::of(ground, &readings, &held, &mut ledger)?;
    let goals = held.iter().filter(|one| one.state == CheckState::Unknown);
    missing.extend(goals.map(|one| Missing {
        what: one.item.asks().to_owned(),
        why: one.note.clone().unwrap_or_else(|| "not known".to_owned()),
    }));
    missing.extend(Some(&readings.health).filter(|figure| figure.value.is_none()).map(why));
    let mut answered = Answered::new(ground, parts, missing)?;
    answered.report.ledger = ledger;
    Ok(answered)
}

fn narrowed(ground: &Ground<'_>, named: &[&(AccountId, Arc<str>)]) -> Result<Answered, Refusal> {
    let mut missing = Vec::new();
    if let Some(more) = named.len().checked_sub(NAMED_MOST).filter(|more| *more > 0) {
        let why =
            format!("the words name {}; one answer tells {NAMED_MOST} of them, ask again for the others", named.len());
        missing.push(Missing { what: format!("{more} more accounts"), why });
    }
    let empty = |part| TellPart { part, figures: Vec::new(), accounts: Vec::new(), goals: Vec::new() };
    let mut parts: Vec<TellPart> = Part::ALL.into_iter().map(empty).collect();
    for (account, _) in named.iter().take(NAMED_MOST) {
        let about = About::load(ground, account)?;
        missing.extend(about.missing);
        for (part, line) in parts.iter_mut().zip(about.lines) {
            part.accounts.push(line);
        }
        if let Some(goals) = parts.last_mut() {
            goals.goals.extend(about.goals);
        }
    }
    let mut answered = Answered::new(ground, parts, missing)?;
    answered.narrowed_to = named.iter().map(|(id, name)| (id.external().to_owned(), name.clone())).collect();
    let names: Vec<Arc<str>> = named.iter().map(|(_, name)| name.clone()).collect();
    let names = crate::facts::caveats::listed(&names);
    answered.report.subtitle.push(format!("only {names}: the query names them"));
    Ok(answered)
}

fn not_known(desk: &Desk<'_>, typed: &str) -> Answered {
    let typed: String = typed.chars().take(SHOWN_MOST).collect();
    let known = context::REQUEST_TYPES.join(", ");
    let mut report = Report::new("context.answer", "Customer context", desk.as_of());
    report.push(Block::callout(Tone::Warning, format!("Requests of type `{typed}` are not answered; known: {known}.")));
    let why = format!("the request type is not known; known: {known}");
    Answered {
        report,
        status: Status::Error,
        as_of: desk.as_of(),
        period: None,
        narrowed_to: Vec::new(),
        parts: Vec::new(),
        missing: vec![Missing { what: typed, why }],
        sources: Vec::new(),
    }
}

impl Answered {
    fn new(ground: &Ground<'_>, parts: Vec<TellPart>, missing: Vec<Missing>) -> Result<Self, Refusal> {
        let sources = sources(ground.desk)?;
        let status = if missing.is_empty() { Status::Ok } else { Status::Partial };
        let title = format!("Customer context: {}, {}", ground.who(), ground.period);
        let mut report = Report::new("context.answer", title, ground.as_of());
        report.period = Some(ground.period.to_string());
        report.subtitle = vec![format!("{} to {} · as known on {}", ground.period.from(), ground.day, ground.as_of())];
        for part in &parts {
            report.push(part.section());
        }
        report.push(left_out(&missing));
        report.push(taken_from(&sources));
        let period = Some(ground.period.to_string());
        let as_of = ground.as_of();
        Ok(Self { report, status, as_of, period, narrowed_to: Vec::new(), parts, missing, sources })
    }
}

impl TellPart {
    fn section(&self) -> Section {
        let mut section = Section::new(self.part.key(), self.part.title());
        if !self.figures.is_empty() {
            section.push(Block::Figures { figures: self.figures.iter().map(|(_, figure)| figure.clone()).collect() });
        }
        if !self.accounts.is_empty() {
            section.push(self.table());
        }
        if !self.goals.is_empty() {
            section.push(Block::Checklist { items: self.goals.iter().map(Goal::check).collect() });
        }
        if section.blocks.is_empty() {
            section.push(Block::text("Nothing is known of it."));
        }
        section
    }

    fn table(&self) -> Table {
        let keys: Vec<&'static str> =
            self.accounts.iter().flat_map(|line| line.figures.iter().map(|(key, _)| *key)).collect();
        let mut columns: Vec<&'static str> = Vec::new();
        for key in keys {
            if !columns.contains(&key) {
                columns.push(key);
            }
        }
        let mut headings = vec!["account".to_owned()];
        let heading = |key: &&str| format!(">{}", key.replace('_', " ").replace("arr", "ARR"));
        headings.extend(columns.iter().map(heading));
        headings.push("what else".to_owned());
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        let mut table = Table::new("", &headings);
        for line in &self.accounts {
            let mut cells = vec![TableCell::from(&*line.name)];
            cells.extend(columns.iter().map(|wanted| {
                let found = line.figures.iter().find(|(key, _)| key == wanted);
                found.map_or(TableCell::Empty, |(_, figure)| figure.clone().into())
            }));
            cells.push(line.says.join("; ").into());
            table.row(cells);
        }
        table
    }
}

impl Goal {
    fn check(&self) -> report::Check {
        let mut says = report::Prose::default().strong(&*self.what);
        if let Some(figure) = self.figure.as_ref().filter(|figure| figure.value.is_some()) {
            says = says.words(": ").figure(figure.clone());
        }
        says = says.words(format!(" ({})", self.over));
        if let Some(note) = &self.note {
            says = says.words(format!("; {note}"));
        }
        report::Check { state: self.state, says }
    }
}

fn left_out(missing: &[Missing]) -> Section {
    let mut section = Section::new("missing", "What is missing");
    match missing {
        [] => section.push(Block::text("Nothing.")),
        missing => section.push(Block::points(missing.iter().map(|one| format!("{}: {}", one.what, one.why)))),
    }
    section
}

fn taken_from(sources: &[TakenFrom]) -> Section {
    let mut section = Section::new("sources", "What it was taken from");
    let mut table = Table::new("", &["facts", ">rows", "from", "to"]);
    for one in sources {
        let day = |day: Option<Date>| TableCell::from(day.map(|day| day.to_string()).unwrap_or_default());
        let (from, to) = (one.days.map(|days| days.0), one.days.map(|days| days.1));
        table.row([TableCell::from(one.object), one.rows.to_string().into(), day(from), day(to)]);
    }
    table.note = Some("All rows on record, whatever day was asked about.".to_owned());
    section.push(table);
    section
}

/// Every kind of facts there is about customers.
fn sources(desk: &Desk<'_>) -> Result<Vec<TakenFrom>, Refusal> {
    let mut found = Vec::new();
    for shape in shapes::ALL {
        let rows = desk.store.count(shape).map_err(refused)?;
        if rows > 0 {
            let days = desk.store.day_range(shape).map_err(refused)?;
            found.push(TakenFrom { object: shape.object, rows, days });
        }
    }
    Ok(found)
}

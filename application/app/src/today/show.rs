use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use kernel::{AccountId, PersonId, Refusal};
use people::calendar::WorkCalendar;
use report::{Address, Block, Figure, Fold, Ledger, Prose, Report, Section, Table, TableCell, Tone, Trace, Unit};
use rust_decimal::Decimal;
use today::{AccountDay, Event, Happening, TOP, rank};

use super::events::Scope;
use crate::csm_performance::holidays;
use crate::desk::{Desk, refused};
use crate::facts::paying::{Paying, owned_on, owners_on, paying};
use crate::facts::stays::{everybody, of_everybody};
use crate::facts::voices::days_before;
use crate::names;

/// So many days are looked back for a working day at most.
const BACK_DAYS_MAX: i64 = 14;

/// What changed in all accounts or in one book since the last working day, and what matters most.
///
/// # Errors
/// When the person is not known.
pub fn show(desk: &Desk<'_>, csm: Option<&str>) -> Result<Report, Refusal> {
    let day = desk.as_of();
    let people = everybody(desk)?;
    let owner = csm.map(|csm| names::person(desk, csm)).transpose()?;
    let stays = of_everybody(desk, &people)?;
    let mine = owner.as_ref().map(|owner| owned_on(&stays, owner, day));
    let calendar = desk.settings.calendar.clone().with_holidays(holidays(desk)?);
    let since = last_working_day(&calendar, day);
    let scope = Scope { desk, accounts: mine.as_deref(), since, last: day, calendar: &calendar };
    let events = scope.events()?;
    let (known, paid) = known(desk, mine.as_deref(), since)?;
    let days = rank(events, &known);
    let who = owner.as_ref().map_or_else(
        || "all accounts".to_owned(),
        |owner| people.get(owner).map_or_else(|| owner.to_string(), |one| format!("the book of {}", one.name)),
    );
    let mut report = Report::new("today.show", format!("Today: {who}"), day);
    report.subtitle = vec![format!("what is new from {since} to {day} · the last working day before {day} and since")];
    let whose = owner.as_ref().map_or("company", PersonId::as_str);
    let ledger = Ledger::new(Address::new("today", whose, day, day).to_string());
    let owners = owners_on(&stays, &people, day);
    let is_empty = desk.store.count(&customers::account::SHAPE).map_err(refused)? == 0;
    let mut page = Page { desk, days, paid, owners, since, is_empty, ledger };
    report.push(Block::text(page.lead()));
    report.push(page.top()?);
    report.push(page.counts());
    report.push(page.rest());
    if let Some(says) = page.old()? {
        report.push(Block::callout(Tone::Caveat, says));
    }
    report.ledger = page.ledger;
    Ok(report)
}

/// The working day before a day; the day before where none is found within two weeks.
fn last_working_day(calendar: &WorkCalendar, day: Date) -> Date {
    let mut before = (1..=BACK_DAYS_MAX).map(|days| days_before(day, days));
    before.find(|day| calendar.is_working_day(*day)).unwrap_or_else(|| days_before(day, 1))
}

type Known = (BTreeMap<AccountId, (Arc<str>, Decimal)>, BTreeMap<AccountId, Paying>);

/// Names and what accounts paid at the beginning of the days, so that one that has just left still counts.
fn known(desk: &Desk<'_>, accounts: Option<&[AccountId]>, since: Date) -> Result<Known, Refusal> {
    if desk.currency().is_err() {
        return Ok(Known::default());
    }
    let (paid, loaded) = paying(desk, days_before(since, 1), accounts)?;
    let paid: BTreeMap<AccountId, Paying> = paid.into_iter().map(|one| (one.account.clone(), one)).collect();
    let arr = |account: &AccountId| paid.get(account).map_or(Decimal::ZERO, |one| one.arr);
    let known = loaded.accounts.iter().map(|(id, account)| (id.clone(), (account.name.clone(), arr(id)))).collect();
    Ok((known, paid))
}

struct Page<'a> {
    desk: &'a Desk<'a>,
    days: Vec<AccountDay>,
    paid: BTreeMap<AccountId, Paying>,
    owners: BTreeMap<AccountId, Arc<str>>,
    since: Date,
    /// Whether nothing is on record at all.
    is_empty: bool,
    ledger: Ledger,
}

impl Page<'_> {
    fn lead(&self) -> Prose {
        match self.days.first() {
            None if self.is_empty => Prose::default()
                .strong("Nothing is on record yet.")
                .words(" So nothing can be said about today, good or bad."),
            None => Prose::default().strong("Nothing new is on record.").words(format!(
                " Neither tickets nor answers, messages, contracts or contacts changed since {}.",
                self.since
            )),
            Some(first) => {
                Prose::default().strong(format!("{} first: {}.", first.name, first.events[0].says)).words(format!(
                    " {} something new since {}.",
                    report::display::counted(self.days.len(), "account has", "accounts have"),
                    self.since
                ))
            }
        }
    }

    fn top(&mut self) -> Result<Section, Refusal> {
        let mut section = Section::new("first", "What matters most");
        if self.is_empty {
            section.push(Block::text(
                "To begin: `evenkeel import inspect FOLDER` says what your files hold, `evenkeel import FOLDER` takes them in, \
                 and `evenkeel demo` makes a company to look around in.",
            ));
            return Ok(section);
        }
        if self.days.is_empty() {
            section.push(Block::text(
                "Nothing asks for you. A good day for those who have been silent: `evenkeel engagement`.",
            ));
            return Ok(section);
        }
        let headings = ["account", "owner", ">ARR", ">urgency", ">at stake", "why", "do"];
        let mut table = Table::new("", &headings);
        for place in 0..self.days.len().min(TOP) {
            let cells = self.first(place)?;
            table.row(cells);
        }
        table.note = Some(
            "What does not wait comes first (urgency 5 and above), and then what is most at stake: ARR at the beginning times \
             urgency. Urgency is a rule of practice from 1 to 10."
                .to_owned(),
        );
        section.push(table);
        Ok(section)
    }

    fn first(&mut self, place: usize) -> Result<Vec<TableCell>, Refusal> {
        let (as_of, day) = (self.desk.as_of(), &self.days[place]);
        let says: Vec<&str> = day.events.iter().map(|event| event.says.as_str()).take(3).collect();
        let (says, what) = (says.join("; "), day.events[0].what);
        let owner = self.owners.get(&day.account).map_or("unowned", |owner| owner).to_owned();
        let name = TableCell::from(&*day.name);
        let mut urgency = Trace::new(Fold::Sum, &["urgency"]);
        let first: &Event = &day.events[0];
        urgency.push(first.object, &first.key, what.words(), Some(first.on), &[Decimal::from(what.urgency())]);
        let key = format!("first.{}", place + 1);
        let arr = match self.paid.get(&day.account) {
            Some(one) => one.arr_figure(self.desk, days_before(self.since, 1))?,
            None => Figure::unknown("ARR", Unit::Number, as_of, "it paid nothing before"),
        };
        let urgency = self.ledger.figure(&format!("{key}.urgency"), "urgency", Unit::Number, as_of, urgency);
        let mut stake = Trace::new(Fold::SumOfProducts, &["ARR", "urgency"]);
        stake.push_known(&arr, &[urgency.value.unwrap_or_default()]);
        let stake = match stake.rows.is_empty() {
            true => Figure::unknown("at stake", Unit::Number, as_of, "it paid nothing before"),
            false => self.ledger.figure(&format!("{key}.at_stake"), "at stake", Unit::Number, as_of, stake),
        };
        let stake = Figure { n: None, ..stake };
        Ok(vec![name, owner.into(), arr.into(), urgency.into(), stake.into(), says.into(), what.advice().into()])
    }

    /// What is new, by kind, each opening to its rows.
    fn counts(&mut self) -> Section {
        let mut section = Section::new("new", "What is new");
        let mut table = Table::new("", &["what", ">rows"]);
        for what in Happening::ALL {
            let mut trace = Trace::new(Fold::Count, &[]);
            for day in &self.days {
                for event in day.events.iter().filter(|event| event.what == what) {
                    let label = format!("{}: {}", day.name, event.says);
                    trace.push(event.object, &event.key, label, Some(event.on), &[]);
                }
            }
            let key = what.words().replace(' ', "_");
            let figure = self.ledger.figure(&key, what.words(), Unit::Count, self.desk.as_of(), trace);
            table.row([TableCell::from(what.words()), figure.into()]);
        }
        section.push(table);
        section
    }

    /// The accounts after the first few, in a line each.
    fn rest(&self) -> Section {
        const ROWS_MAX: usize = 20;
        let mut section = Section::new("rest", "Also new");
        let rest = self.days.get(TOP..).unwrap_or_default();
        if rest.is_empty() {
            section.push(Block::text("Nothing else."));
            return section;
        }
        section.push(Block::points(rest.iter().take(ROWS_MAX).map(|day| {
            let more = day.events.len().saturating_sub(1);
            let more = if more > 0 { format!(" (and {more} more)") } else { String::new() };
            Prose::default().strong(&*day.name).words(format!(": {}{more}", day.events[0].says))
        })));
        let more = rest.len().saturating_sub(ROWS_MAX);
        if more > 0 {
            let more = report::display::counted(more, "more account", "more accounts");
            section.push(Block::text(format!("And {more} with less at stake; the counts above open to all rows.")));
        }
        section
    }

    /// Says so when the facts end before the days that are looked at.
    fn old(&self) -> Result<Option<String>, Refusal> {
        let last = self.desk.last_day_of_work()?.filter(|last| *last < self.since);
        Ok(last.map(|last| {
            format!(
                "Daily work is on record only to {last}. Import newer files, or ask as of a day with facts: \
                 `evenkeel today --as-of {last}`."
            )
        }))
    }
}

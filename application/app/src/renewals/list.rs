/// The accounts, one by one.
mod accounts;
/// What the whole brings.
mod money;
/// What is to be done about it, by whom and when.
mod plan;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use kernel::{AccountId, PersonId, Refusal};
use renewals::{Class, DatedBy, Habits, Outlook, Promise, Shock, due};
use report::{Address, Block, Figure, Fold, Ledger, Report, Section, Table, TableCell, Tone, Trace, Unit};
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};

use super::due::{Ledgers, NoDay, Undated};
use super::habits::Decided;
use super::judge::Judged;
use super::learn::{Learned, learned};
use super::past::Past;
use super::window::Window;
use crate::churn::{Book, gather, standings};
use crate::desk::Desk;
use crate::facts::caveats::listed;
use crate::facts::stays::{everybody, of_everybody};
use crate::names;

/// Which renewals.
#[derive(Debug, Clone, Copy, Default)]
pub struct ListRequest<'a> {
    /// The days ahead: `next-90-days` or a period.
    pub period: Option<&'a str>,
    /// Only the book of this person.
    pub csm: Option<&'a str>,
    /// Only accounts of this segment, or of this tier by ARR.
    pub segment: Option<&'a str>,
}

/// What comes up for renewal, how likely each of it renews, and what the whole brings.
///
/// # Errors
/// When the person or the period is not known, the period is over, nobody pays, or no contract has a day.
pub fn list(desk: &Desk<'_>, request: ListRequest<'_>) -> Result<Report, Refusal> {
    let mut page = Page::load(desk, request)?;
    let mut report = Report::new("renewals.forecast", page.title.clone(), page.day);
    report.period = Some(page.window.typed.clone());
    report.subtitle = vec![
        format!("decided {} · as known on {} · by the last day for notice", page.window.words(), page.day),
        super::show::taught(&page.learned),
    ];
    if page.judged.is_empty() {
        report.push(page.nothing());
        report.push(page.cohort());
    } else {
        report.push(page.summary());
        for section in [Page::cohort, Page::accounts, Page::waterfall, Page::mitigation] {
            report.push(section(&mut page));
        }
        report.push(page.expansion(desk)?);
        for section in [Page::timeline, Page::resources, Page::scenarios] {
            report.push(section(&mut page));
        }
    }
    report.ledger = page.ledger;
    Ok(report)
}

/// Whose and which renewals.
struct Scope {
    owner: Option<PersonId>,
    segment: Option<String>,
    owners: BTreeMap<AccountId, (PersonId, Arc<str>)>,
}

impl Scope {
    fn load(desk: &Desk<'_>, request: ListRequest<'_>) -> Result<(Self, String), Refusal> {
        let day = desk.as_of();
        let people = everybody(desk)?;
        let owner = request.csm.map(|csm| names::person(desk, csm)).transpose()?;
        let called =
            |person: &PersonId| people.get(person).map_or_else(|| Arc::from(person.external()), |one| one.name.clone());
        let stays = of_everybody(desk, &people)?;
        let owners = stays
            .iter()
            .filter(|stay| stay.holds_on(day))
            .map(|stay| (stay.account.clone(), (stay.owner.clone(), called(&stay.owner))))
            .collect();
        let whose = owner.as_ref().map_or_else(String::new, |owner| format!(" of the book of {}", called(owner)));
        Ok((Self { owner, segment: request.segment.map(plain), owners }, whose))
    }

    fn holds(&self, account: &AccountId, segments: &[Option<&str>]) -> bool {
        let owned =
            self.owner.as_ref().is_none_or(|owner| self.owners.get(account).is_some_and(|(holder, _)| holder == owner));
        let wanted = |wanted: &String| segments.iter().flatten().any(|segment| plain(segment) == *wanted);
        owned && self.segment.as_ref().is_none_or(wanted)
    }
}

/// A segment as it stands in an address.
fn plain(segment: &str) -> String {
    segment.trim().to_lowercase().replace([':', '#'], " ")
}

/// Everything the report is made of.
struct Page {
    title: String,
    day: Date,
    window: Window,
    money: Unit,
    learned: Learned,
    shock: Shock,
    decided: Decided,
    habits: Option<Habits>,
    outlook: Outlook,
    /// In the order in which to look.
    judged: Vec<Judged>,
    /// The first decision of any account in scope, for when none lies in the days asked about.
    first: Option<(Date, Arc<str>)>,
    undated: Vec<Undated>,
    /// Accounts in scope that pay, with what.
    paying: Vec<(AccountId, Arc<str>, Decimal)>,
    /// Where nothing is on record of the last weeks, the last day of which something is.
    quiet_since: Option<Date>,
    ledger: Ledger,
}

impl Page {
    fn load(desk: &Desk<'_>, request: ListRequest<'_>) -> Result<Self, Refusal> {
        let day = desk.as_of();
        let window = Window::parse(desk, request.period)?;
        let (scope, whose) = Scope::load(desk, request)?;
        let book = gather(desk, None)?;
        let learned = learned(desk, &book, &mut Past::once(desk))?;
        let ledgers = Ledgers::load(desk, None)?;
        let decided = Decided::before(day, &book.loaded.histories, &ledgers.basis()?);
        let paying = paying(desk, &book, &scope);
        if paying.is_empty() {
            return Err(Refusal::NotEnoughData(format!(
                "no account{whose} that was asked for pays on {day}; import contracts, ask about another day with --as-of, or \
                 leave out --csm and --segment"
            )));
        }
        let found = ledgers.ahead(&book.loaded)?;
        let ours = |account: &AccountId| paying.binary_search_by(|(one, _, _)| one.cmp(account)).is_ok();
        let undated: Vec<Undated> = found.undated.into_iter().filter(|one| ours(&one.account)).collect();
        let mut dues: Vec<_> = found.dues.into_iter().filter(|due| ours(&due.account)).collect();
        if dues.is_empty() {
            return Err(no_day(&undated));
        }
        let ahead = dues.iter().filter(|due| due.on > day);
        let first = ahead.min_by_key(|due| (due.on, &due.account)).map(|due| (due.on, due.name.clone()));
        dues.retain(|due| window.holds(due.on, day));
        let (standings, _) = standings(&book);
        let mut judged = Vec::new();
        for mut due in dues {
            let Some(standing) = standings.get(&due.account) else { continue };
            due.owner = scope.owners.get(&due.account).map(|(_, name)| name.clone());
            judged.push(Judged::of(due, standing, &learned, day));
        }
        let judged = in_order(judged, day);
        let (shock, habits) = (learned.shock(), decided.habits());
        let outlook = outlook(&judged, habits.as_ref(), &shock)?;
        let subject = scope.owner.as_ref().map_or("company", PersonId::as_str);
        let action =
            scope.segment.as_ref().map_or_else(|| "renewals-list".to_owned(), |of| format!("renewals-list-by-{of}"));
        let address = Address::new(&action, subject, &window.typed, day);
        let of = scope.segment.as_ref().map_or_else(String::new, |segment| format!(", {segment}"));
        Ok(Self {
            title: format!("Renewals{whose}{of}, {}", window.typed),
            day,
            money: Unit::Money(desk.currency()?.to_string()),
            ledger: Ledger::new(address.to_string()),
            quiet_since: desk.quiet_since()?,
            window,
            learned,
            shock,
            decided,
            habits,
            outlook,
            judged,
            first,
            undated,
            paying,
        })
    }

    fn count(&mut self, key: &str, label: &str, places: &[usize]) -> Figure {
        let mut trace = Trace::new(Fold::Count, &[]);
        places.iter().for_each(|place| self.judged[*place].count(&mut trace));
        self.ledger.figure(key, label, Unit::Count, self.day, trace)
    }

    fn arr(&mut self, key: &str, label: &str, places: &[usize]) -> Figure {
        let mut trace = Trace::new(Fold::Sum, &["ARR"]);
        for place in places {
            let one = &self.judged[*place];
            trace.push_known(&one.arr(&self.money).labelled(one.label()), &[]);
        }
        self.ledger.figure(key, label, self.money.clone(), self.day, trace)
    }

    /// The places of renewals of a kind.
    fn places(&self, of: impl Fn(&Judged) -> bool) -> Vec<usize> {
        (0..self.judged.len()).filter(|place| of(&self.judged[*place])).collect()
    }

    fn all(&self) -> Vec<usize> {
        self.places(|_| true)
    }

    /// What is kept of an amount if it renews.
    fn kept_if_renewed(&self, one: &Judged) -> Decimal {
        let share = self.habits.and_then(|habits| Decimal::from_f64(habits.kept())).unwrap_or(Decimal::ONE);
        one.due.signed.as_ref().map_or_else(|| (one.due.arr() * share).round_dp(2), |signed| signed.kept)
    }

    fn nothing(&self) -> Block {
        let next = self
            .first
            .as_ref()
            .map_or_else(|| "no later day is on record".to_owned(), |(on, name)| format!("the next is {name} on {on}"));
        Block::text(format!("Nothing comes up for renewal from {}; {next}.", self.window.words()))
    }

    fn cohort(&mut self) -> Section {
        let mut section = Section::new("cohort", "What comes up");
        if !self.judged.is_empty() {
            section.push(self.classes());
        }
        let by_end = self.places(|one| one.due.dated_by != DatedBy::Renewal);
        if !by_end.is_empty() {
            let names: Vec<Arc<str>> = by_end.iter().map(|place| self.judged[*place].due.name.clone()).collect();
            section.push(Block::callout(
                Tone::Caveat,
                format!(
                    "{} no renewal day on record that lies within the contract; the first unpaid day of the contract stands in: {}.",
                    if by_end.len() == 1 { "1 has".to_owned() } else { format!("{} have", by_end.len()) },
                    listed(&names)
                ),
            ));
        }
        section.push(self.kept_of_renewed());
        if let Some(table) = self.without_day() {
            section.push(table);
        }
        section
    }

    fn classes(&mut self) -> Table {
        let mut table = Table::new("By class", &["class", "chance of renewal", ">renewals", ">ARR", ">ARR expected"]);
        for class in Class::ALL {
            let places = self.places(|one| one.due.class() == class);
            let key = class.key();
            let count = self.count(&format!("{key}.count"), "renewals", &places);
            let arr = self.arr(&format!("{key}.arr"), "ARR", &places);
            let kept = self.expected_kept(&format!("{key}.kept"), &places);
            table.row([class.words().into(), class.range().into(), count.into(), arr.into(), kept.into()]);
        }
        table
    }

    fn kept_of_renewed(&mut self) -> Block {
        if self.habits.is_none() {
            return Block::callout(
                Tone::Caveat,
                format!(
                    "{} known of the last two years; from {} on their habit to renew for less is part of the forecast. Here \
                     all is kept or nothing.",
                    report::display::counted(self.decided.renewed(), "renewal is", "renewals are"),
                    renewals::outlook::HABITS_LEAST
                ),
            );
        }
        let trace = self.decided.kept_trace();
        let figure = self.ledger.figure("kept_share", "kept of what renews", Unit::Ratio, self.day, trace);
        Block::Figures {
            figures: vec![figure.with_convention("mean over the renewals of the last two years that kept anything")],
        }
    }

    fn without_day(&mut self) -> Option<Table> {
        if self.undated.is_empty() {
            return None;
        }
        let mut table =
            Table::new("In no forecast: no day of decision", &["why", ">contracts", ">ARR", "accounts, largest first"]);
        for why in [NoDay::NotOnRecord, NoDay::Passed, NoDay::BeforeStart] {
            let mut rows: Vec<&Undated> = self.undated.iter().filter(|one| one.why == why).collect();
            if rows.is_empty() {
                continue;
            }
            rows.sort_by(|a, b| (b.arr, &a.contract).cmp(&(a.arr, &b.contract)));
            let mut trace = Trace::new(Fold::Sum, &["ARR"]);
            rows.iter().for_each(|one| trace.push("contracts", &one.contract, &*one.name, None, &[one.arr]));
            let names: Vec<Arc<str>> = rows.iter().map(|one| one.name.clone()).collect();
            let key = format!("undated.{}", why as usize);
            let count = rows.len().to_string();
            let arr = self.ledger.figure(&key, "ARR", self.money.clone(), self.day, trace);
            table.row([why.words().into(), TableCell::from(count), arr.into(), listed(&names).into()]);
        }
        table.note = Some("A day is never guessed: import renewal_on with the contracts.".to_owned());
        Some(table)
    }
}

fn in_order(judged: Vec<Judged>, day: Date) -> Vec<Judged> {
    let mut by_key: BTreeMap<(AccountId, Date), Judged> =
        judged.into_iter().map(|one| ((one.due.account.clone(), one.due.on), one)).collect();
    let mut dues: Vec<_> = by_key.values().map(|one| one.due.clone()).collect();
    due::sort(&mut dues, day);
    dues.into_iter().filter_map(|due| by_key.remove(&(due.account, due.on))).collect()
}

fn outlook(judged: &[Judged], habits: Option<&Habits>, shock: &Shock) -> Result<Outlook, Refusal> {
    let number = |amount: Decimal| amount.to_f64().unwrap_or_default();
    let promise = |one: &Judged| Promise {
        chance: one.due.plain_chance(),
        amount: number(one.due.arr()),
        signed: one.due.signed.as_ref().map(|signed| number(signed.kept)),
    };
    let promises: Vec<Promise> = judged.iter().map(promise).collect();
    Outlook::of(&promises, habits, shock.whole()).map_err(|why| Refusal::NotEnoughData(why.to_string()))
}

fn paying(desk: &Desk<'_>, book: &Book, scope: &Scope) -> Vec<(AccountId, Arc<str>, Decimal)> {
    let segments = |account: &AccountId, arr: Decimal| {
        let tier = crate::csm_performance::tier(arr, &desk.settings.tier_cutoffs).word();
        let told = book.loaded.accounts.get(account).and_then(|known| known.segment.clone());
        (told, tier)
    };
    let mut found = Vec::new();
    for (account, arr) in &book.arr {
        let (told, tier) = segments(account, *arr);
        if scope.holds(account, &[told.as_deref(), Some(tier)]) {
            found.push((account.clone(), book.loaded.name(account), *arr));
        }
    }
    found
}

fn no_day(undated: &[Undated]) -> Refusal {
    Refusal::NotEnoughData(format!(
        "none of the {} contracts that are paid for has a day on which it is decided about; import renewal_on with the \
         contracts (a day is never guessed)",
        undated.len()
    ))
}

/// What was left out, what everybody did, and who is not watched.
mod ground;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use kernel::{AccountId, PersonId, Refusal};
use report::{Address, Block, Figure, Fold, Ledger, Prose, Report, Section, Table, TableCell, Tone, Trace, Unit};
use usage::{Finding, Judged, Pace, Unwatched};

use super::company::{Company, Side};
use super::show::a_month;
pub(super) use ground::{moved, reason};

use super::{SIGNALS_A_CSM, when, years};
use crate::desk::Desk;
use crate::facts::paying::{Paying, owned_on, owners_on, paying};
use crate::facts::stays::{everybody, of_everybody};
use crate::names;

/// What to list.
#[derive(Debug, Clone, Copy, Default)]
pub struct ListRequest<'a> {
    /// Whose book; all accounts when left out.
    pub csm: Option<&'a str>,
    /// An account to which nothing happens may raise one alarm in so many years.
    pub years: Option<i64>,
    /// So many signals at most; what the team can work on when left out.
    pub most: Option<i64>,
}

/// The accounts whose use fell, by ARR at stake, no more than can be worked on.
///
/// # Errors
/// When the person is not known, or a number is out of range.
pub fn list(desk: &Desk<'_>, request: ListRequest<'_>) -> Result<Report, Refusal> {
    let years = years(request.years)?;
    let most = request.most.map(|most| {
        usize::try_from(most)
            .ok()
            .filter(|most| *most > 0)
            .ok_or_else(|| Refusal::invalid("most", format!("`{most}` signals; say a number above 0")))
    });
    let page = Page::load(desk, request.csm, years, most.transpose()?)?;
    let mut report = Report::new("usage.list", page.title.clone(), page.day);
    report.subtitle = page.subtitle();
    report.push(Block::text(page.lead()));
    let whose = page.owner.as_ref().map_or("company", PersonId::as_str);
    let mut ledger = Ledger::new(Address::new("usage-list", whose, when(years, page.asked_most), page.day).to_string());
    for section in [page.signals(&mut ledger), page.watched(&mut ledger)] {
        report.push(section);
    }
    for section in [page.left_out(), page.everybody()] {
        report.push(section);
    }
    for says in page.caveats(desk)? {
        report.push(Block::callout(Tone::Caveat, says));
    }
    report.ledger = ledger;
    Ok(report)
}

/// An account whose use fell.
struct Line {
    account: AccountId,
    pace: Pace,
    judged: Judged,
}

/// Everything the list is made of.
struct Page {
    title: String,
    day: Date,
    years: u32,
    asked_most: Option<usize>,
    most: usize,
    owner: Option<PersonId>,
    company: Company,
    /// By what they pay, largest first.
    lines: Vec<Line>,
    /// Accounts that are watched, by pace, and those that are not, by reason.
    watched: BTreeMap<Pace, Vec<AccountId>>,
    unwatched: BTreeMap<&'static str, Vec<AccountId>>,
    paid: BTreeMap<AccountId, Paying>,
    owners: BTreeMap<AccountId, Arc<str>>,
    money: Unit,
}

impl Page {
    fn load(desk: &Desk<'_>, csm: Option<&str>, years: u32, asked_most: Option<usize>) -> Result<Self, Refusal> {
        let day = desk.as_of();
        let people = everybody(desk)?;
        let owner = csm.map(|csm| names::person(desk, csm)).transpose()?;
        let stays = of_everybody(desk, &people)?;
        let mine = owner.as_ref().map(|owner| owned_on(&stays, owner, day));
        let company = Company::load(desk, years, None)?;
        let (paid, _) = paying(desk, day, mine.as_deref())?;
        let teams = stays.iter().filter(|stay| stay.holds_on(day)).map(|stay| &stay.owner);
        let csms = if owner.is_some() { 1 } else { teams.collect::<BTreeSet<_>>().len().max(1) };
        let mut page = Self {
            title: owner.as_ref().map_or_else(
                || "Whose use fell".to_owned(),
                |owner| {
                    let name = people.get(owner).map_or_else(|| owner.to_string(), |one| one.name.to_string());
                    format!("Whose use fell: the book of {name}")
                },
            ),
            day,
            years,
            asked_most,
            most: asked_most.unwrap_or(SIGNALS_A_CSM * csms),
            owner,
            company,
            lines: Vec::new(),
            watched: BTreeMap::new(),
            unwatched: BTreeMap::new(),
            owners: owners_on(&stays, &people, day),
            money: Unit::Money(desk.currency()?.to_string()),
            paid: paid.iter().map(|one| (one.account.clone(), one.clone())).collect(),
        };
        // `paying` lists the largest first, so lines come in that order.
        paid.iter().for_each(|one| page.take(&one.account));
        Ok(page)
    }

    fn take(&mut self, account: &AccountId) {
        let (side, judged) = self.company.judged(account);
        let pace = side.book.timeline.pace;
        match judged {
            Ok(judged) => {
                self.watched.entry(pace).or_default().push(account.clone());
                if judged.finding.is_some() {
                    self.lines.push(Line { account: account.clone(), pace, judged });
                }
            }
            Err(why) => self.unwatched.entry(words(why)).or_default().push(account.clone()),
        }
    }

    fn side(&self, pace: Pace) -> &Side {
        match pace {
            Pace::Weekly => &self.company.weekly,
            Pace::Monthly => &self.company.monthly,
        }
    }

    fn name(&self, account: &AccountId) -> Arc<str> {
        self.paid.get(account).map_or_else(|| Arc::from(account.external()), |one| one.name.clone())
    }

    fn subtitle(&self) -> Vec<String> {
        let (weeks, months) = (&self.company.weekly.book.timeline, &self.company.monthly.book.timeline);
        let last = super::company::last_day;
        vec![
            format!("accounts with ARR on {}, those that pay most first", self.day),
            format!("weeks up to {}, months up to {}", last(weeks), last(months)),
        ]
    }

    fn lead(&self) -> Prose {
        let watched: usize = self.watched.values().map(Vec::len).sum();
        if watched == 0 {
            return Prose::default()
                .strong("The use of no account can be watched.")
                .words(" Why, and what would be enough, stands below.");
        }
        let Some(first) = self.lines.first() else {
            return Prose::default()
                .strong(format!("None of {watched} watched accounts uses the product less than before."));
        };
        let lead = Prose::default().strong(match self.lines.len() {
            1 => format!("1 of {watched} watched accounts uses the product less."),
            many => format!("{many} of {watched} watched accounts use the product less."),
        });
        let beyond = self.lines.len().saturating_sub(self.most);
        let lead = lead.words(format!(" The largest of them is {}.", self.name(&first.account)));
        match beyond {
            0 => lead,
            _ => lead.words(format!(
                " {beyond} of them stand outside the list: it holds no more than can be worked on ({}).",
                self.most
            )),
        }
    }

    fn arr(&self, account: &AccountId) -> Figure {
        let at = Address::new("arr", account.as_str(), self.day, self.day);
        let arr = self.paid.get(account).map(|one| one.arr).unwrap_or_default();
        Figure::known("ARR", arr, self.money.clone(), self.day).with_evidence(at.figure("arr"))
    }

    fn count(&self, ledger: &mut Ledger, (key, label): (&str, &str), accounts: &[AccountId]) -> Figure {
        let mut trace = Trace::new(Fold::Count, &[]);
        for account in accounts {
            trace.push("accounts", &Arc::from(account.as_str()), &*self.name(account), None, &[]);
        }
        ledger.figure(key, label, Unit::Count, self.day, trace)
    }

    fn signals(&self, ledger: &mut Ledger) -> Section {
        let mut section = Section::new("signals", "Signals");
        let all: Vec<AccountId> = self.lines.iter().map(|line| line.account.clone()).collect();
        let mut arr = Trace::new(Fold::Sum, &["ARR"]);
        for account in &all {
            arr.push_known(&self.arr(account).labelled(&*self.name(account)), &[]);
        }
        let found = self.count(ledger, ("found", "accounts that use less"), &all);
        let arr = ledger.figure("arr", "their ARR", self.money.clone(), self.day, arr);
        section.push(Block::Figures { figures: vec![found, arr] });
        if self.lines.is_empty() {
            return section;
        }
        let mut table =
            Table::new("", &["account", "owner", ">ARR", "what", "since", "found", ">use lost", ">change a month"]);
        for line in self.lines.iter().take(self.most) {
            table.row(self.row(line));
        }
        table.note = Some(
            "Use lost: of what was to be expected since, given the account's usual and what everybody did; of what \
             fell at once. Change a month: of what sinks slowly. `evenkeel usage show ACCOUNT` draws it."
                .to_owned(),
        );
        section.push(table);
        let beyond = all.get(self.most..).unwrap_or_default();
        if !beyond.is_empty() {
            let beyond = self.count(ledger, ("beyond", "signals of smaller accounts, not listed"), beyond);
            section.push(Block::Figures { figures: vec![beyond] });
        }
        section
    }

    fn row(&self, line: &Line) -> Vec<TableCell> {
        let timeline = &self.side(line.pace).book.timeline;
        let owner = self.owners.get(&line.account).map_or("unowned", |owner| owner).to_owned();
        let (what, since, found, [lost, change]): (&str, String, String, [TableCell; 2]) = match &line.judged.finding {
            Some(Finding::Drop(drop)) => {
                let at = Address::new("usage", line.account.as_str(), when(self.years, None), self.day);
                let lost = drop.share(&line.judged.track).unwrap_or_default();
                let lost = Figure::known("use lost", lost, Unit::Ratio, self.day).with_evidence(at.figure("lost"));
                let since = timeline.begins(drop.since).to_string();
                ("fell", since, timeline.ends(drop.found).to_string(), [lost.into(), TableCell::Empty])
            }
            Some(Finding::Decline(trend)) => {
                let over = format!("over {} {}s", trend.steps, line.pace.word());
                ("sinks", over, String::new(), [TableCell::Empty, a_month(trend, line.pace, self.day).into()])
            }
            None => ("", String::new(), String::new(), [TableCell::Empty, TableCell::Empty]),
        };
        let name = TableCell::from(&*self.name(&line.account));
        vec![name, owner.into(), self.arr(&line.account).into(), what.into(), since.into(), found.into(), lost, change]
    }
}

/// Why an account is not watched, with what would be enough.
pub(super) fn words(why: Unwatched) -> &'static str {
    match why {
        Unwatched::Nothing => "no counts on record in the time looked at",
        Unwatched::HardlyUsed => "no use in most weeks or months, so one more says nothing",
        Unwatched::TooShort { .. } => "on record for too short: 32 weeks or 16 months from the first row are enough",
    }
}

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use engagement::{Class, Signal, Silence, assess, signals, silence};
use jiff::civil::Date;
use kernel::{AccountId, Period, PersonId, Refusal};
use report::chart::Part;
use report::{
    Address, Block, Chart, ChartKind, Figure, Fold, Ledger, Prose, Report, Section, Table, TableCell, Tone, Trace, Unit,
};
use rust_decimal::Decimal;

use super::gather::{Days, Rows, limit, period, products};
use crate::desk::Desk;
use crate::facts::paying::{Paying, owned_on, owners_on, paying};
use crate::facts::stays::{everybody, of_everybody};
use crate::names;

/// Accounts shown in the table.
const ROWS_MAX: usize = 60;

/// The engagement of all accounts or of one book, most silent first.
///
/// # Errors
/// When the person or the period is not known.
pub fn list(desk: &Desk<'_>, csm: Option<&str>, typed_period: Option<&str>) -> Result<Report, Refusal> {
    let period = period(desk, typed_period)?;
    let days = Days::of(period, desk.as_of());
    let people = everybody(desk)?;
    let owner = csm.map(|csm| names::person(desk, csm)).transpose()?;
    let stays = of_everybody(desk, &people)?;
    let mine = owner.as_ref().map(|owner| owned_on(&stays, owner, days.last));
    let (accounts, told) = accounts(desk, mine.as_deref(), days)?;
    let who = owner.as_ref().map_or_else(
        || "all accounts".to_owned(),
        |owner| people.get(owner).map_or_else(|| owner.to_string(), |one| format!("the book of {}", one.name)),
    );
    let mut report = Report::new("engagement.list", format!("Engagement of {who}, {period}"), desk.as_of());
    report.period = Some(period.to_string());
    report.subtitle =
        vec![format!("accounts with ARR on {}, most silent first · as known on {}", days.last, desk.as_of())];
    let whose = owner.as_ref().map_or("company", PersonId::as_str);
    let ledger = Ledger::new(Address::new("engagement-list", whose, period, desk.as_of()).to_string());
    let owners = owners_on(&stays, &people, days.last);
    let mut page = Page { desk, accounts, told, days, period, owners, ledger };
    report.push(Block::text(page.lead()));
    for section in [
        page.summary()?,
        page.activity(),
        page.stakeholders(),
        page.trend(),
        page.warnings(),
        page.classification()?,
        page.recommendations(),
        page.target(),
    ] {
        report.push(section);
    }
    if !page.told {
        report.push(Block::callout(
            Tone::Caveat,
            "No conversation with anybody is on record near the end of the period, so silence says nothing.",
        ));
    }
    report.ledger = page.ledger;
    Ok(report)
}

/// The scores of these accounts or of all in the last quarter that facts cover, opening to their pages; none where facts
/// cover no quarter.
pub(crate) fn scores(desk: &Desk<'_>, of: Option<&[AccountId]>) -> Result<BTreeMap<AccountId, Figure>, Refusal> {
    let Ok(period) = period(desk, None) else { return Ok(BTreeMap::new()) };
    let (accounts, _) = accounts(desk, of, Days::of(period, desk.as_of()))?;
    let figure = |one: Account| {
        let at = Address::new("engagement", one.paying.account.as_str(), period, desk.as_of());
        let figure = Figure::known("engagement", one.score?, Unit::Score, desk.as_of());
        Some((one.paying.account, figure.with_evidence(at.figure("score"))))
    };
    Ok(accounts.into_iter().filter_map(figure).collect())
}

/// One account of the list.
struct Account {
    paying: Paying,
    score: Option<Decimal>,
    silence: Option<Silence>,
    signals: Vec<Signal>,
    talks: Vec<(Arc<str>, Date)>,
    knows_people: bool,
}

impl Account {
    fn is_beyond(&self) -> bool {
        self.silence.as_ref().is_some_and(|silence| silence.is_beyond(limit(self.paying.tier)))
    }
}

/// The accounts that pay, most silent first, and whether conversations are on record at all.
fn accounts(desk: &Desk<'_>, mine: Option<&[AccountId]>, days: Days) -> Result<(Vec<Account>, bool), Refusal> {
    let (paid, _) = paying(desk, days.last, mine)?;
    let mut used = products(desk, &paid, days.last)?;
    let mut rows = Rows::load(desk, mine, days)?;
    let told = rows.conversations_told;
    let mut found: Vec<Account> = paid
        .into_iter()
        .map(|paying| {
            let evidence = rows.take(&paying.account, used.remove(&paying.account).map(|(_, figure)| figure));
            let talks = evidence.touches.iter().filter(|touch| touch.is_two_way() && touch.on >= days.from);
            Account {
                score: assess(&evidence).score,
                silence: silence(&evidence.touches, paying.since.as_ref(), (days.first_read, days.last))
                    .filter(|_| told),
                signals: signals(&evidence, None),
                talks: talks.map(|touch| (touch.key.clone(), touch.on)).collect(),
                knows_people: !evidence.contacts.is_empty(),
                paying,
            }
        })
        .collect();
    found.sort_by(|a, b| {
        let place =
            |one: &Account| (Reverse(one.silence.as_ref().map(|silence| silence.days)), Reverse(one.paying.arr));
        (place(a), &a.paying.account).cmp(&(place(b), &b.paying.account))
    });
    Ok((found, told))
}

struct Page<'a> {
    desk: &'a Desk<'a>,
    accounts: Vec<Account>,
    told: bool,
    days: Days,
    period: Period,
    owners: BTreeMap<AccountId, Arc<str>>,
    ledger: Ledger,
}

impl Page<'_> {
    fn count(&mut self, key: &str, label: &str, wanted: impl Fn(&Account) -> bool) -> Figure {
        let mut trace = Trace::new(Fold::Count, &[]);
        for one in self.accounts.iter().filter(|one| wanted(one)) {
            trace.push("accounts", &Arc::from(one.paying.account.as_str()), &*one.paying.name, None, &[]);
        }
        self.ledger.figure(key, label, Unit::Count, self.desk.as_of(), trace)
    }

    fn lead(&self) -> Prose {
        let beyond: Vec<&Account> = self.accounts.iter().filter(|one| one.is_beyond()).collect();
        let all = self.accounts.len();
        match beyond.iter().max_by_key(|one| one.paying.arr) {
            _ if all == 0 => "No account has ARR on the last day of the period.".into(),
            _ if !self.told => "How long accounts have been silent is not known.".into(),
            None => format!("None of {all} accounts is silent for longer than its tier allows.").into(),
            Some(largest) => Prose::default()
                .strong(match beyond.len() {
                    1 => format!("1 of {all} accounts is silent for longer than its tier allows."),
                    many => format!("{many} of {all} accounts are silent for longer than their tier allows."),
                })
                .words(format!(
                    " The largest of them is {}, silent for {} days where {} are the limit.",
                    largest.paying.name,
                    largest.silence.as_ref().map_or(0, |silence| silence.days),
                    limit(largest.paying.tier).days()
                )),
        }
    }

    fn summary(&mut self) -> Result<Section, Refusal> {
        let mut section = Section::new("summary", "Score");
        let beyond = self.count("beyond", "silent beyond their limit", Account::is_beyond);
        let (day, money) = (self.days.last, Unit::Money(self.desk.currency()?.to_string()));
        let mut arr = Trace::new(Fold::Sum, &["ARR"]);
        for one in self.accounts.iter().filter(|one| one.is_beyond()) {
            arr.push_known(&one.paying.arr_figure(self.desk, day)?.labelled(&*one.paying.name), &[]);
        }
        let arr = self.ledger.figure("beyond_arr", "their ARR", money, self.desk.as_of(), arr);
        section.push(Block::Figures { figures: vec![beyond, arr] });
        let mut table = Table::new("", &["class", ">accounts"]);
        let mut parts = Vec::new();
        for class in Class::ALL {
            let words = class.words();
            let key = words.replace(' ', "_");
            let count = self.count(&key, words, |one| Class::of(one.score) == class);
            parts.push(Part { name: words.to_owned(), value: count.value.unwrap_or_default() });
            table.row([TableCell::from(words), count.into()]);
        }
        let summary = parts.iter().map(|part| format!("{} {}", part.value, part.name)).collect::<Vec<_>>().join(", ");
        let title = "Accounts by engagement".to_owned();
        section.push(Chart { title, summary, unit: Unit::Count, kind: ChartKind::Split { parts } });
        section.push(table);
        Ok(section)
    }

    fn activity(&mut self) -> Section {
        let mut section = Section::new("activity", "Activity");
        let mut trace = Trace::new(Fold::Count, &[]);
        for one in &self.accounts {
            one.talks.iter().for_each(|(key, on)| trace.push("touchpoints", key, &*one.paying.name, Some(*on), &[]));
        }
        let as_of = self.desk.as_of();
        let talks = self.ledger.figure("talks", "two-way conversations", Unit::Count, as_of, trace);
        let without = self.count("without_talk", "accounts without any", |one| one.talks.is_empty());
        section.push(Block::Figures { figures: vec![talks, without] });
        section
    }

    fn stakeholders(&mut self) -> Section {
        let mut section = Section::new("stakeholders", "Stakeholder map");
        let known = self.count("known_people", "accounts with a known contact", |one| one.knows_people);
        section.push(Block::Figures { figures: vec![known] });
        section.push(Block::text("What hangs by one person: `evenkeel relationships`."));
        section
    }

    fn trend(&mut self) -> Section {
        let mut section = Section::new("trend", "Trend");
        let mut months: BTreeMap<Date, Trace> = BTreeMap::new();
        for one in &self.accounts {
            for (key, on) in &one.talks {
                let trace = months.entry(on.first_of_month()).or_insert_with(|| Trace::new(Fold::Count, &[]));
                trace.push("touchpoints", key, &*one.paying.name, Some(*on), &[]);
            }
        }
        let mut table = Table::new("Two-way conversations by month", &["month", ">conversations"]);
        for (month, trace) in months {
            let name = format!("{:04}-{:02}", month.year(), month.month());
            let figure = self.ledger.figure(&format!("month.{name}"), &name, Unit::Count, self.desk.as_of(), trace);
            table.row([TableCell::from(name), figure.into()]);
        }
        if table.rows.is_empty() {
            section.push(Block::text("No two-way conversation is on record in the period."));
        } else {
            section.push(table);
        }
        section
    }

    fn warnings(&mut self) -> Section {
        let mut section = Section::new("warnings", "Warnings");
        let kinds = [
            ("unanswered", "our messages unanswered"),
            ("cancelled", "meetings that fell through"),
            ("slower", "slower replies"),
            ("review", "business review not held"),
            ("sponsor", "silent sponsor"),
        ];
        let mut table = Table::new("", &["sign", ">accounts"]);
        for (key, words) in kinds {
            let has = |one: &Account| one.signals.iter().any(|signal| signal.key == key);
            let count = self.count(&format!("signal.{key}"), words, has);
            table.row([TableCell::from(words), count.into()]);
        }
        section.push(table);
        section
    }

    fn classification(&mut self) -> Result<Section, Refusal> {
        let mut section = Section::new("classification", "Accounts, most silent first");
        let headings = ["account", "owner", ">ARR", ">silent", ">limit", ">score", "class", "signs"];
        let mut table = Table::new("", &headings);
        for one in self.accounts.iter().take(ROWS_MAX) {
            table.row(self.row(one)?);
        }
        let more = self.accounts.len().saturating_sub(ROWS_MAX);
        let rest = if more > 0 { format!(" {more} less silent ones are not shown.") } else { String::new() };
        table.note = Some(format!(
            "Silent: days since the customer last spoke with us; where that never happened, at least since it pays or since \
             we look. A star says that the limit of the tier is passed.{rest}"
        ));
        section.push(table);
        Ok(section)
    }

    fn row(&self, one: &Account) -> Result<Vec<TableCell>, Refusal> {
        let as_of = self.desk.as_of();
        let at = Address::new("engagement", one.paying.account.as_str(), self.period, as_of);
        let silent = match &one.silence {
            Some(silence) => {
                let days = Decimal::from(silence.days);
                let figure = Figure::known("silent", days, Unit::Days, as_of).with_evidence(at.figure("silence"));
                if silence.ends_in_talk { figure } else { figure.with_note("at least") }
            }
            None => Figure::unknown("silent", Unit::Days, as_of, "no conversation is on record to count from"),
        };
        let score = match one.score {
            Some(score) => Figure::known("score", score, Unit::Score, as_of).with_evidence(at.figure("score")),
            None => Figure::unknown("score", Unit::Score, as_of, "too little is known"),
        };
        let star = if one.is_beyond() { " *" } else { "" };
        let signs: Vec<&str> = one.signals.iter().map(|signal| signal.key).collect();
        let owner = self.owners.get(&one.paying.account).map_or("unowned", |owner| owner);
        Ok(vec![
            TableCell::from(&*one.paying.name),
            owner.into(),
            one.paying.arr_figure(self.desk, self.days.last)?.into(),
            silent.into(),
            format!("{}{star}", limit(one.paying.tier).days()).into(),
            score.into(),
            Class::of(one.score).words().into(),
            signs.join(", ").into(),
        ])
    }

    fn recommendations(&self) -> Section {
        let mut section = Section::new("recommendations", "What to do");
        let mut beyond: Vec<&Account> = self.accounts.iter().filter(|one| one.is_beyond()).collect();
        beyond.sort_by(|a, b| (b.paying.arr, &a.paying.account).cmp(&(a.paying.arr, &b.paying.account)));
        let items: Vec<Prose> = beyond
            .iter()
            .take(5)
            .map(|one| {
                let owner = self.owners.get(&one.paying.account).map_or("nobody yet", |owner| owner);
                Prose::default()
                    .strong(&*one.paying.name)
                    .words(format!(": speak with somebody there this week ({owner})."))
            })
            .collect();
        if items.is_empty() {
            section.push(Block::text("Nothing is overdue."));
        } else {
            section.push(Block::List { ordered: true, items });
        }
        section
    }

    fn target(&mut self) -> Section {
        let mut section = Section::new("target", "Target");
        section.push(Block::text(
            "No account beyond its limit in 30 days, starting with the largest; classes follow by themselves.",
        ));
        section
    }
}

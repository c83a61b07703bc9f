/// The sections after the tiers.
mod plan;

use std::collections::BTreeMap;
use std::sync::Arc;

use churn::{Card, Notice, Reason, Risk, SIGNALS, Standing, Tier};
use jiff::civil::Date;
use kernel::{AccountId, PersonId, Refusal};
use report::chart::Part;
use report::{
    Address, Block, Chart, ChartKind, Figure, Fold, Interval, Ledger, Report, Section, Table, TableCell, Tone, Trace,
    Unit,
};
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};
use statistics::forecast::{shock, total};

use super::rows::gather;
use super::{days_after, learn, when, within};
use crate::desk::Desk;
use crate::facts::stays::{everybody, of_everybody};
use crate::names;

/// Accounts of a tier that are told one by one; the others are counted.
const SHOWN_MOST: usize = 25;
/// At least so many accounts are worked on; where the upper tiers hold fewer, the highest chances of the low are added.
const HIGHEST_SHOWN: usize = 10;
/// Reasons of each account.
const REASONS: usize = 3;
/// The range of money is that in which it lies with this chance.
const MONEY_RANGE: f64 = 0.8;

/// The churn risk of all accounts that pay, or of one person's book, in four tiers.
///
/// # Errors
/// When the person is not known, the days ahead are out of range, or nobody pays.
pub fn list(desk: &Desk<'_>, csm: Option<&str>, within_days: Option<i64>) -> Result<Report, Refusal> {
    laid_out(desk, &Page::load(desk, csm, within(within_days)?)?)
}

/// An account to work on, with what it is about.
pub(crate) struct AtStake {
    pub(crate) account: AccountId,
    pub(crate) name: Arc<str>,
    pub(crate) chance: Figure,
    pub(crate) arr: Figure,
    pub(crate) reasons: Vec<&'static str>,
}

/// The list, and the accounts to work on in its order.
pub(crate) fn at_stake(desk: &Desk<'_>, csm: Option<&str>) -> Result<(Report, Vec<AtStake>), Refusal> {
    let page = Page::load(desk, csm, within(None)?)?;
    let told = |line: &&Line| AtStake {
        account: line.account.clone(),
        name: line.name.clone(),
        chance: page.chance(line),
        arr: page.arr(line),
        reasons: line.risk.top(REASONS).iter().map(|reason| reason.words()).collect(),
    };
    let lines = page.worked().iter().map(told).collect();
    Ok((laid_out(desk, &page)?, lines))
}

fn laid_out(desk: &Desk<'_>, page: &Page) -> Result<Report, Refusal> {
    let day = page.day;
    let mut report = Report::new("churn.list", page.title.clone(), day);
    report.subtitle = vec![
        format!("accounts with ARR on {day} · chance of being lost by {}", days_after(day, page.within_days)),
        page.taught(),
    ];
    let whose = page.owner.as_ref().map_or("company", PersonId::as_str);
    let mut ledger = Ledger::new(Address::new("churn-list", whose, when(page.within_days), day).to_string());
    let mut summary = page.summary(&mut ledger);
    summary.push(crate::backtest::churn_accuracy(desk, page.within_days)?);
    report.push(summary);
    for tier in [Tier::Critical, Tier::High, Tier::Medium] {
        report.push(page.tier(tier));
    }
    if let Some(highest) = page.highest() {
        report.push(highest);
    }
    report.push(page.drivers(&mut ledger));
    report.push(page.plan());
    report.push(page.outcomes(&mut ledger));
    report.ledger = ledger;
    Ok(report)
}

/// One account of the list.
struct Line {
    account: AccountId,
    name: Arc<str>,
    owner: String,
    arr: Decimal,
    risk: Risk,
    /// Notice that was served and runs out after the days ahead, so that it does not bear on the chance.
    notice: Option<String>,
}

/// Notice that runs out only after a day.
fn later(notice: &Notice, day: Date) -> Option<String> {
    let is_later = notice.ends_on.is_none_or(|end| day < end);
    let end = notice.ends_on.map_or_else(|| "its end is not told".to_owned(), |end| format!("it runs to {end}"));
    is_later.then(|| format!("notice was given on {}, {end}", notice.on))
}

/// Everything the list is made of.
struct Page {
    title: String,
    day: Date,
    within_days: i32,
    owner: Option<PersonId>,
    money: Unit,
    card: Card,
    /// Accounts that left within what was learned from, as churn events say, where contracts decide.
    events: usize,
    /// By tier, then by ARR, largest first.
    lines: Vec<Line>,
}

impl Page {
    fn load(desk: &Desk<'_>, csm: Option<&str>, within_days: i32) -> Result<Self, Refusal> {
        let day = desk.as_of();
        let people = everybody(desk)?;
        let owner = csm.map(|csm| names::person(desk, csm)).transpose()?;
        let stays = of_everybody(desk, &people)?;
        let owners: BTreeMap<&AccountId, &PersonId> =
            stays.iter().filter(|stay| stay.holds_on(day)).map(|stay| (&stay.account, &stay.owner)).collect();
        let called =
            |person: &PersonId| people.get(person).map_or_else(|| person.to_string(), |one| one.name.to_string());
        let book = gather(desk, None)?;
        let card = learn::card(desk, &book, within_days)?;
        let (standings, _) = learn::standings(&book);
        let mine = |account: &AccountId| owner.as_ref().is_none_or(|owner| owners.get(account) == Some(&owner));
        let line = |(account, standing): (&AccountId, &Standing)| Line {
            account: account.clone(),
            name: book.loaded.name(account),
            owner: owners.get(account).map_or_else(|| "unowned".to_owned(), |owner| called(owner)),
            arr: book.arr.get(account).copied().unwrap_or_default(),
            risk: Risk::of(&card, standing, days_after(day, within_days)),
            notice: standing.notice.as_ref().and_then(|notice| later(notice, days_after(day, within_days))),
        };
        let mut lines: Vec<Line> = standings.iter().filter(|(account, _)| mine(account)).map(line).collect();
        if lines.is_empty() {
            let whose = owner.as_ref().map_or_else(String::new, |owner| format!(" in the book of {}", called(owner)));
            return Err(Refusal::NotEnoughData(format!(
                "no account{whose} pays on {day}; import contracts, or ask about another day with --as-of"
            )));
        }
        lines.sort_by(|a, b| (a.risk.tier(), b.arr, &a.account).cmp(&(b.risk.tier(), a.arr, &b.account)));
        Ok(Self {
            title: owner.as_ref().map_or_else(
                || "Churn risk".to_owned(),
                |owner| format!("Churn risk of the book of {}", called(owner)),
            ),
            day,
            within_days,
            owner,
            money: Unit::Money(desk.currency()?.to_string()),
            events: learn::churn_events(desk, &book, within_days),
            card,
            lines,
        })
    }

    fn taught(&self) -> String {
        super::show::taught(&self.card)
    }

    fn of(&self, tier: Tier) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.risk.tier() == tier)
    }

    fn arr(&self, line: &Line) -> Figure {
        let at = Address::new("arr", line.account.as_str(), self.day, self.day);
        Figure::known("ARR", line.arr, self.money.clone(), self.day).with_evidence(at.figure("arr"))
    }

    fn chance(&self, line: &Line) -> Figure {
        super::show::chance(&line.risk, line.account.as_str(), self.within_days, self.day)
    }

    fn count(&self, ledger: &mut Ledger, key: &str, label: &str, lines: &[&Line]) -> Figure {
        let mut trace = Trace::new(Fold::Count, &[]);
        for line in lines {
            trace.push("accounts", &Arc::from(line.account.as_str()), &*line.name, None, &[]);
        }
        ledger.figure(key, label, Unit::Count, self.day, trace)
    }

    fn sum(&self, ledger: &mut Ledger, key: &str, label: &str, lines: &[&Line]) -> Figure {
        let mut trace = Trace::new(Fold::Sum, &["ARR"]);
        for line in lines {
            trace.push_known(&self.arr(line).labelled(&*line.name), &[]);
        }
        ledger.figure(key, label, self.money.clone(), self.day, trace)
    }

    fn summary(&self, ledger: &mut Ledger) -> Section {
        let mut section = Section::new("summary", "Executive summary");
        let all: Vec<&Line> = self.lines.iter().collect();
        let figures = vec![
            self.count(ledger, "accounts", "paying accounts", &all),
            self.sum(ledger, "arr", "ARR", &all),
            self.expected_accounts(ledger),
            self.expected_arr(ledger),
        ];
        section.push(Block::Figures { figures });
        section.push(self.split());
        let mut table = Table::new("", &["tier", "chance", ">accounts", ">ARR at stake"]);
        for tier in Tier::ALL {
            let lines: Vec<&Line> = self.of(tier).collect();
            let count = self.count(ledger, tier.word(), "accounts", &lines);
            let arr = self.sum(ledger, &format!("{}.arr", tier.word()), "ARR", &lines);
            table.row([tier.word().into(), tier.range().into(), count.into(), arr.into()]);
        }
        section.push(table);
        self.caveats().into_iter().for_each(|(tone, says)| section.push(Block::callout(tone, says)));
        section
    }

    fn split(&self) -> Chart {
        let parts: Vec<Part> = Tier::ALL
            .iter()
            .map(|tier| Part { name: tier.word().to_owned(), value: Decimal::from(self.of(*tier).count()) })
            .collect();
        let summary = Tier::ALL.map(|tier| format!("{} {}", self.of(tier).count(), tier.word())).join(", ");
        Chart { title: "Accounts by tier".to_owned(), summary, unit: Unit::Count, kind: ChartKind::Split { parts } }
    }

    fn caveats(&self) -> Vec<(Tone, String)> {
        let mut caveats = super::show::caveats(&self.card);
        let told = usize::try_from(self.card.events).unwrap_or(usize::MAX);
        if self.events > told.saturating_mul(2) {
            caveats.insert(
                0,
                (
                    Tone::Warning,
                    format!(
                        "The sources contradict each other: over the days learned from, churn events name {} accounts that \
                         left, contracts show {told} losses. The chances follow contracts. If the events are right, ask \
                         again with --churn-source events.",
                        self.events
                    ),
                ),
            );
        }
        if self.lines.iter().all(|line| line.risk.tier() == Tier::Low) {
            caveats.push((
                Tone::Note,
                format!(
                    "No account reaches a chance of 35 % within {} days. Chances over a short time are small where few \
                     accounts leave; the order below still says whom to look at first.",
                    self.within_days
                ),
            ));
        }
        caveats
    }

    /// Chances summed: how many are to be expected.
    fn expected_accounts(&self, ledger: &mut Ledger) -> Figure {
        let mut trace = Trace::new(Fold::Sum, &["chance"]);
        for line in &self.lines {
            trace.push_known(&self.chance(line).labelled(&*line.name), &[]);
        }
        let figure = ledger.figure("expected.accounts", "accounts expected to be lost", Unit::Number, self.day, trace);
        figure.with_convention("sum of the chances").with_interval(self.range(|_| 1.0, 1.0))
    }

    fn expected_arr(&self, ledger: &mut Ledger) -> Figure {
        let mut trace = Trace::new(Fold::SumOfProducts, &["chance", "ARR"]);
        for line in &self.lines {
            trace.push_known(&self.chance(line).labelled(&*line.name), &[line.arr]);
        }
        let figure = ledger.figure("expected.arr", "ARR expected to be lost", self.money.clone(), self.day, trace);
        let range = self.range(|line| line.arr.to_f64().unwrap_or_default(), 100.0);
        figure.with_convention("sum of chance times ARR").with_interval(range)
    }

    /// Where the sum of what is lost lies, when all chances move together by what nobody foresaw.
    fn range(&self, amount: impl Fn(&Line) -> f64, unit: f64) -> Option<Interval> {
        let chance = |line: &Line| line.risk.chance.to_f64().unwrap_or_default().clamp(0.0, 1.0);
        let lost: Vec<total::Renewal> =
            self.lines.iter().map(|line| total::Renewal::whole(chance(line), amount(line))).collect();
        let found = total::total(&lost, unit, shock::ASSUMED).ok()?.interval(MONEY_RANGE)?;
        Some(Interval {
            level: Decimal::from_f64(MONEY_RANGE)?,
            low: Decimal::from_f64(found.low)?.round_dp(2),
            high: Decimal::from_f64(found.high)?.round_dp(2),
            method: format!("sum over accounts with a shared shock of {} log-odds", shock::ASSUMED),
        })
    }

    fn tier(&self, tier: Tier) -> Section {
        let lines: Vec<&Line> = self.of(tier).collect();
        let mut section = Section::new(tier.word(), format!("{} risk: {}", capital(tier.word()), tier.range()));
        if lines.is_empty() {
            section.push(Block::text("No account."));
            return section;
        }
        section.push(self.table(&lines[..lines.len().min(SHOWN_MOST)]));
        if let Some(more) = lines.len().checked_sub(SHOWN_MOST).filter(|more| *more > 0) {
            section.push(Block::text(format!("And {more} more with less ARR; one book at a time (--csm) shows them.")));
        }
        section
    }

    /// Shown where the upper tiers hold few.
    fn highest(&self) -> Option<Section> {
        let lines: Vec<&Line> = self.worked().into_iter().filter(|line| line.risk.tier() == Tier::Low).collect();
        (!lines.is_empty()).then(|| {
            let mut section = Section::new("highest", "The highest chances among the low");
            section.push(self.table(&lines));
            section
        })
    }

    fn table(&self, lines: &[&Line]) -> Table {
        let mut table = Table::new("", &["account", "owner", ">ARR", ">chance", "what raises it most"]);
        for line in lines {
            let reason = |reason: &Reason| format!("{} (+{})", reason.words(), reason.contribution.round_dp(2));
            let top = line.risk.top(REASONS);
            let reasons: Vec<String> = line.notice.iter().cloned().chain(top.iter().map(reason)).collect();
            let reasons = if reasons.is_empty() { "nothing stands out".to_owned() } else { reasons.join("; ") };
            table.row([
                TableCell::from(&*line.name),
                line.owner.as_str().into(),
                self.arr(line).into(),
                self.chance(line).into(),
                reasons.into(),
            ]);
        }
        table.note = Some(
            "In brackets: what it adds in log-odds to an account like the mean of the book; all parts add up \
             (evenkeel churn show ACCOUNT). It contributes; it need not be the cause."
                .to_owned(),
        );
        table
    }

    /// The accounts the plan is about: medium and above, and where these are few, the highest of the low.
    fn worked(&self) -> Vec<&Line> {
        let (mut low, mut worked): (Vec<&Line>, Vec<&Line>) =
            self.lines.iter().partition(|line| line.risk.tier() == Tier::Low);
        low.sort_by(|a, b| (b.risk.chance, b.arr, &a.account).cmp(&(a.risk.chance, a.arr, &b.account)));
        low.truncate(HIGHEST_SHOWN.saturating_sub(worked.len()));
        worked.extend(low);
        worked
    }

    /// The accounts of the plan by the reason that raises their chance, in the order of signals.
    fn by_reason(&self, first: bool) -> Vec<(usize, Vec<&Line>)> {
        let has = |line: &Line, of: usize| {
            let top = line.risk.top(if first { 1 } else { REASONS });
            top.iter().any(|reason| reason.signal == Some(of))
        };
        let of = |of: usize| (of, self.worked().into_iter().filter(|line| has(line, of)).collect::<Vec<_>>());
        (0..SIGNALS.len()).map(of).filter(|(_, lines)| !lines.is_empty()).collect()
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

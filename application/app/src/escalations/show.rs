use std::collections::BTreeMap;
use std::sync::Arc;

use escalations::{ACKNOWLEDGED_HOURS, Cause, Customer, REPEAT_DAYS, Raised};
use kernel::Refusal;
use report::chart::Bar;
use report::{
    Address, Block, Chart, ChartKind, Figure, Ledger, Prose, Report, Section, Table, TableCell, Tone, Trace, Unit,
};

use super::gather::Ground;
use super::{impact, outlook};
use crate::desk::Desk;

/// Which escalations.
#[derive(Debug, Clone, Copy)]
pub struct EscalationsRequest<'a> {
    /// The period; the last quarter that facts cover when empty.
    pub period: Option<&'a str>,
    /// Only accounts of this segment; all when empty.
    pub segment: Option<&'a str>,
}

/// What the escalations of a period have in common, in the sections of the source practice.
///
/// # Errors
/// When the period or the segment is not known.
pub fn show(desk: &Desk<'_>, request: EscalationsRequest<'_>) -> Result<Report, Refusal> {
    let ground = Ground::load(desk, request)?;
    let who = ground.segment.as_deref().map_or_else(String::new, |segment| format!(" of segment {segment}"));
    let mut report = Report::new("escalations.show", format!("Escalations{who}, {}", ground.period), ground.as_of());
    report.period = Some(ground.period.to_string());
    report.subtitle = vec![
        format!("{} to {} · as known on {}", ground.period.from(), ground.day, ground.as_of()),
        "an escalation counts against nobody: raising one early is good work".to_owned(),
    ];
    let subject = ground.segment.as_deref().unwrap_or("company");
    let address = Address::new("escalations", subject, ground.period, ground.as_of());
    let mut page = Page { ground: &ground, ledger: Ledger::new(address.to_string()) };
    let summary = page.summary();
    report.push(Block::text(page.lead()));
    report.push(summary);
    report.push(page.causes());
    report.push(page.segments());
    report.push(page.resolution());
    let sections = [impact::impact(&mut page)?, impact::high_impact(&page)?];
    sections.into_iter().for_each(|section| report.push(section));
    report.push(outlook::prevention(&page));
    report.push(outlook::process(&mut page));
    report.push(outlook::expected(&mut page));
    for says in page.caveats() {
        report.push(Block::callout(Tone::Caveat, says));
    }
    report.ledger = page.ledger;
    Ok(report)
}

/// The report as it is written.
pub(super) struct Page<'a> {
    pub(super) ground: &'a Ground<'a>,
    pub(super) ledger: Ledger,
}

impl<'a> Page<'a> {
    pub(super) fn enter(&mut self, key: &str, label: &str, unit: Unit, trace: Trace) -> Figure {
        self.ledger.figure(key, label, unit, self.ground.as_of(), trace)
    }

    pub(super) fn customers(&self) -> Vec<&'a Customer> {
        self.ground.customers.iter().collect()
    }

    pub(super) fn rate(&mut self, key: &str, customers: &[&Customer], of: impl Fn(&Raised) -> bool) -> Figure {
        let ground = self.ground;
        let trace = ground.tally.per_hundred(customers, |row| ground.opening.contains_key(&row.account) && of(row));
        let figure = self.enter(key, "for each hundred accounts", Unit::Number, trace);
        let words =
            format!("escalations in the period, for each hundred accounts with ARR on {}", self.ground.period.from());
        Figure { n: None, ..figure }.with_convention(words)
    }

    fn lead(&self) -> Prose {
        let raised = self.ground.tally.raised();
        if raised.is_empty() {
            return Prose::default()
                .strong("No escalation is on record in this period.")
                .words(" That may mean that none was raised, or that they are not written down.");
        }
        let open = raised.iter().filter(|row| row.resolved_on.is_none()).count();
        let mut counts: BTreeMap<Option<Cause>, usize> = BTreeMap::new();
        for row in raised {
            *counts.entry(row.cause).or_default() += 1;
        }
        let most = Cause::ALL.into_iter().max_by_key(|cause| (counts.get(&Some(*cause)), std::cmp::Reverse(*cause)));
        let about = most.filter(|cause| counts.contains_key(&Some(*cause)));
        let many = if raised.len() == 1 { "1 escalation".to_owned() } else { format!("{} escalations", raised.len()) };
        let about = about.map_or_else(String::new, |cause| format!(" Most often it was about: {}.", cause.name()));
        Prose::default().strong(format!("{many}, {open} still open on {}.", self.ground.day)).words(about)
    }

    fn summary(&mut self) -> Section {
        let mut section = Section::new("summary", "Summary");
        let tally = &self.ground.tally;
        let (all, open) = (tally.count(|_| true), tally.count(|row| row.resolved_on.is_none()));
        let (again, answered) = (tally.repeat_share(), tally.answered_share());
        let all = self.enter("raised", "escalations", Unit::Count, all);
        let customers = self.customers();
        let rate = self.rate("rate", &customers, |_| true);
        let open = self.enter("open", "still open", Unit::Count, open);
        let again = self.enter("repeat_share", "accounts with a repeat", Unit::Ratio, again).with_convention(format!(
            "of accounts with an escalation, those with another within {REPEAT_DAYS} days before it"
        ));
        let label = format!("answered within {ACKNOWLEDGED_HOURS} hours");
        let answered = match answered.rows.is_empty() {
            true => Figure::unknown(label, Unit::Ratio, self.ground.as_of(), self.not_answered()),
            false => self.enter("answered", &label, Unit::Ratio, answered).with_convention(self.answered_how()),
        };
        section.push(Block::Figures { figures: vec![all, rate, open, again, answered] });
        section
    }

    fn not_answered(&self) -> &'static str {
        if self.ground.from_tickets {
            "no escalated ticket says when it was first answered"
        } else {
            "no escalation says how many minutes went by until somebody took it on"
        }
    }

    fn answered_how(&self) -> &'static str {
        if self.ground.from_tickets {
            "first answer of support to the escalated ticket, in hours as its source counts them"
        } else {
            "until somebody of us took it on, in hours as its source counts them"
        }
    }

    fn causes(&mut self) -> Section {
        let mut section = Section::new("causes", "Root causes");
        let headings = ["about", ">escalations", ">share", ">resolved", ">median days", "in their words"];
        let mut table = Table::new("", &headings);
        let mut bars = Vec::new();
        for cause in Cause::ALL.into_iter().map(Some).chain([None]) {
            let (key, name) = cause.map_or(("not_told", "not told"), |cause| (cause.key(), cause.name()));
            let tally = &self.ground.tally;
            let is_one = |row: &Raised| row.cause == cause;
            let (count, resolved) = (tally.count(is_one), tally.resolved_share(is_one));
            let days = tally.days_open(is_one);
            let mut share = tally.resolved_share(|_| true);
            share.columns = vec!["about this"];
            for (row, raised) in share.rows.iter_mut().zip(tally.raised()) {
                row.numbers = vec![u8::from(raised.cause == cause).into()];
            }
            let count = self.enter(&format!("cause.{key}"), name, Unit::Count, count);
            let share = self.enter(&format!("cause.{key}.share"), "share", Unit::Ratio, share);
            let mut told = |key: String, label: &str, unit: Unit, trace: Trace| match trace.rows.is_empty() {
                true => TableCell::Empty,
                false => self.enter(&key, label, unit, trace).into(),
            };
            let resolved = told(format!("cause.{key}.resolved"), "resolved", Unit::Ratio, resolved);
            let days = told(format!("cause.{key}.days"), "median days", Unit::Days, days);
            bars.push(Bar { name: name.to_owned(), value: count.value, mark: None });
            let said = self.said(cause);
            table.row([name.into(), count.into(), share.into(), resolved, days, said.into()]);
        }
        let most = bars.iter().filter(|bar| bar.value > Some(0.into())).max_by_key(|bar| bar.value);
        let summary = most.map_or_else(|| "None.".to_owned(), |bar| format!("Most often: {}.", bar.name));
        let kind = ChartKind::Bars { mark: None, bars };
        section.push(Chart { title: "What they were about".to_owned(), summary, unit: Unit::Count, kind });
        table.note = Some(
            "A group is read from the words of the escalation itself (its type, or the subject of the ticket) by lists of \
             words that stand in the method; where no word is known, it is not told. Days run from the day it was raised."
                .to_owned(),
        );
        section.push(table);
        section
    }

    /// How escalations of a group name themselves, most frequent first.
    fn said(&self, cause: Option<Cause>) -> String {
        let mut counts: BTreeMap<&Arc<str>, usize> = BTreeMap::new();
        let rows = self.ground.tally.raised().iter().filter(|row| row.cause == cause);
        for told in rows.filter_map(|row| self.ground.told.get(&row.key)).filter(|told| !told.is_empty()) {
            *counts.entry(told).or_default() += 1;
        }
        let mut said: Vec<(&Arc<str>, usize)> = counts.into_iter().collect();
        said.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
        said.iter().take(3).map(|(told, _)| told.to_string()).collect::<Vec<_>>().join("; ")
    }

    fn segments(&mut self) -> Section {
        let mut section = Section::new("segments", "Segments");
        let mut by_segment: BTreeMap<&str, Vec<&Customer>> = BTreeMap::new();
        for one in &self.ground.customers {
            by_segment.entry(&one.segment).or_default().push(one);
        }
        let mut table = Table::new("", &["segment", ">accounts", ">escalations", ">for each hundred"]);
        let ground = self.ground;
        for (segment, customers) in by_segment {
            let paid = |row: &Raised| ground.opening.contains_key(&row.account);
            let is_one = |row: &Raised| paid(row) && ground.segment_of(&row.account) == segment;
            let count = self.enter(&format!("segment.{segment}"), segment, Unit::Count, ground.tally.count(is_one));
            let rate = self.rate(&format!("segment.{segment}.rate"), &customers, is_one);
            table.row([TableCell::from(segment), customers.len().to_string().into(), count.into(), rate.into()]);
        }
        let others = ground.tally.count(|row| !ground.opening.contains_key(&row.account));
        if !others.rows.is_empty() {
            let others = self.enter("segment.others", "paid nothing then", Unit::Count, others);
            table.row(["paid nothing then".into(), TableCell::Empty, others.into(), TableCell::Empty]);
        }
        table.note = Some(format!(
            "Segments as of {}, of accounts that paid then; `segment_by` says what they are. Escalations of accounts that came \
             later are in no rate.",
            ground.period.from()
        ));
        section.push(table);
        section
    }

    fn resolution(&mut self) -> Section {
        let mut section = Section::new("resolution", "How they were resolved");
        let tally = &self.ground.tally;
        let (resolved, days, seen) = (tally.resolved_share(|_| true), tally.days_open(|_| true), tally.seen_by_us());
        let open_long = tally.count(|row| outlook::is_open_long(row, self.ground.day));
        let resolved = self.enter("resolved", "resolved", Unit::Ratio, resolved);
        let days = self
            .enter("days", "median days to resolve", Unit::Days, days)
            .with_convention("of those resolved; those still open may take longer");
        let seen = match seen.rows.is_empty() {
            true => {
                Figure::unknown("seen by us first", Unit::Ratio, self.ground.as_of(), "who saw it first is not told")
            }
            false => self.enter("seen", "seen by us first", Unit::Ratio, seen),
        };
        let label = format!("open for more than {} days", outlook::LONG_DAYS);
        let open_long = self.enter("open_long", &label, Unit::Count, open_long);
        section.push(Block::Figures { figures: vec![resolved, days, seen, open_long] });
        section
    }

    fn caveats(&self) -> Vec<String> {
        let mut says = Vec::new();
        let ground = self.ground;
        if ground.from_tickets && !ground.tally.raised().is_empty() {
            says.push("No escalation is on record, so tickets marked as escalated stand in for them.".to_owned());
        }
        if ground.tickets > 0 {
            says.push(format!(
                "{} tickets of the period are marked as escalated; they are not counted here, since escalations are on record \
                 and the two are not tied to each other.",
                ground.tickets
            ));
        }
        let few = ground.tally.raised().len();
        if few > 0 && !escalations::tally::is_enough(few) {
            says.push(format!("{few} are too few for shares and medians to mean much."));
        }
        says
    }
}

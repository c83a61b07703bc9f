use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use kernel::{PersonId, Refusal};
use lifetimes::{Curve, Read, THERE_LEAST, Untold, Watched};
use report::chart::{Point, Series};
use report::{
    Address, Block, Chart, ChartKind, Figure, Fold, Interval, Ledger, Report, Section, Table, TableCell, Tone, Trace,
    Unit,
};
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};
use statistics::shrinkage::poisson_gamma::{Count, Spread};

use super::baseline::{Baseline, by_account};
use super::ways::{Part, Way, all, parts, seen_to};
use crate::desk::Desk;
use crate::facts::stays::{OwnerStay, everybody, of_everybody};
use crate::names;

/// Ages in days at which the curve is read.
const AGES: [i32; 9] = [0, 15, 30, 45, 60, 90, 120, 180, 365];
/// Overdue accounts told one by one.
const OVERDUE_MOST: usize = 15;
const LEVEL: f64 = 0.95;

/// How long until accounts have their first value, of the company or while they were one person's; and reached over expected by
/// owner.
///
/// # Errors
/// When the person is not known, or no account has such a milestone.
pub fn show(desk: &Desk<'_>, csm: Option<&str>) -> Result<Report, Refusal> {
    let page = Page::load(desk, csm)?;
    let mut report = Report::new("time-to-value.show", page.title(), page.as_of);
    report.subtitle = vec![
        "days from sign-up, or from the first contract, to the milestone `first value`".to_owned(),
        format!("accounts that are not there yet count as long as they were watched, up to {}", page.seen_to),
    ];
    let whose = page.owner.as_ref().map_or("company", PersonId::as_str);
    let mut ledger = Ledger::new(Address::new("time-to-value", whose, "all", page.as_of).to_string());
    let watched = page.watched(&mut ledger);
    report.push(Block::Figures { figures: page.headline(&mut ledger, &watched) });
    for (tone, says) in page.caveats() {
        report.push(Block::callout(tone, says));
    }
    report.push(page.by_age(&mut ledger, &watched));
    report.push(page.by_owner(&mut ledger));
    report.push(page.overdue());
    report.ledger = ledger;
    Ok(report)
}

struct Page {
    as_of: Date,
    seen_to: Date,
    owner: Option<PersonId>,
    called: BTreeMap<PersonId, Arc<str>>,
    ways: Vec<Way>,
    stays: Vec<OwnerStay>,
    baseline: Baseline,
    curve: Curve,
}

impl Page {
    fn load(desk: &Desk<'_>, csm: Option<&str>) -> Result<Self, Refusal> {
        let people = everybody(desk)?;
        let owner = csm.map(|csm| names::person(desk, csm)).transpose()?;
        let (ways, stays) = (all(desk)?, of_everybody(desk, &people)?);
        let baseline = Baseline::of(&ways, &stays);
        let rows: Vec<Watched> = match &owner {
            None => ways.iter().map(Way::watched).collect(),
            Some(owner) => held(&ways, &stays, owner),
        };
        let curve = Curve::of(&rows).ok_or_else(|| {
            let whose = if owner.is_some() { " while it was theirs" } else { "" };
            Refusal::NotEnoughData(format!(
                "no account was on its way to a milestone `first value`{whose}; import milestones with the day each is due \
                 and the day it was reached (milestones.csv)"
            ))
        })?;
        let called = people.iter().map(|(person, known)| (person.clone(), known.name.clone())).collect();
        Ok(Self { as_of: desk.as_of(), seen_to: seen_to(desk)?, owner, called, ways, stays, baseline, curve })
    }

    fn called(&self, person: &PersonId) -> Arc<str> {
        self.called.get(person).cloned().unwrap_or_else(|| Arc::from(person.external()))
    }

    fn title(&self) -> String {
        self.owner.as_ref().map_or_else(
            || "Time to first value".to_owned(),
            |owner| format!("Time to first value while accounts were {}'s", self.called(owner)),
        )
    }

    fn watched(&self, ledger: &mut Ledger) -> Figure {
        ledger.figure("watched", "accounts on their way", Unit::Count, self.as_of, counted(self.curve.rows().iter()))
    }

    fn headline(&self, ledger: &mut Ledger, watched: &Figure) -> Vec<Figure> {
        let reached = counted(self.curve.rows().iter().filter(|row| row.event));
        let reached = ledger.figure("reached", "reached first value", Unit::Count, self.as_of, reached);
        let median = self.read(ledger, "median", "median", Unit::Days, self.curve.half_gone());
        let quarter = self.curve.gone_for(&[0], 90, watched);
        let quarter = self.read(ledger, "after.90", "there after 90 days", Unit::Ratio, quarter);
        vec![watched.clone(), reached, median.with_convention("days by which half are there, Kaplan-Meier"), quarter]
    }

    fn read(&self, ledger: &mut Ledger, key: &str, label: &str, unit: Unit, read: Result<Read, Untold>) -> Figure {
        match read {
            Ok(read) => {
                let interval = read.interval;
                let figure = ledger.figure(key, label, unit, self.as_of, read.trace).with_interval(interval);
                Figure { n: None, ..figure }
            }
            Err(Untold::NotReached) => {
                Figure::unknown(label, unit, self.as_of, "fewer than half are there so far; that day has not come yet")
            }
            Err(Untold::TooFew(there)) => Figure::unknown(
                label,
                unit,
                self.as_of,
                format!("{there} accounts were still on their way so late; {THERE_LEAST} would be enough"),
            ),
            Err(Untold::NoWeight) => Figure::unknown(label, unit, self.as_of, "nothing weighs"),
        }
    }

    fn by_age(&self, ledger: &mut Ledger, watched: &Figure) -> Section {
        let mut section = Section::new("curve", "How many are there by which day");
        let mut table = Table::new("", &["after", ">reached first value", ">still on their way"]);
        let (mut labels, mut values) = (Vec::new(), Vec::new());
        for age in AGES {
            let read = self.curve.gone_for(&[0], age, watched);
            let share = self.read(ledger, &format!("after.{age}"), "reached first value", Unit::Ratio, read);
            let there = counted(self.curve.there(age));
            let there = ledger.figure(&format!("there.{age}"), "still on their way", Unit::Count, self.as_of, there);
            let says = format!("{age} days");
            labels.push(says.clone());
            values.push(Point(share.value));
            table.row([TableCell::from(says), share.with_convention("one minus Kaplan-Meier").into(), there.into()]);
        }
        let series = vec![Series { name: "reached first value".to_owned(), values }];
        section.push(Chart {
            title: "Share that has reached first value".to_owned(),
            summary: "Read on these days, which do not lie equally far apart; between them it rises in steps."
                .to_owned(),
            unit: Unit::Ratio,
            kind: ChartKind::Lines { labels, series },
        });
        section.push(table);
        section
    }

    /// Reached over expected of everybody, by name.
    fn by_owner(&self, ledger: &mut Ledger) -> Section {
        let mut section = Section::new("owners", "Reached over expected, by owner");
        let headings = ["while it was", ">accounts", ">reached", ">expected", ">reached over expected", "says"];
        let mut table = Table::new("", &headings);
        let mut found = self.held_by_owner();
        found.retain(|owner, _| self.owner.as_ref().is_none_or(|only| only == owner));
        let mut owners: Vec<_> = found.into_iter().map(|(owner, parts)| (self.called(&owner), owner, parts)).collect();
        owners.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
        for (name, owner, parts) in owners {
            let cells = self.owner_row(ledger, &owner, &parts);
            table.row(std::iter::once(TableCell::from(&*name)).chain(cells));
        }
        table.note = Some(format!(
            "Expected: what accounts of the same age reached in the company, summed over the days each was theirs. The ratio is \
             (reached + k) / (expected + k) with k = {}: that much the others are worth, so that a few accounts say little. \
             Above 1 is faster. Accounts differ in more than their age; ask before judging.",
            self.baseline.worth.round_dp(1).normalize()
        ));
        section.push(table);
        section
    }

    fn held_by_owner(&self) -> BTreeMap<PersonId, Vec<(&Way, Part)>> {
        let mut found: BTreeMap<PersonId, Vec<(&Way, Part)>> = BTreeMap::new();
        let by_account = by_account(&self.stays);
        for way in &self.ways {
            let held = by_account.get(&way.account).map_or(&[][..], Vec::as_slice);
            for part in parts(way, held.iter().copied(), None) {
                found.entry(part.owner.clone()).or_default().push((way, part));
            }
        }
        found
    }

    fn owner_row(&self, ledger: &mut Ledger, owner: &PersonId, held: &[(&Way, Part)]) -> [TableCell; 5] {
        let key = |what: &str| format!("owner.{}.{what}", owner.as_str());
        let (pace, k) = (&self.baseline.pace, self.baseline.worth);
        let mut traces = [
            Trace::new(Fold::Count, &[]),
            Trace::new(Fold::Count, &[]),
            Trace::new(Fold::Sum, &["expected"]),
            Trace::new(Fold::Ratio, &["reached", "expected"]),
        ];
        let mut accounts: Vec<&str> = Vec::new();
        for (way, part) in held {
            let expected = pace.expected(part.ages.0, part.ages.1);
            let reached = Decimal::from(u8::from(part.reached));
            let on = Some(part.on);
            if !accounts.contains(&&*way.key) {
                accounts.push(&way.key);
                traces[0].push("milestones", &way.key, &*way.name, on, &[]);
            }
            if part.reached {
                traces[1].push("milestones", &way.key, &*way.name, on, &[]);
            }
            traces[2].push("milestones", &way.key, &*way.name, on, &[expected]);
            traces[3].push("milestones", &way.key, &*way.name, on, &[reached, expected]);
        }
        let label = "what the others are worth";
        traces[3].push(csm_performance::measure::SPREAD, &Arc::from("first-value"), label, None, &[k, k]);
        let [accounts, reached, expected, ratio] = traces;
        let cases = reached.rows.len() as u64;
        let accounts = ledger.figure(&key("accounts"), "accounts", Unit::Count, self.as_of, accounts);
        let reached = ledger.figure(&key("reached"), "reached", Unit::Count, self.as_of, reached);
        let expected = ledger.figure(&key("expected"), "expected", Unit::Number, self.as_of, expected);
        let rows = held.len() as u64;
        let interval = around(cases, expected.value.unwrap_or_default(), k);
        let says = match &interval {
            Some(at) if at.low > Decimal::ONE => "faster than expected",
            Some(at) if at.high < Decimal::ONE => "slower than expected",
            _ => "no evidence of a difference",
        };
        let ratio = ledger.figure(&key("ratio"), "reached over expected", Unit::Number, self.as_of, ratio);
        let ratio = ratio.with_n(rows).with_interval(interval).with_convention("(O + k) / (E + k)");
        [accounts.into(), reached.into(), expected.into(), ratio.into(), says.into()]
    }

    /// Those whose day has passed.
    fn overdue(&self) -> Section {
        let mut section = Section::new("overdue", "Overdue");
        let mine = |way: &&Way| {
            let held = |owner: &PersonId| {
                self.stays
                    .iter()
                    .any(|stay| stay.account == way.account && stay.owner == *owner && stay.holds_on(self.seen_to))
            };
            self.owner.as_ref().is_none_or(held)
        };
        let is_late =
            |way: &&Way| !way.reached && way.until >= self.seen_to && way.due_on.is_some_and(|due| due <= self.seen_to);
        let mut late: Vec<&Way> = self.ways.iter().filter(is_late).filter(mine).collect();
        late.sort_by(|a, b| (a.due_on, &a.account).cmp(&(b.due_on, &b.account)));
        if late.is_empty() {
            section.push(Block::text("None."));
            return section;
        }
        let mut table = Table::new("", &["account", "began on", "was due on"]);
        for way in late.iter().take(OVERDUE_MOST) {
            let due = way.due_on.map(|due| due.to_string()).unwrap_or_default();
            table.row([TableCell::from(&*way.name), way.began_on.to_string().into(), due.into()]);
        }
        if let Some(more) = late.len().checked_sub(OVERDUE_MOST).filter(|more| *more > 0) {
            table.note = Some(format!("And {more} more; one book at a time (--csm) shows them."));
        }
        section.push(table);
        section
    }

    fn caveats(&self) -> Vec<(Tone, String)> {
        let mut found = Vec::new();
        if self.ways.iter().all(|way| way.reached) {
            found.push((
                Tone::Caveat,
                "Every account with this milestone has reached it. Where milestones are written down only once they are \
                 reached, the slow are missing and this looks faster than it is; write down those that are due as well."
                    .to_owned(),
            ));
        }
        if self.seen_to < self.as_of {
            found.push((Tone::Note, format!("Daily work is on record only to {}.", self.seen_to)));
        }
        found
    }
}

/// What was watched of the ways while accounts were this person's.
fn held(ways: &[Way], stays: &[OwnerStay], owner: &PersonId) -> Vec<Watched> {
    let mine: Vec<OwnerStay> = stays.iter().filter(|stay| stay.owner == *owner).cloned().collect();
    let by_account = by_account(&mine);
    let of = |way: &Way| {
        let held = by_account.get(&way.account).map_or(&[][..], Vec::as_slice);
        parts(way, held.iter().copied(), None).iter().map(|part| part.watched(way)).collect::<Vec<_>>()
    };
    ways.iter().flat_map(of).collect()
}

fn counted<'a>(rows: impl Iterator<Item = &'a Watched>) -> Trace {
    let mut trace = Trace::new(Fold::Count, &[]);
    for row in rows {
        trace.push(row.object, &row.key, &*row.label, row.on, &[]);
    }
    trace
}

fn around(observed: u64, expected: Decimal, k: Decimal) -> Option<Interval> {
    let (k, expected) = (k.to_f64()?, expected.to_f64()?);
    let found = Spread { shape: k, rate: k }.posterior(Count { observed, expected }, LEVEL)?.interval;
    Some(Interval {
        level: Decimal::from_f64(LEVEL)?,
        low: Decimal::from_f64(found.low)?.round_dp(4),
        high: Decimal::from_f64(found.high)?.round_dp(4),
        method: "gamma, with what the others are worth".to_owned(),
    })
}

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Span;
use kernel::Refusal;
use lifetimes::{Curve, Part, Read, THERE_LEAST, Untold, Watched, differ, hazards};
use report::chart::{Point, Series};
use report::display::counted;
use report::{
    Address, Block, Chart, ChartKind, Figure, Fold, Ledger, Report, Section, Table, TableCell, Tone, Trace, Unit,
};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::reasons::Will;
use super::{Lives, OneLife};
use crate::desk::Desk;
use crate::facts::caveats::listed;

/// At most so many rows of ages.
const AGES_MOST: i32 = 12;
/// Reasons named one by one.
const REASONS_MOST: usize = 8;

/// The page with what it is made of.
pub(super) struct Page {
    lives: Lives,
    money: Unit,
    /// Ages in months, from 0.
    ages: Vec<i32>,
    ledger: Ledger,
}

/// A curve with what its shares are shares of.
struct Group<'a> {
    key: String,
    curve: &'a Curve,
    accounts: Figure,
    arr: Figure,
}

impl Page {
    pub(super) fn new(desk: &Desk<'_>, lives: Lives) -> Result<Self, Refusal> {
        let action =
            lives.by.as_ref().map_or_else(|| "retention-curves".to_owned(), |by| format!("retention-curves-by-{by}"));
        let when = lives.since.map_or_else(|| "start".to_owned(), |since| since.to_string());
        let address = Address::new(&action, "company", when, lives.as_of);
        let ages = ages(lives.curve.told_to());
        let money = Unit::Money(desk.currency()?.to_string());
        Ok(Self { money, ages, ledger: Ledger::new(address.to_string()), lives })
    }

    pub(super) fn report(mut self) -> Report {
        let lives = &self.lives;
        let mut report = Report::new("retention.curves", "How long accounts stay", lives.as_of);
        let since = lives.since.map_or_else(String::new, |since| format!(" · watched from {since} on"));
        report.subtitle = vec![
            format!("from the first paid day of each account · as seen up to {}{since}", lives.seen_to),
            format!("{}; an account that came back counts up to its first loss", lives.churn_words),
        ];
        let curve = lives.curve.clone();
        let all = self.group("all", &curve);
        report.push(Block::Figures { figures: self.headline(&all) });
        self.caveats().into_iter().for_each(|(tone, says)| report.push(Block::callout(tone, says)));
        report.push(self.whole(&all));
        if self.lives.by.is_some() {
            report.push(self.split());
        }
        report.push(self.hazards());
        report.push(self.reasons(&all));
        report.push(reading());
        report.ledger = self.ledger;
        report
    }

    fn figure(&mut self, key: &str, label: &str, unit: Unit, trace: Trace) -> Figure {
        self.ledger.figure(key, label, unit, self.lives.as_of, trace)
    }

    fn group<'a>(&mut self, key: &str, curve: &'a Curve) -> Group<'a> {
        let (mut count, mut sum) = (Trace::new(Fold::Count, &[]), Trace::new(Fold::Sum, &["ARR at the start"]));
        for row in curve.rows() {
            count.push(row.object, &row.key, &*row.label, row.on, &[]);
            sum.push(row.object, &row.key, &*row.label, row.on, &[row.weight]);
        }
        let accounts = self.figure(&format!("{key}.accounts"), "accounts watched", Unit::Count, count);
        let arr = self.figure(&format!("{key}.arr"), "their ARR at the start", self.money.clone(), sum);
        Group { key: key.to_owned(), curve, accounts, arr }
    }

    fn headline(&mut self, all: &Group<'_>) -> Vec<Figure> {
        let mut lost = Trace::new(Fold::Count, &[]);
        for row in all.curve.rows().iter().filter(|row| row.event) {
            lost.push(row.object, &row.key, &*row.label, row.on, &[]);
        }
        let lost = self.figure("lost", "lost so far", Unit::Count, lost);
        let lost = match self.lives.ended_late {
            0 => lost,
            late => lost.with_note(format!("{late} more ended too late to be sure")),
        };
        let year = self.left(all, Part::Heads, 12, "still there after a year");
        let arr = self.left(all, Part::Weight, 12, "ARR still there after a year");
        let middle = self.middle(all);
        vec![all.accounts.clone(), lost, year, arr, middle]
    }

    /// The share that is still there after so many months.
    fn left(&mut self, group: &Group<'_>, part: Part, months: i32, label: &str) -> Figure {
        let (of, whole) = match part {
            Part::Heads => ("left", &group.accounts),
            Part::Weight => ("arr_left", &group.arr),
        };
        let read = group.curve.left(part, days(months), whole);
        let key = format!("{}.{of}.{months}", group.key);
        let figure = self.read(&key, label, Unit::Ratio, read);
        figure.with_convention(match part {
            Part::Heads => "share of accounts still there, Kaplan-Meier",
            Part::Weight => "share of ARR at the start still there, Kaplan-Meier by ARR",
        })
    }

    fn middle(&mut self, group: &Group<'_>) -> Figure {
        let read = group.curve.half_gone();
        self.read(&format!("{}.median", group.key), "median stay", Unit::Days, read)
            .with_convention("the age at which half are lost")
    }

    fn read(&mut self, key: &str, label: &str, unit: Unit, read: Result<Read, Untold>) -> Figure {
        match read {
            Ok(read) => {
                let interval = read.interval;
                let figure = self.figure(key, label, unit, read.trace).with_interval(interval);
                // Its rows are the losses and what they are a part of, no count of cases.
                Figure { n: None, ..figure }
            }
            Err(why) => Figure::unknown(label, unit, self.lives.as_of, untold(why)),
        }
    }

    fn there(&mut self, group: &Group<'_>, months: i32) -> Figure {
        let mut trace = Trace::new(Fold::Count, &[]);
        for row in group.curve.there(days(months)) {
            trace.push(row.object, &row.key, &*row.label, row.on, &[]);
        }
        self.figure(&format!("{}.there.{months}", group.key), "watched so long", Unit::Count, trace)
    }

    fn whole(&mut self, all: &Group<'_>) -> Section {
        let mut section = Section::new("curve", "Accounts and ARR by age");
        let mut table = Table::new("Still there", &["after", ">accounts", ">ARR", ">watched so long"]);
        let mut values = [Vec::new(), Vec::new()];
        for months in self.ages.clone() {
            let accounts = self.left(all, Part::Heads, months, "accounts");
            let arr = self.left(all, Part::Weight, months, "ARR");
            values[0].push(Point(accounts.value));
            values[1].push(Point(arr.value));
            let there = self.there(all, months);
            table.row([TableCell::from(after(months)), accounts.into(), arr.into(), there.into()]);
        }
        let [accounts, arr] = values;
        let series = vec![
            Series { name: "accounts".to_owned(), values: accounts },
            Series { name: "ARR".to_owned(), values: arr },
        ];
        section.push(self.picture("Share still there by age", series));
        table.note = Some(format!(
            "Fewer than {THERE_LEAST} accounts watched so long say nothing. ARR counts with what it was on the first paid day."
        ));
        section.push(table);
        section
    }

    fn picture(&self, title: &str, series: Vec<Series>) -> Chart {
        let labels = self.ages.iter().map(|months| after(*months)).collect();
        let summary =
            "Read at the end of each stretch; between two points the curve comes down in steps, one for each loss.";
        let kind = ChartKind::Lines { labels, series };
        Chart { title: title.to_owned(), summary: summary.to_owned(), unit: Unit::Ratio, kind }
    }

    fn split(&mut self) -> Section {
        let by = self.lives.by.clone().unwrap_or_default();
        let mut section = Section::new("groups", format!("By {by}"));
        let names = self.lives.groups.clone();
        let curves: Vec<(Arc<str>, Curve)> =
            names.iter().filter_map(|name| Some((name.clone(), Curve::of(&rows(&self.lives.of(name)))?))).collect();
        let groups: Vec<(&Arc<str>, Group<'_>)> = curves
            .iter()
            .enumerate()
            .map(|(place, (name, curve))| (name, self.group(&format!("group-{place}"), curve)))
            .collect();
        section.push(Block::text(self.verdict(&by)));
        let headings: Vec<String> =
            std::iter::once("after".to_owned()).chain(groups.iter().map(|(name, _)| format!(">{name}"))).collect();
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        let mut table = Table::new("Accounts still there", &headings);
        let mut values: Vec<Vec<Point>> = vec![Vec::new(); groups.len()];
        for months in self.ages.clone() {
            let mut cells = vec![TableCell::from(after(months))];
            for (place, (name, group)) in groups.iter().enumerate() {
                let left = self.left(group, Part::Heads, months, name);
                values[place].push(Point(left.value));
                cells.push(left.into());
            }
            table.row(cells);
        }
        let named = groups.iter().zip(values);
        let series = named.map(|((name, _), values)| Series { name: name.to_string(), values }).collect();
        section.push(self.picture(&format!("Share of accounts still there, by {by}"), series));
        section.push(table);
        section.push(self.sizes(&groups));
        section
    }

    fn sizes(&mut self, groups: &[(&Arc<str>, Group<'_>)]) -> Table {
        let headings =
            ["group", ">accounts watched", ">lost", ">median stay", ">ARR at the start", ">ARR there after a year"];
        let mut table = Table::new("The groups", &headings);
        for (name, group) in groups {
            let mut lost = Trace::new(Fold::Count, &[]);
            for row in group.curve.rows().iter().filter(|row| row.event) {
                lost.push(row.object, &row.key, &*row.label, row.on, &[]);
            }
            let lost = self.figure(&format!("{}.lost", group.key), "lost", Unit::Count, lost);
            let (middle, arr) = (self.middle(group), self.left(group, Part::Weight, 12, "ARR after a year"));
            table.row([
                TableCell::from(&***name),
                group.accounts.clone().into(),
                lost.into(),
                middle.into(),
                group.arr.clone().into(),
                arr.into(),
            ]);
        }
        table.note = Some("A difference between groups is no verdict on those who look after them.".to_owned());
        table
    }

    /// Whether the groups differ by more than chance would explain.
    fn verdict(&self, by: &str) -> String {
        let rows: Vec<&Watched> = self.lives.lives.iter().map(|one| &one.watched).collect();
        let place = |one: &OneLife| self.lives.groups.iter().position(|name| *name == one.group).unwrap_or_default();
        let groups: Vec<usize> = self.lives.lives.iter().map(place).collect();
        match differ(&rows, &groups) {
            None => "Too little has happened to tell the groups apart.".to_owned(),
            Some(chance) if chance < 0.05 => format!(
                "The groups differ by more than chance would explain: curves as far apart come from one and the same in {} \
                 (log-rank test).",
                of_hundred(chance)
            ),
            Some(chance) => format!(
                "No evidence that the {by} makes a difference: curves as far apart come from one and the same in {} \
                 (log-rank test).",
                of_hundred(chance)
            ),
        }
    }

    fn hazards(&mut self) -> Section {
        let mut section = Section::new("hazards", "What goes with earlier losses");
        let lives: Vec<&OneLife> = self.lives.lives.iter().filter(|one| one.life.arr > Decimal::ZERO).collect();
        let (names, columns) = columns(&lives, self.lives.by.is_some());
        let rows: Vec<&Watched> = lives.iter().map(|one| &one.watched).collect();
        let found = match hazards(&rows, &columns) {
            Ok(found) => found,
            Err(why) => {
                let needed = names.len() * lifetimes::hazard::EVENTS_PER_COLUMN;
                let events = rows.iter().filter(|row| row.event).count();
                let why = if events < needed {
                    format!(
                        "{} too few for {}; {needed} would be enough",
                        counted(events, "loss is", "losses are"),
                        counted(names.len(), "thing", "things")
                    )
                } else {
                    why.to_string()
                };
                section.push(Block::callout(Tone::Caveat, format!("Not worked out: {why}.")));
                return section;
            }
        };
        let mut table =
            Table::new("Times as fast, all held against each other", &["what", ">hazard ratio", "over time"]);
        for (name, hazard) in names.iter().zip(found) {
            let figure = Figure::known("hazard ratio", hazard.ratio, Unit::Number, self.lives.as_of)
                .with_interval(hazard.interval)
                .with_note("estimated by proportional hazards (Cox) on all accounts together");
            let steady = match hazard.steady {
                Some(true) => "about the same",
                Some(false) => "changes with age; the ratio is a mean",
                None => "cannot be told",
            };
            table.row([TableCell::from(name.as_str()), figure.into(), steady.into()]);
        }
        table.note = Some("Above 1 accounts are lost earlier. It goes with it; it need not be the cause.".to_owned());
        section.push(table);
        section
    }

    fn reasons(&mut self, all: &Group<'_>) -> Section {
        let mut section = Section::new("reasons", "Why accounts were lost");
        if all.curve.events() == 0 || !self.lives.reasons.are_told() {
            section.push(Block::text(
                "No reason of any loss is on record; churn events with a reason would tell them apart.",
            ));
            return section;
        }
        let ages: Vec<i32> =
            [12, 24, 36].into_iter().filter(|months| self.ages.last().is_some_and(|last| months <= last)).collect();
        let mut headings = vec!["lost because".to_owned(), ">losses".to_owned()];
        headings.extend(ages.iter().map(|months| format!(">lost after {}", after(*months))));
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        let mut table = Table::new("", &headings);
        for will in Will::ALL {
            let places = self.lives.reasons.of_will(will);
            self.reason_row(&mut table, all, (will.words(), &places), &ages);
        }
        let places = self.foremost_reasons();
        for place in &places {
            let reasons = &self.lives.reasons;
            let name = format!("{} ({})", reasons.word(*place), reasons.will(*place).words());
            self.reason_row(&mut table, all, (&name, &[*place]), &ages);
        }
        table.note = Some(
            "The first three rows and those still there make one: whoever leaves for one reason cannot leave for another. \
             The words are those of churn events."
                .to_owned(),
        );
        section.push(table);
        section
    }

    /// Reasons that were told, the most frequent first.
    fn foremost_reasons(&self) -> Vec<usize> {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for one in self.lives.lives.iter().filter(|one| one.watched.event) {
            *counts.entry(one.watched.reason).or_default() += 1;
        }
        let mut places: Vec<(usize, usize)> = counts.into_iter().filter(|(place, _)| *place > 0).collect();
        places.sort_by_key(|(place, count)| (std::cmp::Reverse(*count), *place));
        places.into_iter().map(|(place, _)| place).take(REASONS_MOST).collect()
    }

    fn reason_row(&mut self, table: &mut Table, all: &Group<'_>, (name, places): (&str, &[usize]), ages: &[i32]) {
        let of: Vec<String> = places.iter().map(ToString::to_string).collect();
        let key = format!("reason.{name}.{}", of.join("-")).replace([' ', '#', ':'], "_");
        let mut count = Trace::new(Fold::Count, &[]);
        for row in all.curve.rows().iter().filter(|row| row.event && places.contains(&row.reason)) {
            count.push(row.object, &row.key, &*row.label, row.on, &[]);
        }
        let count = self.figure(&format!("{key}.losses"), "losses", Unit::Count, count);
        let mut cells = vec![TableCell::from(name), count.into()];
        for months in ages {
            let read = all.curve.gone_for(places, days(*months), &all.accounts);
            let figure = self.read(&format!("{key}.{months}"), name, Unit::Ratio, read);
            cells.push(figure.with_convention("share of accounts lost for this reason, Aalen-Johansen").into());
        }
        table.row(cells);
    }

    fn caveats(&self) -> Vec<(Tone, String)> {
        let lives = &self.lives;
        let mut found = Vec::new();
        if lives.seen_to < lives.as_of {
            found.push((
                Tone::Note,
                format!(
                    "Nothing is on record after {}, so accounts count as seen up to that day and no longer.",
                    lives.seen_to
                ),
            ));
        }
        let by_events = self.lives.lives.iter().any(|one| one.watched.event && one.watched.object == "churn_events");
        if !by_events && lives.told_to_have_left > lives.curve.events().saturating_mul(2) {
            found.push((
                Tone::Warning,
                format!(
                    "The sources contradict each other: churn events name {} accounts that left, contracts show {} losses. \
                     These curves follow contracts. If the events are right, ask again with --churn-source events.",
                    lives.told_to_have_left,
                    lives.curve.events()
                ),
            ));
        }
        found.extend(lives.ended_late().map(|says| (Tone::Caveat, says)));
        if lives.curve.events() == 0 {
            let so_far = if lives.ended_late > 0 { "counts as lost here" } else { "was lost so far" };
            found.push((Tone::Caveat, format!("No account {so_far}, so the curve says only how long was watched.")));
        }
        if matches!(lives.by.as_deref(), Some("segment" | "industry" | "country")) {
            found.push((
                Tone::Caveat,
                "An account stands where the source has it now; if that was changed after the fact, curves of groups look \
                 further apart than they are. Plan and size are those of the first day."
                    .to_owned(),
            ));
        }
        let small: Vec<Arc<str>> =
            lives.groups.iter().filter(|name| (lives.of(name).len() as u64) < THERE_LEAST).cloned().collect();
        if !small.is_empty() && lives.by.is_some() {
            found.push((Tone::Note, format!("Too few accounts for a curve: {}.", listed(&small))));
        }
        found
    }
}

fn reading() -> Section {
    let mut section = Section::new("reading", "How to read this");
    section.push(Block::points([
        "Accounts that are still there were not watched to their end. They count as long as they were watched, and leave \
         the number of those who could still be lost.",
        "ARR lies below accounts where large accounts leave, above where small ones do.",
        "Whoever began long ago began with another product; watch from a later day with --since.",
    ]));
    section
}

/// What is held against each other: each doubling of ARR at the start, and each plan or group against the largest.
fn columns(lives: &[&OneLife], by_group: bool) -> (Vec<String>, Vec<Vec<f64>>) {
    let name = |one: &OneLife| if by_group { one.group.clone() } else { one.plan.clone() };
    let mut sizes: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    lives.iter().for_each(|one| *sizes.entry(name(one)).or_default() += 1);
    let largest = sizes.iter().max_by_key(|(name, size)| (**size, std::cmp::Reverse((*name).clone())));
    let largest: Arc<str> = largest.map_or_else(|| Arc::from(""), |(name, _)| name.clone());
    let others: Vec<Arc<str>> = sizes
        .into_iter()
        .filter(|(name, size)| *name != largest && *size as u64 >= THERE_LEAST)
        .map(|(name, _)| name)
        .collect();
    let mut names = vec!["twice the ARR at the start".to_owned()];
    names.extend(others.iter().map(|other| format!("{other} against {largest}")));
    let row = |one: &&OneLife| {
        let arr = one.life.arr.to_f64().unwrap_or_default().max(1.0);
        let own = name(one);
        std::iter::once(libm::log2(arr)).chain(others.iter().map(|other| f64::from(u8::from(own == *other)))).collect()
    };
    (names, lives.iter().map(row).collect())
}

fn rows(lives: &[&OneLife]) -> Vec<Watched> {
    lives.iter().map(|one| one.watched.clone()).collect()
}

/// Ages in months at which curves are read.
fn ages(told_to: i32) -> Vec<i32> {
    // A month has at most 31 days, so there are at least so many.
    let least = (told_to / 31).max(0);
    let months = (least..).find(|months| days(months + 1) > told_to).unwrap_or(least);
    let apart = [3, 6, 12, 24, 60].into_iter().find(|apart| months / apart <= AGES_MOST).unwrap_or(120);
    (0..=months / apart).map(|place| place * apart).collect()
}

/// The latest day number that the day so many months later can have: contracts end on the same day of a later month, and
/// whether a February lay between must not decide whether their losses count.
// method: lifetimes.read_at
fn days(months: i32) -> i32 {
    // No start is followed by more leap days, and sooner, than those of the year before a leap year.
    let from = |month: i8| {
        let first = jiff::civil::date(2023, month, 1);
        let later = Span::new().try_months(months).and_then(|months| first.checked_add(months)).unwrap_or(first);
        (later - first).get_days()
    };
    (1..=12).map(from).max().unwrap_or(0)
}

fn after(months: i32) -> String {
    match months {
        0 => "the start".to_owned(),
        months if months % 12 == 0 => format!("{} year{}", months / 12, if months == 12 { "" } else { "s" }),
        months => format!("{months} months"),
    }
}

fn of_hundred(chance: f64) -> String {
    match chance {
        chance if chance < 0.001 => "fewer than 1 of 1,000 books".to_owned(),
        chance if chance < 0.01 => "fewer than 1 of 100 books".to_owned(),
        chance => format!("{:.0} of 100 books", chance * 100.0),
    }
}

fn untold(why: Untold) -> String {
    match why {
        Untold::TooFew(1) => format!("1 account was watched so long; {THERE_LEAST} would be enough"),
        Untold::TooFew(there) => format!("{there} accounts were watched so long; {THERE_LEAST} would be enough"),
        Untold::NotReached => "not reached: more than half are still there as far as was watched".to_owned(),
        Untold::NoWeight => "an account without ARR has no weight".to_owned(),
    }
}

#[cfg(test)]
mod tests;

/// The rows of one account, step by step.
mod steps;

use std::sync::Arc;

use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use ports::store::FactQuery;
use report::chart::{Point, Series};
use report::{
    Address, Block, Chart, ChartKind, Figure, Fold, Interval, Ledger, Prose, Report, Section, Table, TableCell, Tone,
    Trace, Unit,
};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;
use usage::trend::Trend;
use usage::{Book, Drop, Finding, Judged, Pace, Silence, judge};

use super::company::{Company, last_day, of_limit};
use super::list::{moved, reason, words};
use super::{when, years};
use crate::desk::Desk;
use crate::facts::typed;
use crate::names;
use steps::{Rows, Steps};

/// Whose use to show.
#[derive(Debug, Clone, Copy)]
pub struct ShowRequest<'a> {
    /// Which account.
    pub account: &'a str,
    /// An account to which nothing happens may raise one alarm in so many years.
    pub years: Option<i64>,
}

/// The use of one account beside what is usual for it, and where it changed.
///
/// # Errors
/// When the account is not known, or the years are out of range.
pub fn show(desk: &Desk<'_>, request: ShowRequest<'_>) -> Result<Report, Refusal> {
    on(desk, &names::account(desk, request.account)?, request.years)
}

pub(crate) fn on(desk: &Desk<'_>, account: &AccountId, asked: Option<i64>) -> Result<Report, Refusal> {
    let (day, years) = (desk.as_of(), years(asked)?);
    let rows = Rows::load(desk, account)?;
    let book = match super::company::kept(desk, rows.timeline)? {
        Some(book) => book,
        None => {
            let company = Company::load(desk, years, None)?;
            if rows.timeline.pace == Pace::Weekly { company.weekly.book } else { company.monthly.book }
        }
    };
    let query = FactQuery::all(&customers::account::SHAPE).about_accounts(std::slice::from_ref(account));
    let name = typed(desk, query, customers::Account::from_record)?.first().map(|account| account.name.clone());
    let name = name.unwrap_or_else(|| Arc::from(account.external()));
    let mut report = Report::new("usage.show", format!("Use of the product: {name}"), day);
    let address = Address::new("usage", account.as_str(), when(years, None), day);
    let mut ledger = Ledger::new(address.to_string());
    let limit = of_limit(&book, years)?;
    match judge(&rows.told, &book, limit) {
        Ok(judged) => {
            let steps = Steps::enter(&mut ledger, &rows, &book, &judged, day);
            let page = Page { name, book, judged, steps, limit, years, day };
            report.subtitle = page.subtitle();
            report.push(Block::text(page.lead()));
            report.push(Block::Figures { figures: page.figures(&mut ledger) });
            report.push(page.course());
            report.push(page.sureness());
        }
        Err(why) => {
            report.subtitle = vec![format!("{}s up to {}", book.timeline.pace.word(), last_day(&book.timeline))];
            report.push(Block::text(
                Prose::default()
                    .strong(format!("{name} is not watched: "))
                    .words(format!("{}. This says nothing good or bad about it.", words(why))),
            ));
        }
    }
    report.ledger = ledger;
    Ok(report)
}

/// The change a month of a decline; estimated, so no list of rows makes it.
pub(super) fn a_month(trend: &Trend, pace: Pace, day: Date) -> Figure {
    let change = |slope: f64| Decimal::from_f64(Trend::a_month(slope, pace.reach())).unwrap_or_default().round_dp(6);
    let level = Decimal::new(9, 1);
    let method = "Theil-Sen, as if steps were independent".to_owned();
    let interval =
        trend.range.map(|range| Interval { level, low: change(range.low), high: change(range.high), method });
    Figure::known("change a month", change(trend.slope), Unit::Ratio, day)
        .with_interval(interval)
        .with_note("estimated: the middle slope of all pairs")
}

struct Page {
    name: Arc<str>,
    book: Book,
    judged: Judged,
    steps: Steps,
    limit: f64,
    years: u32,
    day: Date,
}

impl Page {
    fn drop(&self) -> Option<&Drop> {
        match &self.judged.finding {
            Some(Finding::Drop(drop)) => Some(drop),
            _ => None,
        }
    }

    fn subtitle(&self) -> Vec<String> {
        let (timeline, word) = (&self.book.timeline, self.book.timeline.pace.word());
        let counted = self.judged.track.measure.words();
        let over_days = if timeline.pace == Pace::Weekly { ", added up over days" } else { "" };
        vec![
            format!("{counted}{over_days} · {word}s up to {}", last_day(timeline)),
            format!("{} {word}s can be compared with those before them", self.judged.readings.compared),
        ]
    }

    fn lead(&self) -> Prose {
        let (timeline, word) = (&self.book.timeline, self.book.timeline.pace.word());
        match &self.judged.finding {
            Some(Finding::Drop(drop)) => Prose::default()
                .strong(format!("{} uses the product less since the {word} of {}.", self.name, timeline.begins(drop.since)))
                .words(format!(" It could be seen on {}.", timeline.ends(drop.found))),
            Some(Finding::Decline(trend)) => Prose::default()
                .strong(format!("The use of {} sinks, week after week or month after month.", self.name))
                .words(format!(
                    " Over {} {word}s {:.0} % of it went, which is more than chance and more than everybody lost.",
                    trend.steps,
                    trend.fall() * 100.0
                )),
            None => Prose::default().strong(format!("Nothing unusual about the use of {}.", self.name)).words(
                " It neither fell at once by a quarter or more lately nor sinks by more than chance, once what everybody did \
                 is taken off.",
            ),
        }
    }

    fn figures(&self, ledger: &mut Ledger) -> Vec<Figure> {
        let mut figures = Vec::new();
        if let Some(drop) = self.drop() {
            let mut lost = Trace::new(Fold::Complement, &["used", "expected"]);
            for (step, _) in &drop.after {
                if let Some((used, Some(expected))) = self.steps.of(*step) {
                    lost.push_known(used, &[expected.value.unwrap_or_default()]);
                }
            }
            let lost = ledger.figure("lost", "use lost", Unit::Ratio, self.day, lost);
            figures.push(
                Figure { n: None, ..lost }
                    .with_convention("of what was to be expected since, what everybody did allowed for"),
            );
            figures.extend(self.steps.usual(drop.since).cloned());
        }
        match &self.judged.trend {
            Some(trend) => figures.push(
                a_month(trend, self.book.timeline.pace, self.day).with_convention("what everybody did taken off"),
            ),
            None => figures.push(Figure::unknown("change a month", Unit::Ratio, self.day, "too few steps are known")),
        }
        figures
    }

    fn course(&self) -> Section {
        let mut section = Section::new("course", "Its course");
        let shown = self.steps.shown();
        let begins = |step: &usize| self.book.timeline.begins(*step).to_string();
        let value = |figure: Option<&Figure>| Point(figure.and_then(|figure| figure.value));
        let used = shown.iter().map(|step| value(self.steps.of(*step).map(|(used, _)| used))).collect();
        let expected = shown.iter().map(|step| value(self.steps.of(*step).and_then(|(_, expected)| expected)));
        let series = vec![
            Series { name: "used".to_owned(), values: used },
            Series { name: "expected".to_owned(), values: expected.collect() },
        ];
        let word = self.book.timeline.pace.word();
        let summary = match self.drop() {
            Some(drop) => format!("The change was found at the {word} of {}.", self.book.timeline.begins(drop.since)),
            None => "No change was found.".to_owned(),
        };
        let labels = shown.iter().map(begins).collect();
        let title = format!("Used and expected by {word}");
        section.push(Chart { title, summary, unit: Unit::Number, kind: ChartKind::Lines { labels, series } });
        let mut table = Table::new("", &[word, ">used", ">expected", ">off by", ">everybody", "left out"]);
        shown.iter().rev().for_each(|step| table.row(self.row(*step)));
        let blank = match self.book.timeline.pace {
            Pace::Weekly => " A day without a row counts as a day without use where others told something.",
            Pace::Monthly => "",
        };
        table.note = Some(format!(
            "Expected: the middle of the {word}s before, for the days that are known, with what everybody did. Since a change \
             was found, the {word}s before the change.{blank}"
        ));
        section.push(table);
        section
    }

    fn row(&self, step: usize) -> Vec<TableCell> {
        let begins = self.book.timeline.begins(step);
        let mark = if self.drop().is_some_and(|drop| drop.since == step) { " *" } else { "" };
        let everybody = moved(&self.book, step)
            .map_or_else(String::new, |moved| format!("{} %", report::display::signed(moved * 100.0, 0)));
        let known = self.steps.of(step);
        let (used, expected, off) = match known {
            Some((used, expected)) => {
                let part = expected.and_then(|expected| used.value?.checked_div(expected.value?));
                let off = part.map(|part| ((part - Decimal::ONE) * Decimal::ONE_HUNDRED).round());
                let off = off.map_or_else(String::new, |off| format!("{off:+} %"));
                let expected = expected.cloned().map_or(TableCell::Empty, TableCell::from);
                (used.clone().into(), expected, off)
            }
            None => (TableCell::from("not known"), TableCell::Empty, String::new()),
        };
        vec![format!("{begins}{mark}").into(), used, expected, off.into(), everybody.into(), self.left_out(step).into()]
    }

    /// What of a step is left out for everybody, and why.
    fn left_out(&self, step: usize) -> String {
        let places = self.book.timeline.pace.places();
        let mut told: Vec<(&str, Vec<String>)> = Vec::new();
        for (place, masked) in self.book.masks.range(step * places..(step + 1) * places) {
            let why = match self.book.silence(*place, self.day) {
                Silence::Usual => continue,
                Silence::NotToldYet => "not told yet",
                Silence::Outage => reason(*masked),
            };
            let day = self.book.timeline.day(*place).to_string();
            match told.last_mut().filter(|(last, _)| *last == why) {
                Some((_, days)) => days.push(day),
                None => told.push((why, vec![day])),
            }
        }
        let words = told.into_iter().map(|(why, days)| format!("{}: {why}", days.join(", ")));
        words.collect::<Vec<_>>().join("; ")
    }

    fn sureness(&self) -> Section {
        let mut section = Section::new("sureness", "How sure this is");
        let word = self.book.timeline.pace.word();
        let mut says = vec![format!(
            "A drop is told when a sum of readings passes {:.2}. An account to which nothing happens passes it once in {} years \
             on average.",
            self.limit, self.years
        )];
        if let Some(drop) = self.drop() {
            says.push(format!("The sum reached {:.2}.", drop.sum));
        }
        if let Some(trend) = &self.judged.trend {
            says.push(format!(
                "As much drift as in the last {} {word}s comes by chance with p = {:.3} (Mann-Kendall, neighbouring {word}s \
                 allowed for); across the book it counts as found up to p = {:.4}.",
                trend.steps, trend.p_value, self.book.p_most
            ));
        }
        section.push(Block::points(says));
        section.push(Block::callout(
            Tone::Note,
            "The rows say that it fell, not why. Ask before you conclude: a project that ended looks like a customer who turns \
             away.",
        ));
        section
    }
}

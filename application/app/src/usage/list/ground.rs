use kernel::Refusal;
use report::{Block, Figure, Fold, Ledger, Section, Table, TableCell, Trace, Unit};
use rust_decimal::Decimal;
use usage::{Book, Masked, Pace, Silence};

use super::Page;
use crate::desk::{Desk, refused};

/// Places and steps that are shown.
const SHOWN_MOST: usize = 20;
/// A move of everybody of less than this is not shown: a tenth.
// method: usage.shared_shown
const SHARED_SHOWN: f64 = 0.1;

impl Page {
    /// How many are watched, how many false alarms that brings, and who is not.
    pub(super) fn watched(&self, ledger: &mut Ledger) -> Section {
        let mut section = Section::new("watched", "How far this may be believed");
        let mut figures = Vec::new();
        let mut expected = Trace::new(Fold::Ratio, &["accounts", "years"]);
        for (pace, accounts) in &self.watched {
            let label = format!("accounts watched {}ly", pace.word());
            let figure = self.count(ledger, (&format!("watched.{}", pace.word()), &label), accounts);
            expected.push_known(&figure, &[Decimal::from(self.years) / Decimal::from(self.watched.len())]);
            figures.push(figure);
        }
        let expected = match expected.rows.is_empty() {
            true => Figure::unknown("false alarms a year", Unit::Number, self.day, "no account is watched"),
            false => ledger.figure("false_alarms", "false alarms a year", Unit::Number, self.day, expected),
        };
        let expected = Figure { n: None, ..expected }
            .with_convention(format!("one in {} years for each account to which nothing happened", self.years));
        figures.push(expected);
        section.push(Block::Figures { figures });
        section.push(Block::points([
            format!(
                "So many drops are to be expected in a year by chance alone, before those below a quarter are left out. \
                 --years {} or more makes them rarer, and drops are found later.",
                self.years * 2
            ),
            "Of the accounts that sink slowly, no more than one in ten is chance.".to_owned(),
        ]));
        if self.unwatched.is_empty() {
            return section;
        }
        let mut table = Table::new("Not watched", &["why", ">accounts"]);
        for (place, (why, accounts)) in self.unwatched.iter().enumerate() {
            let count = self.count(ledger, (&format!("unwatched.{place}"), "accounts"), accounts);
            table.row([TableCell::from(*why), count.into()]);
        }
        section.push(table);
        section
    }

    /// Days and months that are left out for everybody, the latest first: neither those on which nobody ever does anything,
    /// nor those that nobody has told yet.
    pub(super) fn left_out(&self) -> Section {
        let mut section = Section::new("left_out", "Left out for everybody");
        let mut table = Table::new("", &["day or month", ">active accounts", ">usually", "why"]);
        let mut more = 0;
        for pace in self.watched.keys() {
            let book = &self.side(*pace).book;
            let is_outage = |place: &&usize| book.silence(**place, self.day) == Silence::Outage;
            let outages: Vec<&usize> = book.masks.keys().rev().filter(is_outage).collect();
            more += outages.len().saturating_sub(SHOWN_MOST);
            for (place, masked) in outages.iter().take(SHOWN_MOST).filter_map(|at| Some((*at, book.masks.get(*at)?))) {
                let day = book.timeline.day(*place);
                let day = if *pace == Pace::Monthly { format!("month of {day}") } else { day.to_string() };
                let cells = [day, masked.active.to_string(), masked.usual.to_string(), reason(*masked).to_owned()];
                table.row(cells.map(TableCell::from));
            }
        }
        if table.rows.is_empty() {
            section.push(Block::text("No day on which far fewer accounts than usual were active."));
            return section;
        }
        table.note = (more > 0).then(|| format!("And {more} earlier ones."));
        section.push(table);
        section
    }

    /// Weeks and months in which everybody did more or less, the latest first.
    pub(super) fn everybody(&self) -> Section {
        let mut section = Section::new("everybody", "What everybody did");
        let mut table = Table::new("", &["from", "until", ">use of the middle account"]);
        for pace in self.watched.keys() {
            let book = &self.side(*pace).book;
            let recent = book.timeline.steps().saturating_sub(pace.reach().trend);
            for step in (recent..book.timeline.steps()).rev() {
                let Some(moved) = moved(book, step).filter(|moved| moved.abs() >= SHARED_SHOWN) else { continue };
                let (from, until) = (book.timeline.begins(step).to_string(), book.timeline.ends(step).to_string());
                table.row(
                    [from, until, format!("{} %", report::display::signed(moved * 100.0, 0))].map(TableCell::from),
                );
            }
        }
        if table.rows.is_empty() {
            section.push(Block::text(
                "In no week or month of the last half year or year did the middle account move by a tenth, as far as enough \
                 accounts are on record to tell.",
            ));
            return section;
        }
        table.note = Some(
            "Beside the middle of what it did before. A season, a holiday or trouble of ours is nobody's signal: it is taken \
             off every account."
                .to_owned(),
        );
        section.push(table);
        section
    }

    pub(super) fn caveats(&self, desk: &Desk<'_>) -> Result<Vec<String>, Refusal> {
        let mut caveats = Vec::new();
        let range = desk.store.day_range(&usage::daily::SHAPE).map_err(refused)?;
        if let Some((_, last)) = range.filter(|(_, last)| *last > desk.today()) {
            caveats.push(format!(
                "Rows of use reach to {last}, which lies in the future: the clock of a source is wrong. They are left out."
            ));
        }
        for (pace, accounts) in &self.watched {
            let book = &self.side(*pace).book;
            if book.dependence > 0.0 {
                caveats.push(format!(
                    "What an account does in a {} depends on the one before (correlation {:.2}); readings are made smaller for \
                     it, so drops are found later.",
                    pace.word(),
                    book.dependence
                ));
            }
            if accounts.len() < 10 {
                let watched = report::display::counted(accounts.len(), "account is", "accounts are");
                caveats.push(format!(
                    "Only {watched} watched {}ly: too few to tell what everybody did, so a season may look like a signal.",
                    pace.word()
                ));
            }
            let last = book.timeline.steps() - 1;
            if book.is_silent(last) {
                let is_due = |place: usize| book.silence(place, self.day) == Silence::NotToldYet;
                let first = last * pace.places();
                caveats.push(match (first..first + pace.places()).any(is_due) {
                    true => format!(
                        "The {} up to {} is not told yet, so nothing is said about it.",
                        pace.word(),
                        book.timeline.ends(last)
                    ),
                    false => format!("Nobody told anything about the last {}; has the feed stopped?", pace.word()),
                });
            }
        }
        Ok(caveats)
    }
}

/// What the middle account did in a step beside what it did in those before.
pub(in crate::usage) fn moved(book: &Book, step: usize) -> Option<f64> {
    let before = step.saturating_sub(book.timeline.pace.reach().before)..step;
    let known: Vec<f64> = before.filter_map(|step| book.shared[step]).collect();
    let usual = statistics::describe::median(&known)?;
    Some(libm::exp(book.shared[step]? - usual) - 1.0)
}

/// Why a place is left out.
pub(in crate::usage) fn reason(masked: Masked) -> &'static str {
    match masked {
        Masked { active: 0, .. } => "nobody was active: an outage, or a gap in the feed",
        _ => "far fewer than usual: an outage, a holiday, or a gap in the feed",
    }
}

use renewals::due::Deadline;
use renewals::{Call, State, call, timeline};
use report::{Block, Prose, Section, Table, TableCell, Tone};
use rust_decimal::Decimal;

use super::{Judged, Page};

/// Renewals that are told one by one; the others are counted.
const SHOWN_MOST: usize = 40;
/// Reasons of each.
const REASONS: usize = 2;

impl Page {
    pub(super) fn accounts(&mut self) -> Section {
        let mut section = Section::new("accounts", "Account forecast");
        if let Some(says) = self.late() {
            section.push(Block::callout(Tone::Warning, says));
        }
        section.push(self.table());
        section.push(self.steps());
        section.push(self.people_and_model());
        let differing = self.differing();
        if !differing.is_empty() {
            section.push(Block::points(differing));
        }
        section
    }

    fn shown(&self) -> &[Judged] {
        &self.judged[..self.judged.len().min(SHOWN_MOST)]
    }

    /// Deadlines that have passed, said first.
    fn late(&self) -> Option<String> {
        let states = [State::RanOut, State::NoticeGiven, State::DeadlinePassed];
        let told: Vec<String> = states
            .into_iter()
            .filter_map(|state| {
                let names: Vec<_> = self
                    .judged
                    .iter()
                    .filter(|one| one.due.state(self.day) == state)
                    .map(|one| one.due.name.clone())
                    .collect();
                (!names.is_empty()).then(|| format!("{}: {}", state.words(), crate::facts::caveats::listed(&names)))
            })
            .collect();
        (!told.is_empty()).then(|| format!("Late, and first in the list: {}.", told.join("; ")))
    }

    fn table(&self) -> Table {
        let headings = ["account", "notice by", "decided on", ">ARR", ">chance", "class", ">call"];
        let mut table = Table::new("", &headings);
        for one in self.shown() {
            table.row([
                TableCell::from(&*one.due.name),
                deadline(one).into(),
                decided(one, self.day).into(),
                one.arr(&self.money).into(),
                one.chance().into(),
                one.due.class().words().into(),
                one.call().map_or(TableCell::Empty, |(figure, _)| figure.into()),
            ]);
        }
        let more = self.judged.len().saturating_sub(SHOWN_MOST);
        let more = if more > 0 { format!(" And {more} more; --csm or --segment shows them.") } else { String::new() };
        table.note = Some(format!(
            "What is late first, then by the last day for notice, or by the decision where there is none. The chance is the \
             model's; a call is what somebody said last. `evenkeel renewals show ACCOUNT` opens one.{more}"
        ));
        table
    }

    fn steps(&self) -> Table {
        let mut table =
            Table::new("Why, and what next", &["account", "what raises the risk most", "next step", "by", "who"]);
        for one in self.shown() {
            let Some(next) = timeline::next(&one.due, self.day) else { continue };
            let owner = one.due.owner.as_deref().unwrap_or("nobody owns it: the team's leader");
            table.row([
                TableCell::from(&*one.due.name),
                one.reasons_told(REASONS).into(),
                format!("{}: {}", next.step.name, next.says).into(),
                next.by.to_string().into(),
                format!("{owner}{}", next.who.words()).into(),
            ]);
        }
        table.note = Some(
            "In brackets: what it adds in log-odds of loss to an account like the mean of the book. It contributes; it need \
             not be the cause. Whether earlier steps were taken is not on record."
                .to_owned(),
        );
        table
    }

    /// The same renewals by what people said and by the model.
    fn people_and_model(&mut self) -> Block {
        let called = self.places(|one| one.due.call().is_some());
        if called.is_empty() {
            return Block::callout(
                Tone::Note,
                "Nobody has called any of these. Import renewal_calls, one row for what somebody said on a day; once they \
                 are decided, calls are held against the outcome beside the model.",
            );
        }
        let mut people = report::Trace::new(report::Fold::SumOfProducts, &["chance", "ARR"]);
        for place in &called {
            let one = &self.judged[*place];
            if let Some((figure, _)) = one.call() {
                people.push_known(&figure.labelled(one.label()), &[one.due.arr()]);
            }
        }
        let mut model = report::Trace::new(report::Fold::SumOfProducts, &["chance", "ARR"]);
        for place in &called {
            let one = &self.judged[*place];
            model.push_known(&one.chance().labelled(one.label()), &[one.due.arr()]);
        }
        let mut table =
            Table::new("People and model, where somebody has called", &["whose", ">renewals", ">ARR", ">ARR expected"]);
        let count = self.count("called.count", "renewals called", &called);
        let arr = self.arr("called.arr", "ARR called", &called);
        let people = self.ledger.figure("called.people", "ARR expected by calls", self.money.clone(), self.day, people);
        let model =
            self.ledger.figure("called.model", "ARR expected by the model", self.money.clone(), self.day, model);
        table.row(["people".into(), count.clone().into(), arr.clone().into(), people.into()]);
        table.row(["model".into(), count.into(), arr.into(), model.into()]);
        Block::Table(table)
    }

    /// Where a call and the model are far apart.
    fn differing(&self) -> Vec<Prose> {
        let told = |one: &Judged| {
            let (figure, said) = one.call()?;
            let apart = call::difference(said.chance, one.due.chance)?;
            Some(prose(one, figure, said, apart))
        };
        self.judged.iter().filter_map(told).collect()
    }
}

fn prose(one: &Judged, said: report::Figure, call: &Call, apart: Decimal) -> Prose {
    let ask = if apart > Decimal::ZERO {
        "ask what speaks for it that is not on record"
    } else {
        "ask what they know, and write it down"
    };
    let why = call.reason.as_ref().map_or_else(String::new, |reason| format!(" (\"{reason}\")"));
    Prose::default()
        .strong(&*one.due.name)
        .words(format!(": {} said ", call.forecaster))
        .figure(said)
        .words(format!(" on {}{why}, the model says ", call.on))
        .figure(one.chance())
        .words(format!("; {ask}."))
}

fn deadline(one: &Judged) -> String {
    match one.due.deadline() {
        Deadline::Notice(day) => day.to_string(),
        Deadline::Decision(_) => "to be signed".to_owned(),
        Deadline::NotOnRecord(_) => "not on record".to_owned(),
    }
}

fn decided(one: &Judged, day: jiff::civil::Date) -> String {
    let end = if one.due.dated_by != renewals::DatedBy::Renewal { " (its end)" } else { "" };
    let state = one.due.state(day).words();
    let state = if state.is_empty() { String::new() } else { format!(", {state}") };
    format!("{}{end}{state}", one.due.on)
}

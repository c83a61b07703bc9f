use jiff::civil::Date;
use report::chart::Bar;
use report::{Block, Chart, ChartKind, Figure, Ledger, Prose, Section, Table, TableCell, Tone, Unit};
use statistics::measured::{Caveat, Measured, VALIDATION_EVENTS};
use statistics::prediction::shortlist::Shortlist;

use crate::gate::{EVENTS_LEAST, SUSPICIOUS_AREA, Verdict};
use crate::judgement::{Against, Judgement, LEVEL, Money};
use crate::trial::Trials;

mod counted;
mod figures;

use counted::Counted;
use figures::{decimal, interval};

/// What is judged, in the reader's words.
#[derive(Debug, Clone)]
pub struct Telling {
    /// What the score is called.
    pub score: String,
    /// What it foresees: `the account leaves within 90 days`.
    pub event: String,
    /// What one trial is called, in the plural: `rows`, `accounts at a cut-off`.
    pub trials: String,
    /// What amounts are in; `None` where they have no currency.
    pub currency: Option<String>,
    /// What to do where the score points the other way round, as a sentence with a space before it; empty where only whoever
    /// made the score can do anything.
    pub if_reversed: &'static str,
    /// The day of the report.
    pub as_of: Date,
    /// How the trials came about, one sentence each.
    pub reading: Vec<String>,
    /// What to mind about them, one sentence each.
    pub caveats: Vec<String>,
}

/// Everything a judgement says, the verdict first.
#[must_use]
pub fn blocks(trials: &Trials, judgement: &Judgement, telling: &Telling) -> Vec<Block> {
    Page { judgement, telling }.blocks(Counted::plain(trials, judgement, telling))
}

/// The same, where the keys of trials are accounts: what is counted opens to them.
#[must_use]
pub fn opened_blocks(trials: &Trials, judgement: &Judgement, telling: &Telling, ledger: &mut Ledger) -> Vec<Block> {
    Page { judgement, telling }.blocks(Counted::opened(trials, (judgement, telling), ledger))
}

struct Page<'a> {
    judgement: &'a Judgement,
    telling: &'a Telling,
}

impl Page<'_> {
    fn blocks(&self, counted: Counted) -> Vec<Block> {
        let mut blocks = vec![Block::text(self.lead(&counted))];
        blocks.extend(self.caveats().into_iter().map(|says| Block::callout(Tone::Caveat, says)));
        blocks.push(self.gates().into());
        blocks.extend(self.reliability().map(Block::from));
        let parts = [
            Some(self.order()),
            self.level(),
            self.money(),
            self.rivals(),
            self.over_time(counted),
            Some(self.how_worked_out()),
        ];
        blocks.extend(parts.into_iter().flatten().map(Block::from));
        blocks
    }

    fn lead(&self, counted: &Counted) -> Prose {
        let (judgement, telling) = (self.judgement, self.telling);
        let verdict = judgement.verdict();
        let advice = match verdict {
            Verdict::Reversed => telling.if_reversed,
            _ => "",
        };
        Prose::default()
            .strong(format!("{}{advice}", verdict.words()))
            .words(format!(" Judged by {} {}, of which it came true for ", judgement.n, telling.trials))
            .figure(counted.events.clone())
            .words(" (")
            .figure(counted.share.clone())
            .words(format!("). Foreseen: {}.", telling.event))
    }

    fn caveats(&self) -> Vec<String> {
        let judgement = self.judgement;
        let rarer = judgement.rarer_keys;
        let mut says = Vec::new();
        if rarer < EVENTS_LEAST {
            says.push(format!(
                "The rarer outcome came to {rarer} of them. {} more would be enough for a verdict, {} more for a sound one.",
                EVENTS_LEAST - rarer,
                VALIDATION_EVENTS - rarer
            ));
        }
        if (EVENTS_LEAST..VALIDATION_EVENTS).contains(&rarer) {
            says.push(format!(
                "The rarer outcome came to only {rarer} of them, and figures move much with each. {VALIDATION_EVENTS} are asked for \
                 before a validation is called sound."
            ));
        }
        if judgement.is_suspicious() {
            says.push(format!(
                "An area above {SUSPICIOUS_AREA} is rarely honest. Look for something in the score that was only known \
                 after the event: a field written when notice came, a stage of the renewal, seats taken away."
            ));
        }
        if !judgement.is_of_chances() {
            says.push(
                "The score is no chance from 0 to 1, so only its order is judged; whether its level is right cannot be asked."
                    .to_owned(),
            );
        }
        let drawn_in = judgement.log_loss.iter().flat_map(|found| &found.caveats);
        says.extend(drawn_in.filter_map(|caveat| match caveat {
            Caveat::DrawnIn { count } => Some(format!(
                "{count} chances were 0 or 1. Certainty that fails costs without end, so they count as one in a million \
                 million."
            )),
            _ => None,
        }));
        says.extend(self.telling.caveats.iter().cloned());
        says
    }

    fn gates(&self) -> Table {
        let mut table = Table::new("What is asked of a score", &["asked", "found", "holds"]);
        for gate in self.judgement.gates() {
            let holds = match gate.holds {
                Some(true) => "yes",
                Some(false) => "no",
                None => "cannot be told",
            };
            let found = gate.found.unwrap_or_else(|| "cannot be worked out".to_owned());
            table.row([TableCell::from(gate.asks), found.into(), holds.into()]);
        }
        table
    }

    /// What was said and what happened, in tenths.
    fn reliability(&self) -> Option<Chart> {
        let bins = &self.judgement.bins;
        if bins.is_empty() {
            return None;
        }
        let bars = bins.iter().enumerate().map(|(place, bin)| Bar {
            name: ordinal(place, bins.len()),
            value: decimal(bin.observed),
            mark: decimal(bin.predicted),
        });
        let (first, last) = (bins.first()?, bins.last()?);
        // Rounded as in the table below.
        let percent = |share: f64| self.figure("share", share, Unit::Ratio).display();
        Some(Chart {
            title: "What happened (bar) beside what was said (mark)".to_owned(),
            summary: format!(
                "In the tenth with the lowest scores {} was said and {} happened, in the tenth with the highest {} was said and \
                 {} happened.",
                percent(first.predicted),
                percent(first.observed),
                percent(last.predicted),
                percent(last.observed)
            ),
            unit: Unit::Ratio,
            kind: ChartKind::Bars { mark: Some("said".to_owned()), bars: bars.collect() },
        })
    }

    fn order(&self) -> Section {
        let judgement = self.judgement;
        let mut section = Section::new("order", "Does it part them?");
        let mut figures = vec![self.measured("area under the curve", judgement.area.as_ref())];
        figures.push(self.number("average precision", judgement.average_precision, Unit::Exact));
        section.push(Block::Figures { figures });
        let mut table = Table::new(
            "The list of the highest scores",
            &["list", ">length", ">came true", ">precision", ">of all", ">lift", ">of the amount lost"],
        );
        let lists = [("top tenth", judgement.top), ("what can be worked through", judgement.at_capacity)];
        let money = judgement.money.as_ref();
        let captured =
            [money.and_then(|money| money.captured_at_top), money.and_then(|money| money.captured_at_capacity)];
        for ((name, list), captured) in lists.into_iter().zip(captured) {
            let Some(list) = list else { continue };
            table.row(self.list(name, &list, captured));
        }
        table.note = Some(
            "Precision: of those on the list, it came true. Of all: of those it came true for, on the list. Lift: how often \
             more than among all. Where the list ends among equal scores, their mean counts. With several cut-offs the list \
             is made anew at each, and all are summed up."
                .to_owned(),
        );
        section.push(table);
        section
    }

    fn list(&self, name: &str, list: &Shortlist, captured: Option<f64>) -> [TableCell; 7] {
        let figure = |label: &str, value: Option<f64>, unit: Unit| {
            TableCell::from(self.number(&format!("{label}, {name}"), value, unit))
        };
        [
            TableCell::from(name),
            figure("length", Some(list.taken as f64), Unit::Count),
            figure("came true", Some(list.hits), Unit::Number),
            figure("precision", Some(list.precision), Unit::Ratio),
            figure("recall", list.recall, Unit::Ratio),
            figure("lift", list.lift, Unit::Exact),
            match (self.judgement.money.is_some(), captured) {
                (true, captured) => figure("captured amount", captured, Unit::Ratio),
                (false, _) => TableCell::Empty,
            },
        ]
    }

    fn level(&self) -> Option<Section> {
        let judgement = self.judgement;
        if !judgement.is_of_chances() {
            return None;
        }
        let mut section = Section::new("level", "Do its chances mean what they say?");
        section.push(Block::Figures {
            figures: vec![
                self.measured("calibration slope", judgement.slope.as_ref()),
                self.measured("calibration intercept", judgement.intercept.as_ref()),
                self.measured("calibration in the large", judgement.in_the_large.as_ref()),
                self.measured("log loss", judgement.log_loss.as_ref()),
                self.measured("Brier score", judgement.brier.as_ref()),
                self.number("scaled Brier score", judgement.brier_scaled, Unit::Exact),
                self.number("expected calibration error", judgement.calibration_error, Unit::Exact),
            ],
        });
        section.push(Block::text(
            "A slope below 1 says the chances are too extreme, above 1 too timid. In the large: what would have to be added to \
             the log-odds of all so that as many come true as were foreseen; 0 is right.",
        ));
        section.push(self.tenths());
        Some(section)
    }

    fn tenths(&self) -> Table {
        let mut table = Table::new("In tenths of equal size", &["tenth", ">n", ">said", ">happened (95\u{a0}%)"]);
        let bins = &self.judgement.bins;
        for (place, bin) in bins.iter().enumerate() {
            let name = ordinal(place, bins.len());
            let happened = self
                .figure(&format!("happened, {name}"), bin.observed, Unit::Ratio)
                .with_interval(interval(bin.interval, LEVEL, "Wilson"));
            table.row([
                TableCell::from(name.clone()),
                self.figure(&format!("n, {name}"), bin.n, Unit::Number).into(),
                self.figure("said", bin.predicted, Unit::Ratio).into(),
                happened.into(),
            ]);
        }
        table
    }

    fn money(&self) -> Option<Section> {
        let money = self.judgement.money.as_ref()?;
        let mut section = Section::new("money", "In money");
        section.push(Block::Figures { figures: self.money_figures(money) });
        Some(section)
    }

    fn money_figures(&self, money: &Money) -> Vec<Figure> {
        let unit = self.telling.currency.clone().map_or(Unit::Number, Unit::Money);
        let mut figures =
            vec![self.figure("at stake", money.at_stake, unit.clone()), self.figure("lost", money.lost, unit.clone())];
        figures.extend(money.predicted.map(|predicted| self.figure("foreseen to be lost", predicted, unit)));
        figures.push(self.measured("area by amount", money.area.as_ref()));
        figures
    }

    fn rivals(&self) -> Option<Section> {
        let against = &self.judgement.against;
        if against.is_empty() {
            return None;
        }
        let mut section = Section::new("rivals", "Beside the baselines");
        let mut table = Table::new("", &["baseline", "by", ">its own", ">score less baseline (95\u{a0}%)"]);
        for rival in against {
            let by = match rival.against {
                Against::LogLoss => "log loss, lower is better",
                Against::Area => "area, higher is better",
            };
            table.row([
                TableCell::from(rival.name.clone()),
                by.into(),
                self.measured(&rival.name, rival.own.as_ref()).into(),
                self.measured(&format!("difference to {}", rival.name), rival.difference.as_ref()).into(),
            ]);
        }
        section.push(table);
        Some(section)
    }

    /// The same per cut-off: whether it holds over time.
    fn over_time(&self, counted: Counted) -> Option<Section> {
        if counted.days.len() < 2 {
            return None;
        }
        let mut section = Section::new("over_time", "Does it hold over time?");
        let mut table =
            Table::new("By cut-off", &["as of", ">n", ">came true", ">foreseen", ">area under the curve (95\u{a0}%)"]);
        for day in counted.days {
            table.row([
                TableCell::from(day.cut_off.to_string()),
                day.n.into(),
                day.events.into(),
                day.foreseen.into(),
                self.measured(&format!("area at {}", day.cut_off), day.area.as_ref()).into(),
            ]);
        }
        section.push(table);
        Some(section)
    }

    fn how_worked_out(&self) -> Section {
        let judgement = self.judgement;
        let mut section = Section::new("how", "How this was worked out");
        let drawn = if judgement.keys == judgement.n {
            "Every key stands once; intervals are those of the method named at each figure.".to_owned()
        } else {
            format!(
                "{} keys stand {} times; ranges come from drawing whole keys again {} times, since trials of one key are not \
                 independent. Those of the tenths alone are Wilson's over single trials, and so somewhat too narrow.",
                judgement.keys,
                judgement.n,
                crate::judgement::DRAWS
            )
        };
        let sentences = self.telling.reading.iter().cloned().chain([drawn]);
        section.push(Block::points(sentences));
        section
    }

    fn figure(&self, label: &str, value: f64, unit: Unit) -> Figure {
        self.number(label, Some(value), unit)
    }

    fn number(&self, label: &str, value: Option<f64>, unit: Unit) -> Figure {
        let n = self.judgement.n as u64;
        match value.and_then(decimal) {
            Some(value) => Figure::known(label, value, unit, self.telling.as_of).with_n(n),
            None => {
                Figure::unknown(label, unit, self.telling.as_of, "cannot be worked out from these outcomes").with_n(n)
            }
        }
    }

    fn measured(&self, label: &str, found: Option<&Measured>) -> Figure {
        let figure = self.number(label, found.map(|found| found.estimate), Unit::Exact);
        let Some(found) = found else { return figure };
        let figure = figure.with_n(found.n as u64).with_convention(found.method);
        figure.with_interval(found.interval.and_then(|range| interval(range, LEVEL, found.method)))
    }
}

fn ordinal(place: usize, of: usize) -> String {
    match place {
        0 => "lowest".to_owned(),
        last if last + 1 == of => "highest".to_owned(),
        _ => format!("{}", place + 1),
    }
}

#[cfg(test)]
mod tests;

use health::{Health, Measure, STRONG_FROM, Signal, WEAK_BELOW, advice, next_line, target_step, velocity};
use report::{Address, Block, Figure, Fold, Ledger, Prose, Section, Table, TableCell, Trace, Unit};
use rust_decimal::Decimal;

use super::{address, days_before};

/// The days that the trend looks back.
pub(super) const BACK: [i64; 3] = [30, 60, 90];
/// Measures that the plan is about.
const WORKED_ON: usize = 2;

/// The health of an account with what it was before, as the sections after the components read it.
pub(super) struct Outlook<'a> {
    pub(super) health: &'a Health,
    /// As of so many days before, in the order of `BACK`.
    pub(super) before: [&'a Health; 3],
    pub(super) signals: Vec<Signal>,
    pub(super) address: &'a Address,
    pub(super) profile: Option<&'a str>,
}

impl Outlook<'_> {
    /// Trend, risks, strengths, actions and target, in this order.
    pub(super) fn sections(&self, score: &Figure, ledger: &mut Ledger) -> [Section; 5] {
        [self.trend(score, ledger), self.risks(), self.strengths(), self.actions(), self.target(score, ledger)]
    }

    fn trend(&self, score: &Figure, ledger: &mut Ledger) -> Section {
        let mut section = Section::new("trend", "Trend over 30, 60 and 90 days");
        let (as_of, account) = (score.as_of, &self.address.subject);
        let mut table = Table::new("", &["days ago", "day", ">health", ">change since"]);
        for (days, then) in BACK.into_iter().zip(self.before) {
            let at = address("health", account, then.as_of, as_of, self.profile);
            let before = match then.score {
                Some(value) => Figure::known("health", value, Unit::Score, as_of).with_evidence(at.figure("score")),
                None => Figure::unknown("health", Unit::Score, as_of, "too little is known of that day"),
            };
            let mut change = Trace::new(Fold::SumOfProducts, &["health", "times"]);
            let change = if score.value.is_some() && before.value.is_some() {
                change.push_known(score, &[Decimal::ONE]);
                change.push_known(&before, &[Decimal::NEGATIVE_ONE]);
                let figure = ledger.figure(&format!("change.{days}"), "change", Unit::ScorePoints, as_of, change);
                Figure { n: None, ..figure }
            } else {
                Figure::unknown("change", Unit::ScorePoints, as_of, "a score it needs is unknown")
            };
            let day = days_before(self.health.as_of, days);
            table.row([TableCell::from(days.to_string()), day.to_string().into(), before.into(), change.into()]);
        }
        let pace = velocity(self.health.score, self.before[0].score);
        let says = pace.map_or_else(
            || "How fast it moves is not known: a score is missing.".to_owned(),
            |found| {
                let points = report::display::grouped(found.points_per_day, 2);
                format!("Over 30 days it is {}: {points} points a day.", found.pace.words())
            },
        );
        table.note = Some(format!(
            "From what is known now of those days. As it was known then: `evenkeel health history {}`.",
            account.split_once('/').map_or(account.as_str(), |(_, external)| external)
        ));
        section.push(Block::text(says));
        section.push(table);
        section
    }

    fn known(&self) -> Vec<(&Measure, Decimal)> {
        let measures = self.health.components.iter().flat_map(|component| &component.measures);
        measures.filter_map(|measure| Some((measure, measure.score?))).collect()
    }

    /// Those that score lowest first.
    fn weakest(&self) -> Vec<&Measure> {
        let mut known = self.known();
        known.retain(|(_, score)| *score < WEAK_BELOW);
        known.sort_by_key(|(measure, score)| (*score, measure.kind));
        known.into_iter().map(|(measure, _)| measure).collect()
    }

    fn risks(&self) -> Section {
        let mut section = Section::new("risks", "What pulls it down");
        // A red score is no reason for itself, and low usage stands with its line below.
        let told = |signal: &&Signal| !matches!(signal, Signal::LowScore | Signal::LowUsage);
        let signals = self.signals.iter().filter(told).map(|signal| Prose::from(signal.words()));
        let lines = self.health.components.iter().filter_map(|component| {
            let line = health::watch_line(component.kind)?;
            let below = component.score.is_some_and(|score| score < line);
            below.then(|| Prose::from(format!("{} is below {}", component.name.to_lowercase(), line.normalize())))
        });
        let weak = self.weakest();
        let weak = weak.iter().map(|measure| Prose::from(format!("{}: {}", measure.name, measure.value())));
        let items: Vec<Prose> = signals.chain(lines).chain(weak).collect();
        section.push(match items.is_empty() {
            true => Block::text("Nothing that is known."),
            false => Block::points(items),
        });
        section
    }

    fn strengths(&self) -> Section {
        let mut section = Section::new("strengths", "What holds it up");
        let strong = self.known().into_iter().filter(|(_, score)| *score >= STRONG_FROM);
        let items: Vec<Prose> =
            strong.map(|(measure, _)| Prose::from(format!("{}: {}", measure.name, measure.value()))).collect();
        section.push(match items.is_empty() {
            true => Block::text("Nothing that is known."),
            false => Block::points(items),
        });
        section
    }

    fn actions(&self) -> Section {
        let mut section = Section::new("actions", "What to do within 7, 30 and 90 days");
        let mut table = Table::new("", &["within", "what"]);
        let mut row = |days: &str, what: String| table.row([TableCell::from(days), what.into()]);
        if let Some(first) = self.signals.iter().find(|signal| **signal != Signal::LowScore) {
            row("7 days", format!("speak with somebody there; what asks for it first: {}", first.words()));
        }
        let weak = self.weakest();
        for measure in weak.iter().take(WORKED_ON) {
            row("30 days", format!("{}: {}", measure.name, advice(measure.kind)));
        }
        match self.health.score {
            None => row(
                "30 days",
                "write down what is missing: the measures above that say so are what a score needs".to_owned(),
            ),
            Some(_) if weak.is_empty() && self.signals.is_empty() => {
                row("90 days", "hold it: nothing that is known is weak".to_owned());
            }
            Some(_) => row("90 days", "look again at the same measures, and stop what did not help".to_owned()),
        }
        section.push(table);
        section
    }

    /// A third, two thirds and all of the way to the next band, as far as a quarter can bring it.
    fn target(&self, score: &Figure, ledger: &mut Ledger) -> Section {
        let mut section = Section::new("target", "Target");
        let Some((value, line)) = score.value.and_then(|value| Some((value, next_line(value)?))) else {
            section.push(Block::text(match score.value {
                Some(_) => "It is green: hold it.",
                None => "Without a score there is no target to set.",
            }));
            return section;
        };
        let step = (line - value).min(target_step());
        let mut table = Table::new("", &["in", ">health to reach"]);
        for (days, part) in [(30, 1), (60, 2), (90, 3)] {
            let mut trace = Trace::new(Fold::Sum, &["points"]);
            trace.push_known(score, &[]);
            let more = step * Decimal::from(part) / Decimal::from(3);
            trace.push("method", &"health.target_step".into(), "part of the way", None, &[more]);
            let goal = ledger.figure(&format!("target.{days}"), "goal", Unit::Score, score.as_of, trace);
            table.row([TableCell::from(format!("{days} days")), Figure { n: None, ..goal }.into()]);
        }
        table.note = Some(format!("Towards {line}, at most {} points in 90 days.", target_step()));
        section.push(table);
        section
    }
}

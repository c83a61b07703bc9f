use jiff::civil::Date;
use report::{Figure, Fold, Ledger, Trace, Unit};
use rust_decimal::Decimal;
use statistics::measured::Measured;

use super::Telling;
use super::figures::decimal;
use crate::judgement::Judgement;
use crate::trial::{Trial, Trials};

/// What is counted rather than estimated.
pub(super) struct Counted {
    pub(super) events: Figure,
    pub(super) share: Figure,
    /// By cut-off; none where fewer than two are told.
    pub(super) days: Vec<Day>,
}

/// What is counted at one cut-off.
pub(super) struct Day {
    pub(super) cut_off: Date,
    pub(super) n: Figure,
    pub(super) events: Figure,
    pub(super) foreseen: Figure,
    pub(super) area: Option<Measured>,
}

impl Counted {
    pub(super) fn plain(trials: &Trials, judgement: &Judgement, telling: &Telling) -> Self {
        let n = judgement.n as u64;
        let known = |label: &str, value: f64, unit| match decimal(value) {
            Some(value) => Figure::known(label, value, unit, telling.as_of).with_n(n),
            None => Figure::unknown(label, unit, telling.as_of, "cannot be told"),
        };
        let day = |(cut_off, part): (Date, Trials)| {
            let judged = Judgement::of(&part, &[], None);
            let foreseen = foreseen(&part, judgement).map(|chances| chances.iter().sum());
            Day {
                cut_off,
                n: known(&format!("n at {cut_off}"), judged.n as f64, Unit::Count),
                events: known(&format!("came true at {cut_off}"), judged.events as f64, Unit::Count),
                foreseen: told(foreseen, cut_off, telling),
                area: judged.area,
            }
        };
        Self {
            events: known("events", judgement.events as f64, Unit::Count),
            share: known("share", judgement.events as f64 / judgement.n as f64, Unit::Ratio),
            days: by_cut_off(trials).into_iter().map(day).collect(),
        }
    }

    pub(super) fn opened(trials: &Trials, (judgement, telling): (&Judgement, &Telling), ledger: &mut Ledger) -> Self {
        let as_of = telling.as_of;
        let mut days = Vec::new();
        for (cut_off, part) in by_cut_off(trials) {
            let mut count = |key: &str, label: &str, of: &dyn Fn(&Trial) -> bool| {
                let mut trace = Trace::new(Fold::Count, &[]);
                part.all().iter().filter(|trial| of(trial)).for_each(|trial| push(&mut trace, trial, &[]));
                ledger.figure(&format!("{key}.{cut_off}"), &format!("{label} at {cut_off}"), Unit::Count, as_of, trace)
            };
            let (n, events) = (count("n", "n", &|_| true), count("events", "came true", &|trial| trial.happened));
            let foreseen = match foreseen(&part, judgement) {
                Some(chances) => {
                    let mut trace = Trace::new(Fold::Sum, &["chance"]);
                    let rows = part.all().iter().zip(chances);
                    rows.for_each(|(trial, chance)| push(&mut trace, trial, &[chance]));
                    let label = format!("foreseen at {cut_off}");
                    ledger.figure(&format!("foreseen.{cut_off}"), &label, Unit::Number, as_of, trace)
                }
                None => told(None, cut_off, telling),
            };
            let area = Judgement::of(&part, &[], None).area;
            days.push(Day { cut_off, n, events, foreseen, area });
        }
        let mut events = Trace::new(Fold::Count, &[]);
        trials.all().iter().filter(|trial| trial.happened).for_each(|trial| push(&mut events, trial, &[]));
        let events = ledger.figure("events", "events", Unit::Count, as_of, events);
        let mut share = Trace::new(Fold::Mean, &["came true"]);
        let came_true = |trial: &Trial| Decimal::from(u8::from(trial.happened));
        trials.all().iter().for_each(|trial| push(&mut share, trial, &[came_true(trial)]));
        let share = ledger.figure("share", "share", Unit::Ratio, as_of, share);
        Self { events, share, days }
    }
}

fn push(trace: &mut Trace, trial: &Trial, numbers: &[Decimal]) {
    let label = trial.cut_off.map_or_else(String::new, |day| format!("as of {day}"));
    trace.push("accounts", &trial.key, label, trial.cut_off, numbers);
}

fn by_cut_off(trials: &Trials) -> Vec<(Date, Trials)> {
    let days = trials.cut_offs();
    if days.len() < 2 {
        return Vec::new();
    }
    days.into_iter().filter_map(|day| Some((day, trials.at(day)?))).collect()
}

/// The chances of a cut-off; none where scores are points.
fn foreseen(part: &Trials, judgement: &Judgement) -> Option<Vec<Decimal>> {
    part.all().iter().map(|trial| decimal(trial.score).filter(|_| judgement.is_of_chances())).collect()
}

fn told(foreseen: Option<Decimal>, cut_off: Date, telling: &Telling) -> Figure {
    let label = format!("foreseen at {cut_off}");
    match foreseen {
        Some(sum) => Figure::known(label, sum, Unit::Number, telling.as_of),
        None => Figure::unknown(label, Unit::Number, telling.as_of, "scores that are no chances foresee no number"),
    }
}

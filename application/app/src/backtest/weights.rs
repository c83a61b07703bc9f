use std::collections::BTreeMap;
use std::sync::Arc;

use backtest::gate::EVENTS_LEAST;
use backtest::judgement::gain;
use backtest::weights::shares;
use backtest::{Parts, Trial, Trials, Weights};
use health::Profile;
use jiff::civil::Date;
use report::{Block, Figure, Interval, Prose, Section, Table, TableCell, Unit};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;

use super::told::Case;

/// What outcomes taught of the components, cut-off by cut-off.
#[derive(Debug, Default)]
pub(super) struct Offered {
    /// Of the last cut-off: everything there is to learn from.
    latest: Vec<Parts>,
    /// What the weights of each cut-off said of its accounts, learned from earlier ones alone.
    said: BTreeMap<(Date, Arc<str>), f64>,
}

impl Offered {
    /// Learns from what was known at a cut-off and says what its weights give.
    pub(super) fn at(&mut self, day: Date, lessons: Vec<Parts>, now: &[(Arc<str>, Vec<Option<f64>>)]) {
        if let Some(weights) = Weights::learn(&lessons) {
            let said = now.iter().map(|(account, parts)| ((day, account.clone()), weights.chance(parts)));
            self.said.extend(said);
        }
        self.latest = lessons;
    }

    /// What outcomes would choose beside what the profile says; never in its place.
    pub(super) fn section(&self, profile: &Profile, cases: &[Case], as_of: Date) -> Section {
        let mut section = Section::new("weights", "What weights would outcomes choose?");
        let events = self.latest.iter().filter(|one| one.happened).count();
        let Some(found) = shares(&self.latest) else {
            section.push(Block::text(format!(
                "Not worked out: {events} losses can be learned from, {EVENTS_LEAST} are needed, and accounts have to differ."
            )));
            return section;
        };
        let mut table = Table::new("", &["component", ">the profile", ">outcomes (95\u{a0}%)"]);
        for (component, share) in profile.components().iter().zip(&found) {
            let name = component.component.name();
            let chosen = decimal(share.share).map_or_else(
                || Figure::unknown("chosen", Unit::Ratio, as_of, "cannot be worked out"),
                |value| Figure::known("chosen", value, Unit::Ratio, as_of),
            );
            let range = share.range.and_then(|range| {
                let (low, high) = (decimal(range.low)?, decimal(range.high)?);
                Some(Interval {
                    level: Decimal::new(95, 2),
                    low,
                    high,
                    method: "drawing whole accounts again".to_owned(),
                })
            });
            table.row([
                TableCell::from(name),
                format!("{} of 100", component.weight.normalize()).into(),
                chosen.with_interval(range).with_n(self.latest.len() as u64).into(),
            ]);
        }
        table.note = Some(
            "Logistic regression of loss on the components, none of which may count for less than nothing; what is not known \
             counts as the mean. The profile keeps its own weights: an expert's hold where little was seen, and to try others, \
             write a profile of your own (docs/method/health.md) and run this again with --profile."
                .to_owned(),
        );
        section.push(table);
        section.push(Block::text(self.gain(cases, as_of)));
        section
    }

    /// What they would have gained on accounts they were not learned from.
    fn gain(&self, cases: &[Case], as_of: Date) -> Prose {
        let trial = |case: &Case| {
            let account: Arc<str> = Arc::from(case.account.as_str());
            let chance = *self.said.get(&(case.cut_off, account.clone()))?;
            let happened = case.lost_on.is_some();
            Some(Trial { key: account, cut_off: None, score: chance, happened, amount: 1.0, rivals: vec![case.chance] })
        };
        let held_out: Vec<Trial> = cases.iter().filter_map(trial).collect();
        let n = held_out.len() as u64;
        let found = Trials::of(held_out).ok().and_then(|trials| gain(&trials));
        let Some((found, estimate)) = found.and_then(|found| Some((found.clone(), decimal(found.estimate)?))) else {
            return Prose::from(
                "What they would have gained beforehand is not known: no cut-off had enough to learn from.",
            );
        };
        let range = found.interval.and_then(|range| {
            let (low, high) = (decimal(range.low)?, decimal(range.high)?);
            Some(Interval { level: Decimal::new(95, 2), low, high, method: found.method.to_owned() })
        });
        let verdict = match found.interval {
            Some(range) if range.high < 0.0 => "they would have said more than the profile's.",
            Some(range) if range.low > 0.0 => "they would have said less than the profile's.",
            _ => "no difference to the profile's is shown.",
        };
        let figure = Figure::known("gain in log loss", estimate, Unit::Exact, as_of).with_n(n).with_interval(range);
        Prose::from("Learned anew at each cut-off and judged on what came after it, their log loss less that of the profile is ")
            .figure(figure.with_convention("below 0 is better"))
            .words(format!(": {verdict}"))
    }
}

fn decimal(value: f64) -> Option<Decimal> {
    Decimal::from_f64(value).map(|value| value.round_dp(10).normalize())
}

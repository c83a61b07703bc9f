use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use report::{Figure, Fold, Ledger, Trace, Unit};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;
use statistics::describe::median;
use usage::{Book, DailyUsage, Drop, Finding, Judged, Measure, MonthlyUsage, Row, Timeline, Told};

use crate::desk::Desk;
use crate::facts::typed;
use crate::facts::voices::from_to;
use crate::usage::company::{last_day, of_day, of_month, timelines};

/// The rows of one account, weeks of days where there are any, else months.
pub(super) struct Rows {
    pub(super) timeline: Timeline,
    pub(super) told: Told,
    object: &'static str,
    rows: Vec<Kept>,
}

struct Kept {
    key: Arc<str>,
    label: String,
    day: Date,
    row: Row,
}

impl Rows {
    pub(super) fn load(desk: &Desk<'_>, account: &AccountId) -> Result<Self, Refusal> {
        let (weeks, months) = timelines(desk.as_of());
        let only = std::slice::from_ref(account);
        let query = from_to(&usage::daily::SHAPE, weeks.first(), last_day(&weeks)).about_accounts(only);
        let days: Vec<Kept> = typed(desk, query, DailyUsage::from_record)?
            .into_iter()
            .map(|row| Kept { label: label(row.feature.as_ref()), day: row.day, row: of_day(&row), key: row.key })
            .collect();
        if !days.is_empty() {
            return Ok(Self::of(weeks, "usage_daily", days));
        }
        let query = from_to(&usage::monthly::SHAPE, months.first(), last_day(&months)).about_accounts(only);
        let rows = typed(desk, query, MonthlyUsage::from_record)?.into_iter().map(|row| Kept {
            label: label(row.feature.as_ref()),
            day: row.month,
            row: of_month(&row),
            key: row.key,
        });
        Ok(Self::of(months, "usage_monthly", rows.collect()))
    }

    fn of(timeline: Timeline, object: &'static str, mut rows: Vec<Kept>) -> Self {
        rows.sort_by(|a, b| (a.day, &a.key).cmp(&(b.day, &b.key)));
        let mut told = Told::default();
        for kept in &rows {
            if let Some(place) = timeline.place(kept.day) {
                told.add((place, timeline.places()), kept.row);
            }
        }
        Self { timeline, told, object, rows }
    }

    /// What a row brings to the measure, if anything.
    fn counts(row: Row, measure: Measure) -> Option<i64> {
        let count = match measure {
            Measure::Users if !row.of_feature => row.users,
            Measure::Events if !row.of_feature => row.events,
            Measure::Features if row.of_feature => row.events,
            _ => None,
        };
        count.map(|count| count.max(0))
    }

    /// The rows of each step that count for the measure and are not left out.
    fn used(&self, book: &Book, measure: Measure) -> BTreeMap<usize, Trace> {
        let mut found: BTreeMap<usize, Trace> = BTreeMap::new();
        for kept in &self.rows {
            let place = self.timeline.place(kept.day).filter(|place| !book.masks.contains_key(place));
            if let (Some(place), Some(count)) = (place, Self::counts(kept.row, measure)) {
                let trace = found
                    .entry(place / self.timeline.pace.places())
                    .or_insert_with(|| Trace::new(Fold::Sum, &["counted"]));
                trace.push(self.object, &kept.key, kept.label.as_str(), Some(kept.day), &[Decimal::from(count)]);
            }
        }
        found
    }
}

fn label(feature: Option<&Arc<str>>) -> String {
    feature.map_or_else(|| "the whole product".to_owned(), |feature| feature.to_string())
}

/// What was used and what was to be expected, step by step, each opening to its rows.
pub(super) struct Steps {
    shown: Vec<usize>,
    used: BTreeMap<usize, Figure>,
    expected: BTreeMap<usize, Figure>,
    usual: BTreeMap<usize, Figure>,
}

impl Steps {
    /// Enters the steps that are shown, and those they are compared with, into the ledger of the report.
    pub(super) fn enter(ledger: &mut Ledger, rows: &Rows, book: &Book, judged: &Judged, day: Date) -> Self {
        let (reach, steps) = (book.timeline.pace.reach(), book.timeline.steps());
        let drop = match &judged.finding {
            Some(Finding::Drop(drop)) => Some(drop),
            _ => None,
        };
        let from =
            drop.map_or(steps - reach.trend, |drop| drop.since.saturating_sub(reach.before).min(steps - reach.trend));
        let mut made = Self {
            shown: (from..steps).collect(),
            used: BTreeMap::new(),
            expected: BTreeMap::new(),
            usual: BTreeMap::new(),
        };
        let mut told = rows.used(book, judged.track.measure);
        let mut whole: BTreeMap<usize, Figure> = BTreeMap::new();
        for step in from.saturating_sub(reach.before)..steps {
            let Some(known) = judged.track.steps.get(step).copied().flatten() else { continue };
            let name = book.timeline.begins(step);
            let trace = told.remove(&step).unwrap_or_else(|| Trace::new(Fold::Sum, &["counted"]));
            let used = ledger.figure(&format!("used.{name}"), "used", Unit::Number, day, trace);
            let mut full = Trace::new(Fold::Ratio, &["used", "part that is known"]);
            full.push_known(&used, &[known.part_known()]);
            let full = ledger.figure(&format!("whole.{name}"), "a whole step", Unit::Number, day, full);
            whole.insert(step, full);
            made.used.insert(step, used);
        }
        for step in made.shown.clone() {
            made.expect(ledger, (book, judged, drop), &whole, (step, day));
        }
        made
    }

    fn expect(
        &mut self,
        ledger: &mut Ledger,
        (book, judged, drop): (&Book, &Judged, Option<&Drop>),
        whole: &BTreeMap<usize, Figure>,
        (step, day): (usize, Date),
    ) {
        let reach = book.timeline.pace.reach();
        let Some(known) = judged.track.steps.get(step).copied().flatten() else { return };
        let since = drop.filter(|drop| drop.since <= step);
        let after = since.and_then(|drop| drop.after.iter().find(|(at, _)| *at == step));
        let at = since.map_or(step, |drop| drop.since);
        let before: Vec<usize> =
            (at.saturating_sub(reach.before)..at).filter(|step| whole.contains_key(step)).collect();
        if before.len() < reach.least_before && after.is_none() {
            return;
        }
        let factor = after.map_or_else(|| factor(book, &before, step), |(_, factor)| *factor);
        let usual = self.usual.entry(at).or_insert_with(|| {
            let mut usual = Trace::new(Fold::Median, &["a whole step"]);
            before.iter().filter_map(|step| whole.get(step)).for_each(|figure| usual.push_known(figure, &[]));
            let key = format!("usual.{}", book.timeline.begins(at));
            let label = format!("usual in a {}", book.timeline.pace.word());
            ledger.figure(&key, &label, Unit::Number, day, usual)
        });
        let mut expected = Trace::new(Fold::SumOfProducts, &["usual", "part that is known x what everybody did"]);
        expected.push_known(usual, &[known.part_known() * factor]);
        let key = format!("expected.{}", book.timeline.begins(step));
        let figure = ledger.figure(&key, "expected", Unit::Number, day, expected);
        self.expected.insert(step, Figure { n: None, ..figure });
    }

    pub(super) fn shown(&self) -> &[usize] {
        &self.shown
    }

    /// What was used in a step, and what was to be expected where that can be said.
    pub(super) fn of(&self, step: usize) -> Option<(&Figure, Option<&Figure>)> {
        Some((self.used.get(&step)?, self.expected.get(&step)))
    }

    /// What was usual before a step.
    pub(super) fn usual(&self, step: usize) -> Option<&Figure> {
        self.usual.get(&step)
    }
}

/// What everybody did in a step beside the steps before it.
fn factor(book: &Book, before: &[usize], step: usize) -> Decimal {
    let known: Vec<f64> = before.iter().filter_map(|step| book.shared[*step]).collect();
    let moved = book.shared[step].zip(median(&known)).map_or(0.0, |(here, before)| here - before);
    Decimal::from_f64(libm::exp(moved)).unwrap_or(Decimal::ONE).round_dp(6)
}

/// Everybody compared as if nothing had been excluded.
mod whole;

use std::collections::{BTreeMap, BTreeSet};

use fairness::compare::compare_believing;
use fairness::findings::{Added, Everybody, Line, Part, Person, Season};
use fairness::growth::{Grown, Sale, compare_growth};
use fairness::money::{Retained, compare_money};
use fairness::show::{are_few, few_losses};
use fairness::study::Book;
use fairness::traces::{Traces, of_growth, of_money, of_rate};
use fairness::verdict::{BELIEFS_BELOW, OTHER_SPREADS};
use fairness::{Compared, Comparison, Incomparable, Study, Verdict};
use kernel::{Period, PersonId, Refusal};
use report::Trace;
use retention::CreditRule;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use statistics::mixed::{Caveat, Prior, Unfit};

use super::outcomes::{Outcome, RowKind};
use super::panel::{Ground, Row};
use crate::desk::both;
use whole::Whole;

/// Everything a comparison comes to, with the rows it was made from.
pub(crate) struct WorkedOut<'a> {
    pub(crate) ground: &'a Ground<'a>,
    pub(crate) rows: Vec<Row>,
    pub(crate) kept: Question,
    grew: Option<Question>,
    money: Option<Money>,
    growth: Option<Growth>,
    /// Kept outcomes under the other ways to give credit.
    credit: Vec<Option<Question>>,
    /// Had nothing been excluded; only where something was.
    unexcluded: Option<Whole>,
    /// Kept outcomes under the other beliefs about the spread; only among few people.
    beliefs: Vec<Comparison>,
}

/// One question with its answer.
pub(crate) struct Question {
    pub(crate) study: Study,
    pub(crate) comparison: Comparison,
    books: Vec<Book>,
}

struct Money {
    study: Study,
    books: Vec<Book>,
    amounts: Vec<f64>,
    found: Vec<Retained>,
}

struct Growth {
    sales: Vec<Sale>,
    found: Vec<Grown>,
}

/// What the losses of one period are made from.
pub(crate) struct SeasonTraces {
    pub(crate) observed: Trace,
    pub(crate) expected: Trace,
}

/// Some of the same rows, counting what was lost instead of what was kept.
fn lost(trace: &Trace, places: &[usize]) -> Trace {
    let mut lost = Trace {
        rows: places.iter().map(|place| trace.rows[*place].clone()).collect(),
        ..Trace::new(trace.fold, &trace.columns)
    };
    lost.columns[0] = "lost";
    lost.rows.iter_mut().for_each(|row| row.numbers[0] = Decimal::ONE - row.numbers[0]);
    lost
}

/// What one person's figures are made from, by key.
pub(crate) type TracesByKey = Vec<(&'static str, Traces)>;

impl<'a> WorkedOut<'a> {
    /// Compares everybody on every question; other ways to give credit only where they are asked for.
    pub(crate) fn of(ground: &'a Ground<'a>, with_sensitivity: bool) -> Result<Self, Refusal> {
        let rule = ground.desk.settings.credit_rule;
        let rows = ground.rows(rule, false);
        let beside = || {
            let grew = Question::of(ground.study(&rows, grew))?;
            let growth = grew.as_ref().and_then(|grew| growth(ground, &rows, grew));
            Ok((grew, growth, money(ground, &rows)))
        };
        let accounts = || {
            let study = ground.study(&rows, kept);
            // Among too few losses nobody is judged, so nothing could change a verdict.
            let with_sensitivity = with_sensitivity && !are_few(study.failures());
            let few = study.groups.len() < BELIEFS_BELOW;
            let scales = if with_sensitivity && few { &OTHER_SPREADS[..] } else { &[] };
            let (kept, beliefs) = Question::believing(study, scales)?.ok_or_else(|| nothing(ground))?;
            let others = CreditRule::ALL.into_iter().filter(|other| with_sensitivity && *other != rule);
            let credit = others.map(|other| Question::of(ground.study(&ground.rows(other, false), self::kept)));
            Ok((kept, beliefs, credit.collect::<Result<Vec<_>, _>>()?, Whole::of(ground, rule)?))
        };
        let ((grew, growth, money), (kept, beliefs, credit, unexcluded)) = both(beside, accounts)?;
        Ok(Self { ground, rows, kept, grew, money, growth, credit, unexcluded, beliefs })
    }

    /// Figures beside the kept accounts whose search ended before it settled.
    pub(crate) fn unsettled(&self) -> Vec<&'static str> {
        let money = self.money.iter().flat_map(|money| &money.found).any(|one| !one.working.convergence.reached);
        let grew = self.grew.iter().any(|grew| grew.comparison.caveats.contains(&Caveat::NotConverged));
        let figures = [(money, "the money kept"), (grew, "the accounts that grew, and the money added")];
        figures.into_iter().filter(|(unsettled, _)| *unsettled).map(|(_, figures)| figures).collect()
    }

    /// Everybody's findings.
    pub(crate) fn people(&self) -> BTreeMap<PersonId, Person> {
        let excluded = self.unexcluded.iter().flat_map(Whole::groups);
        let people: BTreeSet<PersonId> =
            self.kept.study.groups.iter().chain(excluded).map(|group| PersonId::new(group)).collect();
        let few = few_losses(&self.everybody());
        let found = |person: PersonId| {
            let found = self.person(&person, few);
            (person, if few { withheld(found) } else { found })
        };
        people.into_iter().map(found).collect()
    }

    /// Among too few losses periods are not told apart, since no page shows them.
    fn person(&self, person: &PersonId, few: bool) -> Person {
        let traces = self.traces(person);
        let find = |key: &str| traces.iter().find(|(of, _)| *of == key).map(|(_, traces)| traces);
        let rate = |question: &Question, key: &str| question.line(person, find(key)?);
        let retained = || self.money.as_ref()?.line(person, find("retained")?);
        let added = || {
            let found = self.growth.as_ref()?.found.iter().find(|one| *one.group == *person.as_str())?;
            Some(Added::of(found, find("added")?))
        };
        Person {
            kept: rate(&self.kept, "kept"),
            retained: retained(),
            grew: self.grew.as_ref().and_then(|question| rate(question, "grew")),
            added: added(),
            periods: find("kept").filter(|_| !few).map_or_else(Vec::new, |kept| self.seasons(person, kept)),
            credit: self.credit.iter().map(|question| question.as_ref()?.part(person)).collect(),
            unexcluded: self.unexcluded.as_ref().map(|whole| whole.lines(person)),
            beliefs: self.beliefs.iter().map(|comparison| part(comparison, person)).collect(),
        }
    }

    /// The rows behind one person's figures.
    pub(crate) fn traces(&self, person: &PersonId) -> TracesByKey {
        let mut found = Vec::new();
        found.extend(self.kept.traces(person).map(|traces| ("kept", traces)));
        found.extend(self.grew.as_ref().and_then(|grew| grew.traces(person)).map(|traces| ("grew", traces)));
        found.extend(self.money.as_ref().and_then(|money| money.traces(person)).map(|traces| ("retained", traces)));
        found.extend(self.unexcluded.iter().flat_map(|whole| whole.traces(person)));
        if let Some(growth) = &self.growth
            && let Some(grown) = growth.found.iter().find(|one| *one.group == *person.as_str())
            && let Some(grew) = &self.grew
            && let Some(book) = grew.book(person)
        {
            found.push(("added", of_growth(&grew.study, &growth.sales, grown, book)));
        }
        found
    }

    fn seasons(&self, person: &PersonId, kept: &Traces) -> Vec<Option<Season>> {
        let season = |(book, traces): (Book, SeasonTraces)| {
            let at_stake = book.iter().map(|(row, share)| share * self.kept.study.cases[*row].trials).sum();
            let value = |trace: &Trace| trace.value().unwrap_or_default();
            let (observed, expected) = (value(&traces.observed), value(&traces.expected));
            Season { rows: book.len() as u64, at_stake, observed, expected }
        };
        self.season_traces(person, kept).into_iter().map(|found| found.map(season)).collect()
    }

    /// The rows behind the losses of each period, with the book of that period; `kept` is what stands behind all periods.
    pub(crate) fn season_traces(&self, person: &PersonId, kept: &Traces) -> Vec<Option<(Book, SeasonTraces)>> {
        let periods = &self.ground.outcomes.periods;
        let Some(book) = self.kept.book(person) else { return periods.iter().map(|_| None).collect() };
        let of = |period: &Period| {
            let inside = |row: usize| self.ground.outcomes.rows[self.rows[row].outcome].period == *period;
            let places: Vec<usize> = (0..book.len()).filter(|place| inside(book[*place].0)).collect();
            (!places.is_empty()).then(|| {
                let season =
                    SeasonTraces { observed: lost(&kept.observed, &places), expected: lost(&kept.expected, &places) };
                (places.iter().map(|place| book[*place]).collect(), season)
            })
        };
        periods.iter().map(of).collect()
    }

    /// What holds for everybody.
    pub(crate) fn everybody(&self) -> Everybody {
        let found = &self.kept.comparison;
        Everybody {
            compared: found.groups.len() as u64,
            outcomes: found.trials,
            rate: found.rate,
            spread: found.spread,
            spread_low: found.spread_95.low,
            spread_high: found.spread_95.high,
            best: found.best.map(|best| best.0),
            best_count: found.best.map_or(0, |best| best.1 as u64),
            explained: found.explained,
            slopes: found.slopes.iter().map(|(_, slope, deviation)| (*slope, *deviation)).collect(),
            excluded: self.ground.outcomes.rows.iter().filter(|row| self.ground.is_excluded(row)).count() as u64,
        }
    }

    /// What one row stands for, one and many.
    pub(crate) fn unit(&self) -> (String, String) {
        match self.ground.outcomes.kind {
            RowKind::AccountPeriod => self.ground.account_period(),
            RowKind::Renewal => ("renewal".to_owned(), "renewals".to_owned()),
        }
    }
}

impl Question {
    /// `None` where nobody is credited with anything.
    fn of(study: Study) -> Result<Option<Self>, Refusal> {
        Ok(Self::believing(study, &[])?.map(|(question, _)| question))
    }

    /// The same, with the comparisons under other beliefs about the spread.
    fn believing(study: Study, scales: &[f64]) -> Result<Option<(Self, Vec<Comparison>)>, Refusal> {
        match compare_believing(&study, &[], &Prior::default(), scales) {
            Ok(found) => Ok(Some((Self { books: study.books(), study, comparison: found.own }, found.others))),
            Err(Incomparable::Unfit(Unfit::Empty | Unfit::NoGroups)) => Ok(None),
            Err(other) => Err(Refusal::Fault(format!("the fair comparison cannot be worked out: {other}"))),
        }
    }

    /// The rows of a person.
    fn book(&self, person: &PersonId) -> Option<&Book> {
        book(&self.study, &self.books, person)
    }

    /// The rows behind one person's line.
    pub(crate) fn traces(&self, person: &PersonId) -> Option<Traces> {
        let compared = self.comparison.find(person.as_str())?;
        Some(of_rate(&self.study, &self.comparison, compared, self.book(person)?))
    }

    /// One person's line, made from its rows.
    fn line(&self, person: &PersonId, traces: &Traces) -> Option<Line> {
        let compared = self.comparison.find(person.as_str())?;
        Some(Line::of_rate(&self.comparison, compared, traces, self.best_rate(person)))
    }

    fn part(&self, person: &PersonId) -> Option<Part> {
        part(&self.comparison, person)
    }

    /// What the best would have kept of this person's rows.
    fn best_rate(&self, person: &PersonId) -> Option<f64> {
        let (effect, _) = self.comparison.best?;
        let (mut well, mut all) = (0.0, 0.0);
        for (row, share) in self.book(person)? {
            let case = &self.study.cases[*row];
            let weight = share * case.trials;
            well += weight * self.comparison.known(&case.values).chance(effect);
            all += weight;
        }
        (all > 0.0).then_some(well / all)
    }
}

fn part(comparison: &Comparison, person: &PersonId) -> Option<Part> {
    let compared: &Compared = comparison.find(person.as_str())?;
    Some(Part {
        at_stake: compared.trials,
        observed: compared.observed,
        expected: compared.expected,
        difference: compared.effect.difference,
        verdict: compared.verdict,
    })
}

/// Without a verdict on accounts: too few were lost in all.
fn withheld(mut found: Person) -> Person {
    found.kept.iter_mut().for_each(|line| line.verdict = Verdict::TooFew);
    found.unexcluded.iter_mut().filter_map(|whole| whole.kept.as_mut()).for_each(|line| line.verdict = Verdict::TooFew);
    let parts = found.credit.iter_mut().chain(&mut found.beliefs).flatten();
    parts.for_each(|part| part.verdict = Verdict::TooFew);
    found
}

fn book<'a>(study: &Study, books: &'a [Book], person: &PersonId) -> Option<&'a Book> {
    books.get(study.groups.iter().position(|group| **group == *person.as_str())?)
}

fn kept(outcome: &Outcome) -> Option<(f64, f64)> {
    Some((f64::from(u8::from(!outcome.lost)), 1.0))
}

fn grew(outcome: &Outcome) -> Option<(f64, f64)> {
    Some((f64::from(u8::from(outcome.expanded > Decimal::ZERO)), 1.0))
}

/// The kept share of what could be lost.
fn kept_share(outcome: &Outcome) -> Option<(f64, f64)> {
    let share = outcome.kept.checked_div(outcome.opening)?.to_f64()?;
    Some((share.clamp(0.0, 1.0), 1.0))
}

impl Money {
    /// The rows behind one person's line.
    fn traces(&self, person: &PersonId) -> Option<Traces> {
        let retained = self.found.iter().find(|one| *one.group == *person.as_str())?;
        Some(of_money(&self.study, &self.amounts, retained, book(&self.study, &self.books, person)?))
    }

    /// One person's line, made from its rows.
    fn line(&self, person: &PersonId, traces: &Traces) -> Option<Line> {
        let retained = self.found.iter().find(|one| *one.group == *person.as_str())?;
        Some(Line::of_money(retained, traces))
    }
}

fn money(ground: &Ground<'_>, rows: &[Row]) -> Option<Money> {
    let study = ground.study(rows, kept_share);
    let at_stake = |row: &&Row| kept_share(&ground.outcomes.rows[row.outcome]).is_some();
    let amount = |row: &Row| ground.outcomes.rows[row.outcome].opening.to_f64().unwrap_or(0.0);
    let amounts: Vec<f64> = rows.iter().filter(at_stake).map(amount).collect();
    let found = compare_money(&study, &amounts)?;
    Some(Money { books: study.books(), study, amounts, found })
}

fn growth(ground: &Ground<'_>, rows: &[Row], grew: &Question) -> Option<Growth> {
    let mut accounts = BTreeMap::new();
    let sales: Vec<Sale> = rows
        .iter()
        .map(|row| {
            let outcome = &ground.outcomes.rows[row.outcome];
            let next = accounts.len();
            let account = *accounts.entry(&outcome.account).or_insert(next);
            let money = |amount: Decimal| amount.to_f64().unwrap_or(0.0);
            Sale { account, before: money(outcome.opening), added: money(outcome.expanded) }
        })
        .collect();
    let found = compare_growth(&grew.study, &sales, &grew.comparison)?;
    Some(Growth { sales, found })
}

fn nothing(ground: &Ground<'_>) -> Refusal {
    let periods = &ground.outcomes.periods;
    let window = format!("{} to {}", periods[0], periods[periods.len() - 1]);
    let excluded = ground.outcomes.rows.iter().any(|outcome| ground.is_excluded(outcome));
    let left = if excluded { ", what was excluded aside" } else { "" };
    Refusal::NotEnoughData(format!("no account that could be lost is credited to anybody in {window}{left}"))
}

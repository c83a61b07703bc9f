use std::collections::BTreeMap;
use std::sync::Arc;

use statistics::mixed::{Case as Row, Observations};

use crate::study::{Incomparable, Study, Value};

/// Words with fewer rows than this are taken together: a slope from a handful of rows says nothing.
// method: fairness.level_rows_min
const LEVEL_ROWS_MIN: usize = 10;

/// Together under this name.
const OTHER: &str = "other";

/// Where nothing is on record.
const UNKNOWN: &str = "unknown";

/// How what is known of rows becomes numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    columns: Vec<Column>,
}

/// One column of numbers.
#[derive(Debug, Clone, PartialEq)]
struct Column {
    covariate: usize,
    name: String,
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    /// The number itself; the mean where it is unknown.
    Number { mean: f64 },
    /// 1 where nothing is on record.
    Missing,
    /// 1 for this word.
    Word(Arc<str>),
    /// 1 for any word that is neither the most frequent nor has a column of its own.
    Other { known: Vec<Arc<str>> },
}

impl Design {
    /// Of the covariates of a study: numbers stay numbers, with a column that says where one is unknown; of words the most
    /// frequent is what the others are compared with.
    #[must_use]
    pub fn of(study: &Study) -> Self {
        let columns = study.covariates.iter().enumerate().flat_map(|(covariate, name)| {
            let values: Vec<&Value> = study.cases.iter().filter_map(|case| case.values.get(covariate)).collect();
            let is_word = values.iter().any(|value| matches!(value, Value::Word(_)));
            let kinds = if is_word { words(&values) } else { numbers(&values) };
            kinds.into_iter().map(move |(suffix, kind)| {
                let name = suffix.map_or_else(|| name.to_string(), |suffix| format!("{name}: {suffix}"));
                Column { covariate, name, kind }
            })
        });
        Self { columns: columns.collect() }
    }

    /// The names of the columns, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// The numbers of one row.
    #[must_use]
    pub fn numbers(&self, values: &[Value]) -> Vec<f64> {
        self.columns.iter().map(|column| column.kind.number(values.get(column.covariate))).collect()
    }

    /// The rows as the engine takes them.
    ///
    /// # Errors
    /// At the first row with an impossible count, share or number.
    pub fn observations(&self, study: &Study) -> Result<Observations, Incomparable> {
        self.observations_given(study, &[])
    }

    /// The same with a chance that is given for each row, as log-odds; none given for rows beyond the last.
    ///
    /// # Errors
    /// As [`Design::observations`].
    pub fn observations_given(&self, study: &Study, given: &[f64]) -> Result<Observations, Incomparable> {
        let mut observations = Observations::new(self.columns.len(), study.groups.len());
        for (place, case) in study.cases.iter().enumerate() {
            let covariates = self.numbers(&case.values);
            let row = Row {
                covariates: &covariates,
                successes: case.successes,
                trials: case.trials,
                offset: given.get(place).copied().unwrap_or(0.0),
                members: &case.shares,
            };
            observations.push(row).map_err(|why| Incomparable::Row { key: case.key.clone(), why })?;
        }
        Ok(observations)
    }
}

/// Why a covariate brings nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    /// It is on record for no row.
    Unknown,
    /// It is the same in every row.
    Same,
    /// None of its words has rows enough.
    Rare,
}

/// The covariates of a study that bring nothing, with the reason; the names of the others are in [`adjusted_for`].
#[must_use]
pub fn left_out(study: &Study) -> Vec<(Arc<str>, LeftOut)> {
    let why = |covariate: usize| {
        let mut values = study.cases.iter().filter_map(|case| case.values.get(covariate));
        let first = values.next()?;
        if study.cases.iter().all(|case| matches!(case.values.get(covariate), None | Some(Value::Unknown))) {
            return Some(LeftOut::Unknown);
        }
        if values.all(|value| value == first) {
            return Some(LeftOut::Same);
        }
        let all: Vec<&Value> = study.cases.iter().filter_map(|case| case.values.get(covariate)).collect();
        let is_word = all.iter().any(|value| matches!(value, Value::Word(_)));
        (is_word && words(&all).is_empty()).then_some(LeftOut::Rare)
    };
    let names = study.covariates.iter().enumerate();
    names.filter_map(|(covariate, name)| Some((name.clone(), why(covariate)?))).collect()
}

/// The covariates of a study that tell its rows apart.
#[must_use]
pub fn adjusted_for(study: &Study) -> Vec<Arc<str>> {
    let idle = left_out(study);
    study.covariates.iter().filter(|name| idle.iter().all(|(other, _)| other != *name)).cloned().collect()
}

impl Kind {
    fn number(&self, value: Option<&Value>) -> f64 {
        let word = match value {
            Some(Value::Word(word)) => &**word,
            Some(Value::Number(_)) => "",
            _ => UNKNOWN,
        };
        let is = |holds: bool| f64::from(u8::from(holds));
        match (self, value) {
            (Self::Number { .. }, Some(Value::Number(number))) => *number,
            (Self::Number { mean }, _) => *mean,
            (Self::Missing, _) => is(word == UNKNOWN),
            (Self::Word(own), _) => is(word == &**own),
            (Self::Other { known }, _) => is(!known.iter().any(|own| word == &**own)),
        }
    }
}

fn numbers(values: &[&Value]) -> Vec<(Option<Arc<str>>, Kind)> {
    let known: Vec<f64> = values.iter().filter_map(|value| number(value)).collect();
    if known.is_empty() {
        return Vec::new();
    }
    let mean = known.iter().sum::<f64>() / known.len() as f64;
    let mut kinds = vec![(None, Kind::Number { mean })];
    if known.len() < values.len() {
        kinds.push((Some(Arc::from(UNKNOWN)), Kind::Missing));
    }
    kinds
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}

fn words(values: &[&Value]) -> Vec<(Option<Arc<str>>, Kind)> {
    let mut counts: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    for value in values {
        let word = match value {
            Value::Word(word) => word.clone(),
            _ => Arc::from(UNKNOWN),
        };
        *counts.entry(word).or_default() += 1;
    }
    let mut frequent: Vec<(Arc<str>, usize)> = counts.iter().map(|(word, count)| (word.clone(), *count)).collect();
    frequent.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
    let own: Vec<Arc<str>> =
        frequent.iter().filter(|(_, count)| *count >= LEVEL_ROWS_MIN).map(|(word, _)| word.clone()).collect();
    let rest = frequent.len() > own.len();
    let mut kinds: Vec<(Option<Arc<str>>, Kind)> = Vec::new();
    for word in own.iter().skip(1) {
        kinds.push((Some(word.clone()), Kind::Word(word.clone())));
    }
    if rest && !own.is_empty() {
        kinds.push((Some(Arc::from(OTHER)), Kind::Other { known: own }));
    }
    kinds
}

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use fairness::findings::{Everybody, Person};
use fairness::show::Setting;
use fairness::tape::{Tape, Taped};
use kernel::PersonId;
use ports::store::KeptFigure;
use rust_decimal::Decimal;

/// What holds for everybody stands under this name.
const COMPANY: &str = "company";

/// Findings as figures a store keeps: numbers by person, and the few words that go with them as names without a value.
pub(super) fn write(setting: &Setting, everybody: &Everybody, people: &BTreeMap<PersonId, Person>) -> Vec<KeptFigure> {
    let company = PersonId::new(COMPANY);
    let mut kept = numbers(&company, everybody);
    for (person, found) in people {
        kept.extend(numbers(person, found));
    }
    let words = [&setting.columns, &setting.caveats, &setting.exclusions, &setting.credit, &setting.periods];
    for (kind, list) in words.into_iter().enumerate() {
        kept.extend(list.iter().enumerate().map(|(place, says)| word(&company, kind, place, says)));
    }
    let unit = [&setting.unit.0, &setting.unit.1, &setting.currency];
    kept.extend(unit.into_iter().enumerate().map(|(place, says)| word(&company, words.len(), place, says)));
    kept
}

/// The findings as they were kept; `None` where there are none or they say something else.
pub(super) fn read(
    as_of: jiff::civil::Date,
    kept: &[KeptFigure],
) -> Option<(Setting, Everybody, BTreeMap<PersonId, Person>)> {
    let mut tapes: BTreeMap<&PersonId, Vec<Option<Decimal>>> = BTreeMap::new();
    let mut words: [Vec<String>; 6] = Default::default();
    for figure in kept {
        match figure.metric.strip_prefix("word ").and_then(|rest| rest.split_once(' ')) {
            Some((kind, rest)) => {
                let says = rest.split_once(' ').map_or("", |(_, says)| says);
                words.get_mut(kind.parse::<usize>().ok()?)?.push(says.to_owned());
            }
            None => tapes.entry(&figure.person).or_default().push(figure.value),
        }
    }
    let company = PersonId::new(COMPANY);
    let everybody = Everybody::read(&mut Tape::of(tapes.remove(&company)?))?;
    let people = tapes.into_iter().map(|(person, tape)| Some((person.clone(), Person::read(&mut Tape::of(tape))?)));
    let people = people.collect::<Option<BTreeMap<_, _>>>()?;
    let [columns, caveats, exclusions, credit, periods, unit] = words;
    let [one, many, currency] = <[String; 3]>::try_from(unit).ok()?;
    Some((
        Setting { unit: (one, many), periods, as_of, currency, credit, columns, caveats, exclusions },
        everybody,
        people,
    ))
}

fn numbers(person: &PersonId, found: &impl Taped) -> Vec<KeptFigure> {
    let mut tape = Tape::default();
    found.write(&mut tape);
    let figure = |(place, value): (usize, &Option<Decimal>)| KeptFigure {
        person: person.clone(),
        metric: format!("{place:06}"),
        value: *value,
        n: 0,
    };
    tape.numbers().iter().enumerate().map(figure).collect()
}

fn word(company: &PersonId, kind: usize, place: usize, says: &str) -> KeptFigure {
    KeptFigure { person: company.clone(), metric: format!("word {kind} {place:06} {says}"), value: None, n: 0 }
}

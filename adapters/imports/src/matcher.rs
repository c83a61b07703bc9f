//! Files nobody described: what their rows may be, from the names of their columns and from what stands in them.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use kernel::{Column, ColumnKind, FactShape};
use serde::Deserialize;

use crate::headings::{normal_form, words_of};
use crate::profile::Profile;
use crate::recipes::{Recipe, TextForm, Wanted};

/// The name under which files that were matched by their words are reported.
pub(crate) const MATCHED: &str = "matched";

/// A name that is one of those known for a column.
const EXACT: f64 = 1.0;
/// A name that holds all words of a known one.
const ALIKE: f64 = 0.6;
/// Fewer columns than this by name prove nothing.
const LEAST_NAMED: usize = 2;
/// At least so much of the headings must be understood.
const LEAST_SHARE: f64 = 0.4;
/// Objects this close to the best one are as likely.
const CLOSE: f64 = 0.08;

const WORDS: &str = include_str!("../presets/words.toml");

/// What columns and files are called.
#[derive(Debug, Default)]
pub(crate) struct Dictionary {
    objects: BTreeMap<String, Names>,
    /// What words of a closed list are called elsewhere, in lower case.
    values: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    words: Vec<String>,
    columns: BTreeMap<String, Vec<String>>,
}

/// What a person said about a file that is matched by its words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said<'a> {
    pub(crate) object: Option<&'a str>,
    /// Columns of ours, and the headings they are said to be.
    pub(crate) columns: &'a [(String, String)],
}

/// What the rows of a file may be.
pub(crate) enum Verdict {
    Nothing,
    One(Box<Match>),
    /// As likely as each other.
    Several(Vec<Match>),
}

/// One thing the rows of a file may be.
pub(crate) struct Match {
    pub(crate) recipe: Recipe,
    pub(crate) named: usize,
    pub(crate) weight: f64,
    /// What was taken for what without its name saying so, and what stands in for an identifier.
    pub(crate) findings: Vec<String>,
    pub(crate) questions: Vec<String>,
}

/// A file as the matcher sees it.
pub(crate) struct Sight<'a> {
    pub(crate) headings: &'a [String],
    pub(crate) profiles: &'a [Profile],
    pub(crate) stem: &'a str,
}

impl Dictionary {
    /// The one that comes with the program.
    pub(crate) fn own() -> &'static Self {
        static OWN: LazyLock<Dictionary> = LazyLock::new(|| Dictionary::parse(WORDS).unwrap_or_default());
        &OWN
    }

    fn parse(text: &str) -> Result<Self, toml::de::Error> {
        let mut all: BTreeMap<String, toml::Value> = toml::from_str(text)?;
        let values = all.remove("values").map(toml::Value::try_into).transpose()?.unwrap_or_default();
        let objects: Result<BTreeMap<String, Names>, _> =
            all.into_iter().map(|(object, names)| Ok((object, names.try_into()?))).collect();
        Ok(Self { objects: objects?, values })
    }

    /// What the rows of a file may be.
    pub(crate) fn judge(&self, shapes: &[&'static FactShape], sight: &Sight<'_>, said: Said<'_>) -> Verdict {
        let wanted = shapes.iter().filter(|shape| said.object.is_none_or(|object| object == shape.object));
        let mut found: Vec<Match> = wanted.filter_map(|shape| self.fit(shape, sight, said)).collect();
        found.sort_by(|one, other| other.weight.total_cmp(&one.weight));
        let Some(best) = found.first().map(|best| best.weight) else { return Verdict::Nothing };
        found.retain(|one| one.weight >= best - CLOSE);
        match found.len() {
            1 => found.pop().map_or(Verdict::Nothing, |found| Verdict::One(Box::new(found))),
            _ => Verdict::Several(found),
        }
    }

    fn fit(&self, shape: &'static FactShape, sight: &Sight<'_>, said: Said<'_>) -> Option<Match> {
        let names = self.objects.get(shape.object);
        let mut fitting = Fitting::new(self, shape, sight);
        fitting.say(said);
        fitting.by_name(names);
        fitting.by_content();
        fitting.stand_ins();
        let stem = words_of(sight.stem);
        let called = names.into_iter().flat_map(|names| &names.words);
        let is_called = normal_form(shape.object) == stem.concat()
            || called.map(|words| words_of(words)).any(|words| words.iter().all(|word| stem.contains(word)));
        fitting.finish(is_called, said)
    }
}

/// A shape being fitted to a file.
struct Fitting<'a> {
    dictionary: &'a Dictionary,
    shape: &'static FactShape,
    sight: &'a Sight<'a>,
    /// The place of each column.
    places: Vec<Option<usize>>,
    wanted: Vec<Option<Wanted>>,
    names: f64,
    named: usize,
    findings: Vec<String>,
    questions: Vec<String>,
}

impl<'a> Fitting<'a> {
    fn new(dictionary: &'a Dictionary, shape: &'static FactShape, sight: &'a Sight<'a>) -> Self {
        Self {
            dictionary,
            shape,
            sight,
            places: vec![None; shape.columns.len()],
            wanted: vec![None; shape.columns.len()],
            names: 0.0,
            named: 0,
            findings: Vec::new(),
            questions: Vec::new(),
        }
    }

    fn is_free(&self, place: usize) -> bool {
        !self.places.contains(&Some(place)) && !self.sight.headings[place].is_empty()
    }

    fn take(&mut self, column: usize, place: usize) {
        self.places[column] = Some(place);
        let kind = self.shape.columns[column].kind;
        let mut wanted = Wanted { headings: vec![normal_form(&self.sight.headings[place])], ..Wanted::default() };
        if let ColumnKind::Word(words) = kind {
            for word in words {
                let called = self.dictionary.values.get(*word).into_iter().flatten();
                wanted.values.extend(called.map(|called| (called.to_lowercase(), (*word).to_owned())));
            }
        }
        wanted.form = (self.shape.columns[column].name == "domain").then_some(TextForm::Domain);
        self.wanted[column] = Some(wanted);
    }

    /// What the person said, whatever the names say.
    fn say(&mut self, said: Said<'_>) {
        for (column, heading) in said.columns {
            let place = self.sight.headings.iter().position(|known| normal_form(known) == normal_form(heading));
            if let (Some(column), Some(place)) = (self.shape.position(column), place) {
                self.take(column, place);
                (self.names, self.named) = (self.names + EXACT, self.named + 1);
            }
        }
    }

    /// The best pairs of columns and headings, best first; equals in the order of the shape, then of the file.
    fn by_name(&mut self, names: Option<&Names>) {
        let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
        for (number, column) in self.shape.columns.iter().enumerate() {
            let known = names.and_then(|names| names.columns.get(column.name));
            for (place, heading) in self.sight.headings.iter().enumerate() {
                let score = likeness(column, known.map_or(&[][..], Vec::as_slice), heading);
                if score > 0.0 && self.sight.profiles[place].can_be(column, &self.dictionary.values) {
                    pairs.push((score, number, place));
                }
            }
        }
        pairs.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)).then(one.2.cmp(&other.2)));
        for (score, column, place) in &pairs {
            if self.places[*column].is_some() || !self.is_free(*place) {
                continue;
            }
            self.ask_about_twins(&pairs, (*score, *column, *place));
            self.take(*column, *place);
            (self.names, self.named) = (self.names + score, self.named + 1);
        }
    }

    /// Two headings that are one column by the same right: only a person knows.
    fn ask_about_twins(&mut self, pairs: &[(f64, usize, usize)], (score, column, place): (f64, usize, usize)) {
        let name = self.shape.columns[column].name;
        if !self.shape.columns[column].required || normal_form(name) == normal_form(&self.sight.headings[place]) {
            return;
        }
        let as_good = |pair: &&(f64, usize, usize)| {
            pair.1 == column && pair.2 != place && pair.0 >= score && self.is_free(pair.2)
        };
        let fits_better =
            |other: usize| pairs.iter().any(|pair| pair.2 == other && pair.1 != column && pair.0 >= score);
        if let Some(twin) = pairs.iter().find(as_good).filter(|twin| !fits_better(twin.2) && !fits_better(place)) {
            let (one, other) = (&self.sight.headings[place], &self.sight.headings[twin.2]);
            self.questions.push(format!(
                "{one} and {other} can both be {name}: say --columns {name}={one} or --columns {name}={other}"
            ));
        }
    }

    /// Required columns nobody named, where exactly one of the other columns can hold them.
    fn by_content(&mut self) {
        if self.named < LEAST_NAMED {
            return;
        }
        for (number, column) in self.shape.columns.iter().enumerate() {
            if self.places[number].is_some() || !column.required {
                continue;
            }
            let is_key = self.shape.key == [column.name];
            let fits = |place: &usize| self.is_free(*place) && self.sight.profiles[*place].proves(column, is_key);
            let fitting: Vec<usize> = (0..self.sight.headings.len()).filter(fits).collect();
            match fitting.as_slice() {
                [place] => {
                    let heading = &self.sight.headings[*place];
                    self.findings.push(format!("{heading} is taken for {}: by what stands in it", column.name));
                    self.take(number, *place);
                }
                [_, _, ..] if !is_key => {
                    let listed: Vec<&str> = fitting.iter().map(|place| self.sight.headings[*place].as_str()).collect();
                    self.questions.push(format!(
                        "which column is {}? {}: say --columns {}={}, or whichever it is",
                        column.name,
                        listed.join(", "),
                        column.name,
                        listed[0]
                    ));
                    self.take(number, fitting[0]);
                }
                _ => {}
            }
        }
    }

    /// What names a row where it has no identifier of its own.
    fn stand_ins(&mut self) {
        let [key] = self.shape.key else { return };
        let Some(number) = self.shape.position(key).filter(|number| self.places[*number].is_none()) else { return };
        let together: &[&str] = match self.shape.object {
            "people" | "contacts" => &["email"],
            "accounts" => &["name"],
            "surveys" => &["account_id", "contact_id", "responded_on"],
            "touchpoints" => &["account_id", "kind", "happened_at"],
            "churn_events" => &["account_id", "churned_on"],
            _ => return,
        };
        let places: Vec<usize> = together.iter().filter_map(|name| self.places[self.shape.position(name)?]).collect();
        if places.is_empty() || (together.len() > 1 && places.len() < 2) {
            return;
        }
        let forms = |place: &usize| normal_form(&self.sight.headings[*place]);
        let listed: Vec<&str> = places.iter().map(|place| self.sight.headings[*place].as_str()).collect();
        self.findings.push(format!("{key} stands nowhere: {} names a row instead", listed.join(" with ")));
        self.wanted[number] = Some(Wanted { joined: places.iter().map(forms).collect(), ..Wanted::default() });
    }

    fn finish(mut self, is_called: bool, said: Said<'_>) -> Option<Match> {
        self.kind_of_survey();
        let lacks =
            self.shape.columns.iter().zip(&self.wanted).any(|(column, wanted)| column.required && wanted.is_none());
        let told = self.sight.headings.iter().filter(|heading| !heading.is_empty()).count().max(1);
        let used = self.places.iter().flatten().count();
        let share = used as f64 / told as f64;
        if lacks || self.named < LEAST_NAMED || (share < LEAST_SHARE && said.object.is_none()) {
            return None;
        }
        let required = self.shape.columns.iter().filter(|column| column.required).count();
        // An object that asks for much and gets it is surer than one that asks for little.
        let asked = required as f64 / 20.0;
        let weight = self.names / told as f64 + share / 2.0 + asked + if is_called { 0.5 } else { 0.0 };
        let recipe =
            Recipe { preset: Arc::from(MATCHED), columns: self.wanted, ..crate::recipes::template(self.shape) };
        Some(Match { recipe, named: self.named, weight, findings: self.findings, questions: self.questions })
    }

    /// A file of answers from 0 to 10 that says nothing else holds answers to the question of recommendation.
    fn kind_of_survey(&mut self) {
        let at = |name: &str| self.shape.position(name);
        let (Some(kind), Some(score)) = (at("kind"), at("score")) else { return };
        let Some(place) = self.places[score].filter(|_| self.shape.object == "surveys" && self.wanted[kind].is_none())
        else {
            return;
        };
        let heading = words_of(&self.sight.headings[place]).concat() + &words_of(self.sight.stem).concat();
        let constant = match self.sight.profiles[place].largest() {
            _ if heading.contains("csat") => "csat",
            Some(largest) if largest > 5 => "nps",
            _ if heading.contains("nps") => "nps",
            _ => {
                self.questions.push(format!(
                    "are the answers in {} nps (0 to 10) or csat (1 to 5)? add a column kind that says so",
                    self.sight.headings[place]
                ));
                "nps"
            }
        };
        self.findings.push(format!("kind is taken for {constant}: by the answers"));
        self.wanted[kind] = Some(Wanted { constant: Some(constant.to_owned()), ..Wanted::default() });
    }
}

/// How sure a heading names a column, 0 to 1.
fn likeness(column: &Column, known: &[String], heading: &str) -> f64 {
    let form = normal_form(heading);
    if form.is_empty() {
        return 0.0;
    }
    if form == normal_form(column.name) {
        return EXACT + 0.01;
    }
    if known.iter().any(|name| normal_form(name) == form) {
        return EXACT;
    }
    let said = words_of(heading);
    let holds = |name: &str| {
        let words = words_of(name);
        let letters: usize = words.iter().map(|word| word.chars().count()).sum();
        letters >= 5 && words.iter().all(|word| said.contains(word))
    };
    if known.iter().any(|name| holds(name)) || holds(column.name) { ALIKE } else { 0.0 }
}

#[cfg(test)]
mod tests;

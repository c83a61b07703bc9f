//! A shape being fitted to the headings of a file and to what stands under them.

use std::sync::Arc;

use kernel::{Column, ColumnKind, FactShape};

use super::spoken::Unit;
use super::{Dictionary, MATCHED, Match, Names, Near, Said, Sight};
use crate::headings::{normal_form, words_of};
use crate::recipes::{OneOrMore, Recipe, Saying, TextForm, Wanted};

/// Fewer columns than this by name prove nothing.
const LEAST_NAMED: usize = 2;
/// At least so much of the headings must be understood.
const LEAST_SHARE: f64 = 0.4;
/// Headings this close are a column by the same right.
const CLOSE: f64 = 0.02;

pub(super) struct Fitting<'a> {
    pub(super) dictionary: &'a Dictionary,
    pub(super) shape: &'static FactShape,
    pub(super) sight: &'a Sight<'a>,
    names: Option<&'a Names>,
    /// The place of each column.
    pub(super) places: Vec<Option<usize>>,
    pub(super) wanted: Vec<Option<Wanted>>,
    pub(super) weight: f64,
    pub(super) named: usize,
    pub(super) findings: Vec<String>,
    pub(super) questions: Vec<String>,
    /// Columns the person said are to be left empty.
    pub(super) refused: Vec<usize>,
    /// Rows that are no facts.
    pub(super) skipped: Vec<Saying>,
    /// Whether other columns of the same file say enough already.
    in_book: bool,
}

/// What a fitting came to.
pub(super) enum Fit {
    Fits(Box<Match>),
    Lacks(Near),
}

impl<'a> Fitting<'a> {
    pub(super) fn new(dictionary: &'a Dictionary, shape: &'static FactShape, sight: &'a Sight<'a>) -> Self {
        Self {
            dictionary,
            shape,
            sight,
            names: dictionary.objects.get(shape.object),
            places: vec![None; shape.columns.len()],
            wanted: vec![None; shape.columns.len()],
            weight: 0.0,
            named: 0,
            findings: Vec::new(),
            questions: Vec::new(),
            refused: Vec::new(),
            skipped: Vec::new(),
            in_book: false,
        }
    }

    /// Of a file whose other columns say enough: with fewer columns by name, whatever share of the file they are.
    pub(super) fn in_book(self) -> Self {
        Self { in_book: true, ..self }
    }

    fn least_named(&self) -> usize {
        if self.in_book && self.shape.object == "accounts" { 1 } else { LEAST_NAMED }
    }

    pub(super) fn fit(mut self, said: Said<'_>) -> Fit {
        self.say(said);
        self.by_name();
        self.names_in_parts();
        self.reckoned_by();
        self.decided_by_status();
        self.over_the_term();
        self.by_content();
        self.kind_of_touchpoint();
        self.dates_with_times();
        self.stand_ins();
        self.since_signing_up();
        self.kind_of_survey();
        self.second_names();
        self.finish(said)
    }

    pub(super) fn known(&self, column: &Column) -> &'a [String] {
        self.names.and_then(|names| names.columns.get(column.name)).map_or(&[], Vec::as_slice)
    }

    pub(super) fn is_free(&self, place: usize) -> bool {
        !self.places.contains(&Some(place)) && !self.sight.headings[place].is_empty()
    }

    pub(super) fn form(&self, place: usize) -> String {
        normal_form(&self.sight.headings[place])
    }

    pub(super) fn take(&mut self, number: usize, place: usize) {
        self.places[number] = Some(place);
        let column = &self.shape.columns[number];
        let mut wanted = Wanted { headings: vec![self.form(place)], ..Wanted::default() };
        if let ColumnKind::Word(words) = column.kind {
            wanted.values = self.dictionary.meanings(words);
        }
        wanted.form = (column.name == "domain").then_some(TextForm::Domain);
        wanted.via = self.via(column, place).map(str::to_owned);
        let clock = column.name.ends_with("_minutes") && self.sight.profiles[place].is_of_times();
        let units =
            if clock { vec![Unit::Form(TextForm::ClockAsMinutes)] } else { self.sight.spoken[place].unit(column) };
        for unit in units {
            self.findings.push(format!(
                "{} is brought to {}: {}",
                self.sight.headings[place],
                column.name,
                unit.words()
            ));
            match unit {
                Unit::Form(form) => wanted.form = Some(form),
                Unit::Each(each) => wanted.reckoning.get_or_insert_default().each = Some(each.to_owned()),
                Unit::Thousands => wanted.reckoning.get_or_insert_default().thousands = true,
            }
        }
        self.wanted[number] = Some(wanted);
        if column.name == "satisfaction" {
            self.bring_to_five(number, place);
        }
    }

    /// What the person said, whatever the names say.
    fn say(&mut self, said: Said<'_>) {
        for (column, heading) in said.columns {
            let Some(number) = self.shape.position(column) else { continue };
            if heading == "-" {
                self.refused.push(number);
                continue;
            }
            let same = |known: &&String| normal_form(known) == normal_form(heading) && !heading.trim().is_empty();
            if let Some(place) = self.sight.headings.iter().position(|known| same(&known)) {
                self.take(number, place);
                (self.weight, self.named) = (self.weight + 1.0, self.named + 1);
            }
        }
    }

    /// The best pairs of columns and headings, best first; equals in the order of the shape, then of the file.
    fn by_name(&mut self) {
        let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
        for (number, column) in self.shape.columns.iter().enumerate() {
            if self.refused.contains(&number) {
                continue;
            }
            for place in 0..self.sight.spoken.len() {
                let score = self.likeness(column, place) + self.address_bonus(column, place)
                    - self.person_cost(column, place)
                    - self.contact_cost(column, place);
                let profile = &self.sight.profiles[place];
                // An empty column is what it is called, and what it is only nearly called it is not.
                let certain = score > 0.9 || !profile.is_empty();
                let clock = column.name.ends_with("_minutes") && profile.is_of_times();
                let partly = score > 0.9 && column.required && profile.is_partly(column);
                let can_be = profile.can_be(column, &self.dictionary.values) || clock || partly;
                if score > 0.1 && certain && can_be {
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
            (self.weight, self.named) = (self.weight + score.min(1.0), self.named + 1);
        }
    }

    /// A second name for what is pointed to, for those who do not know the first: the company's beside its identifier.
    fn second_names(&mut self) {
        for (number, column) in self.shape.columns.iter().enumerate() {
            if self.places[number].is_none() || !matches!(column.kind, ColumnKind::Reference("accounts" | "people")) {
                continue;
            }
            let sure = |place: &usize| {
                let likeness = self.sight.spoken[*place].likeness(column, self.known(column));
                let other = self.is_free(*place);
                (other && likeness > 0.4).then_some((likeness, *place))
            };
            let best = (0..self.sight.headings.len())
                .filter_map(|place| sure(&place))
                .max_by(|one, other| one.0.total_cmp(&other.0));
            let form = best.map(|(_, place)| self.form(place));
            if let Some(wanted) = &mut self.wanted[number] {
                wanted.also = form;
            }
        }
    }

    /// Two headings that are one column by the same right: only a person knows.
    fn ask_about_twins(&mut self, pairs: &[(f64, usize, usize)], (score, number, place): (f64, usize, usize)) {
        let column = &self.shape.columns[number];
        // Either of two identifiers of a row tells it from the others.
        let is_key = self.shape.key == [column.name]
            && self.sight.profiles[place].is_unique()
            && self.shape.object != "accounts";
        if !column.required || is_key || normal_form(column.name) == self.form(place) || score < 0.9 {
            return;
        }
        let as_good = |pair: &&(f64, usize, usize)| {
            pair.1 == number && pair.2 != place && (score - pair.0).abs() < CLOSE && self.is_free(pair.2)
        };
        let fits_better =
            |other: usize| pairs.iter().any(|pair| pair.2 == other && pair.1 != number && pair.0 >= score - CLOSE);
        if let Some(twin) = pairs.iter().find(as_good).filter(|twin| !fits_better(twin.2) && !fits_better(place)) {
            let (name, one, other) = (column.name, &self.sight.headings[place], &self.sight.headings[twin.2]);
            self.questions.push(format!(
                "{one} and {other} can both be {name}: say --columns \"{name}={one}\" or --columns \"{name}={other}\""
            ));
        }
    }

    /// A first name and a last name where a name is wanted.
    fn names_in_parts(&mut self) {
        let Some(number) = self.open_column("name") else { return };
        let called = |words: &[&str]| {
            (0..self.sight.headings.len()).find(|place| self.is_free(*place) && words.contains(&&*self.form(*place)))
        };
        let first = called(&["firstname", "givenname", "forename", "vorname", "prenom", "nombre"]);
        let last = called(&["lastname", "surname", "familyname", "nachname", "nomdefamille", "apellido", "nom"]);
        let (Some(first), Some(last)) = (first, last) else { return };
        self.places[number] = Some(first);
        self.wanted[number] = Some(Wanted { joined: vec![self.form(first), self.form(last)], ..Wanted::default() });
        (self.weight, self.named) = (self.weight + 1.5, self.named + 1);
    }

    /// A column nothing is taken for yet and that the person did not refuse.
    pub(super) fn open_column(&self, name: &str) -> Option<usize> {
        let number = self.shape.position(name)?;
        (self.wanted[number].is_none() && !self.refused.contains(&number)).then_some(number)
    }

    /// Required columns nobody named, where exactly one of the other columns can hold them. An identifier must be
    /// called one: amounts and names are unique in small files, too.
    fn by_content(&mut self) {
        if self.named < self.least_named() || self.in_book {
            return;
        }
        for (number, column) in self.shape.columns.iter().enumerate() {
            // Since when somebody owns an account or pays is either told or not known.
            let is_since = matches!(
                (self.shape.object, column.name),
                ("ownership", "from") | ("contracts", "starts_on") | ("time_entries", "week_starting")
            );
            if self.wanted[number].is_some() || !column.required || self.refused.contains(&number) || is_since {
                continue;
            }
            let is_key = self.shape.key == [column.name];
            let called = self.names.map_or(&[][..], |names| names.words.as_slice());
            let speaks = |place: &usize| match is_key {
                true => self.sight.spoken[*place].is_own_identifier(called),
                false => !self.sight.spoken[*place].is_no_beginning(),
            };
            let fits = |place: &usize| {
                self.is_free(*place) && speaks(place) && self.sight.profiles[*place].proves(column, is_key)
            };
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
                        "which column is {}? {}: say --columns \"{}={}\", or whichever it is",
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
        let Some(number) = self.open_column(key) else { return };
        let together: &[&str] = match self.shape.object {
            "people" | "contacts" => &["email"],
            "accounts" => &["name"],
            "surveys" => &["account_id", "contact_id", "responded_on"],
            "touchpoints" => &["account_id", "kind", "happened_at"],
            "churn_events" => &["account_id", "churned_on"],
            "contracts" => &["account_id", "plan", "starts_on"],
            "opportunities" => &["account_id", "kind", "opened_on"],
            "tickets" => &["account_id", "opened_at"],
            "invoices" | "business_reviews" => &["account_id", "due_on"],
            "usage_daily" => &["account_id", "feature", "day"],
            "escalations" => &["account_id", "raised_on"],
            _ => return,
        };
        let mut places: Vec<usize> =
            together.iter().filter_map(|name| self.places[self.shape.position(name)?]).collect();
        let is_one_each = self.tells_today().is_some();
        if places.is_empty() || (together.len() > 1 && places.len() < 2 && !is_one_each) {
            return;
        }
        // What deals and tickets are called tells two of one day apart.
        let called =
            ["dealname", "opportunityname", "opportunity", "deal", "name", "subject", "title", "betreff", "thema"];
        if matches!(self.shape.object, "opportunities" | "tickets") {
            places.extend((0..self.sight.headings.len()).find(|place| called.contains(&&*self.form(*place))));
            places.dedup();
        }
        let listed: Vec<&str> = places.iter().map(|place| self.sight.headings[*place].as_str()).collect();
        self.findings.push(format!("{key} stands nowhere: {} names a row instead", listed.join(" with ")));
        self.wanted[number] =
            Some(Wanted { joined: places.iter().map(|place| self.form(*place)).collect(), ..Wanted::default() });
    }

    fn finish(self, said: Said<'_>) -> Fit {
        let today = self.tells_today();
        let columns = self.shape.columns.iter().zip(&self.wanted).filter(|(column, _)| Some(column.name) != today);
        let lacks: Vec<&'static str> = columns
            .filter(|(column, wanted)| column.required && wanted.is_none())
            .map(|(column, _)| column.name)
            .collect();
        let told = self.sight.headings.iter().filter(|heading| !heading.is_empty()).count().max(1);
        let used = self.places.iter().flatten().count();
        let share = used as f64 / told as f64;
        if !lacks.is_empty() || self.named < self.least_named() || (!self.is_spoken_of() && said.object.is_none()) {
            return Fit::Lacks(self.near(lacks));
        }
        // A file that has all that is asked for and is called by its name may hold much more.
        let enough = if self.named >= 4 { LEAST_SHARE / 4.0 } else { LEAST_SHARE };
        if share < enough && !self.in_book && said.object.is_none() && !self.is_called() {
            return Fit::Lacks(self.near(lacks));
        }
        let required = self.shape.columns.iter().filter(|column| column.required).count();
        // An object that asks for much and gets it is surer than one that asks for little.
        let asked = required as f64 / 20.0;
        let called = if self.is_called() { 0.5 } else { 0.0 };
        let has_own_key = self.own_key() > 0.0;
        let weight = self.weight / told as f64 + share / 2.0 + asked + called + self.own_key() + self.named_by_prefix();
        let mut recipe = Recipe { preset: Arc::from(MATCHED), ..crate::recipes::template(self.shape) };
        let mut findings = self.findings.clone();
        recipe.skipped.clone_from(&self.skipped);
        if let Some(since) = today {
            let (column, says) = match since {
                "from" => (
                    "owner_email",
                    "owners of today: ownership begins on the day it is first told and ends when somebody else is told",
                ),
                _ => ("arr_amount", "no column says since when it is paid: it counts from the day it is first told"),
            };
            findings.push(says.to_owned());
            let filled = self.shape.position(column).and_then(|number| self.places[number]);
            recipe.skipped.extend(filled.map(|place| super::where_filled(&self.form(place))));
            recipe.snapshot = today;
        }
        findings.extend(self.untaken_total());
        let unread = self.unread();
        recipe.columns = self.wanted;
        Fit::Fits(Box::new(Match {
            recipe,
            weight,
            has_own_key,
            findings,
            questions: self.questions,
            places: self.places,
            unread,
        }))
    }

    fn near(&self, lacks: Vec<&'static str>) -> Near {
        let has_own_key = self.own_key() > 0.0;
        let note = self.untaken_total();
        Near { object: self.shape.object, lacks, note, named: self.named, has_own_key }
    }

    /// The column that says since when, of a list that tells only how things stand today: who owns accounts, and in a book
    /// also what they pay.
    fn tells_today(&self) -> Option<&'static str> {
        let name = match self.shape.object {
            "ownership" => "from",
            "contracts" if self.in_book => "starts_on",
            _ => return None,
        };
        let since = self.shape.position(name)?;
        let account = self.shape.position("account_id").and_then(|number| self.places[number])?;
        let is_list = self.wanted[since].is_none() && self.sight.profiles[account].is_unique();
        is_list.then_some(self.shape.columns[since].name)
    }

    /// A heading that names the very rows: `Contract ID` is the identifier of contracts and of nothing else.
    fn own_key(&self) -> f64 {
        let [key] = self.shape.key else { return 0.0 };
        let place = self.shape.position(key).and_then(|number| self.places[number]);
        let called = self.names.map_or(&[][..], |names| names.words.as_slice());
        let is_own = |place: usize| {
            let words = words_of(&self.sight.headings[place]);
            let called: Vec<String> = called.iter().flat_map(|name| words_of(name)).collect();
            self.sight.spoken[place].is_identifier()
                && words
                    .iter()
                    .any(|word| called.iter().any(|name| name.trim_end_matches('s') == word.trim_end_matches('s')))
        };
        if place.is_some_and(is_own) { 0.4 } else { 0.0 }
    }

    /// Whether the file is called what such files are called.
    fn is_called(&self) -> bool {
        let stem = words_of(self.sight.stem);
        let one = |word: &str| word.trim_end_matches('s').to_owned();
        let called = self.names.into_iter().flat_map(|names| &names.words);
        normal_form(self.shape.object) == stem.concat()
            || called
                .map(|words| words_of(words))
                .any(|words| words.iter().all(|word| stem.iter().any(|said| one(said) == one(word))))
    }

    /// Some objects could be read out of any list with an account and a date: their headings or the name of the file must
    /// speak of them.
    fn is_spoken_of(&self) -> bool {
        let Some(speaks) = self.names.map(|names| names.speaks.as_slice()).filter(|speaks| !speaks.is_empty()) else {
            return true;
        };
        self.is_called()
            || self.named_by_prefix() > 0.0
            || self.sight.spoken.iter().any(|spoken| spoken.mentions(speaks))
    }

    /// Columns of money and days that nothing is done with: what a person would miss.
    fn unread(&self) -> Vec<usize> {
        let forms = |wanted: &'_ Wanted| {
            let when = wanted.when.iter().map(|when| when.column.clone());
            let by = wanted.reckoning.iter().filter_map(|reckoning| reckoning.interval.as_ref());
            let term = wanted.reckoning.iter().filter_map(|reckoning| reckoning.term.as_ref());
            let more = by.chain(term).flat_map(OneOrMore::normal_forms).chain(when);
            wanted.headings.iter().chain(&wanted.joined).cloned().chain(more).collect::<Vec<_>>()
        };
        let named: Vec<String> = self.wanted.iter().flatten().flat_map(forms).collect();
        let is_left = |place: &usize| {
            self.is_free(*place) && self.sight.profiles[*place].is_telling() && !named.contains(&self.form(*place))
        };
        (0..self.sight.headings.len()).filter(is_left).collect()
    }
}

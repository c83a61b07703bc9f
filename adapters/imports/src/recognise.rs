//! Which recipe the headings of a file fit.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::{ColumnKind, Currency, FactShape};

use crate::asides::{Asides, Held};
use crate::fillings::{Filling, Test};
use crate::headings::{currency_ending, currency_said, normal_form, words_of};
use crate::matcher::Dictionary;
use crate::profile::Profile;
use crate::recipes::{Aside, Recipe, Saying, TEMPLATE, Wanted};
use crate::reckoning::Reckoning;
use crate::rows::{CellSort, RawRow};

/// A recipe bound to the headings of one file.
#[derive(Debug, Clone)]
pub(crate) struct Bound {
    pub(crate) recipe: Recipe,
    /// Those of the file, then those of what is looked up.
    pub(crate) headings: Vec<String>,
    /// How many of them are the file's own.
    pub(crate) own_count: usize,
    pub(crate) lookups: Vec<Lookup>,
    /// One per column of the shape.
    pub(crate) fillings: Vec<Option<Filling>>,
    pub(crate) source_place: Option<usize>,
    pub(crate) known_at_place: Option<usize>,
    /// Rows of which one holds are no facts.
    pub(crate) skipped: Vec<Test>,
    /// One per column of the shape that is reckoned.
    pub(crate) reckonings: BTreeMap<usize, Reckoning>,
    /// Share of the expected headings that were found.
    pub(crate) score: f64,
    /// Used headings that stand in the file more than once.
    pub(crate) doubled: Vec<String>,
    /// What was concluded about a file nobody described, and what could not be.
    pub(crate) concluded: Vec<String>,
    pub(crate) asked: Vec<String>,
}

/// What rows are read with, and the column that holds its key.
#[derive(Debug, Clone)]
pub(crate) struct Lookup {
    pub(crate) by: usize,
    pub(crate) take: Vec<usize>,
    pub(crate) held: Arc<Held>,
}

/// A recipe that does not fit, and what is missing.
#[derive(Debug, Clone)]
pub(crate) struct Miss {
    pub(crate) preset: String,
    pub(crate) object: &'static str,
    pub(crate) missing: Vec<String>,
}

/// What recipes are bound with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shelf<'a> {
    pub(crate) recipes: &'a [Recipe],
    pub(crate) asides: &'a Asides,
    pub(crate) dictionary: &'a Dictionary,
    pub(crate) shapes: &'a [&'static FactShape],
    pub(crate) known_asides: &'a [Aside],
}

/// The recipe that fits the headings best. A file named after an object is taken for that object when it fits;
/// otherwise the one that accounts for most of what was expected and of what is there. A preset that asks for certain
/// headings is surer than a template.
pub(crate) fn best(shelf: Shelf<'_>, headings: &[String], stem: &str, said: Option<&str>) -> Option<Bound> {
    let named = stem_of(stem);
    let mut best: Option<(f64, Bound)> = None;
    let wanted = |recipe: &&Recipe| !recipe.beside && said.is_none_or(|object| object == recipe.shape.object);
    for recipe in shelf.recipes.iter().filter(wanted) {
        let Ok(bound) = bind(recipe, headings, shelf.asides) else { continue };
        let used = bound.used_places().len() as f64 / headings.len().max(1) as f64;
        let is_template = &*recipe.preset == TEMPLATE;
        let is_named = is_template && normal_form(recipe.shape.object) == named;
        let is_certain = is_named || !recipe.fingerprint.is_empty() || used >= 0.5 || bound.score >= 0.5;
        let asked = recipe.fingerprint.len() as f64;
        let weight = bound.score + used + asked / 4.0 + if is_named { 10.0 } else { 0.0 };
        if is_certain && best.as_ref().is_none_or(|(known, _)| weight > *known) {
            best = Some((weight, bound));
        }
    }
    best.map(|(_, bound)| bound)
}

/// What the file is read for besides, as its preset says.
pub(crate) fn besides(shelf: Shelf<'_>, first: &Bound) -> Vec<Bound> {
    let own = &first.headings[..first.own_count];
    let belongs = |recipe: &&Recipe| recipe.beside && recipe.family() == first.recipe.family();
    let recipes = shelf.recipes.iter().filter(belongs);
    recipes.filter_map(|recipe| bind(recipe, own, shelf.asides).ok()).collect()
}

/// The recipe of which the least is missing, for a file that fits none.
pub(crate) fn closest(shelf: Shelf<'_>, headings: &[String], stem: &str) -> Option<Miss> {
    let named = stem_of(stem);
    let misses = shelf.recipes.iter().filter(|recipe| !recipe.beside).filter_map(|recipe| {
        let is_named = normal_form(recipe.shape.object) == named;
        let miss = bind(recipe, headings, shelf.asides).err()?;
        let found = expected(recipe)
            .filter(|forms| headings.iter().any(|heading| forms.contains(&normal_form(heading))))
            .count();
        let worth = found as f64 / expected(recipe).count().max(1) as f64;
        (is_named || found > 0).then_some((if is_named { 10.0 } else { worth }, miss))
    });
    misses.reduce(|known, next| if next.0 > known.0 { next } else { known }).map(|(_, miss)| miss)
}

/// A file's name without what a reject file adds to it.
fn stem_of(stem: &str) -> String {
    let name = normal_form(stem);
    name.strip_suffix("rejected").map(str::to_owned).unwrap_or(name)
}

fn expected(recipe: &Recipe) -> impl Iterator<Item = &Vec<String>> {
    recipe.columns.iter().flatten().map(|wanted| &wanted.headings).filter(|headings| !headings.is_empty())
}

/// What recipes of a preset are read with, as far as it is at hand, and the headings it adds.
fn lookups(recipe: &Recipe, forms: &[String], asides: &Asides) -> (Vec<Lookup>, Vec<String>) {
    let (mut found, mut headings) = (Vec::new(), Vec::new());
    for used in &recipe.lookups {
        let by = forms.iter().position(|form| *form == used.by);
        let (Some(by), Some(held)) = (by, asides.of(recipe, &used.aside)) else { continue };
        let taken: Vec<(usize, String)> =
            used.take.iter().filter_map(|form| Some((held.place(form)?, format!("{}.{form}", used.aside)))).collect();
        headings.extend(taken.iter().map(|(_, heading)| heading.clone()));
        found.push(Lookup { by, take: taken.into_iter().map(|(place, _)| place).collect(), held });
    }
    (found, headings)
}

/// Binds a recipe to headings, or says which required ones are missing.
pub(crate) fn bind(recipe: &Recipe, headings: &[String], asides: &Asides) -> Result<Bound, Miss> {
    let mut forms: Vec<String> = headings.iter().map(|heading| normal_form(heading)).collect();
    let lacks = |wanted: &&Vec<String>| !wanted.iter().any(|form| forms.contains(form));
    let mut missing: Vec<String> = recipe.fingerprint.iter().filter(lacks).map(|wanted| wanted.join(" or ")).collect();
    let (lookups, more) = lookups(recipe, &forms, asides);
    forms.extend(more.iter().map(|heading| normal_form(heading)));
    let all: Vec<String> = headings.iter().cloned().chain(more).collect();
    let place_of = |form: &String| forms.iter().position(|known| known == form);
    // In a file that is not written by our templates, `Source` is where a lead or a call came from.
    let is_neutral = recipe.source.is_none() && (&*recipe.preset == TEMPLATE || speaks_ours(recipe, headings));
    let extra = |name: &str| is_neutral.then(|| place_of(&normal_form(name))).flatten();
    let mut fillings = Vec::with_capacity(recipe.columns.len());
    let mut reckonings = BTreeMap::new();
    for (place, (column, wanted)) in recipe.shape.columns.iter().zip(&recipe.columns).enumerate() {
        let filling = wanted.as_ref().and_then(|wanted| fill(wanted, column.kind, &all, &forms));
        if column.required && filling.is_none() && recipe.snapshot != Some(column.name) {
            missing.push(column.name.to_owned());
        }
        if let Some(text) = wanted.as_ref().and_then(|wanted| wanted.reckoning.as_ref()) {
            reckonings.insert(place, Reckoning::bind(text, &forms));
        }
        fillings.push(filling);
    }
    if !missing.is_empty() {
        return Err(Miss { preset: recipe.preset.to_string(), object: recipe.shape.object, missing });
    }
    let mut bound = Bound {
        recipe: recipe.clone(),
        own_count: headings.len(),
        headings: all,
        lookups,
        fillings,
        source_place: extra("source"),
        known_at_place: recipe.known_at.as_ref().and_then(place_of),
        skipped: recipe.skipped.iter().filter_map(|saying| test(saying, &forms)).collect(),
        reckonings,
        score: 0.0,
        doubled: Vec::new(),
        concluded: Vec::new(),
        asked: Vec::new(),
    };
    bound.score = score(recipe, &bound, &forms);
    bound.doubled = bound.find_doubled(&forms);
    Ok(bound)
}

/// Whether some headings are written as our templates write them, with their underscores.
fn speaks_ours(recipe: &Recipe, headings: &[String]) -> bool {
    let is_ours = |heading: &&String| heading.contains('_') && recipe.shape.position(heading.trim()).is_some();
    headings.iter().filter(is_ours).count() >= 2
}

fn test(saying: &Saying, forms: &[String]) -> Option<Test> {
    let place = forms.iter().position(|form| *form == saying.column)?;
    Some(Test { place, words: saying.is.clone() })
}

fn fill(wanted: &Wanted, kind: ColumnKind, headings: &[String], forms: &[String]) -> Option<Filling> {
    let at = |form: &String| forms.iter().position(|known| known == form);
    let place = wanted.headings.iter().find_map(at).or_else(|| alike(wanted, headings));
    let (place, named) = match place {
        None if kind == ColumnKind::Amount => with_currency(wanted, headings),
        place => (place, None),
    };
    let instead: Vec<usize> = wanted.instead.iter().filter_map(at).collect();
    let (place, instead) = match (place, instead.split_first()) {
        (None, Some((first, rest))) if wanted.joined.is_empty() => (Some(*first), rest.to_vec()),
        _ => (place, instead),
    };
    let joined: Vec<usize> = wanted.joined.iter().filter_map(at).collect();
    let (place, joined) = match (place, joined.split_first()) {
        (None, Some((first, rest))) => (Some(*first), rest.to_vec()),
        (Some(place), _) => (Some(place), Vec::new()),
        (None, None) => (None, Vec::new()),
    };
    if place.is_none() && wanted.constant.is_none() {
        return None;
    }
    // The heading a preset expects may itself end in a currency.
    let named = named.or_else(|| {
        let ending = place.and_then(|place| currency_ending(&headings[place]));
        ending.filter(|_| kind == ColumnKind::Amount).map(|(_, currency)| currency)
    });
    let named = named
        .or_else(|| place.filter(|_| kind == ColumnKind::Amount).and_then(|place| currency_said(&headings[place])));
    let when = match &wanted.when {
        Some(saying) => Some(test(saying, forms)?),
        None => None,
    };
    let also = wanted.also.as_ref().and_then(at);
    Some(Filling { place, wanted: wanted.clone(), currency: named, joined, instead, also, when })
}

/// A heading that holds all words of one list, for questions that everybody words a little differently.
fn alike(wanted: &Wanted, headings: &[String]) -> Option<usize> {
    wanted.like.iter().find_map(|words| {
        headings.iter().position(|heading| {
            let said = words_of(heading);
            words.iter().all(|word| said.contains(word))
        })
    })
}

/// `arr_amount_usd` or `ARR amount (EUR)` where `arr_amount` is wanted.
fn with_currency(wanted: &Wanted, headings: &[String]) -> (Option<usize>, Option<Currency>) {
    let found = headings.iter().enumerate().find_map(|(place, heading)| {
        let (before, currency) = currency_ending(heading)?;
        wanted.headings.contains(&before).then_some((place, currency))
    });
    (found.map(|(place, _)| place), found.map(|(_, currency)| currency))
}

fn score(recipe: &Recipe, bound: &Bound, forms: &[String]) -> f64 {
    let from_columns = bound.fillings.iter().flatten().filter(|filling| filling.place.is_some()).count();
    let ignored = recipe.ignored.iter().filter(|form| forms.contains(form)).count();
    let all = expected(recipe).count() + recipe.ignored.len();
    let from_columns = from_columns.min(expected(recipe).count());
    (from_columns + ignored) as f64 / all.max(1) as f64
}

impl Bound {
    /// The places in the file that something is done with, in order, each once.
    pub(crate) fn used_places(&self) -> Vec<usize> {
        let from_columns = self.fillings.iter().flatten().flat_map(|filling| {
            let tested = filling.when.as_ref().map(|when| when.place);
            let more = filling.joined.iter().chain(&filling.instead).copied().chain(filling.also);
            filling.place.into_iter().chain(more).chain(tested)
        });
        let reckoned = self.reckonings.values().flat_map(Reckoning::places);
        let aside = self.skipped.iter().map(|test| test.place).chain(self.lookups.iter().map(|lookup| lookup.by));
        let own = from_columns.chain(self.source_place).chain(self.known_at_place);
        let mut places: Vec<usize> = own.chain(reckoned).chain(aside).collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// A row with what is looked up for it behind its own cells; rows of another length stay as they are.
    pub(crate) fn extend(&self, row: &RawRow, is_sheet: bool) -> RawRow {
        let mut row = row.clone();
        while is_sheet && row.len() < self.own_count {
            row.push("", CellSort::Text);
        }
        if row.len() != self.own_count {
            return row;
        }
        for lookup in &self.lookups {
            let key = row.cell(lookup.by).trim().to_owned();
            for place in &lookup.take {
                row.push(lookup.held.cell(&key, *place), CellSort::Text);
            }
        }
        row
    }

    /// Whether a row is no fact: deleted in its system, or superseded there.
    pub(crate) fn skips(&self, row: &RawRow) -> bool {
        self.skipped.iter().any(|test| test.holds(row))
    }

    /// Whether what stands in the columns can be what the recipe takes it for.
    pub(crate) fn is_borne_out(&self, profiles: &[Profile], dictionary: &Dictionary) -> bool {
        let columns = self.recipe.shape.columns.iter().zip(&self.fillings);
        let mut plain = columns.filter_map(|(column, filling)| {
            let filling = filling.as_ref()?;
            let is_plain =
                filling.joined.is_empty() && filling.wanted.values.is_empty() && filling.wanted.form.is_none();
            let profile = profiles.get(filling.place.filter(|_| is_plain)?)?;
            Some(profile.is_empty() || profile.can_be(column, &dictionary.values))
        });
        plain.all(|fits| fits)
    }

    fn find_doubled(&self, forms: &[String]) -> Vec<String> {
        let doubled = |place: &usize| forms.iter().filter(|form| **form == forms[*place]).count() > 1;
        self.used_places().into_iter().filter(doubled).map(|place| self.headings[place].clone()).collect()
    }

    /// Headings of the file and the column each one fills.
    pub(crate) fn used(&self) -> Vec<(String, &'static str)> {
        let columns = self.recipe.shape.columns.iter().zip(&self.fillings);
        let filled = columns.filter_map(|(column, filling)| Some((filling.as_ref()?.place?, column.name)));
        let own = |place: usize| place < self.own_count;
        let filled = filled.filter(|(place, _)| own(*place));
        let extras = [(self.source_place, "source"), (self.known_at_place, "known_at")];
        let extras = extras.into_iter().filter_map(|(place, name)| Some((place?, name)));
        let mut used: Vec<(usize, &'static str)> = filled.chain(extras).collect();
        used.sort_unstable();
        used.into_iter().map(|(place, name)| (self.headings[place].clone(), name)).collect()
    }

    /// Whether its rows are named by what tells them apart, for want of an identifier.
    pub(crate) fn is_unnumbered(&self) -> bool {
        let shape = self.recipe.shape;
        let key =
            shape.key.first().and_then(|name| shape.position(name)).and_then(|place| self.fillings[place].as_ref());
        key.is_some_and(|filling| !filling.wanted.joined.is_empty())
    }

    /// Headings nothing is done with.
    pub(crate) fn unused(&self) -> Vec<String> {
        let used = self.used_places();
        let own = self.headings.iter().enumerate().take(self.own_count);
        let unused = own.filter(|(place, _)| !used.contains(place));
        unused.map(|(_, heading)| heading.clone()).filter(|heading| !heading.trim().is_empty()).collect()
    }
}

//! Which recipe the headings of a file fit.

use kernel::{ColumnKind, Currency};

use crate::headings::{currency_ending, normal_form};
use crate::recipes::{Recipe, TEMPLATE, Wanted};

/// A recipe bound to the headings of one file.
#[derive(Debug, Clone)]
pub(crate) struct Bound {
    pub(crate) recipe: Recipe,
    pub(crate) headings: Vec<String>,
    /// One per column of the shape.
    pub(crate) fillings: Vec<Option<Filling>>,
    pub(crate) source_place: Option<usize>,
    pub(crate) known_at_place: Option<usize>,
    /// Share of the expected headings that were found.
    pub(crate) score: f64,
    /// Used headings that stand in the file more than once.
    pub(crate) doubled: Vec<String>,
}

/// Where a column of the shape is found in the file.
#[derive(Debug, Clone)]
pub(crate) struct Filling {
    pub(crate) place: Option<usize>,
    pub(crate) wanted: Wanted,
    /// The currency the heading names.
    pub(crate) currency: Option<Currency>,
}

/// A recipe that does not fit, and what is missing.
#[derive(Debug, Clone)]
pub(crate) struct Miss {
    pub(crate) preset: String,
    pub(crate) object: &'static str,
    pub(crate) missing: Vec<String>,
}

/// The recipe that fits the headings best. A file named after an object is taken for that object when it fits;
/// otherwise the one that accounts for most of what was expected and of what is there.
pub(crate) fn best(recipes: &[Recipe], headings: &[String], stem: &str) -> Option<Bound> {
    let named = stem_of(stem);
    let mut best: Option<(f64, Bound)> = None;
    for recipe in recipes {
        let Ok(bound) = bind(recipe, headings) else { continue };
        let used = bound.used_places().len() as f64 / headings.len().max(1) as f64;
        let is_named = normal_form(recipe.shape.object) == named;
        let is_certain = is_named || !recipe.fingerprint.is_empty() || used >= 0.5 || bound.score >= 0.5;
        let weight = bound.score + used + if is_named { 10.0 } else { 0.0 };
        if is_certain && best.as_ref().is_none_or(|(known, _)| weight > *known) {
            best = Some((weight, bound));
        }
    }
    best.map(|(_, bound)| bound)
}

/// The recipe of which the least is missing, for a file that fits none.
pub(crate) fn closest(recipes: &[Recipe], headings: &[String], stem: &str) -> Option<Miss> {
    let named = stem_of(stem);
    let misses = recipes.iter().filter_map(|recipe| {
        let is_named = normal_form(recipe.shape.object) == named;
        let miss = bind(recipe, headings).err()?;
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

/// Binds a recipe to headings, or says which required ones are missing.
pub(crate) fn bind(recipe: &Recipe, headings: &[String]) -> Result<Bound, Miss> {
    let forms: Vec<String> = headings.iter().map(|heading| normal_form(heading)).collect();
    let place_of = |form: &String| forms.iter().position(|known| known == form);
    let is_template = &*recipe.preset == TEMPLATE;
    let extra = |name: &str| is_template.then(|| place_of(&normal_form(name))).flatten();
    let mut missing: Vec<String> = recipe.fingerprint.iter().filter(|form| place_of(form).is_none()).cloned().collect();
    let mut fillings = Vec::with_capacity(recipe.columns.len());
    for (column, wanted) in recipe.shape.columns.iter().zip(&recipe.columns) {
        let filling = wanted.as_ref().and_then(|wanted| fill(wanted, column.kind, headings, &forms));
        if column.required && filling.is_none() {
            missing.push(column.name.to_owned());
        }
        fillings.push(filling);
    }
    if !missing.is_empty() {
        return Err(Miss { preset: recipe.preset.to_string(), object: recipe.shape.object, missing });
    }
    let mut bound = Bound {
        recipe: recipe.clone(),
        headings: headings.to_vec(),
        fillings,
        source_place: extra("source"),
        known_at_place: extra("known_at"),
        score: 0.0,
        doubled: Vec::new(),
    };
    bound.score = score(recipe, &bound, &forms);
    bound.doubled = bound.find_doubled(&forms);
    Ok(bound)
}

fn fill(wanted: &Wanted, kind: ColumnKind, headings: &[String], forms: &[String]) -> Option<Filling> {
    let place = wanted.headings.iter().find_map(|form| forms.iter().position(|known| known == form));
    let (place, named) = match place {
        None if kind == ColumnKind::Amount => with_currency(wanted, headings),
        place => (place, None),
    };
    if place.is_none() && wanted.constant.is_none() {
        return None;
    }
    // The heading a preset expects may itself end in a currency.
    let named = named.or_else(|| {
        let ending = place.and_then(|place| currency_ending(&headings[place]));
        ending.filter(|_| kind == ColumnKind::Amount).map(|(_, currency)| currency)
    });
    Some(Filling { place, wanted: wanted.clone(), currency: named })
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
    (from_columns + ignored) as f64 / all.max(1) as f64
}

impl Bound {
    /// The places in the file that something is done with, in order, each once.
    pub(crate) fn used_places(&self) -> Vec<usize> {
        let from_columns = self.fillings.iter().flatten().filter_map(|filling| filling.place);
        let mut places: Vec<usize> = from_columns.chain(self.source_place).chain(self.known_at_place).collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    fn find_doubled(&self, forms: &[String]) -> Vec<String> {
        let doubled = |place: &usize| forms.iter().filter(|form| **form == forms[*place]).count() > 1;
        self.used_places().into_iter().filter(doubled).map(|place| self.headings[place].clone()).collect()
    }

    /// Headings of the file and the column each one fills.
    pub(crate) fn used(&self) -> Vec<(String, &'static str)> {
        let columns = self.recipe.shape.columns.iter().zip(&self.fillings);
        let filled = columns.filter_map(|(column, filling)| Some((filling.as_ref()?.place?, column.name)));
        let extras = [(self.source_place, "source"), (self.known_at_place, "known_at")];
        let extras = extras.into_iter().filter_map(|(place, name)| Some((place?, name)));
        let mut used: Vec<(usize, &'static str)> = filled.chain(extras).collect();
        used.sort_unstable();
        used.into_iter().map(|(place, name)| (self.headings[place].clone(), name)).collect()
    }

    /// Headings nothing is done with.
    pub(crate) fn unused(&self) -> Vec<String> {
        let used = self.used_places();
        let unused = self.headings.iter().enumerate().filter(|(place, _)| !used.contains(place));
        unused.map(|(_, heading)| heading.clone()).filter(|heading| !heading.trim().is_empty()).collect()
    }
}

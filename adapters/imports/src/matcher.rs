//! Files nobody described: what their rows may be, from the names of their columns and from what stands in them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use kernel::FactShape;
use serde::Deserialize;

use crate::profile::Profile;
use crate::recipes::{Recipe, Saying};

use self::fitting::{Fit, Fitting};
use self::prefixes::Prefixed;
pub(crate) use self::spoken::Spoken;

mod amounts;
mod fitting;
mod inferring;
mod naming;
mod prefixes;
mod speech;
mod spoken;

/// The name under which files that were matched by their words are reported.
pub(crate) const MATCHED: &str = "matched";

/// Objects this close to the best one are as likely.
const CLOSE: f64 = 0.08;
/// What one list of customers may hold together: who they are, what they pay, who looks after them.
const BOOK: [&str; 3] = ["accounts", "contracts", "ownership"];

const WORDS: &str = include_str!("../presets/words.toml");

/// What columns and files are called.
#[derive(Debug, Default)]
pub(crate) struct Dictionary {
    objects: BTreeMap<String, Names>,
    /// What words of a closed list are called elsewhere, in lower case.
    pub(crate) values: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    /// What its files are called.
    words: Vec<String>,
    /// Beginnings of words of which one must stand in a heading or in the name of the file; empty asks for none.
    #[serde(default)]
    speaks: Vec<String>,
    columns: BTreeMap<String, Vec<String>>,
}

/// What a person said about a file that is matched by its words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said<'a> {
    pub(crate) object: Option<&'a str>,
    /// Columns of ours, and the headings they are said to be; `-` for none.
    pub(crate) columns: &'a [(String, String)],
}

/// What the rows of a file may be.
pub(crate) enum Verdict {
    /// None of what is known, and what it comes nearest to.
    Nothing(Option<Near>),
    /// What they are first of all, and what else they tell.
    One(Vec<Match>),
    /// As likely as each other.
    Several(Vec<Match>),
}

/// One thing the rows of a file may be.
pub(crate) struct Match {
    pub(crate) recipe: Recipe,
    pub(crate) weight: f64,
    /// What was taken for what without its name saying so, and what stands in for an identifier.
    pub(crate) findings: Vec<String>,
    pub(crate) questions: Vec<String>,
    /// Whether a heading names its very rows: `Contract ID`.
    has_own_key: bool,
    /// The place of each column.
    places: Vec<Option<usize>>,
    /// Columns of money and days that nothing is done with: what a person would miss.
    unread: Vec<usize>,
}

impl Match {
    /// What was concluded, and what was left.
    pub(crate) fn told(&self, headings: &[String]) -> Vec<String> {
        let left: Vec<&str> = self.unread.iter().map(|place| headings[*place].as_str()).collect();
        let left =
            (!left.is_empty()).then(|| format!("not used, though numbers or days stand there: {}", left.join(", ")));
        self.findings.iter().cloned().chain(left).collect()
    }
}

/// What a file comes nearest to.
#[derive(Debug)]
pub(crate) struct Near {
    pub(crate) object: &'static str,
    pub(crate) lacks: Vec<&'static str>,
    /// What else is to be said of why it is none.
    pub(crate) note: Option<String>,
    named: usize,
    /// Whether a heading names its very rows.
    has_own_key: bool,
}

/// A file as the matcher sees it.
pub(crate) struct Sight<'a> {
    pub(crate) headings: &'a [String],
    pub(crate) spoken: Vec<Spoken>,
    prefixed: Vec<Option<Prefixed>>,
    pub(crate) profiles: &'a [Profile],
    pub(crate) stem: &'a str,
}

impl<'a> Sight<'a> {
    pub(crate) fn new(headings: &'a [String], profiles: &'a [Profile], stem: &'a str) -> Self {
        let shared = beginning_of_all(headings);
        let own = |heading: &String| heading.strip_prefix(&shared).unwrap_or(heading).to_owned();
        let spoken = headings.iter().map(|heading| Spoken::of(&own(heading))).collect();
        let prefixed = headings.iter().map(|heading| Prefixed::of(&own(heading))).collect();
        Self { headings, spoken, prefixed, profiles, stem }
    }
}

/// `Organization - ` where nearly every heading begins with it; nothing else.
fn beginning_of_all(headings: &[String]) -> String {
    let beginning = |heading: &String| {
        [" - ", ": ", "."].iter().find_map(|mark| Some(format!("{}{mark}", heading.split_once(mark)?.0)))
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    headings.iter().filter_map(beginning).for_each(|beginning| *counts.entry(beginning).or_default() += 1);
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.filter(|(_, count)| *count >= 3 && count * 10 >= headings.len() * 7)
        .map_or_else(String::new, |(found, _)| found)
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

    /// What words of a file, in lower case, mean of these.
    fn meanings(&self, words: &[&str]) -> BTreeMap<String, String> {
        let called = |word: &&str| {
            let others = self.values.get(*word).into_iter().flatten().map(|called| called.to_lowercase());
            let meant = (*word).to_owned();
            others.chain([meant.clone()]).map(move |called| (called, meant.clone())).collect::<Vec<_>>()
        };
        words.iter().flat_map(called).collect()
    }

    /// What the rows of a file may be.
    pub(crate) fn judge(&self, shapes: &[&'static FactShape], sight: &Sight<'_>, said: Said<'_>) -> Verdict {
        let wanted = shapes.iter().filter(|shape| said.object.is_none_or(|object| object == shape.object));
        let (mut found, mut near) = (Vec::new(), Vec::new());
        for shape in wanted {
            match Fitting::new(self, shape, sight).fit(said) {
                Fit::Fits(one) => found.push(*one),
                Fit::Lacks(one) => near.push(one),
            }
        }
        // Rows that are called contracts are nothing else, though something else could be read out of them.
        if near.iter().any(|one| one.has_own_key && one.named >= 3) {
            near.sort_by_key(|one| !one.has_own_key);
            found.retain(|one| one.has_own_key);
        }
        if found.is_empty() {
            found = self.poor_book(shapes, sight, said);
        }
        found.sort_by(|one, other| other.weight.total_cmp(&one.weight));
        let Some(best) = found.first() else { return Verdict::Nothing(nearest(near, said)) };
        let least = best.weight - CLOSE;
        let in_book = |one: &Match| BOOK.contains(&one.recipe.shape.object);
        if in_book(best) && found.iter().all(|one| one.weight < least || in_book(one)) {
            found.retain(in_book);
            if said.object.is_none() {
                // All tell of the account that the list of accounts names.
                let first = found[0].recipe.shape.object;
                let lists_accounts = found.iter().any(|one| one.recipe.shape.object == "accounts");
                found.retain(|one| !lists_accounts || one.recipe.shape.object == "accounts");
                let more = self.rest_of_book(shapes, sight, (said, &found));
                found.extend(more);
                found.sort_by_key(|one| one.recipe.shape.object != first);
            }
            return Verdict::One(book(found, sight));
        }
        found.retain(|one| one.weight >= least);
        if found.len() == 1 { Verdict::One(found) } else { Verdict::Several(found) }
    }

    /// A list of customers with so few columns that none of what it tells stands alone: names and amounts, names and owners.
    fn poor_book(&self, shapes: &[&'static FactShape], sight: &Sight<'_>, said: Said<'_>) -> Vec<Match> {
        let in_book = |object: &str| {
            let shape = shapes.iter().find(|shape| shape.object == object)?;
            match Fitting::new(self, shape, sight).in_book().fit(said) {
                Fit::Fits(one) => Some(*one),
                Fit::Lacks(_) => None,
            }
        };
        if let Some(object) = said.object {
            return in_book(object).filter(|_| BOOK.contains(&object)).into_iter().collect();
        }
        let Some(accounts) = in_book("accounts") else { return Vec::new() };
        let found = vec![accounts];
        let rest = self.rest_of_book(shapes, sight, (said, &found));
        if rest.is_empty() { Vec::new() } else { found.into_iter().chain(rest).collect() }
    }

    /// What else a list of customers tells that says too little to be taken for it alone, of the same accounts.
    fn rest_of_book(
        &self,
        shapes: &[&'static FactShape],
        sight: &Sight<'_>,
        (said, found): (Said<'_>, &[Match]),
    ) -> Vec<Match> {
        let Some(account) = found.first().and_then(account_place) else { return Vec::new() };
        let mut columns = said.columns.to_vec();
        columns.push(("account_id".to_owned(), sight.headings[account].clone()));
        let known = |object: &str| found.iter().any(|one| one.recipe.shape.object == object);
        let open = shapes.iter().filter(|shape| BOOK.contains(&shape.object) && !known(shape.object));
        let fit = |shape: &&'static FactShape| {
            let columns = if shape.object == "accounts" { said.columns } else { &columns };
            match Fitting::new(self, shape, sight).in_book().fit(Said { columns, ..said }) {
                Fit::Fits(one) => Some(*one),
                Fit::Lacks(_) => None,
            }
        };
        open.filter_map(fit).collect()
    }
}

/// The object of which the least is missing, or the one a person said.
fn nearest(mut near: Vec<Near>, said: Said<'_>) -> Option<Near> {
    near.retain(|one| said.object.is_some() || (one.named >= 2 && one.lacks.len() <= 2));
    near.into_iter().max_by(|one, other| {
        let own = |near: &Near| if near.has_own_key { 2.0 } else { 0.0 };
        let worth = |near: &Near| near.named as f64 - 1.5 * near.lacks.len() as f64 + own(near);
        worth(one).total_cmp(&worth(other))
    })
}

/// What a list of customers tells: first what it is most of all, then the rest, as far as its rows can tell it.
fn book(found: Vec<Match>, sight: &Sight<'_>) -> Vec<Match> {
    let is_of_accounts = found.first().is_some_and(|main| one_row_each(main, sight));
    let count = found.len();
    let mut all: Vec<Match> = Vec::new();
    for (place, mut one) in found.into_iter().enumerate() {
        let is_accounts = one.recipe.shape.object == "accounts";
        if place > 0 && !is_accounts && !is_of_accounts {
            continue;
        }
        if is_accounts && count > 1 {
            know_less(&mut one, is_of_accounts, place > 0);
        }
        one.recipe.beside = place > 0;
        one.questions.retain(|question| !all.iter().any(|known| known.questions.contains(question)));
        all.push(one);
    }
    // What one of them leaves another one takes.
    let taken: Vec<usize> = all.iter().flat_map(|one| one.places.iter().flatten().copied()).collect();
    for (place, one) in all.iter_mut().enumerate() {
        one.unread.retain(|column| place == 0 && !taken.contains(column));
    }
    all
}

/// Whoever lists contracts or owners knows less of the companies than the list of companies does.
fn know_less(accounts: &mut Match, is_of_accounts: bool, is_beside: bool) {
    let own = |name: &str| matches!(name, "account_id" | "name");
    let columns = accounts.recipe.shape.columns.iter().zip(&mut accounts.recipe.columns);
    let mut more = 0;
    for (_, wanted) in columns.filter(|(column, _)| !own(column.name)) {
        if !is_of_accounts {
            *wanted = None;
        }
        more += usize::from(wanted.is_some());
    }
    accounts.recipe.only_new = is_beside || more == 0;
}

/// Whether every row is another account.
fn one_row_each(found: &Match, sight: &Sight<'_>) -> bool {
    account_place(found).is_some_and(|place| sight.profiles[place].is_unique())
}

/// Where a file says which account a row is about.
fn account_place(found: &Match) -> Option<usize> {
    let shape = found.recipe.shape;
    let place = |name: &str| shape.position(name).and_then(|number| found.places[number]);
    place("account_id").or_else(|| place("name").filter(|_| shape.object == "accounts"))
}

/// Rows of which a column is empty tell nothing of it.
fn where_filled(form: &str) -> Saying {
    Saying { column: form.to_owned(), is: vec![String::new()] }
}

#[cfg(test)]
mod tests;

//! Files of a system that become no facts by themselves, but that others are read with: the prices of plans beside
//! the subscriptions, the meaning of stages beside the deals.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use ports::Outside;

use crate::headings::normal_form;
use crate::recipes::{Aside, Recipe};
use crate::rows::RawRow;
use crate::table::{More, Table};

/// More rows than this are not held for looking up.
const ROWS_MOST: usize = 2_000_000;

/// The rows of files that were kept aside, by preset and name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asides {
    held: BTreeMap<(Arc<str>, String), Arc<Held>>,
}

/// The rows of one such file, by their key.
#[derive(Debug)]
pub(crate) struct Held {
    /// In normal form.
    columns: Vec<String>,
    rows: HashMap<Box<str>, Box<[Box<str>]>>,
}

impl Held {
    /// Where a column of it stands.
    pub(crate) fn place(&self, form: &str) -> Option<usize> {
        self.columns.iter().position(|known| known == form)
    }

    pub(crate) fn cell(&self, key: &str, place: usize) -> &str {
        self.rows.get(key).and_then(|row| row.get(place)).map_or("", |cell| cell)
    }
}

/// The file that is kept aside which these headings are those of.
pub(crate) fn find<'a>(asides: &'a [Aside], headings: &[String]) -> Option<&'a Aside> {
    let forms: Vec<String> = headings.iter().map(|heading| normal_form(heading)).collect();
    let fitting = asides
        .iter()
        .filter(|aside| aside.fingerprint.iter().all(|wanted| wanted.iter().any(|form| forms.contains(form))));
    fitting.max_by_key(|aside| aside.fingerprint.len())
}

impl Asides {
    pub(crate) fn of(&self, recipe: &Recipe, name: &str) -> Option<Arc<Held>> {
        self.held.get(&(recipe.preset.clone(), name.to_owned())).cloned()
    }

    /// Holds the rows of a file for looking up; of rows with one key the first counts that is preferred, else the first.
    pub(crate) fn hold(
        &mut self,
        aside: &Aside,
        recipes: &[Recipe],
        table: &Table,
        (line, headings): (u32, &[String]),
    ) -> Outside<()> {
        let Some(key) = &aside.key else { return Ok(()) };
        let forms: Vec<String> = headings.iter().map(|heading| normal_form(heading)).collect();
        let at = |form: &String| forms.iter().position(|known| known == form);
        let Some(key_place) = at(key) else { return Ok(()) };
        let uses = recipes.iter().filter(|recipe| recipe.preset == aside.preset).flat_map(|recipe| &recipe.lookups);
        let mut columns: Vec<String> =
            uses.filter(|used| used.aside == aside.name).flat_map(|used| used.take.clone()).collect();
        columns.sort();
        columns.dedup();
        columns.retain(|column| at(column).is_some());
        let places: Vec<usize> = columns.iter().filter_map(at).collect();
        let skipped: Vec<(usize, &[String])> =
            aside.skipped.iter().filter_map(|saying| Some((at(&saying.column)?, saying.is.as_slice()))).collect();
        let preferred = aside.preferred.as_ref().and_then(|saying| Some((at(&saying.column)?, saying.is.as_slice())));
        let mut rows: HashMap<Box<str>, Box<[Box<str>]>> = HashMap::new();
        let mut settled: HashSet<Box<str>> = HashSet::new();
        table.each_row(&mut |row: &RawRow| {
            let says = |(place, words): &(usize, &[String])| words.contains(&row.cell(*place).trim().to_lowercase());
            let key = row.cell(key_place).trim();
            if row.line > line && !key.is_empty() && !skipped.iter().any(says) {
                let cells = || places.iter().map(|place| Box::from(row.cell(*place).trim())).collect();
                if preferred.as_ref().is_some_and(says) && settled.insert(Box::from(key)) {
                    rows.insert(Box::from(key), cells());
                } else {
                    rows.entry(Box::from(key)).or_insert_with(cells);
                }
            }
            Ok(if rows.len() < ROWS_MOST { More::Yes } else { More::No })
        })?;
        self.held.insert((aside.preset.clone(), aside.name.clone()), Arc::new(Held { columns, rows }));
        Ok(())
    }
}

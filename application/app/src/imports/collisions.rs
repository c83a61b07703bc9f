use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use kernel::{FactShape, Refusal};
use ports::deliveries::{Batch, FileSurvey, ReadRow, ReadingOptions};

use super::short_name;
use crate::desk::{Desk, refused};

/// Keys that several files of one delivery tell differently. Within one file the reader finds them.
#[derive(Debug, Default)]
pub(super) struct Collisions {
    reasons: HashMap<(&'static str, u64), String>,
}

/// Where a key was first seen, and what it said there.
struct First {
    content: u64,
    place: String,
}

impl Collisions {
    /// Reads the files of objects that come in more than one file, and compares them.
    pub(super) fn find(desk: &Desk<'_>, options: &ReadingOptions, files: &[FileSurvey]) -> Result<Self, Refusal> {
        let mut by_object: BTreeMap<&'static str, Vec<&FileSurvey>> = BTreeMap::new();
        for file in files {
            if let Some(matched) = &file.matched {
                by_object.entry(matched.shape.object).or_default().push(file);
            }
        }
        let mut found = Self::default();
        for files in by_object.values().filter(|files| files.len() > 1) {
            found.compare(desk, options, files)?;
        }
        Ok(found)
    }

    fn compare(&mut self, desk: &Desk<'_>, options: &ReadingOptions, files: &[&FileSurvey]) -> Result<(), Refusal> {
        let mut seen: HashMap<u64, First> = HashMap::new();
        for file in files {
            let Some(shape) = file.matched.as_ref().map(|matched| matched.shape) else { continue };
            let name = short_name(file);
            let mut take = |batch| {
                if let Batch::Rows(rows) = batch {
                    for row in &rows {
                        self.note(shape, row, &name, &mut seen);
                    }
                }
                Ok(())
            };
            desk.deliveries.read(file, options, &mut take).map_err(refused)?;
        }
        Ok(())
    }

    fn note(&mut self, shape: &'static FactShape, row: &ReadRow, file: &str, seen: &mut HashMap<u64, First>) {
        let (key, content) =
            (key_hash(shape, row), hash_of(&row.cells.iter().map(ToString::to_string).collect::<Vec<_>>()));
        let first = seen.entry(key).or_insert_with(|| First { content, place: format!("{file} line {}", row.line) });
        if first.content != content {
            let place = format!("{} and {file} line {}", first.place, row.line);
            let reason = format!("the same {} stands with different content in {place}: keep one of them", shape.noun);
            self.reasons.entry((shape.object, key)).or_insert(reason);
        }
    }

    /// Why a row cannot be taken, if its key is told differently elsewhere.
    pub(super) fn reason(&self, shape: &'static FactShape, row: &ReadRow) -> Option<String> {
        if self.reasons.is_empty() {
            return None;
        }
        self.reasons.get(&(shape.object, key_hash(shape, row))).cloned()
    }
}

fn key_hash(shape: &FactShape, row: &ReadRow) -> u64 {
    let cell = |column: &&str| shape.position(column).and_then(|place| row.cells.get(place)).map(ToString::to_string);
    hash_of(&(row.source.to_string(), shape.key.iter().map(cell).collect::<Vec<_>>()))
}

fn hash_of(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

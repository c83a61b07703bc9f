#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

mod cells;
mod dates;
mod encoding;
mod export;
mod headings;
mod history;
mod learned;
mod numbers;
mod plain;
mod proof;
mod read;
mod recipes;
mod recognise;
mod rejects;
mod rows;
mod separator;
mod survey;
mod table;
mod templates;
mod typing;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use kernel::{FactShape, Refusal};
use ports::deliveries::{
    Batch, Deliveries, ExportFile, FileSurvey, HistoryFile, PlainTable, ReadingOptions, RejectedRow,
};
use ports::store::Version;
use ports::{Fault, Outside};

use crate::learned::{Learned, stamp_of};
use crate::recipes::Recipe;
use crate::typing::ViaMap;

/// Which table: its file, and its sheet where it has one.
type TableName = (PathBuf, Option<String>);

/// Deliveries that lie on disk as CSV and XLSX files.
#[derive(Debug)]
pub struct FileDeliveries {
    recipes: Vec<Recipe>,
    order: Vec<&'static str>,
    /// What the last survey taught, so that reading does not look twice, and so that a file can use what stands in
    /// another file of the same delivery.
    learned: Mutex<BTreeMap<TableName, Arc<Learned>>>,
}

impl FileDeliveries {
    /// For files of these shapes, given in the order in which rows can refer to earlier ones.
    #[must_use]
    pub fn new(shapes: impl IntoIterator<Item = &'static FactShape>) -> Self {
        let shapes: Vec<&'static FactShape> = shapes.into_iter().collect();
        Self {
            recipes: recipes::recipes(&shapes),
            order: survey::import_order(&shapes),
            learned: Mutex::new(BTreeMap::new()),
        }
    }

    fn rank(&self, survey: &FileSurvey) -> usize {
        let object = survey.matched.as_ref().map(|matched| matched.shape.object);
        self.order.iter().position(|known| Some(*known) == object).unwrap_or(usize::MAX)
    }

    /// What is known about a surveyed file, every row of it looked at, the file being as it is now.
    fn learned(&self, survey: &FileSurvey, options: &ReadingOptions) -> Outside<Arc<Learned>> {
        let name = (survey.path.clone(), survey.sheet.clone());
        let known = self.learned.lock().unwrap_or_else(PoisonError::into_inner).get(&name).cloned();
        let current = match known {
            Some(known) if stamp_of(&known.table)? == known.stamp => known,
            _ => self.look_again(survey, options)?,
        };
        if current.whole {
            return Ok(current);
        }
        let tables = table::tables_of(&survey.path, true)?;
        let table = tables.into_iter().next().unwrap_or_else(|| current.table.clone());
        let whole = Learned::from_table(table, current.heading_line, current.bound.clone(), true)?;
        Ok(self.remember(name, whole))
    }

    fn look_again(&self, survey: &FileSurvey, options: &ReadingOptions) -> Outside<Arc<Learned>> {
        let surveyed = survey::survey_file(&survey.path, &self.recipes, options)?;
        let found = surveyed.into_iter().find(|surveyed| surveyed.told.sheet == survey.sheet);
        let name = (survey.path.clone(), survey.sheet.clone());
        found.and_then(|surveyed| surveyed.learned).map(|learned| self.remember(name, learned)).ok_or_else(|| {
            let words =
                format!("{} was not recognised; look at it with import inspect", table::file_name(&survey.path));
            Fault::Refused(Refusal::Rejected(words))
        })
    }

    fn remember(&self, name: TableName, learned: Learned) -> Arc<Learned> {
        let learned = Arc::new(learned);
        self.learned.lock().unwrap_or_else(PoisonError::into_inner).insert(name, learned.clone());
        learned
    }

    /// What the columns of a file go via, taken from the other files of the same preset in the same delivery.
    fn via_maps(&self, learned: &Learned) -> Outside<HashMap<String, ViaMap>> {
        let known: Vec<Arc<Learned>> =
            self.learned.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect();
        let mut maps: HashMap<String, ViaMap> = HashMap::new();
        for (object, meant) in read::vias_of(&learned.bound) {
            let same_preset = |other: &&Arc<Learned>| {
                other.bound.recipe.preset == learned.bound.recipe.preset && other.bound.recipe.shape.object == object
            };
            for other in known.iter().filter(same_preset) {
                let map = read::via_map(other, meant)?;
                maps.entry(object.clone()).or_default().extend(map);
            }
        }
        Ok(maps)
    }
}

impl Deliveries for FileDeliveries {
    fn survey(
        &self,
        paths: &[PathBuf],
        options: &ReadingOptions,
        progress: &mut dyn FnMut(&Path),
    ) -> Outside<Vec<FileSurvey>> {
        let mut files = Vec::new();
        for path in paths {
            files.extend(survey::files_of(path)?);
        }
        let mut seen = BTreeMap::new();
        let mut told = Vec::new();
        for (place, path) in files.iter().enumerate() {
            // The same file named twice is one file.
            if *seen.entry(path.clone()).or_insert(place) != place {
                continue;
            }
            progress(path);
            for surveyed in survey::survey_file(path, &self.recipes, options)? {
                told.push((surveyed.told, surveyed.learned));
            }
        }
        self.learned.lock().unwrap_or_else(PoisonError::into_inner).clear();
        let mut surveys = Vec::new();
        for (survey, learned) in told {
            if let Some(learned) = learned {
                self.remember((survey.path.clone(), survey.sheet.clone()), learned);
            }
            surveys.push(survey);
        }
        surveys.sort_by_key(|survey| self.rank(survey));
        Ok(surveys)
    }

    fn read(
        &self,
        survey: &FileSurvey,
        options: &ReadingOptions,
        take: &mut dyn FnMut(Batch) -> Outside<()>,
    ) -> Outside<()> {
        let learned = self.learned(survey, options)?;
        let via = self.via_maps(&learned)?;
        read::read(&learned, options, via, take)
    }

    fn read_table(&self, path: &Path, columns: &[&str]) -> Outside<PlainTable> {
        plain::read(path, columns)
    }

    fn write_rejects(&self, survey: &FileSurvey, rejected: &[RejectedRow], folder: &Path) -> Outside<PathBuf> {
        rejects::write(survey, rejected, folder)
    }

    fn write_templates(&self, shapes: &[&'static FactShape], folder: &Path) -> Outside<Vec<PathBuf>> {
        templates::write(shapes, folder)
    }

    fn open_export(&self, shape: &'static FactShape, folder: &Path) -> Outside<Box<dyn ExportFile>> {
        Ok(Box::new(export::TemplateFile::create(shape, folder)?))
    }

    fn read_history(
        &self,
        path: &Path,
        shapes: &[&'static FactShape],
        take: &mut dyn FnMut(&'static FactShape, Vec<Version>) -> Outside<()>,
    ) -> Outside<()> {
        history::read(path, shapes, take)
    }

    fn open_history(&self, folder: &Path) -> Outside<Box<dyn HistoryFile>> {
        Ok(Box::new(history::HistoryWriter::create(folder)?))
    }
}

#[cfg(test)]
mod tests;

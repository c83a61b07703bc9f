#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

mod answers;
mod asides;
mod calendar;
mod cells;
mod dates;
mod encoding;
mod export;
mod fillings;
mod footers;
mod formulas;
mod heading_rows;
mod headings;
mod history;
mod learned;
mod lending;
mod mappings;
mod matcher;
mod numbers;
mod packed;
mod plain;
mod profile;
mod proof;
mod read;
mod recipes;
mod reckoning;
mod recognise;
mod rejects;
mod rows;
mod sections;
mod separator;
mod survey;
mod table;
mod templates;
mod turned;
mod typing;
mod unfolding;
mod workbook;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use kernel::{FactShape, Refusal};
use ports::deliveries::{
    Batch, Deliveries, ExportFile, FileSurvey, HistoryFile, KeptMapping, PlainTable, ReadingOptions, RejectedRow,
};
use ports::store::Version;
use ports::{Fault, Outside};

use crate::answers::Answers;
use crate::asides::Asides;
use crate::learned::{Learned, stamp_of};
use crate::lending::Lent;
use crate::matcher::{Dictionary, MATCHED};
use crate::recipes::{Aside, Recipe};
use crate::recognise::Shelf;
use crate::survey::{Glance, Surveyed};
use crate::typing::ViaMap;

/// Which table and what it is read for: its file, its sheet where it has one, and the object.
type TableName = (PathBuf, Option<String>, Option<&'static str>);

/// Deliveries that lie on disk as text files and workbooks, packed or not.
#[derive(Debug)]
pub struct FileDeliveries {
    recipes: Vec<Recipe>,
    known_asides: Vec<Aside>,
    shapes: Vec<&'static FactShape>,
    dictionary: &'static Dictionary,
    /// Where mappings are kept.
    mappings: Option<PathBuf>,
    order: Vec<&'static str>,
    /// What the last survey taught, so that reading does not look twice, and so that a file can use what stands in
    /// another file of the same delivery.
    learned: Mutex<BTreeMap<TableName, Arc<Learned>>>,
    /// What the files of the last survey are read with.
    asides: Mutex<Asides>,
    /// The currency that a file of the last survey lends to those that name none.
    lent: Mutex<Option<Lent>>,
    /// Whether the last survey was of one table.
    is_alone: AtomicBool,
}

impl FileDeliveries {
    /// For files of these shapes, given in the order in which rows can refer to earlier ones.
    #[must_use]
    pub fn new(shapes: impl IntoIterator<Item = &'static FactShape>) -> Self {
        let shapes: Vec<&'static FactShape> = shapes.into_iter().collect();
        let (recipes, known_asides) = recipes::recipes(&shapes);
        Self {
            recipes,
            known_asides,
            order: survey::import_order(&shapes),
            shapes,
            dictionary: Dictionary::own(),
            mappings: None,
            learned: Mutex::new(BTreeMap::new()),
            asides: Mutex::new(Asides::default()),
            lent: Mutex::new(None),
            is_alone: AtomicBool::new(true),
        }
    }

    /// Keeps mappings that were found in this folder, and uses those that are kept there.
    #[must_use]
    pub fn with_mappings(self, folder: PathBuf) -> Self {
        Self { mappings: Some(folder), ..self }
    }

    fn all_recipes(&self) -> Outside<Cow<'_, [Recipe]>> {
        let kept = match &self.mappings {
            Some(folder) => mappings::recipes(folder, &self.shapes)?,
            None => Vec::new(),
        };
        if kept.is_empty() {
            return Ok(Cow::Borrowed(&self.recipes));
        }
        Ok(Cow::Owned(self.recipes.iter().cloned().chain(kept).collect()))
    }

    fn rank(&self, survey: &FileSurvey) -> usize {
        let object = survey.matched.as_ref().map(|matched| matched.shape.object);
        self.order.iter().position(|known| Some(*known) == object).unwrap_or(usize::MAX)
    }

    /// What is known about a surveyed file, every row of it looked at, the file being as it is now.
    fn learned(&self, survey: &FileSurvey, options: &ReadingOptions) -> Outside<Arc<Learned>> {
        let name = name_of(survey);
        let known = self.learned.lock().unwrap_or_else(PoisonError::into_inner).get(&name).cloned();
        let current = match known {
            Some(known) if stamp_of(&known.table)? == known.stamp => known,
            _ => self.look_again(survey, options)?,
        };
        if current.whole {
            return Ok(current);
        }
        let table = current.table.looked_at_whole()?;
        let whole = Learned::from_table(table, current.heading_line, current.bound.clone(), true)?;
        Ok(self.remember(name, whole))
    }

    fn look_again(&self, survey: &FileSurvey, options: &ReadingOptions) -> Outside<Arc<Learned>> {
        let asides = self.asides.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let answers = Answers::new(options, self.is_alone.load(Ordering::Relaxed));
        let surveyed = self.survey_with(survey::glances_of(&survey.path)?, &asides, (&answers, options))?;
        let name = name_of(survey);
        let found = surveyed.into_iter().find(|surveyed| name_of(&surveyed.told) == name);
        found.and_then(|surveyed| surveyed.learned).map(|learned| self.remember(name, learned)).ok_or_else(|| {
            let words =
                format!("{} was not recognised; look at it with import inspect", table::file_name(&survey.path));
            Fault::Refused(Refusal::Rejected(words))
        })
    }

    fn survey_with(
        &self,
        glances: Vec<Glance>,
        asides: &Asides,
        (answers, options): (&Answers<'_>, &ReadingOptions),
    ) -> Outside<Vec<Surveyed>> {
        let recipes = self.all_recipes()?;
        let (dictionary, shapes, known_asides) = (self.dictionary, &*self.shapes, &*self.known_asides);
        let shelf = Shelf { recipes: &recipes, asides, dictionary, shapes, known_asides };
        let mut surveyed = Vec::new();
        for glance in glances {
            surveyed.extend(glance.survey(shelf, answers, options)?);
        }
        Ok(surveyed)
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

fn name_of(survey: &FileSurvey) -> TableName {
    (survey.path.clone(), survey.sheet.clone(), survey.matched.as_ref().map(|matched| matched.shape.object))
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
        let (mut glances, mut asides) = (Vec::new(), Asides::default());
        for (place, path) in files.iter().enumerate() {
            // The same file named twice is one file.
            if *seen.entry(path.clone()).or_insert(place) != place {
                continue;
            }
            progress(path);
            for glance in survey::glances_of(path)? {
                glance.hold(&self.known_asides, &self.recipes, &mut asides)?;
                glances.push(glance);
            }
        }
        self.is_alone.store(glances.len() == 1, Ordering::Relaxed);
        let answers = Answers::new(options, glances.len() == 1);
        let mut told = self.survey_with(glances, &asides, (&answers, options))?;
        answers.refuse_unheard(&told, &self.shapes)?;
        *self.lent.lock().unwrap_or_else(PoisonError::into_inner) = lending::lend(&mut told, options);
        *self.asides.lock().unwrap_or_else(PoisonError::into_inner) = asides;
        self.learned.lock().unwrap_or_else(PoisonError::into_inner).clear();
        let mut surveys = Vec::new();
        for Surveyed { told: survey, learned } in told {
            if let Some(learned) = learned {
                self.remember(name_of(&survey), learned);
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
        let lent = self.lent.lock().unwrap_or_else(PoisonError::into_inner).clone();
        read::read(&learned, &lending::with_lent(options, lent.as_ref()), via, take)
    }

    fn read_table(&self, path: &Path, columns: &[&str]) -> Outside<PlainTable> {
        plain::read(path, columns)
    }

    fn write_rejects(&self, survey: &FileSurvey, rejected: &[RejectedRow], folder: &Path) -> Outside<PathBuf> {
        rejects::write(survey, rejected, folder)
    }

    fn keep_mapping(&self, survey: &FileSurvey, delivery: i64) -> Outside<Option<PathBuf>> {
        let known = self.learned.lock().unwrap_or_else(PoisonError::into_inner).get(&name_of(survey)).cloned();
        match (known, &self.mappings) {
            (Some(known), Some(folder)) if &*known.bound.recipe.preset == MATCHED => {
                mappings::keep(&known.bound, delivery, folder).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn list_mappings(&self) -> Outside<Vec<KeptMapping>> {
        self.mappings.as_ref().map_or_else(|| Ok(Vec::new()), |folder| mappings::list(folder, &self.shapes))
    }

    fn forget_mapping(&self, name: &str) -> Outside<()> {
        mappings::forget(self.mappings.as_deref().unwrap_or(Path::new("")), name)
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

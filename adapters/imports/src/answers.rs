//! What the person said of files nobody described, and which of the files of a delivery it is for.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path;

use kernel::{FactShape, Refusal};
use ports::deliveries::{FileSurvey, ReadingOptions, ToldColumn, ToldObject};
use ports::{Fault, Outside};

use crate::headings::normal_form;
use crate::survey::Surveyed;
use crate::table::{Table, file_name};

/// What was said of one table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) object: Option<String>,
    pub(crate) columns: Vec<(String, String)>,
}

/// All that was said, and what of it was heard.
pub(crate) struct Answers<'a> {
    options: &'a ReadingOptions,
    /// Whether the delivery is one table: then whatever is said is said of it.
    is_alone: bool,
    heard: RefCell<BTreeSet<usize>>,
}

impl<'a> Answers<'a> {
    pub(crate) fn new(options: &'a ReadingOptions, is_alone: bool) -> Self {
        Self { options, is_alone, heard: RefCell::default() }
    }

    fn is_for(&self, file: Option<&str>, table: &Table) -> bool {
        file.map_or(self.is_alone, |named| is_called(table.path(), table.part().as_deref(), named))
    }

    /// What is said of this very table. Of a workbook that is named, a column concerns the sheets that have its heading.
    pub(crate) fn of(&self, table: &Table, stands: &dyn Fn(&str) -> bool) -> Told {
        let (mut told, mut heard) = (Told::default(), self.heard.borrow_mut());
        for (place, said) in self.options.objects.iter().enumerate() {
            if self.is_for(said.file.as_deref(), table) {
                told.object = Some(said.object.clone());
                heard.insert(place);
            }
        }
        let first = self.options.objects.len();
        for (place, said) in self.options.columns.iter().enumerate() {
            if self.is_for(said.file.as_deref(), table) && (self.is_alone || stands(&said.heading)) {
                told.columns.push((said.column.clone(), said.heading.clone()));
                heard.insert(first + place);
            }
        }
        told
    }

    /// The same with what is said of no file in particular, given what the table is without it: what rows are, where
    /// that is open, and columns, where no template and no preset knows the file.
    pub(crate) fn of_whom_it_concerns(&self, told: &Told, found: &[Surveyed]) -> Told {
        let mut told = told.clone();
        let mut heard = self.heard.borrow_mut();
        let is_open = found.iter().all(|one| one.told.matched.is_none() && one.told.aside.is_none());
        let is_strange = |one: &Surveyed| one.told.matched.as_ref().is_some_and(|matched| matched.is_by_words());
        for (place, said) in self.options.objects.iter().enumerate() {
            // Said again of what was learned the last time.
            let is_that =
                |one: &Surveyed| one.told.matched.as_ref().is_some_and(|matched| matched.shape.object == said.object);
            if said.file.is_none() && found.iter().any(is_that) {
                heard.insert(place);
            }
        }
        if self.is_alone || !(is_open || found.iter().any(is_strange)) {
            return told;
        }
        for (place, said) in self.options.objects.iter().enumerate() {
            if said.file.is_none() && told.object.is_none() && is_open {
                told.object = Some(said.object.clone());
                heard.insert(place);
            }
        }
        let first = self.options.objects.len();
        for (place, said) in self.options.columns.iter().enumerate() {
            let stands = found.iter().any(|one| has_heading(&one.told, &said.heading));
            if said.file.is_none() && stands && !told.columns.iter().any(|(column, _)| *column == said.column) {
                told.columns.push((said.column.clone(), said.heading.clone()));
                heard.insert(first + place);
            }
        }
        told
    }

    /// Whatever was said must be true of something.
    ///
    /// # Errors
    /// When a file, a column or a heading is named that is not there, or no file needed to be told.
    pub(crate) fn refuse_unheard(&self, told: &[Surveyed], shapes: &[&'static FactShape]) -> Outside<()> {
        let heard = self.heard.borrow();
        if let Some((_, said)) = self.options.objects.iter().enumerate().find(|(place, _)| !heard.contains(place)) {
            let words = match &said.file {
                Some(file) => no_such_file(file, told),
                None => format!(
                    "every file is understood without it; to say it of one all the same: --as \"FILE={}\"",
                    said.object
                ),
            };
            return Err(refusal("as", words));
        }
        let first = self.options.objects.len();
        for (place, said) in self.options.columns.iter().enumerate() {
            self.refuse_unknown_column(said, shapes)?;
            refuse_absent_heading(said, told)?;
            if !heard.contains(&(first + place)) {
                let (column, heading) = (&said.column, &said.heading);
                let words = format!(
                    "a template or preset knows every file with the heading `{heading}`; to say it all the same: --columns \"FILE:{column}={heading}\""
                );
                return Err(refusal("columns", words));
            }
        }
        Ok(())
    }

    /// A column must be one of what the file is said to be.
    fn refuse_unknown_column(&self, told: &ToldColumn, shapes: &[&'static FactShape]) -> Outside<()> {
        let concerns = |said: &&ToldObject| told.file.is_none() || said.file.is_none() || said.file == told.file;
        let said: Vec<&str> = self.options.objects.iter().filter(concerns).map(|said| said.object.as_str()).collect();
        let mut meant = shapes.iter().filter(|shape| said.is_empty() || said.contains(&shape.object));
        if meant.any(|shape| shape.position(&told.column).is_some()) {
            return Ok(());
        }
        let what = if said.is_empty() { "any object".to_owned() } else { said.join(" or ") };
        let column = &told.column;
        let words = format!("{what} has no column `{column}`; `evenkeel template FOLDER` writes down which there are");
        Err(refusal("columns", words))
    }
}

/// A heading must stand in the file that is named, or in any.
fn refuse_absent_heading(said: &ToldColumn, told: &[Surveyed]) -> Outside<()> {
    let is_meant = |one: &&Surveyed| {
        said.file.as_ref().is_none_or(|file| is_called(&one.told.path, one.told.sheet.as_deref(), file))
    };
    let meant: Vec<&Surveyed> = told.iter().filter(is_meant).collect();
    if let Some(file) = said.file.as_ref().filter(|_| meant.is_empty()) {
        return Err(refusal("columns", no_such_file(file, told)));
    }
    if meant.iter().any(|one| has_heading(&one.told, &said.heading)) {
        return Ok(());
    }
    let known: Vec<&str> = meant.iter().flat_map(|one| &one.told.headings).map(String::as_str).collect();
    let (column, heading, known) = (&said.column, &said.heading, known.join(", "));
    let words = format!("no heading is `{heading}`; there are: {known}; or say {column}=- for none");
    Err(refusal("columns", words))
}

fn refusal(field: &'static str, words: String) -> Fault {
    Fault::Refused(Refusal::invalid(field, words))
}

fn has_heading(told: &FileSurvey, heading: &str) -> bool {
    let form = normal_form(heading);
    heading == "-" || told.headings.iter().any(|known| normal_form(known) == form)
}

fn no_such_file(file: &str, told: &[Surveyed]) -> String {
    let mut known: Vec<String> = told.iter().map(|one| name_of(&one.told)).collect();
    known.dedup();
    format!("no file of this delivery is called `{file}`; there are: {}", known.join("; "))
}

fn name_of(told: &FileSurvey) -> String {
    let file = file_name(&told.path);
    told.sheet.as_ref().map_or_else(|| file.clone(), |sheet| format!("{file}, sheet {sheet}"))
}

/// Whether somebody who says this means the table: its file, with or without folder and ending, or its sheet.
fn is_called(path: &Path, part: Option<&str>, said: &str) -> bool {
    let said = said.trim();
    let file = file_name(path);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let whole = part.map(|part| format!("{file}, sheet {part}"));
    let names = [Some(file.as_str()), Some(stem.as_str()), whole.as_deref(), part];
    names.into_iter().flatten().any(|name| name.to_lowercase() == said.to_lowercase())
        || (said.contains(['/', '\\']) && path.ends_with(said))
}

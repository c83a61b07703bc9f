//! A look at files and folders without taking anything in.

use std::path::{Path, PathBuf};

use kernel::{FactShape, Refusal};
use ports::deliveries::{FileSurvey, MatchedFile, ReadingOptions};
use ports::{Fault, Outside};

use crate::learned::Learned;
use crate::recipes::Recipe;
use crate::recognise::{Bound, best, closest};
use crate::rows::RawRow;
use crate::table::{Form, More, Table, file_name, tables_of, unreadable};

/// Headings are looked for in so many rows from the top.
const HEADING_ROWS: usize = 10;
const ENDINGS: [&str; 5] = ["csv", "tsv", "tab", "xlsx", "xlsm"];

/// A surveyed table: what is told about it, and what is remembered where it was recognised.
pub(crate) struct Surveyed {
    pub(crate) told: FileSurvey,
    pub(crate) learned: Option<Learned>,
}

/// The files a path stands for, in order.
pub(crate) fn files_of(path: &Path) -> Outside<Vec<PathBuf>> {
    let about = std::fs::metadata(path).map_err(|problem| unreadable(path, &problem))?;
    if !about.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(|problem| unreadable(path, &problem))? {
        let found = entry.map_err(|problem| unreadable(path, &problem))?.path();
        if found.is_file() && is_wanted(&found) {
            files.push(found);
        }
    }
    if files.is_empty() {
        let words = format!("the folder {} holds no CSV or XLSX file", path.display());
        return Err(Fault::Refused(Refusal::Rejected(words)));
    }
    files.sort();
    Ok(files)
}

/// Hidden files, our own side files and the lock files of spreadsheets are not data.
fn is_wanted(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    !file_name(path).starts_with(['.', '_', '~']) && ENDINGS.contains(&ending.as_str())
}

/// Looks at every table of a file.
pub(crate) fn survey_file(path: &Path, recipes: &[Recipe], options: &ReadingOptions) -> Outside<Vec<Surveyed>> {
    tables_of(path, false)?.into_iter().map(|table| survey_table(table, recipes, options)).collect()
}

fn survey_table(table: Table, recipes: &[Recipe], options: &ReadingOptions) -> Outside<Surveyed> {
    let first = first_rows(&table)?;
    let stem = stem_of(&table);
    let mut told = empty_survey(&table);
    if let Form::Text { detected, .. } = &table.form {
        told.findings.extend(detected.caution.clone());
    }
    let Some((line, headings)) = first.first() else {
        told.findings.push("empty".to_owned());
        return Ok(Surveyed { told, learned: None });
    };
    (told.heading_line, told.headings) = (*line, headings.clone());
    let bound = first.iter().find_map(|(line, headings)| Some((*line, best(recipes, headings, &stem)?)));
    let Some((line, bound)) = bound else {
        tell_why_not(&mut told, &table, recipes, &stem)?;
        return Ok(Surveyed { told, learned: None });
    };
    let learned = Learned::from_table(table, line, bound, false)?;
    tell(&mut told, &learned, options);
    Ok(Surveyed { told, learned: Some(learned) })
}

/// The lines and cells of the first rows, without empty cells at their ends.
fn first_rows(table: &Table) -> Outside<Vec<(u32, Vec<String>)>> {
    let mut rows: Vec<(u32, Vec<String>)> = Vec::new();
    table.each_row(&mut |row: &RawRow| {
        let mut cells: Vec<String> = row.cells().map(|cell| cell.trim().to_owned()).collect();
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        rows.push((row.line, cells));
        Ok(if rows.len() < HEADING_ROWS { More::Yes } else { More::No })
    })?;
    Ok(rows)
}

fn empty_survey(table: &Table) -> FileSurvey {
    let (sheet, format, encoding, separator) = match &table.form {
        Form::Text { detected, separator } => (None, "CSV", Some(detected.words.clone()), Some(char::from(*separator))),
        Form::Sheet { name } => (Some(name.clone()), "XLSX", None, None),
    };
    FileSurvey {
        path: table.path.clone(),
        sheet,
        format,
        encoding,
        separator,
        heading_line: 1,
        row_count: 0,
        headings: Vec::new(),
        matched: None,
        findings: Vec::new(),
        questions: Vec::new(),
    }
}

/// The name a table goes by: that of the file, or of the sheet.
pub(crate) fn stem_of(table: &Table) -> String {
    match &table.form {
        Form::Text { .. } => table.path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        Form::Sheet { name } => name.clone(),
    }
}

fn tell_why_not(told: &mut FileSurvey, table: &Table, recipes: &[Recipe], stem: &str) -> Outside<()> {
    let mut rows = 0_u64;
    if table.is_huge()? {
        rows = table.each_row_of_sample(&mut |_| Ok(More::Yes))?;
        told.findings.push(format!("a large file: looked at samples, about {rows} rows"));
    } else {
        table.each_row(&mut |row| {
            rows += u64::from(row.line > told.heading_line);
            Ok(More::Yes)
        })?;
    }
    told.row_count = rows;
    told.findings.push(match closest(recipes, &told.headings, stem) {
        Some(miss) if miss.preset == crate::recipes::TEMPLATE => {
            format!("not recognised: closest is the template {}, without {}", miss.object, miss.missing.join(", "))
        }
        Some(miss) => format!(
            "not recognised: closest is the file for {} of the preset {}, without {}",
            miss.object,
            miss.preset,
            miss.missing.join(", ")
        ),
        None => "not recognised: none of its headings belongs to a template or preset".to_owned(),
    });
    Ok(())
}

fn tell(told: &mut FileSurvey, learned: &Learned, options: &ReadingOptions) {
    let bound = &learned.bound;
    told.heading_line = learned.heading_line;
    told.headings = bound.headings.clone();
    told.row_count = learned.row_count;
    told.matched = Some(matched(bound));
    told.findings.extend(learned.findings(options));
    if learned.row_count == 0 {
        told.findings.push("no rows under the headings".to_owned());
    }
    told.questions = learned.questions(options);
}

fn matched(bound: &Bound) -> MatchedFile {
    MatchedFile {
        preset: bound.recipe.preset.to_string(),
        score: bound.score,
        shape: bound.recipe.shape,
        used: bound.used(),
        unused: bound.unused(),
    }
}

/// The order in which objects must be imported: what is referred to comes first, otherwise as the shapes are given.
pub(crate) fn import_order(shapes: &[&'static FactShape]) -> Vec<&'static str> {
    fn visit(shape: &'static FactShape, shapes: &[&'static FactShape], order: &mut Vec<&'static str>, depth: usize) {
        if order.contains(&shape.object) || depth > shapes.len() {
            return;
        }
        for column in shape.columns {
            let kernel::ColumnKind::Reference(object) = column.kind else { continue };
            if let Some(other) = shapes.iter().find(|other| other.object == object && object != shape.object) {
                visit(other, shapes, order, depth + 1);
            }
        }
        if !order.contains(&shape.object) {
            order.push(shape.object);
        }
    }
    let mut order = Vec::new();
    for shape in shapes {
        visit(shape, shapes, &mut order, 0);
    }
    order
}

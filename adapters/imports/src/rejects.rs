//! The rejected rows of a file, as they stand in it and with the reason, to be mended and imported again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ports::Outside;
use ports::deliveries::{FileSurvey, RejectedRow};
use rust_xlsxwriter::Workbook;

use crate::formulas::marked;
use crate::headings::normal_form;
use crate::rows::{CellSort, RawRow};
use crate::survey::glance_of;
use crate::table::{Form, More, Table, tables_of};
use crate::templates::{create_csv, unwritable};

/// Writes the rejected rows into a folder, in the format of the file; text files become UTF-8.
pub(crate) fn write(survey: &FileSurvey, rejected: &[RejectedRow], folder: &Path) -> Outside<PathBuf> {
    let mut reasons: BTreeMap<u32, String> = BTreeMap::new();
    for row in rejected {
        reasons
            .entry(row.line)
            .and_modify(|known| *known = format!("{known}; {}", row.reason))
            .or_insert_with(|| row.reason.clone());
    }
    let tables = tables_of(&survey.path, true)?;
    let is_same = |table: &Table| table.part() == survey.sheet;
    let table =
        tables.into_iter().find(is_same).ok_or_else(|| unwritable(&survey.path, "the sheet is no longer there"))?;
    let table = glance_of(table)?.table;
    let layout = Layout::new(survey, &table, reasons);
    match &table.form {
        Form::Text { separator, .. } => write_csv(&table, *separator, &layout, folder),
        Form::Sheet { name, .. } => write_sheet(&table, name, &layout, folder),
    }
}

/// Where the reason stands, and which rows have one.
struct Layout {
    headings: Vec<String>,
    heading_line: u32,
    reasons: BTreeMap<u32, String>,
    stem: String,
    object: &'static str,
    had_reason: bool,
}

impl Layout {
    fn new(survey: &FileSurvey, table: &Table, reasons: BTreeMap<u32, String>) -> Self {
        let mut headings = survey.headings.clone();
        let unused = survey.matched.as_ref().map(|matched| matched.unused.clone()).unwrap_or_default();
        let is_old_reason = |heading: &String| {
            unused.contains(heading) && matches!(normal_form(heading).as_str(), "reason" | "rejectreason")
        };
        // A reject file handed in again: its old reasons are replaced.
        let had_reason = headings.last().is_some_and(is_old_reason);
        if had_reason {
            headings.pop();
        }
        let stem = table.origin.stem();
        let stem = stem.strip_suffix("_rejected").map(str::to_owned).unwrap_or(stem);
        let object = survey.matched.as_ref().map_or("", |matched| matched.shape.object);
        Self { headings, heading_line: survey.heading_line, reasons, stem, object, had_reason }
    }

    /// `reason`, unless the file has a column of that name.
    fn reason_heading(&self) -> &'static str {
        if self.headings.iter().any(|heading| normal_form(heading) == "reason") { "reject_reason" } else { "reason" }
    }

    /// The cells of a row that has a reason, cut or filled up so that the reason stands under its heading; cells too
    /// many are kept in front of it.
    fn cells(&self, row: &RawRow) -> Option<(Vec<(String, CellSort)>, &str)> {
        let reason = self.reasons.get(&row.line).filter(|_| row.line > self.heading_line)?;
        let wanted = self.headings.len();
        let is_kept = |place: &usize| *place < wanted || !(self.had_reason && *place == wanted);
        let places = (0..wanted.max(row.len())).filter(is_kept);
        let mut cells: Vec<_> = places.map(|place| (row.cell(place).to_owned(), row.sort(place))).collect();
        while cells.len() > wanted && cells.last().is_some_and(|(cell, _)| cell.trim().is_empty()) {
            cells.pop();
        }
        Some((cells, reason))
    }
}

/// A name no other file of the delivery has taken: files of one name may lie in several folders, and one file may be
/// read for several objects.
fn unused(folder: &Path, stem: &str, ending: &str, object: &str) -> PathBuf {
    let plain = folder.join(format!("{stem}_rejected.{ending}"));
    let named = || folder.join(format!("{stem}_{object}_rejected.{ending}"));
    let numbered = || (2..).map(|number| folder.join(format!("{stem}_{object}_{number}_rejected.{ending}")));
    let all = std::iter::once(plain.clone()).chain(std::iter::once_with(named)).chain(numbered());
    all.take(10_000).find(|path| !path.exists()).unwrap_or(plain)
}

fn write_csv(table: &Table, separator: u8, layout: &Layout, folder: &Path) -> Outside<PathBuf> {
    let path = unused(folder, &layout.stem, "csv", layout.object);
    let mut csv = create_csv(&path, separator)?;
    let headings = layout.headings.iter().map(String::as_str).chain([layout.reason_heading()]);
    csv.write_record(headings).map_err(|problem| unwritable(&path, problem))?;
    table.each_row(&mut |row| {
        if let Some((cells, reason)) = layout.cells(row) {
            let all = cells.iter().map(|(cell, _)| marked(cell)).chain([marked(reason)]);
            csv.write_record(all.map(|cell| cell.into_owned())).map_err(|problem| unwritable(&path, problem))?;
        }
        Ok(More::Yes)
    })?;
    csv.flush().map_err(|problem| unwritable(&path, problem))?;
    Ok(path)
}

fn write_sheet(table: &Table, sheet: &str, layout: &Layout, folder: &Path) -> Outside<PathBuf> {
    std::fs::create_dir_all(folder).map_err(|problem| unwritable(folder, problem))?;
    let name: String = sheet.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '_' }).collect();
    let path = unused(folder, &format!("{}_{name}", layout.stem), "xlsx", layout.object);
    let broken = |problem: rust_xlsxwriter::XlsxError| unwritable(&path, problem);
    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet();
    page.set_name(sheet).map_err(broken)?;
    let headings = layout.headings.iter().map(String::as_str).chain([layout.reason_heading()]);
    for (place, heading) in (0_u16..).zip(headings) {
        page.write_string(0, place, heading).map_err(broken)?;
    }
    let mut at = 1;
    table.each_row(&mut |row| {
        let Some((cells, reason)) = layout.cells(row) else { return Ok(More::Yes) };
        for (place, (text, sort)) in (0_u16..).zip(&cells) {
            match text.parse::<f64>().ok().filter(|_| *sort == CellSort::Number) {
                Some(number) => page.write_number(at, place, number).map_err(broken)?,
                None => page.write_string(at, place, text).map_err(broken)?,
            };
        }
        let place = u16::try_from(cells.len()).unwrap_or(u16::MAX);
        page.write_string(at, place, reason).map_err(broken)?;
        at += 1;
        Ok(More::Yes)
    })?;
    workbook.save(&path).map_err(broken)?;
    Ok(path)
}

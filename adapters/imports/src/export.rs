//! Templates filled with facts, so that an import of them gives the same facts.

use std::path::{Path, PathBuf};

use kernel::{Cell, FactRecord, FactShape};
use ports::Outside;
use ports::deliveries::ExportFile;

use crate::formulas::marked;
use crate::templates::{CsvFile, create_csv, headings, unwritable};

/// A template being filled.
pub(crate) struct TemplateFile {
    path: PathBuf,
    csv: CsvFile,
}

impl TemplateFile {
    pub(crate) fn create(shape: &'static FactShape, folder: &Path) -> Outside<Self> {
        let path = folder.join(format!("{}.csv", shape.object));
        let mut csv = create_csv(&path, b',')?;
        csv.write_record(headings(shape)).map_err(|problem| unwritable(&path, problem))?;
        Ok(Self { path, csv })
    }
}

impl ExportFile for TemplateFile {
    fn write(&mut self, record: &FactRecord) -> Outside<()> {
        let source = record.key.split_once('/').map_or(&*record.origin.source, |(source, _)| source);
        let clocks = &record.clocks;
        let own_clock = !clocks.assumed && clocks.happened_on.is_some();
        let known_at = if own_clock { clocks.known_at.to_string() } else { String::new() };
        let cells = record.cells.iter().map(unmistakable);
        let all = std::iter::once(marked(source).into_owned()).chain(cells).chain(std::iter::once(known_at));
        self.csv.write_record(all).map_err(|problem| unwritable(&self.path, problem))
    }

    fn finish(mut self: Box<Self>) -> Outside<PathBuf> {
        self.csv.flush().map_err(|problem| unwritable(&self.path, problem))?;
        Ok(self.path)
    }
}

/// The canonical text of a cell. Three digits behind the point get a fourth, since `1.234` may be read as thousands.
pub(crate) fn unmistakable(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => marked(text).into_owned(),
        Cell::Number(number) if number.normalize().scale() == 3 => format!("{}0", number.normalize()),
        other => other.to_string(),
    }
}

//! Neutral templates: one empty file per object, and what their columns mean.

use std::fs::{File, OpenOptions};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use kernel::{ColumnKind, FactShape, Refusal};
use ports::{Fault, Outside};

use crate::table::file_name;

/// A CSV file being written.
pub(crate) type CsvFile = csv::Writer<BufWriter<File>>;

/// A failure to write a file.
pub(crate) fn unwritable(path: &Path, problem: impl std::fmt::Display) -> Fault {
    Fault::broken(format!("writing {}", file_name(path)), problem)
}

/// Creates a CSV file, and the folder it lies in.
pub(crate) fn create_csv(path: &Path, separator: u8) -> Outside<CsvFile> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|problem| unwritable(folder, problem))?;
    }
    let file = File::create(path).map_err(|problem| unwritable(path, problem))?;
    Ok(writer(file, separator))
}

fn writer(file: File, separator: u8) -> CsvFile {
    csv::WriterBuilder::new().delimiter(separator).flexible(true).from_writer(BufWriter::new(file))
}

/// The headings of a template: the source, the columns, the source's own clock.
pub(crate) fn headings(shape: &FactShape) -> Vec<&'static str> {
    let columns = shape.columns.iter().map(|column| column.name);
    std::iter::once("source").chain(columns).chain(std::iter::once("known_at")).collect()
}

/// Writes the templates of these shapes into a folder. Files that are there already may hold work and are left alone.
pub(crate) fn write(shapes: &[&'static FactShape], folder: &Path) -> Outside<Vec<PathBuf>> {
    std::fs::create_dir_all(folder).map_err(|problem| unwritable(folder, problem))?;
    let mut written = Vec::new();
    for shape in shapes {
        let path = folder.join(format!("{}.csv", shape.object));
        let file =
            OpenOptions::new().write(true).create_new(true).open(&path).map_err(|problem| refused(&path, &problem))?;
        let mut csv = writer(file, b',');
        csv.write_record(headings(shape)).map_err(|problem| unwritable(&path, problem))?;
        csv.flush().map_err(|problem| unwritable(&path, problem))?;
        written.push(path);
    }
    written.push(write_columns(shapes, folder)?);
    Ok(written)
}

fn refused(path: &Path, problem: &std::io::Error) -> Fault {
    if problem.kind() == std::io::ErrorKind::AlreadyExists {
        let words = format!("{} is there already and may hold your work; name another folder", path.display());
        return Fault::Refused(Refusal::Conflict(words));
    }
    unwritable(path, problem)
}

fn write_columns(shapes: &[&'static FactShape], folder: &Path) -> Outside<PathBuf> {
    let path = folder.join("_columns.csv");
    let mut csv = create_csv(&path, b',')?;
    let mut write = |cells: [&str; 5]| csv.write_record(cells).map_err(|problem| unwritable(&path, problem));
    write(["object", "column", "kind", "required", "help"])?;
    for shape in shapes {
        write([
            shape.object,
            "source",
            "text",
            "no",
            "system the row comes from; empty takes the one named at import",
        ])?;
        for column in shape.columns {
            let required = if column.required { "yes" } else { "no" };
            write([shape.object, column.name, &kind_words(column.kind), required, column.help])?;
        }
        write([shape.object, "known_at", "moment", "no", "when the row was first known; empty takes its own date"])?;
    }
    csv.flush().map_err(|problem| unwritable(&path, problem))?;
    Ok(path)
}

/// What a column holds, in words for the person who fills it in.
fn kind_words(kind: ColumnKind) -> String {
    match kind {
        ColumnKind::Text => "text".to_owned(),
        ColumnKind::Word(words) => format!("one of {}", words.join(", ")),
        ColumnKind::Reference(object) => format!("reference to {object}"),
        ColumnKind::Day => "day, such as 2024-12-31".to_owned(),
        ColumnKind::Moment => "moment, such as 2024-12-31T09:30".to_owned(),
        ColumnKind::Whole(least, most) => format!("whole number, {least} to {most}"),
        ColumnKind::Number(least, most) => format!("number, {least} to {most}"),
        ColumnKind::Amount => "amount, 0 or more".to_owned(),
        ColumnKind::CurrencyCode => "currency code, such as USD".to_owned(),
        ColumnKind::Flag => "true or false".to_owned(),
        ColumnKind::PeriodName => "period, such as 2026-Q3".to_owned(),
    }
}

//! Files as people hand them in, through the port.

mod any_bytes;
mod as_people_write;
mod formats;
mod kinds_of_files;
mod lending;
mod presets;
mod real_samples;
mod round_trips;
mod wide;

use std::path::{Path, PathBuf};

use kernel::{Cell, FactShape};
use ports::deliveries::{Batch, Deliveries, FileSurvey, ReadRow, ReadingOptions, RejectedRow, ToldObject};

use crate::FileDeliveries;

fn all_shapes() -> Vec<&'static FactShape> {
    [people::SHAPES, customers::SHAPES, usage::SHAPES].concat()
}

fn deliveries() -> FileDeliveries {
    FileDeliveries::new(all_shapes())
}

/// One for tests that try many small files.
fn shared() -> &'static FileDeliveries {
    static SHARED: std::sync::LazyLock<FileDeliveries> = std::sync::LazyLock::new(deliveries);
    &SHARED
}

fn in_dollars() -> ReadingOptions {
    ReadingOptions { currency: Some(kernel::Currency::USD), ..ReadingOptions::default() }
}

fn survey(deliveries: &FileDeliveries, paths: &[PathBuf], options: &ReadingOptions) -> Vec<FileSurvey> {
    deliveries.survey(paths, options, &mut |_| ()).unwrap()
}

/// What reading a surveyed file hands over.
fn read(
    deliveries: &FileDeliveries,
    survey: &FileSurvey,
    options: &ReadingOptions,
) -> (Vec<ReadRow>, Vec<RejectedRow>) {
    let (mut rows, mut rejected) = (Vec::new(), Vec::new());
    deliveries
        .read(survey, options, &mut |batch| {
            match batch {
                Batch::Rows(more) => rows.extend(more),
                Batch::Rejected(more) => rejected.extend(more),
                Batch::LeftOut(_) => {}
            }
            Ok(())
        })
        .unwrap();
    (rows, rejected)
}

/// A file of this name and content in a folder of its own.
fn file(name: &str, content: impl AsRef<[u8]>) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    (folder, path)
}

/// Surveys and reads one file with one table.
fn read_file(path: &Path, options: &ReadingOptions) -> (FileSurvey, Vec<ReadRow>, Vec<RejectedRow>) {
    let deliveries = deliveries();
    let surveys = survey(&deliveries, &[path.to_owned()], options);
    assert_eq!(surveys.len(), 1);
    let (rows, rejected) = read(&deliveries, &surveys[0], options);
    (surveys[0].clone(), rows, rejected)
}

fn cell<'r>(survey: &FileSurvey, row: &'r ReadRow, column: &str) -> &'r Cell {
    &row.cells[survey.matched.as_ref().unwrap().shape.position(column).unwrap()]
}

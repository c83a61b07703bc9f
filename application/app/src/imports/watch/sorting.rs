use std::path::{Path, PathBuf};

use kernel::{ColumnKind, FactShape, Refusal};
use ports::Fault;
use ports::deliveries::{FileSurvey, ReadingOptions};

use crate::desk::{Desk, refused};

/// Files at rest, sorted by what can be done with them now.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    /// Can be taken in.
    pub(super) ready: Vec<PathBuf>,
    /// Cannot be read, and why.
    pub(super) unreadable: Vec<(PathBuf, String)>,
    /// Leave something open that only a person can decide.
    pub(super) asking: Vec<(PathBuf, Vec<String>)>,
    /// Refer to rows of a file that asks, and those files.
    pub(super) waiting: Vec<(PathBuf, Vec<PathBuf>)>,
}

/// Looks at files and sorts them.
pub(super) fn sorted(desk: &Desk<'_>, files: &[PathBuf], options: &ReadingOptions) -> Result<Sorted, Refusal> {
    let mut sorted = Sorted::default();
    let mut readable = files.to_vec();
    let surveys = loop {
        if readable.is_empty() {
            return Ok(sorted);
        }
        // Together, because files of one delivery explain each other.
        match desk.deliveries.survey(&readable, options, &mut |_| ()) {
            Ok(surveys) => break surveys,
            Err(Fault::Refused(why)) => {
                let (whole, unreadable) = apart(desk, &readable, options)?;
                if unreadable.is_empty() {
                    return Err(why);
                }
                sorted.unreadable.extend(unreadable);
                readable = whole;
            }
            Err(fault) => return Err(refused(fault)),
        }
    };
    let of = |path: &Path| surveys.iter().filter(|survey| survey.path == path).collect::<Vec<_>>();
    for path in &readable {
        let questions = questions(&of(path));
        if !questions.is_empty() {
            sorted.asking.push((path.clone(), questions));
        }
    }
    let asking: Vec<PathBuf> = sorted.asking.iter().map(|(path, _)| path.clone()).collect();
    for path in readable.iter().filter(|path| !asking.contains(path)) {
        let refers = |other: &&PathBuf| of(path).iter().any(|one| of(other).iter().any(|other| refers_to(one, other)));
        let awaited: Vec<PathBuf> = asking.iter().filter(refers).cloned().collect();
        match awaited.is_empty() {
            true => sorted.ready.push(path.clone()),
            false => sorted.waiting.push((path.clone(), awaited)),
        }
    }
    Ok(sorted)
}

/// Files that can be read, and files with why they cannot.
type Apart = (Vec<PathBuf>, Vec<(PathBuf, String)>);

/// Each file by itself, to find those that cannot be read.
fn apart(desk: &Desk<'_>, files: &[PathBuf], options: &ReadingOptions) -> Result<Apart, Refusal> {
    let (mut whole, mut unreadable) = (Vec::new(), Vec::new());
    for path in files {
        match desk.deliveries.survey(std::slice::from_ref(path), options, &mut |_| ()) {
            Ok(_) => whole.push(path.clone()),
            // Somebody took it away again; there is nothing to do with it.
            Err(Fault::Refused(Refusal::NotFound(_))) if !path.exists() => {}
            Err(Fault::Refused(why)) => unreadable.push((path.clone(), why.to_string())),
            Err(fault) => return Err(refused(fault)),
        }
    }
    Ok((whole, unreadable))
}

/// What a file leaves open; that nothing in it is recognised is a question too.
fn questions(surveys: &[&FileSurvey]) -> Vec<String> {
    let asked: Vec<String> = surveys.iter().flat_map(|survey| survey.questions.iter().cloned()).collect();
    let is_known = surveys.iter().any(|survey| survey.matched.is_some() || survey.aside.is_some());
    if asked.is_empty() && !is_known {
        let mut told: Vec<String> = surveys.iter().flat_map(|survey| survey.findings.iter().cloned()).collect();
        told.push(
            "what are its rows? say --as OBJECT, such as --as contacts, and --columns \"ours=theirs; …\"".to_owned(),
        );
        return told;
    }
    asked
}

/// Whether rows of one file may name rows of another.
fn refers_to(one: &FileSurvey, other: &FileSurvey) -> bool {
    let shape = |survey: &FileSurvey| survey.matched.as_ref().map(|matched| matched.shape);
    let refers = |one: &'static FactShape, other: &'static FactShape| {
        one.object != other.object
            && one.columns.iter().any(|column| column.kind == ColumnKind::Reference(other.object))
    };
    shape(one).zip(shape(other)).is_some_and(|(one, other)| refers(one, other))
}

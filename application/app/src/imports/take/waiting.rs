use std::path::PathBuf;

use kernel::{ColumnKind, Refusal};
use ports::deliveries::FileSurvey;
use report::{Block, Report, Tone};

use crate::imports::short_name;

/// A file or sheet that is left out until a person answers.
#[derive(Debug, Clone)]
pub(in crate::imports) struct Waiting {
    /// The file.
    pub(in crate::imports) path: PathBuf,
    /// The file as it is named to people.
    name: String,
    /// What is asked, or which file it waits for.
    pub(in crate::imports) why: Vec<String>,
}

/// The files of a delivery by whether they can be taken in now.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    /// In the order of import.
    pub(super) files: Vec<FileSurvey>,
    pub(super) waiting: Vec<Waiting>,
}

impl Sorted {
    /// What asks waits, and with it what names rows of it; all the rest can be taken in. A delivery that says all there
    /// is cannot do without one of its files: `is_whole`.
    ///
    /// # Errors
    /// When nothing is recognised, or nothing can be taken in before a question is answered.
    pub(super) fn of(surveyed: Vec<FileSurvey>, is_whole: bool) -> Result<Self, Refusal> {
        let part = |file: &FileSurvey| (file.path.clone(), file.sheet.clone());
        let mut questions: Vec<String> = Vec::new();
        for file in &surveyed {
            questions.extend(file.questions.iter().map(|question| format!("{}: {question}", short_name(file))));
        }
        let asking: Vec<_> = surveyed.iter().filter(|file| !file.questions.is_empty()).map(part).collect();
        let mut sorted = Self::default();
        let (asking, rest): (Vec<_>, Vec<_>) = surveyed.into_iter().partition(|file| asking.contains(&part(file)));
        for file in rest {
            match asking.iter().find(|other| refers_to(&file, other)) {
                Some(other) => sorted.wait(&file, vec![format!("its rows name rows of {}", short_name(other))]),
                None => sorted.files.push(file),
            }
        }
        for file in &asking {
            sorted.wait(file, file.questions.clone());
        }
        let is_nothing = sorted.files.iter().all(|file| file.matched.is_none());
        if !questions.is_empty() && (is_nothing || is_whole) {
            questions.dedup();
            let is_of_one = sorted.files.is_empty() && sorted.waiting.len() == 1;
            questions.extend((!is_of_one).then(|| NAMED.to_owned()));
            return Err(Refusal::Rejected(questions.join("\n")));
        }
        if is_nothing {
            return Err(nothing(&sorted.files));
        }
        Ok(sorted)
    }

    fn wait(&mut self, file: &FileSurvey, why: Vec<String>) {
        let name = short_name(file);
        let place = self.waiting.iter().position(|known| known.name == name && known.path == file.path);
        let known = match place {
            Some(place) => &mut self.waiting[place],
            None => {
                self.waiting.push(Waiting { path: file.path.clone(), name, why: Vec::new() });
                let last = self.waiting.len() - 1;
                &mut self.waiting[last]
            }
        };
        for reason in why {
            if !known.why.contains(&reason) {
                known.why.push(reason);
            }
        }
    }
}

/// How an answer is given to one of several files.
const NAMED: &str =
    "of several files, name the one that is meant: --as \"FILE=OBJECT\", --columns \"FILE:COLUMN=HEADING\"";

fn nothing(files: &[FileSurvey]) -> Refusal {
    let named = |file: &FileSurvey| format!("{} ({})", short_name(file), file.findings.join("; "));
    let names: Vec<String> = files.iter().map(named).collect();
    Refusal::Rejected(format!(
        "no file is recognised: {}; `evenkeel template FOLDER` writes templates to fill in",
        names.join(", ")
    ))
}

/// Whether rows of one file name rows of another: taken in without it, they would be rejected, or lose what they name.
fn refers_to(one: &FileSurvey, other: &FileSurvey) -> bool {
    let (Some(one), Some(other)) = (&one.matched, &other.matched) else { return false };
    one.shape.object != other.shape.object
        && one.shape.columns.iter().any(|column| {
            let is_used = one.used.iter().any(|(_, used)| *used == column.name);
            column.kind == ColumnKind::Reference(other.shape.object) && is_used
        })
}

/// Says of each file that waits why it does.
pub(super) fn tell(report: &mut Report, waiting: &[Waiting]) {
    for file in waiting {
        let says = format!("{} waits, and nothing of it was taken in: {}", file.name, file.why.join("; "));
        report.push(Block::callout(Tone::Warning, says));
    }
    if !waiting.is_empty() {
        report.push(Block::text(format!(
            "To take in what waits, import the files again with the answer; what was taken in stays as it is; {NAMED}."
        )));
    }
}

/// That files wait, in a line.
pub(super) fn refusal(waiting: &[Waiting]) -> Option<Refusal> {
    let names: Vec<&str> = waiting.iter().map(|file| file.name.as_str()).collect();
    let what = match names.len() {
        0 => return None,
        1 => "1 file waits".to_owned(),
        many => format!("{many} files wait"),
    };
    Some(Refusal::Rejected(format!(
        "{what} for an answer: {}; all else was taken in, and the report says what is asked",
        names.join(", ")
    )))
}

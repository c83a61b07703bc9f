use std::path::{Path, PathBuf};

use crate::desk::Desk;

/// What stands beside a file that leaves something open.
pub(super) fn question(desk: &Desk<'_>, file: &Path, place: &Path, questions: &[String]) -> String {
    let asked: Vec<String> = questions.iter().map(|question| format!("- {question}\n")).collect();
    format!(
        "{} was not taken in: it leaves open what only a person can decide.\n\n{}\n\
         See what it holds:  {}\n\
         Take it in:         {}\n\
         with the option that answers. Then delete the file here, and this text.\n",
        name(file),
        asked.concat(),
        command(desk, "import inspect", &[place]),
        command(desk, "import", &[place]),
    )
}

/// What stands beside a file whose rows name rows of a file that leaves something open.
pub(super) fn waiting(desk: &Desk<'_>, file: &Path, place: &Path, awaited: &[PathBuf]) -> String {
    let folder = place.parent().unwrap_or(Path::new(""));
    let awaited: Vec<PathBuf> = awaited.iter().map(|path| folder.join(path.file_name().unwrap_or_default())).collect();
    let names: Vec<String> = awaited.iter().map(|path| name(path)).collect();
    let all: Vec<&Path> = awaited.iter().map(PathBuf::as_path).chain([place]).collect();
    format!(
        "{} was not taken in: its rows name rows of {}, which leaves something open (see the text beside it).\n\n\
         Take them in together:  {}\n\
         with the option that answers. Then delete the files here, and these texts.\n",
        name(file),
        names.join(" and "),
        command(desk, "import", &all),
    )
}

/// What stands beside a file that was refused.
pub(super) fn refused(file: &Path, why: &str) -> String {
    format!(
        "{} was refused, and nothing of it was taken in:\n\n{why}\n\n\
         Mend it and drop it into the folder again.\n",
        name(file)
    )
}

/// What stands beside a file whose rows were all rejected.
pub(super) fn all_rejected(file: &Path, why: &str) -> String {
    format!(
        "Every row of {} was rejected, so nothing of it was taken in:\n\n{why}\n\n\
         The file of that name with _rejected beside it has the reason of every row in its last column. Mend the rows in \
         it and drop it into the folder.\n",
        name(file)
    )
}

/// What stands beside the rejected rows of a file that was taken in.
pub(super) fn some_rejected(file: &Path, rejected: u64, delivery: i64) -> String {
    let (what, them) = if rejected == 1 { ("row", "it") } else { ("rows", "them") };
    format!(
        "{rejected} {what} of {} could not be taken in with delivery {delivery}; all others were.\n\n\
         The last column says why. Mend {them} here and drop this file into the folder: rows that are known already \
         change nothing.\n",
        name(file)
    )
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// A command for this home, as a shell takes it.
fn command(desk: &Desk<'_>, verb: &str, files: &[&Path]) -> String {
    let files: Vec<String> = files.iter().map(|path| quoted(path)).collect();
    format!("evenkeel --home {} {verb} {}", quoted(desk.home), files.join(" "))
}

/// A path as one word of a shell.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |letter: char| letter.is_alphanumeric() || "/\\:._-+@,".contains(letter);
    match text.chars().all(is_plain) {
        true => text,
        false if cfg!(windows) => format!("\"{text}\""),
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

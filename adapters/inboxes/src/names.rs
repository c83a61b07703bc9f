use std::ffi::{OsStr, OsString};
use std::path::Path;

/// How browsers, mail programs and copiers name what is not whole yet.
const UNFINISHED_ENDINGS: [&str; 10] =
    ["part", "partial", "crdownload", "download", "tmp", "temp", "filepart", "opdownload", "!ut", "swp"];

/// Whether a name says that the file is hidden, of another program's own, or still being written.
pub(crate) fn is_unfinished(name: &OsStr) -> bool {
    let told = name.to_string_lossy().to_lowercase();
    let ending = told.rsplit_once('.').map(|(_, ending)| ending).unwrap_or_default();
    told.starts_with(['.', '~', '_']) || told.ends_with('~') || UNFINISHED_ENDINGS.contains(&ending)
}

/// The name with a number before its ending: `accounts-2.csv`; as it is for the first.
pub(crate) fn numbered(name: &OsStr, number: u32) -> OsString {
    if number == 1 {
        return name.to_owned();
    }
    let path = Path::new(name);
    let mut made = path.file_stem().unwrap_or(name).to_owned();
    made.push(format!("-{number}"));
    if let Some(ending) = path.extension() {
        made.push(".");
        made.push(ending);
    }
    made
}

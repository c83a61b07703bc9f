//! Files that lie packed in another one: gzip, and zip archives of several files.
//!
//! What is unpacked lies in a temporary file that goes away with the table, so that a packed file may be larger than the
//! memory and is read like any other.

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use kernel::Refusal;
use ports::{Fault, Outside};
use tempfile::{NamedTempFile, TempPath};
use zip::ZipArchive;

use crate::survey::is_wanted_name;
use crate::table::{file_name, unreadable};

/// Up to this size nothing is taken for a bomb.
const SMALL_BYTES: u64 = 256 * 1024 * 1024;
/// What unpacks to more than so many times its size is no export.
const MOST_TIMES: u64 = 250;
/// Nobody's export unpacks to more than this.
const MOST_BYTES: u64 = 64 * 1024 * 1024 * 1024;
/// More files than this are not looked for in one archive.
const MOST_FILES: usize = 1000;

/// What a zip archive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Archive {
    Xlsx,
    Ods,
    /// Several files of any kind.
    Files,
}

/// A file of an archive, unpacked.
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) unpacked: TempPath,
}

/// How much may still be unpacked, so that a bomb is seen before it fills the disk.
struct Budget<'a> {
    path: &'a Path,
    packed: u64,
    unpacked: u64,
}

fn refused(path: &Path, words: &str) -> Fault {
    Fault::Refused(Refusal::Rejected(format!("{} {words}", file_name(path))))
}

fn broken(path: &Path) -> impl Fn(io::Error) -> Fault + '_ {
    |problem| match problem.kind() {
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
            refused(path, "cannot be unpacked: it is damaged or was cut off; hand it in again, or unpacked")
        }
        io::ErrorKind::Unsupported => {
            refused(path, "is packed in a way that is not read, or damaged; hand it in unpacked, or packed again")
        }
        _ => unreadable(path, &problem),
    }
}

fn open(path: &Path) -> Outside<(File, u64)> {
    let file = File::open(path).map_err(|problem| unreadable(path, &problem))?;
    let length = file.metadata().map_err(|problem| unreadable(path, &problem))?.len();
    Ok((file, length))
}

impl<'a> Budget<'a> {
    fn of(path: &'a Path, packed: u64) -> Self {
        Self { path, packed, unpacked: 0 }
    }

    /// Moves bytes from a decoder to where they shall lie.
    fn pump(&mut self, from: &mut dyn Read, to: &mut dyn Write) -> Outside<()> {
        let mut buffer = vec![0; 256 * 1024];
        loop {
            let read = match from.read(&mut buffer) {
                Err(problem) if problem.kind() == io::ErrorKind::Interrupted => continue,
                other => other.map_err(broken(self.path))?,
            };
            if read == 0 {
                return Ok(());
            }
            self.unpacked += read as u64;
            if self.is_spent() {
                return Err(refused(
                    self.path,
                    "unpacks to far more than an export does, which is how a disk is filled on purpose; unpack it yourself and hand in what you need",
                ));
            }
            to.write_all(&buffer[..read])
                .map_err(|problem| Fault::broken("unpacking into a temporary file", problem))?;
        }
    }

    fn is_spent(&self) -> bool {
        self.unpacked > MOST_BYTES || (self.unpacked > SMALL_BYTES && self.unpacked / MOST_TIMES > self.packed)
    }
}

fn temporary() -> Outside<NamedTempFile> {
    NamedTempFile::new().map_err(|problem| Fault::broken("making a temporary file", problem))
}

/// Unpacks a gzip file.
pub(crate) fn gunzip(path: &Path) -> Outside<TempPath> {
    let (file, length) = open(path)?;
    let mut into = temporary()?;
    Budget::of(path, length).pump(&mut MultiGzDecoder::new(BufReader::new(file)), &mut into)?;
    Ok(into.into_temp_path())
}

fn zip(path: &Path) -> Outside<(ZipArchive<BufReader<File>>, u64)> {
    let (file, length) = open(path)?;
    let archive = ZipArchive::new(BufReader::new(file)).map_err(|problem| {
        refused(
            path,
            &format!(
                "cannot be read ({problem}): it is damaged or was cut off; export it again, or open it in a spreadsheet and save it as XLSX or CSV"
            ),
        )
    })?;
    Ok((archive, length))
}

/// What kind of archive it is; a workbook that is a bomb is refused.
pub(crate) fn kind_of(path: &Path) -> Outside<Archive> {
    let (archive, length) = zip(path)?;
    let has = |name: &str| archive.index_for_name(name).is_some();
    let kind = match (has("[Content_Types].xml") || has("xl/workbook.xml"), has("content.xml") && has("mimetype")) {
        (true, _) => Archive::Xlsx,
        (_, true) => Archive::Ods,
        _ => return Ok(Archive::Files),
    };
    refuse_bomb(path, archive, length)?;
    Ok(kind)
}

/// Unpacks a workbook once into nothing: what its parts claim to be need not be true.
fn refuse_bomb(path: &Path, mut archive: ZipArchive<BufReader<File>>, length: u64) -> Outside<()> {
    let mut budget = Budget::of(path, length);
    for place in 0..archive.len() {
        // A part that cannot be opened is for the reader of workbooks to complain about.
        if let Ok(mut part) = archive.by_index(place) {
            budget.pump(&mut part, &mut io::sink())?;
        }
    }
    Ok(())
}

/// Unpacks the files of an archive that may hold data, in the order of their names.
pub(crate) fn unzip(path: &Path) -> Outside<Vec<Member>> {
    let (mut archive, length) = zip(path)?;
    let mut budget = Budget::of(path, length);
    let mut members = Vec::new();
    if archive.len() > MOST_FILES {
        return Err(refused(path, &format!("holds more than {MOST_FILES} files; take out what you need")));
    }
    for place in 0..archive.len() {
        let damaged = |problem: zip::result::ZipError| {
            refused(path, &format!("cannot be unpacked ({problem}): hand it in again, or unpacked"))
        };
        let (name, is_protected, is_folder) = {
            let part = archive.by_index_raw(place).map_err(damaged)?;
            (part.name().map_err(damaged)?.into_owned(), part.encrypted(), !part.is_file())
        };
        if leads_out(&name) {
            return Err(refused(
                path,
                &format!("holds a file that wants to lie elsewhere (`{name}`); nothing of it is read"),
            ));
        }
        if is_folder || !may_hold_rows(&name) {
            continue;
        }
        if is_packed(&name) {
            return Err(refused(
                path,
                &format!("holds another packed file (`{name}`); unpack that one and hand it in by itself"),
            ));
        }
        if is_protected {
            return Err(refused(path, "is protected by a password; unpack it and hand in the files"));
        }
        let mut part = archive.by_index(place).map_err(damaged)?;
        let mut into = temporary()?;
        budget.pump(&mut part, &mut into)?;
        members.push(Member { name, unpacked: into.into_temp_path() });
    }
    members.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(members)
}

/// Absolute paths, drives and ways up.
fn leads_out(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    drive || name.starts_with(['/', '\\']) || name.split(['/', '\\']).any(|part| part == "..")
}

fn is_packed(name: &str) -> bool {
    let lower = name.to_lowercase();
    [".zip", ".gz", ".7z", ".rar", ".bz2", ".xz", ".zst"].iter().any(|ending| lower.ends_with(ending))
}

/// What a Mac adds, hidden files and our own side files are no data.
fn may_hold_rows(name: &str) -> bool {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    !name.starts_with("__MACOSX") && (is_wanted_name(last) || is_packed(last))
}

#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Seek, SeekFrom, Take};
use std::path::{Path, PathBuf};

use flate2::read::DeflateDecoder;
use kernel::Refusal;
use ports::backups::{BackupPart, Manifest};
use ports::store::CopyGiver;
use ports::{Fault, Outside};
use sha2::{Digest, Sha256};
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use crate::manifest::{FORM, Form, Written};
use crate::rejected;
use crate::writing::hexadecimal;

/// What a backup says of itself.
pub(crate) const MANIFEST: &str = "manifest.json";
/// A manifest larger than this is none of ours.
const MANIFEST_BYTES_MAX: u64 = 16 << 20;

/// A backup that is open for reading.
pub(crate) struct Opened {
    zip: ZipArchive<BufReader<File>>,
    path: PathBuf,
    pub(crate) manifest: Manifest,
}

impl Opened {
    pub(crate) fn at(path: &Path) -> Outside<Self> {
        let unreadable = |cause: Error| match cause.kind() {
            ErrorKind::NotFound => Fault::Refused(Refusal::NotFound(format!("there is no file {}", path.display()))),
            _ => Fault::broken("reading the backup", format!("{} cannot be read: {cause}", path.display())),
        };
        let file = File::open(path).map_err(unreadable)?;
        if file.metadata().map_err(unreadable)?.is_dir() {
            return Err(rejected(format!("{} is a folder; name the file of a backup in it", path.display())));
        }
        let mut begin = [0_u8; 4];
        let begins_as_zip = (&file).read(&mut begin).is_ok_and(|read| read == 4 && begin == *b"PK\x03\x04");
        let zip = ZipArchive::new(BufReader::new(file));
        let mut zip = match zip {
            Ok(zip) => zip,
            Err(_) if begins_as_zip => return Err(damaged(path, "it was cut off")),
            Err(_) => return Err(foreign(path)),
        };
        let manifest = manifest_of(&mut zip, path)?;
        Ok(Self { zip, path: path.to_path_buf(), manifest })
    }

    /// Reads every part and compares it with its SHA-256.
    pub(crate) fn verify(&mut self) -> Outside<()> {
        for part in self.manifest.parts.clone() {
            let found = digest_of(self.part(&part.name)?, part.bytes);
            if found.ok() != Some((part.bytes, part.sha256)) {
                return Err(damaged(&self.path, &part.name));
            }
        }
        Ok(())
    }

    fn part(&mut self, name: &str) -> Outside<ZipFile<'_, BufReader<File>>> {
        let path = &self.path;
        self.zip.by_name(name).map_err(|_| damaged(path, name))
    }

    /// The bytes of a small part, where it is there.
    pub(crate) fn small(&mut self, name: &str) -> Outside<Option<Vec<u8>>> {
        if !self.manifest.parts.iter().any(|part| part.name == name) {
            return Ok(None);
        }
        let path = self.path.clone();
        let mut bytes = Vec::new();
        self.part(name)?.read_to_end(&mut bytes).map_err(|_| damaged(&path, name))?;
        Ok(Some(bytes))
    }

    /// Its tables, one after the other.
    pub(crate) fn tables(&mut self) -> Tables<'_> {
        let is_table = |part: &&BackupPart| part.rows.is_some();
        let waiting: Vec<BackupPart> = self.manifest.parts.iter().filter(is_table).rev().cloned().collect();
        Tables { backup: self, waiting, open: None }
    }

    /// The bytes of a part as they come, apart from the archive, so that a table can be read in pieces.
    fn stream(&mut self, name: &str) -> Outside<BufReader<DeflateDecoder<Take<File>>>> {
        let found = self.part(name)?;
        let (begin, bytes) = (found.data_start(), found.compressed_size());
        drop(found);
        let path = &self.path;
        let unreadable = |_| damaged(path, name);
        let mut file = File::open(path).map_err(unreadable)?;
        let begin = begin.ok_or_else(|| damaged(path, name))?;
        file.seek(SeekFrom::Start(begin)).map_err(unreadable)?;
        Ok(BufReader::with_capacity(256 << 10, DeflateDecoder::new(file.take(bytes))))
    }
}

fn manifest_of(zip: &mut ZipArchive<BufReader<File>>, path: &Path) -> Outside<Manifest> {
    let stream = match zip.by_name(MANIFEST) {
        Ok(stream) => stream,
        Err(ZipError::FileNotFound) => return Err(foreign(path)),
        Err(_) => return Err(damaged(path, MANIFEST)),
    };
    let mut bytes = Vec::new();
    stream.take(MANIFEST_BYTES_MAX).read_to_end(&mut bytes).map_err(|_| damaged(path, MANIFEST))?;
    let form: Form = serde_json::from_slice(&bytes).map_err(|_| foreign(path))?;
    if form.evenkeel_backup > FORM {
        return Err(rejected(format!(
            "{} was written by evenkeel {}, in a form this version does not know; install that version or a later one",
            path.display(),
            form.program
        )));
    }
    let written: Written = serde_json::from_slice(&bytes).map_err(|_| damaged(path, MANIFEST))?;
    written.into_manifest().ok_or_else(|| damaged(path, MANIFEST))
}

/// How many bytes there are and their SHA-256; what unpacks to more than it should is not read to its end.
fn digest_of(mut stream: impl Read, most: u64) -> std::io::Result<(u64, String)> {
    let (mut digest, mut bytes) = (Sha256::new(), 0_u64);
    let mut buffer = vec![0_u8; 256 << 10];
    loop {
        let read = stream.read(&mut buffer)?;
        if read == 0 || bytes > most {
            return Ok((bytes, hexadecimal(digest)));
        }
        digest.update(&buffer[..read]);
        bytes += read as u64;
    }
}

fn foreign(path: &Path) -> Fault {
    rejected(format!("{} is no backup of evenkeel; name a file that `evenkeel backup` wrote", path.display()))
}

fn damaged(path: &Path, what: &str) -> Fault {
    rejected(format!("{} is damaged ({what}); nothing was changed; use another backup", path.display()))
}

/// The tables of a backup, as a store takes them. Their bytes were held against their SHA-256 before.
pub(crate) struct Tables<'a> {
    backup: &'a mut Opened,
    /// The tables to come, the next one last.
    waiting: Vec<BackupPart>,
    open: Option<OpenTable>,
}

struct OpenTable {
    part: String,
    rows_left: u64,
    lines: BufReader<DeflateDecoder<Take<File>>>,
}

impl OpenTable {
    fn line(&mut self, line: &mut String) -> std::io::Result<bool> {
        line.clear();
        let read = self.lines.read_line(line)?;
        Ok(read > 0 && line.ends_with('\n'))
    }
}

impl CopyGiver for Tables<'_> {
    fn next_table(&mut self) -> Outside<Option<(String, Vec<String>)>> {
        let Some(part) = self.waiting.pop() else { return Ok(None) };
        let unfit = |backup: &Opened| damaged(&backup.path, &part.name);
        let name = part.name.strip_prefix("tables/").and_then(|name| name.strip_suffix(".jsonl"));
        let name = name.ok_or_else(|| unfit(self.backup))?.to_owned();
        let (lines, mut heading) = (self.backup.stream(&part.name)?, String::new());
        let mut open = OpenTable { part: part.name.clone(), rows_left: part.rows.unwrap_or_default(), lines };
        let columns = open.line(&mut heading).ok().filter(|read| *read);
        let columns = columns.and_then(|_| serde_json::from_str::<Vec<String>>(&heading).ok());
        let columns = columns.ok_or_else(|| unfit(self.backup))?;
        self.open = Some(open);
        Ok(Some((name, columns)))
    }

    fn next_row(&mut self, line: &mut String) -> Outside<bool> {
        let Some(open) = &mut self.open else { return Ok(false) };
        let read = open.line(line);
        match read {
            Ok(true) if open.rows_left > 0 => {
                open.rows_left -= 1;
                Ok(true)
            }
            Ok(false) if open.rows_left == 0 && line.is_empty() => Ok(false),
            _ => Err(damaged(&self.backup.path, &open.part)),
        }
    }
}

use std::fs::File;
use std::io::{BufWriter, Error, Write};
use std::path::{Path, PathBuf};

use kernel::Refusal;
use ports::backups::{BackupPart, BackupPlan, Manifest, WrittenBackup};
use ports::store::{CopyTaker, Store};
use ports::{Fault, Outside};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use zip::result::ZipError;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::faults::on_disk;
use crate::manifest::Written;
use crate::reading::{MANIFEST, Opened};
use crate::{MAPPINGS_FOLDER, SETTINGS_FILE, thinning};

const WRITING: &str = "writing the backup";
/// What is collected before it is written.
const BUFFER_BYTES: usize = 1 << 20;
/// Room for the directory at the end of a zip: thousands of files, where a home has some forty. That there is room is
/// seen before it is written, so that ending the zip does not find the disk full.
const DIRECTORY_BYTES: usize = 1 << 20;

/// Writes a backup beside its name, reads it back, and gives it its name.
pub(crate) fn write(store: &dyn Store, plan: &BackupPlan<'_>) -> Outside<WrittenBackup> {
    let path = path_of(plan);
    refuse_taken(&path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = on_disk(WRITING, &path);
    std::fs::create_dir_all(folder).map_err(&failed)?;
    store.check()?;
    let beside = tempfile::Builder::new().prefix(".evenkeel-backup-").suffix(".part").tempfile_in(folder);
    let beside = beside.map_err(&failed)?;
    let manifest = fill(store, plan, &beside, &path)?;
    beside.as_file().sync_all().map_err(&failed)?;
    Opened::at(beside.path())?.verify()?;
    let bytes = beside.as_file().metadata().map_err(&failed)?.len();
    beside.persist_noclobber(&path).map_err(|cause| match cause.error.kind() {
        std::io::ErrorKind::AlreadyExists => taken(&path),
        _ => failed(cause.error),
    })?;
    crate::homes::sync_folder(folder).map_err(&failed)?;
    Ok(WrittenBackup { path: path.clone(), bytes, manifest })
}

/// A folder is given a file that is named by its moment.
fn path_of(plan: &BackupPlan<'_>) -> PathBuf {
    if plan.names_folder() {
        return plan.target.join(thinning::name_of(plan.at));
    }
    plan.target.to_path_buf()
}

fn refuse_taken(path: &Path) -> Outside<()> {
    if path.symlink_metadata().is_ok() { Err(taken(path)) } else { Ok(()) }
}

fn taken(path: &Path) -> Fault {
    let words = format!("{} is there already and is not replaced; name another file or a folder", path.display());
    Fault::Refused(Refusal::Conflict(words))
}

fn fill(store: &dyn Store, plan: &BackupPlan<'_>, beside: &NamedTempFile, path: &Path) -> Outside<Manifest> {
    let end = File::options().append(true).open(beside.path()).map_err(on_disk(WRITING, path))?;
    let mut archive = Archive::new(beside.as_file(), end, path);
    let head = store.copy(&mut archive)?;
    archive.settings(plan.home)?;
    let mut facts: Vec<(String, u64)> = head.facts.iter().map(|(object, rows)| ((*object).to_owned(), *rows)).collect();
    facts.sort();
    archive.end_part();
    let manifest = Manifest {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        written_at: plan.at,
        engine: head.engine.to_owned(),
        edition: head.edition,
        data_version: head.data_version,
        facts,
        parts: std::mem::take(&mut archive.parts),
    };
    archive.finish(&manifest)?;
    Ok(manifest)
}

fn failed(path: &Path, cause: ZipError) -> Fault {
    on_disk(WRITING, path)(match cause {
        ZipError::Io(cause) => cause,
        other => Error::other(other),
    })
}

/// A backup on its way: a zip, and what is known of the parts so far.
struct Archive<'a> {
    /// Gone once the archive is ended.
    zip: Option<ZipWriter<BufWriter<&'a File>>>,
    /// The file once more, to see whether there is room for its end.
    end: File,
    path: &'a Path,
    parts: Vec<BackupPart>,
    open: Option<(BackupPart, Sha256)>,
}

impl<'a> Archive<'a> {
    fn new(file: &'a File, end: File, path: &'a Path) -> Self {
        let zip = Some(ZipWriter::new(BufWriter::with_capacity(BUFFER_BYTES, file)));
        Self { zip, end, path, parts: Vec::new(), open: None }
    }

    fn begin(&mut self, name: String) -> Outside<()> {
        self.end_part();
        // A table may outgrow four gigabytes.
        let options = SimpleFileOptions::default().large_file(true).unix_permissions(0o600);
        if let Some(zip) = &mut self.zip {
            zip.start_file(name.as_str(), options).map_err(|cause| failed(self.path, cause))?;
        }
        self.open = Some((BackupPart { name, sha256: String::new(), bytes: 0, rows: None }, Sha256::new()));
        Ok(())
    }

    fn put(&mut self, bytes: &[u8]) -> Outside<()> {
        if let Some((part, digest)) = &mut self.open {
            digest.update(bytes);
            part.bytes += bytes.len() as u64;
        }
        let Some(zip) = &mut self.zip else { return Ok(()) };
        zip.write_all(bytes).map_err(on_disk(WRITING, self.path))
    }

    fn end_part(&mut self) {
        if let Some((part, digest)) = self.open.take() {
            self.parts.push(BackupPart { sha256: hexadecimal(digest), ..part });
        }
    }

    /// The settings and the mappings of the home, as they stand.
    fn settings(&mut self, home: &Path) -> Outside<()> {
        self.file(&home.join(SETTINGS_FILE), format!("home/{SETTINGS_FILE}"))?;
        let folder = home.join(MAPPINGS_FOLDER);
        let Ok(entries) = std::fs::read_dir(&folder) else { return Ok(()) };
        let mut names: Vec<std::ffi::OsString> = entries.flatten().map(|entry| entry.file_name()).collect();
        names.sort();
        for name in names {
            let told = name.to_string_lossy();
            if told.ends_with(".toml") && !told.starts_with('.') {
                self.file(&folder.join(&name), format!("home/{MAPPINGS_FOLDER}/{told}"))?;
            }
        }
        Ok(())
    }

    fn file(&mut self, from: &Path, name: String) -> Outside<()> {
        let bytes = match std::fs::read(from) {
            Ok(bytes) => bytes,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(cause) => return Err(Fault::broken(WRITING, format!("{} cannot be read: {cause}", from.display()))),
        };
        self.begin(name)?;
        self.put(&bytes)
    }

    fn finish(mut self, manifest: &Manifest) -> Outside<()> {
        let text = serde_json::to_string_pretty(&Written::of(manifest));
        let text = text.map_err(|cause| Fault::broken(WRITING, cause))?;
        self.begin(MANIFEST.to_owned())?;
        self.put(text.as_bytes())?;
        let told = on_disk(WRITING, self.path);
        let written = self.end.metadata().map_err(&told)?.len();
        self.end.write_all(&vec![0; BUFFER_BYTES + DIRECTORY_BYTES]).map_err(&told)?;
        self.end.set_len(written).map_err(&told)?;
        let Some(zip) = self.zip.take() else { return Ok(()) };
        let mut writer = zip.finish().map_err(|cause| failed(self.path, cause))?;
        writer.flush().map_err(&told)
    }
}

impl Drop for Archive<'_> {
    /// An archive that could not be written to its end is let go of as it is. The library would end it all the same, on a
    /// disk that is full, and print that this failed after we have told it.
    fn drop(&mut self) {
        if let Some(zip) = self.zip.take() {
            std::mem::forget(zip);
        }
    }
}

impl CopyTaker for Archive<'_> {
    fn table(&mut self, name: &str, columns: &[String]) -> Outside<()> {
        self.begin(format!("tables/{name}.jsonl"))?;
        if let Some((part, _)) = &mut self.open {
            part.rows = Some(0);
        }
        let heading = serde_json::to_string(columns).map_err(|cause| Fault::broken(WRITING, cause))?;
        self.put(heading.as_bytes())?;
        self.put(b"\n")
    }

    fn row(&mut self, line: &str) -> Outside<()> {
        if let Some((BackupPart { rows: Some(rows), .. }, _)) = &mut self.open {
            *rows += 1;
        }
        self.put(line.as_bytes())?;
        self.put(b"\n")
    }
}

/// A digest as it is written down.
pub(crate) fn hexadecimal(digest: Sha256) -> String {
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

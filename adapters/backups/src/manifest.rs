use jiff::civil::DateTime;
use ports::backups::{BackupPart, Manifest};
use serde::{Deserialize, Serialize};

/// The form of backups that this program writes, and the newest it reads.
pub(crate) const FORM: u32 = 1;

/// The manifest as it stands in a backup.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Written {
    /// What tells a backup from any other zip.
    pub(crate) evenkeel_backup: u32,
    pub(crate) program: String,
    written_at: String,
    engine: String,
    edition: Vec<String>,
    data_version: i64,
    facts: Vec<Count>,
    parts: Vec<Part>,
}

/// The least of a manifest that any form has.
#[derive(Debug, Deserialize)]
pub(crate) struct Form {
    pub(crate) evenkeel_backup: u32,
    pub(crate) program: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Count {
    object: String,
    rows: u64,
}

#[derive(Debug, Serialize, Deserialize)]
struct Part {
    name: String,
    sha256: String,
    bytes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<u64>,
}

impl Written {
    pub(crate) fn of(manifest: &Manifest) -> Self {
        let part = |part: &BackupPart| Part {
            name: part.name.clone(),
            sha256: part.sha256.clone(),
            bytes: part.bytes,
            rows: part.rows,
        };
        Self {
            evenkeel_backup: FORM,
            program: manifest.program.clone(),
            written_at: manifest.written_at.to_string(),
            engine: manifest.engine.clone(),
            edition: manifest.edition.clone(),
            data_version: manifest.data_version,
            facts: manifest.facts.iter().map(|(object, rows)| Count { object: object.clone(), rows: *rows }).collect(),
            parts: manifest.parts.iter().map(part).collect(),
        }
    }

    pub(crate) fn into_manifest(self) -> Option<Manifest> {
        let part = |part: Part| BackupPart { name: part.name, sha256: part.sha256, bytes: part.bytes, rows: part.rows };
        Some(Manifest {
            program: self.program,
            written_at: self.written_at.parse::<DateTime>().ok()?,
            engine: self.engine,
            edition: self.edition,
            data_version: self.data_version,
            facts: self.facts.into_iter().map(|count| (count.object, count.rows)).collect(),
            parts: self.parts.into_iter().map(part).collect(),
        })
    }
}

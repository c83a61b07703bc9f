use ports::backups::{BackupPart, Manifest};
use ports::store::{CopyTaker, Store};
use ports::{Fault, Outside};
use sha2::{Digest, Sha256};

use crate::rejected;
use crate::writing::hexadecimal;

/// Compares every table of a store with the backup it was filled from, by its SHA-256. Says how many.
pub(crate) fn compare(store: &dyn Store, manifest: &Manifest) -> Outside<u64> {
    let mut seen = Digests { done: Vec::new(), open: None };
    store.copy(&mut seen)?;
    seen.end();
    let tables: Vec<&BackupPart> = manifest.parts.iter().filter(|part| part.rows.is_some()).collect();
    for table in &tables {
        let found = seen.done.iter().find(|(name, _)| *name == table.name).map(|(_, digest)| digest);
        if found != Some(&table.sha256) {
            return Err(rejected(format!(
                "{} reads differently once it is restored; keep this backup for whoever looks into it, and write \
                 another one",
                table.name
            )));
        }
    }
    Ok(tables.len() as u64)
}

/// The SHA-256 of each table, as a backup would write it.
struct Digests {
    done: Vec<(String, String)>,
    open: Option<(String, Sha256)>,
}

impl Digests {
    fn end(&mut self) {
        if let Some((name, digest)) = self.open.take() {
            self.done.push((name, hexadecimal(digest)));
        }
    }

    fn line(&mut self, line: &[u8]) {
        if let Some((_, digest)) = &mut self.open {
            digest.update(line);
            digest.update(b"\n");
        }
    }
}

impl CopyTaker for Digests {
    fn table(&mut self, name: &str, columns: &[String]) -> Outside<()> {
        self.end();
        self.open = Some((format!("tables/{name}.jsonl"), Sha256::new()));
        let heading = serde_json::to_string(columns).map_err(|cause| Fault::broken("comparing tables", cause))?;
        self.line(heading.as_bytes());
        Ok(())
    }

    fn row(&mut self, line: &str) -> Outside<()> {
        self.line(line.as_bytes());
        Ok(())
    }
}

use std::path::Path;
use std::time::Duration;

use kernel::FactShape;
use ports::{Fault, Outside};
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbErr};
use sea_orm_migration::MigratorTrait;
use tokio::runtime::{Builder, Runtime};

use crate::embedded::Embedded;
use crate::faults::fault;
use crate::migrations::Migrations;
use crate::sea_store::SeaStore;

/// What is left of the journal once its pages stand in the database: after a large import it is as large as the import.
const JOURNAL_BYTES: u64 = 64 << 20;

/// How long to wait for another program that is writing.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);
/// How often to try to make the tables, and how long to wait in between.
const MIGRATION_TRIES: u32 = 20;
const MIGRATION_PAUSE: Duration = Duration::from_millis(250);
/// What is kept of the file in memory: 192 MiB. A first import of millions of rows would otherwise write each page of
/// its indexes many times.
const CACHE_KIB: &str = "-196608";
/// What is read of the file without copying it: 64 MiB, where a small company lies as a whole. What one connection wrote
/// empties the caches of the others.
pub(crate) const MAPPED_BYTES: i64 = 64 << 20;

/// Opens the store in a file, and makes it where it is not there yet.
///
/// # Errors
/// When the folder or the file cannot be made, is not a store, or is held by another program.
pub fn open_file(path: &Path, shapes: &'static [&'static FactShape]) -> Outside<SeaStore> {
    open_limited(path, shapes, JOURNAL_BYTES)
}

fn open_limited(path: &Path, shapes: &'static [&'static FactShape], journal_bytes: u64) -> Outside<SeaStore> {
    if let Some(folder) = path.parent() {
        let making = || format!("making the folder {}", folder.display());
        std::fs::create_dir_all(folder).map_err(|cause| Fault::broken(making(), cause))?;
    }
    let home = path.display().to_string();
    let embedded = Embedded::new(path);
    let path = path.to_path_buf();
    let mut options = ConnectOptions::new("sqlite://");
    options.max_connections(4).min_connections(1).map_sqlx_sqlite_opts(move |options| {
        options
            .filename(&path)
            .create_if_missing(true)
            .busy_timeout(PATIENCE)
            .pragma("journal_mode", "WAL")
            .pragma("synchronous", "NORMAL")
            .pragma("journal_size_limit", journal_bytes.to_string())
            .pragma("cache_size", CACHE_KIB)
            .pragma("mmap_size", MAPPED_BYTES.to_string())
            .pragma("temp_store", "MEMORY")
    });
    Ok(open(options, home, shapes)?.read_through(embedded))
}

/// Opens the store in a database: `postgres://user@host/database`, or `sqlite://…`.
///
/// # Errors
/// When the database does not answer or its tables cannot be made.
pub fn open_url(url: &str, shapes: &'static [&'static FactShape]) -> Outside<SeaStore> {
    let home = database_name(url).to_owned();
    let mut options = ConnectOptions::new(url);
    options.max_connections(4);
    open(options, home, shapes)
}

/// How a database is named in messages: what stands before the host may hold a password.
pub(crate) fn database_name(url: &str) -> &str {
    url.rsplit('@').next().unwrap_or(url)
}

/// A store that is gone when it is dropped, for tests.
///
/// It lies in a temporary file rather than in memory, so that reading while a transaction is open works as it does
/// in a home.
///
/// # Errors
/// When no temporary folder can be made.
pub fn open_memory(shapes: &'static [&'static FactShape]) -> Outside<SeaStore> {
    let folder = tempfile::TempDir::new().map_err(|cause| Fault::broken("making a temporary folder", cause))?;
    let store = open_file(&folder.path().join("evenkeel.db"), shapes)?;
    Ok(store.keeping(folder))
}

fn open(mut options: ConnectOptions, home: String, shapes: &'static [&'static FactShape]) -> Outside<SeaStore> {
    let starting = |cause| Fault::broken("starting the store", cause);
    let runtime: Runtime = Builder::new_current_thread().enable_all().build().map_err(starting)?;
    options.sqlx_logging(false).acquire_timeout(PATIENCE).test_before_acquire(false);
    let db = runtime.block_on(connected(options, &home))?;
    Ok(SeaStore::new(runtime, db, home, shapes))
}

async fn connected(options: ConnectOptions, home: &str) -> Outside<DatabaseConnection> {
    let opening = |error| fault("opening the store", home, &error);
    let remote = options.get_url().starts_with("postgres");
    let db = Database::connect(options)
        .await
        .map_err(|error| if remote { unanswered(home, &error) } else { opening(error) })?;
    let pending = Migrations::get_pending_migrations(&db).await;
    if pending.is_ok_and(|pending| pending.is_empty()) {
        return Ok(db);
    }
    let mut last = None;
    // Two programs may find a new home at once; the one that comes second waits for the other to be done.
    for _ in 0..MIGRATION_TRIES {
        let Err(error) = Migrations::up(&db, None).await else { return Ok(db) };
        tokio::time::sleep(MIGRATION_PAUSE).await;
        let pending = Migrations::get_pending_migrations(&db).await.map_or(true, |pending| !pending.is_empty());
        if !pending {
            return Ok(db);
        }
        last = Some(error);
    }
    Err(last.map_or_else(|| Fault::Busy(format!("{home} is being made by another program; try again")), opening))
}

/// Nobody writes to a database that cannot be reached, though waiting for a connection ends the same way.
pub(crate) fn unanswered(home: &str, error: &DbErr) -> Fault {
    let cause = format!("{home} does not answer; check the address and that the database is running ({error})");
    Fault::broken("opening the store", cause)
}

#[cfg(test)]
mod tests;

use std::path::Path;

use kernel::{FactShape, Refusal};
use ports::store::CopyGiver;
use ports::{Fault, Outside};
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbBackend, TransactionTrait};
use sea_orm_migration::MigratorTrait;
use tokio::runtime::{Builder, Runtime};

use crate::copied::{self, Copied, Kind, unfit};
use crate::faults::fault;
use crate::migrations::{self, Migrations};
use crate::opening::unanswered;
use crate::session::Session;
use crate::sql::{placeholder, quoted};
use crate::{copying, history};

const FILLING: &str = "filling the store";
/// Values bound by one statement, below the limits of both engines.
const VALUES_AT_ONCE: usize = 30_000;
const ROWS_AT_ONCE: usize = 500;

/// A new store that is being filled: where, what for, and by which steps its tables are made.
pub(crate) struct Filling<'a> {
    pub(crate) home: &'a str,
    pub(crate) shapes: &'static [&'static FactShape],
    pub(crate) edition: &'a [String],
}

impl Filling<'_> {
    /// Fills a file that is not there yet. Nobody else knows it, so it needs no journal until it is whole.
    pub(crate) fn file(&self, path: &Path, copy: &mut dyn CopyGiver) -> Outside<i64> {
        let file = path.to_path_buf();
        let mut options = ConnectOptions::new("sqlite://");
        options.max_connections(1).sqlx_logging(false).map_sqlx_sqlite_opts(move |options| {
            let options = options.filename(&file).create_if_missing(true).pragma("journal_mode", "MEMORY");
            options.pragma("synchronous", "OFF").pragma("cache_size", "-65536").pragma("temp_store", "MEMORY")
        });
        let version = self.fill(options, copy)?;
        let keeping = |cause| Fault::broken(FILLING, format!("{} cannot be written: {cause}", path.display()));
        std::fs::OpenOptions::new().write(true).open(path).and_then(|file| file.sync_all()).map_err(keeping)?;
        Ok(version)
    }

    /// Fills a database that holds no facts.
    pub(crate) fn database(&self, address: &str, copy: &mut dyn CopyGiver) -> Outside<i64> {
        let mut options = ConnectOptions::new(address);
        options.max_connections(1).sqlx_logging(false);
        self.fill(options, copy)
    }

    fn fill(&self, options: ConnectOptions, copy: &mut dyn CopyGiver) -> Outside<i64> {
        self.refuse_newer()?;
        let runtime: Runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|cause| Fault::broken("starting the store", cause))?;
        runtime.block_on(async {
            let remote = options.get_url().starts_with("postgres");
            let failed = |error| match remote {
                true => unanswered(self.home, &error),
                false => fault("opening the store", self.home, &error),
            };
            let db = Database::connect(options).await.map_err(failed)?;
            let filled = self.make_and_fill(&db, copy).await;
            let closed = db.close().await.map_err(|error| fault(FILLING, self.home, &error));
            let version = filled?;
            closed.map(|()| version)
        })
    }

    fn refuse_newer(&self) -> Outside<()> {
        let known = migrations::edition();
        if known.starts_with(self.edition) {
            return Ok(());
        }
        let unknown = self.edition.iter().find(|step| !known.contains(step)).map_or("its order", String::as_str);
        let words = format!(
            "the backup was written by a newer version of evenkeel (its tables know `{unknown}`, which this version \
             does not); install that version and restore again"
        );
        Err(Fault::Refused(Refusal::Rejected(words)))
    }

    async fn make_and_fill(&self, db: &DatabaseConnection, copy: &mut dyn CopyGiver) -> Outside<i64> {
        let failed = |error| fault(FILLING, self.home, &error);
        let applied = self.applied(db).await?;
        if applied.is_empty() {
            let steps = u32::try_from(self.edition.len()).unwrap_or(u32::MAX);
            Migrations::up(db, Some(steps)).await.map_err(failed)?;
        } else if applied != self.edition {
            return Err(self.occupied("tables of another version"));
        }
        let tx = db.begin().await.map_err(failed)?;
        let session = Session::new(&tx, self.home);
        let tables = copied::tables(&session, self.shapes).await?;
        for table in &tables {
            let sql = session.sql("SELECT 1 FROM ").name(table.name).text(" LIMIT 1");
            if session.first(sql, FILLING).await?.is_some() {
                return Err(self.occupied(table.name));
            }
        }
        while let Some((name, columns)) = copy.next_table()? {
            let table = tables.iter().find(|table| table.name == name);
            let table = table.ok_or_else(|| unfit(&name, "there is no such table in this version"))?;
            Pour::new(&session, table, columns)?.all(copy).await?;
        }
        tx.commit().await.map_err(failed)?;
        Migrations::up(db, None).await.map_err(failed)?;
        let session = Session::new(db, self.home);
        copying::check(&session).await?;
        let version = session.single(session.sql(history::DATA_VERSION), "reading the state of the data").await?;
        Ok(version.unwrap_or_default())
    }

    /// The steps that were made in this database before, oldest first.
    async fn applied(&self, db: &DatabaseConnection) -> Outside<Vec<String>> {
        let session = Session::new(db, self.home);
        let sql = match session.backend() {
            DbBackend::Postgres => {
                "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'seaql_migrations'"
            }
            _ => "SELECT COUNT(*) FROM sqlite_master WHERE name = 'seaql_migrations'",
        };
        let count: Option<i64> = session.single(session.sql(sql), FILLING).await?;
        if count.unwrap_or_default() == 0 {
            return Ok(Vec::new());
        }
        let made: Vec<String> = {
            let rows = session.list(session.sql("SELECT version FROM seaql_migrations"), FILLING).await?;
            rows.iter().map(|row| session.cell(row, 0, FILLING)).collect::<Outside<_>>()?
        };
        Ok(migrations::edition().into_iter().filter(|step| made.contains(step)).collect())
    }

    fn occupied(&self, what: &str) -> Fault {
        let words = format!(
            "{} already holds something ({what}); make an empty database (createdb NAME) and restore into that one",
            self.home
        );
        Fault::Refused(Refusal::Conflict(words))
    }
}

/// The rows of one table on their way in.
struct Pour<'a> {
    session: &'a Session<'a, DatabaseTransaction>,
    table: &'a Copied,
    columns: Vec<String>,
    kinds: Vec<Kind>,
}

impl<'a> Pour<'a> {
    fn new(session: &'a Session<'a, DatabaseTransaction>, table: &'a Copied, columns: Vec<String>) -> Outside<Self> {
        let kind = |wanted: &String| {
            let found = table.columns.iter().find(|(name, _)| name == wanted);
            found.map(|(_, kind)| *kind).ok_or_else(|| unfit(table.name, format!("it has no column {wanted}")))
        };
        let kinds = columns.iter().map(kind).collect::<Outside<Vec<Kind>>>()?;
        Ok(Self { session, table, columns, kinds })
    }

    async fn all(&self, copy: &mut dyn CopyGiver) -> Outside<()> {
        let at_once = (VALUES_AT_ONCE / self.columns.len().max(1)).clamp(1, ROWS_AT_ONCE);
        let full = self.statement(at_once);
        let (mut line, mut values, mut rows) = (String::new(), Vec::new(), 0);
        while copy.next_row(&mut line)? {
            copied::values(&line, &self.kinds, &mut values).map_err(|error| unfit(self.table.name, error))?;
            rows += 1;
            if rows == at_once {
                self.session.run_bound(full.clone(), std::mem::take(&mut values), FILLING).await?;
                rows = 0;
            }
        }
        if rows > 0 {
            self.session.run_bound(self.statement(rows), values, FILLING).await?;
        }
        self.count_on().await
    }

    fn statement(&self, rows: usize) -> String {
        let names: Vec<String> = self.columns.iter().map(|name| quoted(name)).collect();
        let mut text = format!("INSERT INTO {} ({}) VALUES ", quoted(self.table.name), names.join(", "));
        for row in 0..rows {
            text.push_str(if row == 0 { "(" } else { ", (" });
            for column in 0..names.len() {
                text.push_str(if column == 0 { "" } else { ", " });
                placeholder(&mut text, self.session.backend(), row * names.len() + column + 1);
            }
            text.push(')');
        }
        text
    }

    /// PostgreSQL numbers the next row by what it numbered itself, and these rows brought their numbers along.
    async fn count_on(&self) -> Outside<()> {
        let numbered = self.table.order.first().filter(|name| ["row_id", "number"].contains(name));
        let (DbBackend::Postgres, Some(number)) = (self.session.backend(), numbered) else { return Ok(()) };
        let table = quoted(self.table.name);
        let sql = self.session.sql("SELECT setval(pg_get_serial_sequence(").bind(table.as_str()).text(", ");
        let sql = sql.bind(*number).text("), MAX(").name(number).text(")) FROM ").name(self.table.name);
        let sql = sql.text(" HAVING MAX(").name(number).text(") IS NOT NULL");
        self.session.first(sql, FILLING).await.map(|_| ())
    }
}

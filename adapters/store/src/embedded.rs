use std::path::{Path, PathBuf};
use std::sync::Mutex;

use ports::{Fault, Outside};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, params_from_iter};
use sea_orm::{DbBackend, DbErr, Value};

use crate::answers::{Answers, Question, Row, See, unfit};
use crate::faults::{fault, fault_of_code};
use crate::opening::{MAPPED_BYTES, PATIENCE};

/// So many statements of a connection are kept ready: lists of accounts of several lengths, for each kind of fact.
const STATEMENTS: usize = 256;

/// Connections that only read the file of an embedded store, each row as it is found: the driver of the transactions
/// hands every answer from one thread to another, which takes several times longer.
#[derive(Debug)]
pub(crate) struct Embedded {
    path: PathBuf,
    home: String,
    /// Connections nobody reads through now.
    idle: Mutex<Vec<Connection>>,
}

impl Embedded {
    pub(crate) fn new(path: &Path) -> Self {
        Self { path: path.to_path_buf(), home: path.display().to_string(), idle: Mutex::new(Vec::new()) }
    }

    /// For one statement.
    pub(crate) fn reading(&self) -> Outside<Reading<'_>> {
        let idle = self.idle.lock().ok().and_then(|mut idle| idle.pop());
        let connection = idle.map_or_else(|| self.connect(), Ok)?;
        Ok(Reading { embedded: self, connection: Some(connection) })
    }

    /// For what takes more than one statement to read: one state of the store, whoever writes meanwhile.
    pub(crate) fn snapshot(&self) -> Outside<Reading<'_>> {
        let reading = self.reading()?;
        let beginning = |error| self.fault("beginning to read", &error);
        reading.connection().execute_batch("BEGIN").map_err(beginning)?;
        Ok(reading)
    }

    fn connect(&self) -> Outside<Connection> {
        let opening = |error| self.fault("opening the store", &error);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags).map_err(opening)?;
        connection.busy_timeout(PATIENCE).map_err(opening)?;
        connection.pragma_update(None, "query_only", true).map_err(opening)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        connection.pragma_update(None, "mmap_size", MAPPED_BYTES).map_err(opening)?;
        connection.pragma_update(None, "temp_store", "MEMORY").map_err(opening)?;
        Ok(connection)
    }

    fn fault(&self, doing: &str, error: &rusqlite::Error) -> Fault {
        match error.sqlite_error() {
            Some(known) => fault_of_code(doing, &self.home, known.extended_code, error),
            None => Fault::broken(doing, format!("{}: {error}", self.home)),
        }
    }
}

/// A connection lent for reading.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    embedded: &'a Embedded,
    /// Gone once dropped.
    connection: Option<Connection>,
}

impl Reading<'_> {
    fn connection(&self) -> &Connection {
        let Some(connection) = &self.connection else { unreachable!("only dropping takes the connection away") };
        connection
    }
}

impl Drop for Reading<'_> {
    /// Ended now, so that the connection does not keep the old state alive; one that cannot end it is not lent again.
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        let ended = connection.is_autocommit() || connection.execute_batch("ROLLBACK").is_ok();
        if let (true, Ok(mut idle)) = (ended, self.embedded.idle.lock()) {
            idle.push(connection);
        }
    }
}

impl Answers for Reading<'_> {
    fn backend(&self) -> DbBackend {
        DbBackend::Sqlite
    }

    fn home(&self) -> &str {
        &self.embedded.home
    }

    fn shows_as_found(&self) -> bool {
        true
    }

    fn each(&self, question: Question<'_>, doing: &str, see: &mut See<'_>) -> Outside<()> {
        let failed = |error| self.embedded.fault(doing, &error);
        let (text, values) = question.sql.parts();
        let values = values.iter().map(bound).collect::<Result<Vec<_>, _>>();
        let values = values.map_err(|error| fault(doing, self.home(), &error))?;
        let mut statement = self.connection().prepare_cached(text).map_err(failed)?;
        let mut rows = statement.query(params_from_iter(values)).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            if see(&Found(row)).map_err(|error| fault(doing, self.home(), &error))?.is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// A value for a place of a statement.
fn bound(value: &Value) -> Result<ToSqlOutput<'_>, DbErr> {
    match value {
        Value::BigInt(Some(whole)) => Ok(ToSqlOutput::from(*whole)),
        Value::String(Some(text)) => Ok(ToSqlOutput::from(text.as_str())),
        other => Err(DbErr::Type(format!("a question holds {other:?}, which is neither a whole number nor a text"))),
    }
}

/// A row as the engine holds it.
struct Found<'a>(&'a rusqlite::Row<'a>);

impl Found<'_> {
    fn cell(&self, place: usize) -> Result<ValueRef<'_>, DbErr> {
        self.0.get_ref(place).map_err(|error| DbErr::Type(error.to_string()))
    }
}

impl Row for Found<'_> {
    fn text(&self, place: usize) -> Result<Option<&str>, DbErr> {
        match self.cell(place)? {
            ValueRef::Null => Ok(None),
            ValueRef::Text(text) => std::str::from_utf8(text).map(Some).map_err(|_| unfit(&text)),
            other => Err(unfit(&other)),
        }
    }

    fn whole(&self, place: usize) -> Result<Option<i64>, DbErr> {
        match self.cell(place)? {
            ValueRef::Null => Ok(None),
            ValueRef::Integer(whole) => Ok(Some(whole)),
            other => Err(unfit(&other)),
        }
    }

    fn flag(&self, place: usize) -> Result<Option<bool>, DbErr> {
        Ok(self.whole(place)?.map(|flag| flag != 0))
    }
}

use ports::Outside;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement, TryGetable, Value};

use crate::faults::fault;
use crate::sql::Sql;

/// A connection or an open transaction, and the words for what goes wrong on it.
#[derive(Debug)]
pub(crate) struct Session<'a, C> {
    pub(crate) db: &'a C,
    pub(crate) home: &'a str,
}

impl<'a, C: ConnectionTrait> Session<'a, C> {
    pub(crate) fn new(db: &'a C, home: &'a str) -> Self {
        Self { db, home }
    }

    pub(crate) fn backend(&self) -> DbBackend {
        self.db.get_database_backend()
    }

    pub(crate) fn sql(&self, text: &str) -> Sql {
        Sql::new(self.backend(), text)
    }

    pub(crate) async fn list(&self, sql: Sql, doing: &str) -> Outside<Vec<QueryResult>> {
        self.db.query_all_raw(sql.statement()).await.map_err(|error| fault(doing, self.home, &error))
    }

    pub(crate) async fn first(&self, sql: Sql, doing: &str) -> Outside<Option<QueryResult>> {
        self.db.query_one_raw(sql.statement()).await.map_err(|error| fault(doing, self.home, &error))
    }

    /// The first column of the one row of an answer.
    pub(crate) async fn single<T: TryGetable>(&self, sql: Sql, doing: &str) -> Outside<Option<T>> {
        self.first(sql, doing).await?.map(|row| self.cell(&row, 0, doing)).transpose()
    }

    /// Returns how many rows were touched.
    pub(crate) async fn run(&self, sql: Sql, doing: &str) -> Outside<u64> {
        let done = self.db.execute_raw(sql.statement()).await.map_err(|error| fault(doing, self.home, &error))?;
        Ok(done.rows_affected())
    }

    /// Runs a statement whose text and values were made apart, for many rows at once.
    pub(crate) async fn run_bound(&self, text: String, values: Vec<Value>, doing: &str) -> Outside<()> {
        let statement = Statement::from_sql_and_values(self.backend(), text, values);
        self.db.execute_raw(statement).await.map(|_| ()).map_err(|error| fault(doing, self.home, &error))
    }

    pub(crate) fn cell<T: TryGetable>(&self, row: &QueryResult, place: usize, doing: &str) -> Outside<T> {
        row.try_get_by_index(place).map_err(|error| fault(doing, self.home, &error))
    }
}

use std::future::Future;
use std::ops::Range;

use jiff::civil::{Date, DateTime};
use kernel::{AccountId, Actor, FactRecord, FactShape};
use ports::Outside;
use ports::store::{
    CopyHead, CopyTaker, Delivery, FactQuery, KeptFigure, KnownAt, Recorded, Referent, Store, Transaction, Version,
};
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbBackend, IsolationLevel, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::answers::{Answers, Question, See};
use crate::embedded::Embedded;
use crate::faults::fault;
use crate::names::{Names, NamesKept};
use crate::packed::Packed;
use crate::reading::{self, PAGE_ROWS};
use crate::session::Session;
use crate::transaction::SeaTransaction;
use crate::{copying, history, keeping, moments};

/// Names the lock that one writer at a time holds on a PostgreSQL database.
const WRITER_LOCK: i64 = 0x6576_656e_6b65_656c;

/// Accounts whose rows are held at once where each row is only looked at.
const ACCOUNTS_AT_ONCE: usize = 50;

/// A store of facts in SQLite or PostgreSQL.
pub struct SeaStore {
    runtime: Runtime,
    db: DatabaseConnection,
    /// Where the store is a file.
    embedded: Option<Embedded>,
    home: String,
    shapes: &'static [&'static FactShape],
    names: NamesKept,
    /// Deleted with the store; only for tests.
    _folder: Option<TempDir>,
}

impl std::fmt::Debug for SeaStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SeaStore").field("home", &self.home).finish_non_exhaustive()
    }
}

impl Drop for SeaStore {
    /// Ended now, not some time later by the driver's threads: whoever drops a store may want its place to itself.
    fn drop(&mut self) {
        // What was committed is kept whether or not this succeeds.
        let _ = self.runtime.block_on(self.db.close_by_ref());
    }
}

impl SeaStore {
    pub(crate) fn new(
        runtime: Runtime,
        db: DatabaseConnection,
        home: String,
        shapes: &'static [&'static FactShape],
    ) -> Self {
        Self { runtime, db, embedded: None, home, shapes, names: NamesKept::default(), _folder: None }
    }

    /// The file of an embedded store is read past the driver.
    pub(crate) fn read_through(mut self, embedded: Embedded) -> Self {
        self.embedded = Some(embedded);
        self
    }

    pub(crate) fn keeping(mut self, folder: TempDir) -> Self {
        self._folder = Some(folder);
        self
    }

    pub(crate) fn shapes(&self) -> &'static [&'static FactShape] {
        self.shapes
    }

    pub(crate) fn home(&self) -> &str {
        &self.home
    }

    pub(crate) fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    fn session(&self) -> Session<'_, DatabaseConnection> {
        Session::new(&self.db, &self.home)
    }

    /// What a question is read with: links of accounts, unless it asks for what was written.
    fn names(&self, answers: &dyn Answers, query: &FactQuery<'_>) -> Outside<Names> {
        let names = self.names.of(answers)?;
        Ok(if query.as_written { names.without_links() } else { names })
    }

    /// For one statement.
    fn reading(&self) -> Outside<Box<dyn Answers + '_>> {
        match &self.embedded {
            Some(embedded) => Ok(Box::new(embedded.reading()?)),
            None => Ok(Box::new(Packed { store: self, session: self.session() })),
        }
    }

    /// For what takes more than one statement to read.
    fn snapshot(&self) -> Outside<Box<dyn Answers + '_>> {
        if let Some(embedded) = &self.embedded {
            return Ok(Box::new(embedded.snapshot()?));
        }
        Ok(Box::new(self.begun()?))
    }

    /// The same through the driver.
    fn begun(&self) -> Outside<Snapshot<'_>> {
        let isolation =
            (self.db.get_database_backend() == DbBackend::Postgres).then_some(IsolationLevel::RepeatableRead);
        let options = TransactionOptions { isolation_level: isolation, ..TransactionOptions::default() };
        let opening = |error| fault("beginning to read", &self.home, &error);
        let tx = self.wait(self.db.begin_with_options(options)).map_err(opening)?;
        Ok(Snapshot { store: self, tx: Some(tx) })
    }
}

/// One state of a database, whoever writes meanwhile.
struct Snapshot<'a> {
    store: &'a SeaStore,
    /// Gone once dropped.
    tx: Option<DatabaseTransaction>,
}

impl Snapshot<'_> {
    fn session(&self) -> Session<'_, DatabaseTransaction> {
        let Some(tx) = &self.tx else { unreachable!("only dropping takes the transaction away") };
        Session::new(tx, &self.store.home)
    }
}

impl Answers for Snapshot<'_> {
    fn backend(&self) -> DbBackend {
        self.store.db.get_database_backend()
    }

    fn home(&self) -> &str {
        &self.store.home
    }

    fn shows_as_found(&self) -> bool {
        false
    }

    fn each(&self, question: Question<'_>, doing: &str, see: &mut See<'_>) -> Outside<()> {
        Packed { store: self.store, session: self.session() }.each(question, doing, see)
    }
}

impl Drop for Snapshot<'_> {
    /// Ended now, so that the connection does not keep the old state alive.
    fn drop(&mut self) {
        if let Some(tx) = self.tx.take() {
            // Nothing was written, so nothing is lost when this fails.
            let _ = self.store.wait(tx.rollback());
        }
    }
}

/// The same question in pieces that need little memory, where the order of the answers allows it.
fn pieces<'a>(query: &FactQuery<'a>, accounts: &'a [AccountId]) -> Vec<FactQuery<'a>> {
    if query.accounts.is_none() || !query.in_any_order {
        return vec![query.clone()];
    }
    accounts.chunks(ACCOUNTS_AT_ONCE).map(|piece| query.clone().about_accounts(piece)).collect()
}

impl Store for SeaStore {
    fn facts(&self, query: &FactQuery<'_>) -> Outside<Vec<FactRecord>> {
        let answers = self.snapshot()?;
        let names = self.names(&*answers, query)?;
        reading::facts(&*answers, query, &names)
    }

    fn each_fact(&self, query: &FactQuery<'_>, see: &mut dyn FnMut(FactRecord) -> bool) -> Outside<()> {
        let answers = self.snapshot()?;
        let names = self.names(&*answers, query)?;
        let joins = names.accounts.joins(query.shape);
        if joins && query.accounts.is_none() {
            // Accounts are few, and which of them are one is known only when all are there.
            reading::facts(&*answers, query, &names)?.into_iter().all(see);
            return Ok(());
        }
        if query.in_any_order && answers.shows_as_found() && !joins {
            return reading::each_row(&*answers, query, &names, see);
        }
        if query.accounts.is_some() || query.people.is_some() {
            // A list narrows to rows an index finds; paging through the whole table would read far more.
            let kept = |account: &AccountId| match names.accounts.kept(account.as_str()) {
                Some(kept) => AccountId::new(kept),
                None => account.clone(),
            };
            let mut accounts: Vec<AccountId> = query.accounts.unwrap_or_default().iter().map(kept).collect();
            accounts.sort_unstable();
            accounts.dedup();
            for piece in pieces(query, &accounts) {
                if !reading::facts(&*answers, &piece, &names)?.into_iter().all(&mut *see) {
                    break;
                }
            }
            return Ok(());
        }
        let mut after = (String::new(), i64::MIN);
        loop {
            let page = reading::facts_page(&*answers, query, (&after.0, after.1), &names)?;
            let full = page.len() == PAGE_ROWS;
            if let Some(last) = page.last() {
                after = (last.version.record.key.to_string(), last.row_id);
            }
            let known = page.into_iter().map(|stored| stored.known_by(query.known_by));
            let mut wanted = known.filter(|record| query.only.is_none_or(|only| only.holds(record)));
            if !wanted.all(&mut *see) || !full {
                return Ok(());
            }
        }
    }

    fn each_known_at(&self, asked: KnownAt<'_>, see: &mut dyn FnMut(&FactRecord, Range<usize>) -> bool) -> Outside<()> {
        let answers = self.snapshot()?;
        let names = self.names(&*answers, &FactQuery::all(asked.shape))?;
        let joins = names.accounts.joins(asked.shape);
        if joins && !moments::accounts_as_one(&*answers, asked, &names, &mut *see)? {
            return Ok(());
        }
        moments::each(&*answers, asked, &names, &mut |stored| {
            let is_told = joins && names.accounts.kept(&stored.version.record.key).is_some();
            is_told || stored.each_known(asked.moments, see)
        })
    }

    fn each_version(&self, shape: &'static FactShape, see: &mut dyn FnMut(Version) -> bool) -> Outside<()> {
        let answers = self.snapshot()?;
        let names = self.names(&*answers, &FactQuery::all(shape).as_written())?;
        let mut after = (String::new(), i64::MIN);
        loop {
            let page = reading::versions_page(&*answers, shape, (&after.0, after.1), &names)?;
            let full = page.len() == PAGE_ROWS;
            if let Some(last) = page.last() {
                after = (last.version.record.key.to_string(), last.row_id);
            }
            if !page.into_iter().all(|stored| see(stored.version)) || !full {
                return Ok(());
            }
        }
    }

    fn count(&self, shape: &'static FactShape) -> Outside<u64> {
        reading::count(&*self.reading()?, shape)
    }

    fn referents(&self, shape: &'static FactShape) -> Outside<Vec<Referent>> {
        reading::referents(&*self.reading()?, shape)
    }

    fn account_aliases(&self) -> Outside<Vec<(AccountId, AccountId)>> {
        Ok(self.names.of(&*self.snapshot()?)?.accounts.aliases())
    }

    fn day_range(&self, shape: &'static FactShape) -> Outside<Option<(Date, Date)>> {
        reading::day_range(&*self.reading()?, shape)
    }

    fn deliveries(&self) -> Outside<Vec<Delivery>> {
        self.wait(history::deliveries(&self.session()))
    }

    fn events(&self, limit: u64) -> Outside<Vec<Recorded>> {
        self.wait(history::events(&self.session(), limit))
    }

    fn data_version(&self) -> Outside<i64> {
        history::data_version(&*self.reading()?)
    }

    fn version_of(&self, shapes: &[&'static FactShape]) -> Outside<i64> {
        history::version_of(&*self.reading()?, shapes)
    }

    fn last_endings(&self, shape: &'static FactShape) -> Outside<Vec<(Date, DateTime)>> {
        reading::last_endings(&*self.reading()?, shape)
    }

    fn kept_figures(&self, name: &str, data_version: i64) -> Outside<Vec<KeptFigure>> {
        keeping::find(&*self.reading()?, name, data_version)
    }

    fn keep_figures(&self, name: &str, data_version: i64, figures: &[KeptFigure]) -> Outside<()> {
        let keeping_them = |error| fault("keeping figures", &self.home, &error);
        self.wait(async {
            let tx = self.db.begin().await.map_err(keeping_them)?;
            keeping::keep(&Session::new(&tx, &self.home), name, data_version, figures).await?;
            tx.commit().await.map_err(keeping_them)
        })
    }

    fn setting(&self, name: &str) -> Outside<Option<String>> {
        keeping::setting(&*self.reading()?, name)
    }

    fn copy(&self, take: &mut dyn CopyTaker) -> Outside<CopyHead> {
        let snapshot = self.begun()?;
        self.wait(copying::copy(&snapshot.session(), self.shapes, take))
    }

    fn check(&self) -> Outside<()> {
        self.wait(copying::check(&self.session()))
    }

    fn begin(&self, at: DateTime, actor: &Actor) -> Outside<Box<dyn Transaction + '_>> {
        let opening = |error| fault("beginning a change", &self.home, &error);
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let tx = self.wait(async {
            let tx = self.db.begin_with_options(options).await.map_err(opening)?;
            let session = Session::new(&tx, &self.home);
            if session.backend() == DbBackend::Postgres {
                let sql = session.sql("SELECT pg_try_advisory_xact_lock(").bind(WRITER_LOCK).text(")");
                if session.single(sql, "beginning a change").await? != Some(true) {
                    return Err(ports::Fault::Busy(format!(
                        "another program is writing to {}; wait until it is done, or stop it, and try again",
                        self.home
                    )));
                }
            }
            Ok(tx)
        })?;
        Ok(Box::new(SeaTransaction::new(self, tx, at, actor.clone())))
    }
}

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::DateTime;
use kernel::{Actor, Event, FactRecord, FactShape};
use ports::store::{Appended, FactQuery, NewFact, Referent, Transaction, Version};
use ports::{Fault, Outside};
use sea_orm::DatabaseTransaction;

use crate::clocks::micros;
use crate::faults::fault;
use crate::packed::Packed;
use crate::sea_store::SeaStore;
use crate::session::Session;
use crate::{appending, keeping, names, reading, restoring, undoing, withdrawing};

/// An open transaction: everything in it happens, or nothing.
pub(crate) struct SeaTransaction<'a> {
    pub(crate) store: &'a SeaStore,
    /// Gone once committed.
    tx: Option<DatabaseTransaction>,
    pub(crate) at: DateTime,
    actor: Actor,
    pub(crate) delivery: Option<i64>,
    /// The numbers of the files facts came from.
    pub(crate) files: HashMap<Arc<str>, i64>,
    /// What is known about each object's table and the keys this transaction brought.
    pub(crate) tables: HashMap<&'static str, Seen>,
    /// What it brought of each object, and how many facts it ended.
    pub(crate) counts: BTreeMap<&'static str, (Appended, u64)>,
    event_count: u64,
}

/// The keys of one object that this transaction has met.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Hashes of keys. Two keys of one hash only cost a look-up more.
    pub(crate) keys: HashSet<u64>,
    /// Sources, and whether the table held nothing of them when this transaction began.
    pub(crate) fresh: HashMap<String, bool>,
}

impl<'a> SeaTransaction<'a> {
    pub(crate) fn new(store: &'a SeaStore, tx: DatabaseTransaction, at: DateTime, actor: Actor) -> Self {
        Self {
            store,
            tx: Some(tx),
            at,
            actor,
            delivery: None,
            files: HashMap::new(),
            tables: HashMap::new(),
            counts: BTreeMap::new(),
            event_count: 0,
        }
    }

    pub(crate) fn session(&self) -> Session<'_, DatabaseTransaction> {
        let Some(tx) = &self.tx else { unreachable!("commit takes the transaction with it") };
        Session::new(tx, self.store.home())
    }

    /// What the transaction itself wrote answers too.
    fn answers(&self) -> Packed<'_, DatabaseTransaction> {
        Packed { store: self.store, session: self.session() }
    }

    /// The open delivery.
    pub(crate) fn open(&self) -> Outside<i64> {
        self.delivery.ok_or_else(|| Fault::broken("adding facts", "no delivery was opened"))
    }

    async fn store_counts(&self) -> Outside<()> {
        let Some(delivery) = self.delivery else { return Ok(()) };
        let session = self.session();
        let columns = "delivery, object, new, changed, unchanged, withdrawn";
        for (object, (counts, withdrawn)) in &self.counts {
            let numbers = [counts.new, counts.changed, counts.unchanged, *withdrawn];
            let sql = session.sql("INSERT INTO delivery_counts (").text(columns).text(") VALUES (");
            let sql = sql.bind(delivery).text(", ").bind(*object);
            let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
            let sql = numbers.into_iter().fold(sql, |sql, count| sql.text(", ").bind(number(count))).text(")");
            session.run(sql, "writing the history of imports").await?;
        }
        Ok(())
    }
}

impl Drop for SeaTransaction<'_> {
    /// What was not committed is undone now, not when the connection is next used: it would hold the lock until then.
    fn drop(&mut self) {
        if let Some(tx) = self.tx.take() {
            // A rollback that fails leaves nothing behind either: the database undoes what was never committed.
            let _ = self.store.wait(tx.rollback());
        }
    }
}

impl Transaction for SeaTransaction<'_> {
    fn open_delivery(&mut self, label: &str) -> Outside<i64> {
        let session = self.session();
        // Counted here, under the writer's lock: PostgreSQL would skip the number of a transaction that was dropped.
        let next = "INSERT INTO deliveries (number, recorded_at, actor, label) \
                    VALUES ((SELECT COALESCE(MAX(number), 0) + 1 FROM deliveries), ";
        let sql = session.sql(next).bind(micros(self.at));
        let sql = sql.text(", ").bind(self.actor.name()).text(", ").bind(label).text(") RETURNING number");
        let number: Option<i64> = self.store.wait(session.single(sql, "opening a delivery"))?;
        self.delivery = number;
        self.open()
    }

    fn append(&mut self, shape: &'static FactShape, facts: &[NewFact]) -> Outside<Appended> {
        let store = self.store;
        let appended = store.wait(appending::append(self, shape, facts))?;
        let (counts, _) = self.counts.entry(shape.object).or_default();
        *counts = counts.plus(appended);
        Ok(appended)
    }

    fn referents(&mut self, shape: &'static FactShape) -> Outside<Vec<Referent>> {
        reading::referents(&self.answers(), shape)
    }

    fn facts(&mut self, query: &FactQuery<'_>) -> Outside<Vec<FactRecord>> {
        let answers = self.answers();
        let names = names::load(&answers)?.without_links();
        reading::facts(&answers, query, &names)
    }

    fn withdraw_absent(&mut self, shape: &'static FactShape, source: &str) -> Outside<u64> {
        let ended = self.store.wait(withdrawing::withdraw_absent(self, shape, source))?;
        self.counts.entry(shape.object).or_default().1 += ended;
        Ok(ended)
    }

    fn withdraw(&mut self, shape: &'static FactShape, keys: &[Arc<str>]) -> Outside<u64> {
        let ended = self.store.wait(withdrawing::withdraw(self, shape, keys))?;
        self.counts.entry(shape.object).or_default().1 += ended;
        Ok(ended)
    }

    fn restore(&mut self, shape: &'static FactShape, versions: &[Version]) -> Outside<()> {
        let store = self.store;
        store.wait(restoring::restore(self, shape, versions))
    }

    fn undo(&mut self, delivery: i64) -> Outside<Vec<(String, u64)>> {
        self.store.wait(undoing::undo(self, delivery))
    }

    fn set(&mut self, name: &str, value: &str) -> Outside<()> {
        self.store.wait(keeping::set(&self.session(), name, value))
    }

    fn record(&mut self, event: &Event) -> Outside<()> {
        let session = self.session();
        let sql = session.sql("INSERT INTO events (at, actor, kind, subject, summary) VALUES (").bind(micros(self.at));
        let sql = sql.text(", ").bind(self.actor.name()).text(", ").bind(event.kind);
        let sql = sql.text(", ").bind(event.subject.as_str()).text(", ").bind(event.summary.as_str()).text(")");
        self.store.wait(session.run(sql, "recording an event"))?;
        self.event_count += 1;
        Ok(())
    }

    fn commit(mut self: Box<Self>) -> Outside<()> {
        if self.event_count == 0 {
            return Err(Fault::broken("making a change last", "no event was recorded, so nothing was changed"));
        }
        self.store.wait(self.store_counts())?;
        let Some(tx) = self.tx.take() else { return Ok(()) };
        let store = self.store;
        store.wait(tx.commit()).map_err(|error| fault("making a change last", store.home(), &error))
    }
}

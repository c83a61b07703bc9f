use std::ops::Deref;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use app::shapes::ALL as SHAPES;
use ports::store::{Store, StorePlace};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr};
use store::SeaStore;
use tokio::runtime::{Builder, Runtime};

const POSTGRES: &str = "postgres://postgres@127.0.0.1:5432/postgres";

/// An empty store on one engine.
pub(crate) struct Home {
    place: Place,
    store: SeaStore,
}

enum Place {
    File(PathBuf),
    Url(String),
}

impl Place {
    fn open(&self) -> SeaStore {
        match self {
            Self::File(path) => store::open_file(path, SHAPES).unwrap(),
            Self::Url(url) => store::open_url(url, SHAPES).unwrap(),
        }
    }
}

impl Home {
    fn new(place: Place) -> Self {
        let store = place.open();
        Self { place, store }
    }

    /// The same home, opened as another program would.
    pub(crate) fn another(&self) -> SeaStore {
        self.place.open()
    }

    /// Has the database do something no program of ours would.
    pub(crate) fn tamper(&self, sql: &[&str]) {
        let url = match &self.place {
            Place::File(path) => format!("sqlite://{}", path.display()),
            Place::Url(url) => url.clone(),
        };
        let server = Server::at(&url).unwrap();
        sql.iter().for_each(|sql| server.run(sql).unwrap());
    }

    /// How long a second writer may wait before it is told that the store is busy.
    pub(crate) fn patience_seconds(&self) -> u64 {
        match self.place {
            Place::File(_) => 6,
            Place::Url(_) => 1,
        }
    }
}

impl Deref for Home {
    type Target = dyn Store;

    fn deref(&self) -> &Self::Target {
        &self.store
    }
}

pub(crate) fn on_sqlite(scenario: fn(&Home)) {
    let folder = tempfile::tempdir().unwrap();
    scenario(&Home::new(Place::File(folder.path().join("evenkeel.db"))));
}

pub(crate) fn on_postgres(scenario: fn(&Home)) {
    let url = std::env::var("EVENKEEL_TEST_POSTGRES").unwrap_or_else(|_| POSTGRES.to_owned());
    let server = match Server::at(&url) {
        Ok(server) => server,
        Err(error) => {
            eprintln!("SKIPPED: no PostgreSQL answers at EVENKEEL_TEST_POSTGRES or on this computer: {error}");
            return;
        }
    };
    let database = server.fresh_database(&url);
    scenario(&Home::new(Place::Url(database.url.clone())));
}

/// A place for a store on each engine, where nothing lies yet.
pub(crate) fn on_fresh_places(see: &mut dyn FnMut(&StorePlace)) {
    let folder = tempfile::tempdir().unwrap();
    see(&StorePlace::File(folder.path().join("fresh.db")));
    let url = std::env::var("EVENKEEL_TEST_POSTGRES").unwrap_or_else(|_| POSTGRES.to_owned());
    match Server::at(&url) {
        Ok(server) => see(&StorePlace::Database(server.fresh_database(&url).url.clone())),
        Err(error) => eprintln!("SKIPPED: no PostgreSQL answers at EVENKEEL_TEST_POSTGRES: {error}"),
    }
}

/// A connection past the store; on PostgreSQL it may make databases.
struct Server {
    runtime: Runtime,
    db: DatabaseConnection,
}

impl Server {
    fn at(url: &str) -> Result<Self, DbErr> {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let mut options = ConnectOptions::new(url);
        options.max_connections(1).sqlx_logging(false).acquire_timeout(Duration::from_secs(3));
        let db = runtime.block_on(Database::connect(options))?;
        Ok(Self { runtime, db })
    }

    fn run(&self, sql: &str) -> Result<(), DbErr> {
        self.runtime.block_on(self.db.execute_unprepared(sql)).map(|_| ())
    }

    /// With an English collation where the server has one: a store must not depend on how a server sorts text.
    fn fresh_database(&self, url: &str) -> FreshDatabase<'_> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("conformance_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let english = "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER icu ICU_LOCALE 'en-US'";
        self.run(&format!("DROP DATABASE IF EXISTS {name}")).unwrap();
        if self.run(&format!("CREATE DATABASE {name} {english}")).is_err() {
            self.run(&format!("CREATE DATABASE {name} TEMPLATE template0")).unwrap();
        }
        let (before, query) =
            url.split_once('?').map_or((url, String::new()), |(url, query)| (url, format!("?{query}")));
        let server = before.rsplit_once('/').unwrap().0;
        FreshDatabase { server: self, url: format!("{server}/{name}{query}"), name }
    }
}

/// A database that is dropped with this.
struct FreshDatabase<'a> {
    server: &'a Server,
    url: String,
    name: String,
}

impl Drop for FreshDatabase<'_> {
    fn drop(&mut self) {
        if let Err(error) = self.server.run(&format!("DROP DATABASE {} WITH (FORCE)", self.name)) {
            eprintln!("the database {} is still there: {error}", self.name);
        }
    }
}

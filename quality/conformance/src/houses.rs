use std::io::Write as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use kernel::FactShape;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DbErr};
use store::SeaStore;
use tempfile::TempDir;
use tokio::runtime::Builder;

/// Every shape there is, in the order in which rows can refer to earlier ones.
pub const SHAPES: &[&FactShape] = &{
    let (people, customers, usage) = (people::SHAPES, customers::SHAPES, usage::SHAPES);
    let mut all = [people[0]; people::SHAPES.len() + customers::SHAPES.len() + usage::SHAPES.len()];
    let mut place = 0;
    while place < all.len() {
        all[place] = if place < people.len() {
            people[place]
        } else if place < people.len() + customers.len() {
            customers[place - people.len()]
        } else {
            usage[place - people.len() - customers.len()]
        };
        place += 1;
    }
    all
};

const USUAL_SERVER: &str = "postgres://postgres@127.0.0.1:5432/postgres";

/// One empty store on one engine.
#[derive(Debug)]
pub struct House {
    store: Option<SeaStore>,
    place: Place,
}

#[derive(Debug)]
enum Place {
    ForTests,
    File { _folder: TempDir, path: PathBuf },
    Postgres { server: String, database: String },
}

impl House {
    /// The store.
    #[must_use]
    pub fn store(&self) -> &SeaStore {
        self.store.as_ref().expect("a house holds its store until it is dropped")
    }

    /// Closes the store and opens it anew, as the next run of the program would. A store for tests stays as it is.
    #[must_use]
    pub fn opened_anew(mut self) -> Self {
        match &self.place {
            Place::ForTests => {}
            Place::File { path, .. } => {
                let path = path.clone();
                self.store = None;
                self.store = Some(store::open_file(&path, SHAPES).expect("a closed store opens again"));
            }
            Place::Postgres { server, database } => {
                let url = database_url(server, database);
                self.store = None;
                self.store = Some(store::open_url(&url, SHAPES).expect("a closed store opens again"));
            }
        }
        self
    }

    /// A second way into the same store, as another program would take; a store for tests has none.
    #[must_use]
    pub fn second_door(&self) -> Option<SeaStore> {
        match &self.place {
            Place::ForTests => None,
            Place::File { path, .. } => Some(store::open_file(path, SHAPES).expect("an open store opens twice")),
            Place::Postgres { server, database } => {
                let url = database_url(server, database);
                Some(store::open_url(&url, SHAPES).expect("an open store opens twice"))
            }
        }
    }

    fn for_tests() -> Self {
        let store = store::open_memory(SHAPES).expect("a store for tests opens");
        Self { store: Some(store), place: Place::ForTests }
    }

    fn in_a_file() -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let path = folder.path().join("a new folder").join("evenkeel.db");
        let store = store::open_file(&path, SHAPES).expect("a new file opens");
        Self { store: Some(store), place: Place::File { _folder: folder, path } }
    }

    fn in_postgres() -> Option<Self> {
        static HOUSES: AtomicU32 = AtomicU32::new(0);
        let server = std::env::var("EVENKEEL_TEST_POSTGRES").unwrap_or_else(|_| USUAL_SERVER.to_owned());
        let house = HOUSES.fetch_add(1, Ordering::Relaxed);
        let database = format!("evenkeel_conformance_{}_{house}", std::process::id());
        if on_server(&server, &format!("CREATE DATABASE {database}")).is_err() {
            return None;
        }
        let place = Place::Postgres { server: server.clone(), database: database.clone() };
        // Made before the store is opened, so that the database goes even when opening fails.
        let mut house = Self { store: None, place };
        house.store = Some(store::open_url(&database_url(&server, &database), SHAPES).expect("a new database opens"));
        Some(house)
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.store = None;
        if let Place::Postgres { server, database } = &self.place {
            // A database that stays behind is a nuisance, not a failure of the sentence.
            let _ = on_server(server, &format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)"));
        }
    }
}

/// Says one sentence in an empty house of every engine.
pub fn in_every_house(sentence: impl Fn(House)) {
    sentence(House::for_tests());
    sentence(House::in_a_file());
    match House::in_postgres() {
        Some(house) => sentence(house),
        None => {
            // Straight to the stream: what the test harness captures would only be shown on failure.
            let _ = writeln!(
                std::io::stderr(),
                "SKIPPED: no PostgreSQL answers; name one in EVENKEEL_TEST_POSTGRES to run this sentence on it"
            );
        }
    }
}

fn database_url(server: &str, database: &str) -> String {
    let address = server.rsplit_once('/').map_or(server, |(address, _)| address);
    format!("{address}/{database}")
}

fn on_server(server: &str, statement: &str) -> Result<(), DbErr> {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime can be started");
    runtime.block_on(async {
        let mut options = ConnectOptions::new(server);
        options.max_connections(1).sqlx_logging(false).acquire_timeout(std::time::Duration::from_secs(3));
        let db = Database::connect(options).await?;
        db.execute_unprepared(statement).await?;
        db.close().await
    })
}

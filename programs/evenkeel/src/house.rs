use std::path::Path;

use app::{Desk, Progress, Settings, shapes};
use backups::{FileBackups, InUse, MAPPINGS_FOLDER, STORE_FILE};
use cli::{Entry, House, Work};
use contract::Answer;
use imports::FileDeliveries;
use inboxes::FolderInboxes;
use kernel::{Actor, Refusal};
use ports::Outside;
use ports::clock::Clock;
use ports::printers::Printer;
use print_page::PagePrinter;
use store::{SeaStore, SeaStores};
use timers::SystemTimers;
use worlds::SeededWorlds;

use crate::clock::WallClock;
use crate::configuration;

/// Everything wired.
pub(crate) struct Wired;

impl House for Wired {
    fn enter(&self, entry: &Entry, progress: &dyn Progress, work: &mut Work<'_>) -> Result<Answer, Refusal> {
        let home = configuration::home(entry)?;
        // First, because entering may finish a restore, and the settings are part of what is restored.
        let in_use = if entry.opens_home { backups::enter(&home).map_err(app::desk::refused)? } else { None };
        let settings = configuration::settings(&home, entry)?;
        let clock = WallClock::in_zone(&settings.time_zone);
        if entry.as_of.is_some_and(|day| day > clock.now().date()) {
            return Err(Refusal::invalid("as-of", "the as-of day lies in the future; nothing is known then yet"));
        }
        let _in_use = match in_use {
            None if entry.opens_home && !entry.reads_only => made(&home).map_err(app::desk::refused)?,
            held => held,
        };
        let opened = open(&home, &settings, entry);
        let store = opened.map_err(app::desk::refused)?;
        let backups = FileBackups::new(Box::new(SeaStores::new(shapes::ALL)));
        let deliveries = FileDeliveries::new(shapes::ALL.iter().copied()).with_mappings(home.join(MAPPINGS_FOLDER));
        let actor = Actor::new(who());
        let desk = Desk {
            store: &store,
            deliveries: &deliveries,
            inboxes: &FolderInboxes,
            backups: &backups,
            timers: &SystemTimers,
            worlds: &SeededWorlds,
            clock: &clock,
            settings: &settings,
            actor: &actor,
            progress,
            home: &home,
            as_of: entry.as_of,
        };
        work(&desk)
    }

    fn printer(&self) -> &dyn Printer {
        &PagePrinter
    }
}

/// Makes the folder of a new home, and enters it.
fn made(home: &Path) -> Outside<Option<InUse>> {
    let making = |cause| ports::Fault::broken(format!("making the folder {}", home.display()), cause);
    std::fs::create_dir_all(home).map_err(making)?;
    backups::enter(home)
}

/// The store of a home: the team's database where one is configured, else a file.
fn open(home: &Path, settings: &Settings, entry: &Entry) -> Outside<SeaStore> {
    if !entry.opens_home {
        return store::open_memory(shapes::ALL);
    }
    if let Some(address) = &settings.database {
        return store::open_url(address, shapes::ALL);
    }
    let path = home.join(STORE_FILE);
    // Looking into a home that is not there must not make one: a mistyped name would look like an empty home.
    if entry.reads_only && !path.exists() {
        store::open_memory(shapes::ALL)
    } else {
        store::open_file(&path, shapes::ALL)
    }
}

/// Who asks: `EVENKEEL_ACTOR`, or the user of the system.
fn who() -> String {
    let named = ["EVENKEEL_ACTOR", "USER", "USERNAME", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    named.filter(|name| !name.is_empty()).unwrap_or_else(|| "unknown user".to_owned())
}

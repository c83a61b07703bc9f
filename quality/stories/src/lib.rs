#![doc = include_str!("../README.md")]

use std::path::{Path, PathBuf};

use app::{Desk, Settings, Silent, shapes};
use backups::FileBackups;
use contract::{Answer, Inputs, Value};
use imports::FileDeliveries;
use inboxes::FolderInboxes;
use jiff::civil::Date;
use kernel::{Actor, Refusal};
use ports::clock::FrozenClock;
use report::{Figure, Report};
use store::{SeaStore, SeaStores};
use tempfile::TempDir;
use timers::SystemTimers;
use worlds::SeededWorlds;

/// One home, with a frozen clock.
#[derive(Debug)]
pub struct Scene {
    store: SeaStore,
    deliveries: FileDeliveries,
    backups: FileBackups,
    clock: FrozenClock,
    /// What is configured; tests may change it.
    pub settings: Settings,
    actor: Actor,
    home: TempDir,
    /// The day as of which to answer.
    pub as_of: Option<Date>,
}

impl Scene {
    /// A home that holds nothing.
    #[must_use]
    pub fn empty() -> Self {
        let home = TempDir::new().expect("a temporary folder can be made");
        let deliveries = FileDeliveries::new(shapes::ALL.iter().copied()).with_mappings(home.path().join("mappings"));
        Self {
            store: store::open_memory(shapes::ALL).expect("a store in memory opens"),
            deliveries,
            backups: FileBackups::new(Box::new(SeaStores::new(shapes::ALL))),
            clock: testkit::frozen_clock(),
            settings: Settings::standard(),
            actor: Actor::new("ruth@tidewater.example"),
            home,
            as_of: None,
        }
    }

    /// A home that holds the small company.
    #[must_use]
    pub fn small_company() -> Self {
        let scene = Self::empty();
        let folder = scene.folder("small-company");
        testkit::small_company(&folder).expect("the small company can be written");
        scene.import(&[folder]).expect("the small company can be imported");
        scene
    }

    /// A folder of this home.
    #[must_use]
    pub fn folder(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Writes a file into this home and returns its path.
    #[must_use]
    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder(name);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).expect("a folder can be made");
        std::fs::write(&path, text).expect("a file can be written");
        path
    }

    /// The desk of this home.
    #[must_use]
    pub fn desk(&self) -> Desk<'_> {
        Desk {
            store: &self.store,
            deliveries: &self.deliveries,
            inboxes: &FolderInboxes,
            backups: &self.backups,
            timers: &SystemTimers,
            worlds: &SeededWorlds,
            clock: &self.clock,
            settings: &self.settings,
            actor: &self.actor,
            progress: &Silent,
            home: self.home.path(),
            as_of: self.as_of,
        }
    }

    /// Sets the clock to the morning of a day.
    pub fn wake_on(&mut self, day: Date) {
        self.clock = FrozenClock(day.at(9, 0, 0, 0));
    }

    /// Asks for an action with texts as inputs.
    ///
    /// # Errors
    /// As the action.
    pub fn ask(&self, action: &str, inputs: &[(&str, &str)]) -> Result<Report, Refusal> {
        let mut given = Inputs::default();
        for (name, text) in inputs {
            given.give(name, Value::Text((*text).to_owned()));
        }
        self.perform(action, &given).map(|answer| answer.report)
    }

    /// Asks for an action.
    ///
    /// # Errors
    /// As the action.
    pub fn perform(&self, action: &str, inputs: &Inputs) -> Result<Answer, Refusal> {
        contract::catalogue::perform(&self.desk(), action, inputs)
    }

    /// Imports files.
    ///
    /// # Errors
    /// As the action.
    pub fn import(&self, paths: &[PathBuf]) -> Result<Report, Refusal> {
        self.import_as(paths, "USD")
    }

    /// Imports files whose amounts are in this currency.
    ///
    /// # Errors
    /// As the action.
    pub fn import_as(&self, paths: &[PathBuf], currency: &str) -> Result<Report, Refusal> {
        let mut inputs = Inputs::default();
        inputs.give("paths", Value::Paths(paths.to_vec()));
        inputs.give("currency", Value::Text(currency.to_owned()));
        self.perform("imports.import", &inputs).map(|answer| answer.report)
    }

    /// Exports into a folder.
    ///
    /// # Errors
    /// As the action.
    pub fn export(&self, folder: &Path) -> Result<Report, Refusal> {
        let mut inputs = Inputs::default();
        inputs.give("folder", Value::Paths(vec![folder.to_path_buf()]));
        self.perform("facts.export", &inputs).map(|answer| answer.report)
    }
}

/// The figure of a report with this label; the first where there are several.
#[must_use]
pub fn figure<'a>(report: &'a Report, label: &str) -> Option<&'a Figure> {
    report.figures().into_iter().find(|figure| figure.label == label)
}

/// The figure of a report with this label, which has to be there.
///
/// # Panics
/// When it is not.
#[must_use]
pub fn known<'a>(report: &'a Report, label: &str) -> &'a Figure {
    figure(report, label).unwrap_or_else(|| panic!("{label} is not there"))
}

/// Everything a report says, for looking for words.
#[must_use]
pub fn says(report: &Report) -> String {
    format!("{:?}", report.blocks)
}

/// The folder of real samples, where it is at hand.
#[must_use]
pub fn samples() -> Option<PathBuf> {
    let told = std::env::var_os("EVENKEEL_SAMPLES").map(PathBuf::from);
    // Asked when it runs: a build folder shared by two checkouts may have been filled from the other one.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let beside = Path::new(&here).join("../../../shared/samples");
    told.into_iter().chain([beside]).find(|folder| folder.is_dir())
}

use kernel::FactShape;
use ports::Outside;
use ports::store::{CopyGiver, Store, StorePlace, Stores};

use crate::filling::Filling;
use crate::migrations;
use crate::opening::{database_name, open_file, open_url};

/// Stores of these shapes, wherever they lie.
#[derive(Debug, Clone, Copy)]
pub struct SeaStores {
    shapes: &'static [&'static FactShape],
}

impl SeaStores {
    /// Stores of these shapes.
    #[must_use]
    pub fn new(shapes: &'static [&'static FactShape]) -> Self {
        Self { shapes }
    }
}

impl Stores for SeaStores {
    fn open(&self, place: &StorePlace) -> Outside<Box<dyn Store>> {
        Ok(match place {
            StorePlace::File(path) => Box::new(open_file(path, self.shapes)?),
            StorePlace::Database(address) => Box::new(open_url(address, self.shapes)?),
        })
    }

    fn fill(&self, place: &StorePlace, edition: &[String], copy: &mut dyn CopyGiver) -> Outside<i64> {
        let filling = |home| Filling { home, shapes: self.shapes, edition };
        match place {
            StorePlace::File(path) => filling(&path.display().to_string()).file(path, copy),
            StorePlace::Database(address) => filling(database_name(address)).database(address, copy),
        }
    }

    fn is_todays_edition(&self, edition: &[String]) -> bool {
        migrations::edition() == edition
    }
}

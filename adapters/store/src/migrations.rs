use sea_orm_migration::prelude::*;

mod first_tables;

/// The steps from an empty database to today's tables, in order. Steps are only ever added.
#[derive(Debug)]
pub(crate) struct Migrations;

impl MigratorTrait for Migrations {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(first_tables::FirstTables)]
    }
}

mod account_intelligence;
mod account_links;
mod acknowledged;
mod days;
mod exclusions;
mod first_tables;
mod table;
mod told_today;
mod withdrawn;

use sea_orm_migration::prelude::{MigrationTrait, MigratorTrait};

/// What brings a store to the tables of this program, oldest first.
#[derive(Debug)]
pub(crate) struct Migrations;

impl MigratorTrait for Migrations {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(first_tables::FirstTables),
            Box::new(exclusions::Exclusions),
            Box::new(account_intelligence::AccountIntelligence),
            Box::new(days::Days),
            Box::new(account_links::AccountLinks),
            Box::new(told_today::ToldToday),
            Box::new(acknowledged::Acknowledged),
            Box::new(withdrawn::Withdrawn),
        ]
    }
}

/// The names of all steps, oldest first.
pub(crate) fn edition() -> Vec<String> {
    Migrations::migrations().iter().map(|step| step.name().to_owned()).collect()
}

#[cfg(test)]
mod tests;

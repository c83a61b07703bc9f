use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::prelude::{DbErr, MigrationName, MigrationTrait, SchemaManager};

use super::table::Column::Text;
use super::table::{Table, make_table};

/// The table of exclusions, which the first edition did not know.
#[derive(Debug)]
pub(super) struct Exclusions;

const EXCLUSIONS: Table = Table {
    name: "exclusions",
    columns: &[
        ("exclusion_id", Text),
        ("account_id", Text),
        ("from", Text),
        ("to", Text),
        ("reason", Text),
        ("excluded_by", Text),
        ("excluded_on", Text),
    ],
    account: Some("account_id"),
    person: None,
};

impl MigrationName for Exclusions {
    fn name(&self) -> &'static str {
        "exclusions"
    }
}

#[async_trait]
impl MigrationTrait for Exclusions {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        make_table(manager, &EXCLUSIONS).await
    }

    /// The table with its indexes or nothing, on either engine.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::prelude::{DbErr, MigrationName, MigrationTrait, SchemaManager};

use super::table::make_index;

/// Leads from a day to the rows of all accounts, so that what happened lately is found without reading years.
#[derive(Debug)]
pub(super) struct Days;

const TABLES: &[&str] =
    &["usage_daily", "usage_monthly", "touchpoints", "tickets", "surveys", "time_entries", "opportunities", "advocacy"];

impl MigrationName for Days {
    fn name(&self) -> &'static str {
        "days"
    }
}

#[async_trait]
impl MigrationTrait for Days {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            make_index(manager, table, &format!("{table}_day"), &["happened_on"]).await?;
        }
        Ok(())
    }

    /// All indexes or none, on either engine.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::prelude::{DbErr, MigrationName, MigrationTrait, SchemaManager};
use sea_orm_migration::sea_query::Table as OldTable;

use super::table::text;

/// What other systems tell of today, and what becomes history when it is told again and again: the stage of an opportunity
/// and the health another tool sees.
#[derive(Debug)]
pub(super) struct ToldToday;

impl MigrationName for ToldToday {
    fn name(&self) -> &'static str {
        "told_today"
    }
}

#[async_trait]
impl MigrationTrait for ToldToday {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [("opportunities", "stage"), ("accounts", "outside_health")] {
            let told = OldTable::alter().table(table).add_column(text(column).null()).take();
            manager.alter_table(told).await?;
        }
        Ok(())
    }

    /// All of it or nothing, on either engine.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

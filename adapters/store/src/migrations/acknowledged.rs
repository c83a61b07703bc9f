use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::prelude::{DbErr, MigrationName, MigrationTrait, SchemaManager};
use sea_orm_migration::sea_query::Table as OldTable;

use super::table::text;

/// How long it took until somebody took an escalation on.
#[derive(Debug)]
pub(super) struct Acknowledged;

impl MigrationName for Acknowledged {
    fn name(&self) -> &'static str {
        "acknowledged"
    }
}

#[async_trait]
impl MigrationTrait for Acknowledged {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let minutes = text("acknowledged_minutes").null().take();
        manager.alter_table(OldTable::alter().table("escalations").add_column(minutes).take()).await
    }
}

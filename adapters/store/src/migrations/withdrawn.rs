use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::prelude::{DbErr, MigrationName, MigrationTrait, SchemaManager};
use sea_orm_migration::sea_query::Table as OldTable;

use super::table::whole;

/// How many facts of an object a delivery ended, so that it is known which deliveries changed anything of it.
#[derive(Debug)]
pub(super) struct Withdrawn;

impl MigrationName for Withdrawn {
    fn name(&self) -> &'static str {
        "withdrawn"
    }
}

#[async_trait]
impl MigrationTrait for Withdrawn {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let withdrawn = whole("withdrawn").not_null().default(0).take();
        manager.alter_table(OldTable::alter().table("delivery_counts").add_column(withdrawn).take()).await
    }
}

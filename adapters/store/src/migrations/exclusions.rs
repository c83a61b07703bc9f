use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::prelude::{ColumnDef, DbErr, Index, MigrationName, MigrationTrait, SchemaManager};
use sea_orm_migration::sea_orm::DbBackend;
use sea_orm_migration::sea_query::{Table, TableCreateStatement};

/// The table of exclusions, which the first edition did not know.
#[derive(Debug)]
pub(super) struct Exclusions;

const TABLE: &str = "exclusions";

impl MigrationName for Exclusions {
    fn name(&self) -> &'static str {
        "exclusions"
    }
}

#[async_trait]
impl MigrationTrait for Exclusions {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(table(manager.get_database_backend())).await?;
        let by_key = Index::create().name("exclusions_key").table(TABLE).col("key").take();
        manager.create_index(by_key).await?;
        let mut by_account = Index::create().name("exclusions_account").table(TABLE).take();
        manager.create_index(by_account.col("account_id").col("happened_on").take()).await
    }

    /// The table with its indexes or nothing, on either engine.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn table(backend: DbBackend) -> TableCreateStatement {
    let mut made = Table::create().table(TABLE).take();
    made.col(ColumnDef::new("row_id").big_integer().not_null().primary_key().auto_increment());
    made.col(key(backend)).col(ColumnDef::new("happened_on").text().null());
    for clock in ["visible_from", "known_at", "recorded_at"] {
        made.col(ColumnDef::new(clock).big_integer().not_null());
    }
    for clock in ["closing_known_at", "undated_known_at", "superseded_at", "superseded_by", "retracted_at"] {
        made.col(ColumnDef::new(clock).big_integer().null());
    }
    made.col(ColumnDef::new("assumed").boolean().not_null());
    for origin in ["delivery", "file", "line"] {
        made.col(ColumnDef::new(origin).big_integer().not_null());
    }
    made.col(ColumnDef::new("content").blob().not_null());
    for cell in ["exclusion_id", "account_id", "from", "to", "reason", "excluded_by", "excluded_on"] {
        made.col(ColumnDef::new(cell).text().null());
    }
    made
}

/// Keys are compared byte by byte, whatever the language of the database, so that both engines agree on their order.
fn key(backend: DbBackend) -> ColumnDef {
    match backend {
        DbBackend::Postgres => ColumnDef::new("key").custom("text COLLATE \"C\"").not_null().take(),
        _ => ColumnDef::new("key").text().not_null().take(),
    }
}

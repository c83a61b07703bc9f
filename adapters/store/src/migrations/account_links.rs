use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::prelude::{DbErr, MigrationName, MigrationTrait, SchemaManager};
use sea_orm_migration::sea_query::Table as OldTable;

use super::table::Column::Text;
use super::table::{Table, make_table, text};

/// Which accounts are one company, and what accounts are called elsewhere.
#[derive(Debug)]
pub(super) struct AccountLinks;

const LINKS: Table = Table {
    name: "account_links",
    columns: &[
        ("account_id", Text),
        ("other_account_id", Text),
        ("verdict", Text),
        ("reason", Text),
        ("linked_by", Text),
        ("linked_on", Text),
    ],
    account: Some("account_id"),
    person: None,
};

impl MigrationName for AccountLinks {
    fn name(&self) -> &'static str {
        "account_links"
    }
}

#[async_trait]
impl MigrationTrait for AccountLinks {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let other_ids = OldTable::alter().table("accounts").add_column(text("other_ids").null()).take();
        manager.alter_table(other_ids).await?;
        make_table(manager, &LINKS).await
    }

    /// All of it or nothing, on either engine.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

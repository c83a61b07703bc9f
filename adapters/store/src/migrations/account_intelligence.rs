use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::prelude::{DbErr, MigrationName, MigrationTrait, SchemaManager};
use sea_orm_migration::sea_query::Table as OldTable;

use super::table::Column::{Text, Whole};
use super::table::{Table, make_table, whole};

/// What accounts are judged by beyond the first edition: the notice period of contracts, judgements of health, renewal
/// calls, invoices, acts of advocacy and entitlements.
#[derive(Debug)]
pub(super) struct AccountIntelligence;

impl MigrationName for AccountIntelligence {
    fn name(&self) -> &'static str {
        "account_intelligence"
    }
}

#[async_trait]
impl MigrationTrait for AccountIntelligence {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let notice = OldTable::alter().table("contracts").add_column(whole("notice_days").null()).take();
        manager.alter_table(notice).await?;
        for table in TABLES {
            make_table(manager, table).await?;
        }
        Ok(())
    }

    /// All of it or nothing, on either engine.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const TABLES: &[Table] = &[
    Table {
        name: "health_overrides",
        columns: &[
            ("override_id", Text),
            ("account_id", Text),
            ("band", Text),
            ("reason", Text),
            ("judged_by", Text),
            ("judged_on", Text),
            ("expires_on", Text),
        ],
        account: Some("account_id"),
        person: None,
    },
    Table {
        name: "renewal_calls",
        columns: &[
            ("call_id", Text),
            ("account_id", Text),
            ("contract_id", Text),
            ("renewal_on", Text),
            ("forecaster", Text),
            ("called_on", Text),
            ("percent", Text),
            ("expected_arr_amount", Whole),
            ("currency", Text),
            ("reason", Text),
        ],
        account: Some("account_id"),
        person: None,
    },
    Table {
        name: "invoices",
        columns: &[
            ("invoice_id", Text),
            ("account_id", Text),
            ("issued_on", Text),
            ("due_on", Text),
            ("paid_on", Text),
            ("amount", Whole),
            ("currency", Text),
        ],
        account: Some("account_id"),
        person: None,
    },
    Table {
        name: "advocacy",
        columns: &[("act_id", Text), ("account_id", Text), ("contact_id", Text), ("kind", Text), ("acted_on", Text)],
        account: Some("account_id"),
        person: None,
    },
    Table {
        name: "entitlements",
        columns: &[("account_id", Text), ("feature", Text), ("from", Text), ("to", Text)],
        account: Some("account_id"),
        person: None,
    },
];

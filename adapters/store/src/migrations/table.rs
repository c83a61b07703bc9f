use sea_orm_migration::prelude::{ColumnDef, DbErr, Index, SchemaManager};
use sea_orm_migration::sea_orm::DbBackend;
use sea_orm_migration::sea_query::{Table as NewTable, TableCreateStatement};

/// What the cells of a column lie in.
#[derive(Debug, Clone, Copy)]
pub(super) enum Column {
    Text,
    Whole,
    Flag,
}

/// The table of one object.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: &'static [(&'static str, Column)],
    /// The first column that refers to an account.
    pub(super) account: Option<&'static str>,
    /// The first column that refers to a person.
    pub(super) person: Option<&'static str>,
}

/// The table of an object with its indexes.
pub(super) async fn make_table(manager: &SchemaManager<'_>, table: &Table) -> Result<(), DbErr> {
    manager.create_table(fact_table(table, manager.get_database_backend())).await?;
    make_index(manager, table.name, &format!("{}_key", table.name), &["key"]).await?;
    for (subject, column) in [("account", table.account), ("person", table.person)] {
        if let Some(column) = column {
            let name = format!("{}_{subject}", table.name);
            make_index(manager, table.name, &name, &[column, "happened_on"]).await?;
        }
    }
    Ok(())
}

pub(super) async fn make_index(
    manager: &SchemaManager<'_>,
    table: &'static str,
    name: &str,
    columns: &[&'static str],
) -> Result<(), DbErr> {
    let mut index = Index::create().name(name).table(table).take();
    for column in columns {
        index.col(*column);
    }
    manager.create_index(index).await
}

fn fact_table(table: &Table, backend: DbBackend) -> TableCreateStatement {
    let mut made = NewTable::create().table(table.name).take();
    made.col(numbered("row_id")).col(key(backend)).col(text("happened_on").null());
    for clock in ["visible_from", "known_at", "recorded_at"] {
        made.col(whole(clock).not_null());
    }
    for clock in ["closing_known_at", "undated_known_at", "superseded_at", "superseded_by", "retracted_at"] {
        made.col(whole(clock).null());
    }
    made.col(ColumnDef::new("assumed").boolean().not_null());
    for origin in ["delivery", "file", "line"] {
        made.col(whole(origin).not_null());
    }
    made.col(ColumnDef::new("content").blob().not_null());
    for (name, column) in table.columns {
        match column {
            Column::Text => made.col(text(name).null()),
            Column::Whole => made.col(whole(name).null()),
            Column::Flag => made.col(ColumnDef::new(*name).boolean().null()),
        };
    }
    made
}

/// Keys are compared byte by byte, whatever the language of the database, so that both engines agree on their order.
fn key(backend: DbBackend) -> ColumnDef {
    match backend {
        DbBackend::Postgres => ColumnDef::new("key").custom("text COLLATE \"C\"").not_null().take(),
        _ => text("key").not_null().take(),
    }
}

pub(super) fn numbered(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().primary_key().auto_increment().take()
}

pub(super) fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().take()
}

pub(super) fn whole(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().take()
}

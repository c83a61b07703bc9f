use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::prelude::{DbErr, MigrationName, MigrationTrait, SchemaManager};
use sea_orm_migration::sea_query::{Table as NewTable, TableCreateStatement};

use super::table::Column::{Flag, Text, Whole};
use super::table::{Table, make_index, make_table, numbered, text, whole};

/// The tables of the first edition, spelled out: a shape may grow later, what a migration makes may not.
#[derive(Debug)]
pub(super) struct FirstTables;

impl MigrationName for FirstTables {
    fn name(&self) -> &'static str {
        "first_tables"
    }
}

#[async_trait]
impl MigrationTrait for FirstTables {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            make_table(manager, table).await?;
        }
        for table in house_tables() {
            manager.create_table(table).await?;
        }
        make_index(manager, "kept_figures", "kept_figures_name", &["name"]).await
    }

    /// All tables or none, on either engine.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn house_tables() -> Vec<TableCreateStatement> {
    vec![
        NewTable::create().table("files").col(numbered("number")).col(text("name").not_null()).take(),
        NewTable::create()
            .table("deliveries")
            .col(numbered("number"))
            .col(whole("recorded_at").not_null())
            .col(text("actor").not_null())
            .col(text("label").not_null())
            .col(whole("undone_at").null())
            .take(),
        NewTable::create()
            .table("delivery_counts")
            .col(whole("delivery").not_null())
            .col(text("object").not_null())
            .col(whole("new").not_null())
            .col(whole("changed").not_null())
            .col(whole("unchanged").not_null())
            .take(),
        NewTable::create()
            .table("events")
            .col(numbered("number"))
            .col(whole("at").not_null())
            .col(text("actor").not_null())
            .col(text("kind").not_null())
            .col(text("subject").not_null())
            .col(text("summary").not_null())
            .take(),
        NewTable::create()
            .table("kept_figures")
            .col(text("name").not_null())
            .col(whole("data_version").not_null())
            .col(text("person").not_null())
            .col(text("metric").not_null())
            .col(text("value").null())
            .col(whole("n").not_null())
            .take(),
        NewTable::create()
            .table("settings")
            .col(text("name").not_null().primary_key())
            .col(text("value").not_null())
            .take(),
    ]
}

const TABLES: &[Table] = &[
    Table {
        name: "people",
        columns: &[
            ("person_id", Text),
            ("name", Text),
            ("email", Text),
            ("title", Text),
            ("team", Text),
            ("manager_email", Text),
            ("hired_on", Text),
            ("left_on", Text),
        ],
        account: None,
        person: Some("manager_email"),
    },
    Table {
        name: "teams",
        columns: &[("team_id", Text), ("lead_email", Text), ("parent_team", Text)],
        account: None,
        person: Some("lead_email"),
    },
    Table {
        name: "reporting_lines",
        columns: &[("person_email", Text), ("manager_email", Text), ("from", Text), ("to", Text)],
        account: None,
        person: Some("person_email"),
    },
    Table {
        name: "leave",
        columns: &[("person_email", Text), ("from", Text), ("to", Text), ("kind", Text)],
        account: None,
        person: Some("person_email"),
    },
    Table {
        name: "holidays",
        columns: &[("country", Text), ("day", Text), ("name", Text)],
        account: None,
        person: None,
    },
    Table {
        name: "targets",
        columns: &[("person_email", Text), ("tier", Text), ("period", Text), ("metric", Text), ("target", Text)],
        account: None,
        person: Some("person_email"),
    },
    Table {
        name: "time_entries",
        columns: &[("person_email", Text), ("week_starting", Text), ("category", Text), ("hours", Text)],
        account: None,
        person: Some("person_email"),
    },
    Table {
        name: "review_notes",
        columns: &[("note_id", Text), ("person_email", Text), ("period", Text), ("written_on", Text), ("words", Text)],
        account: None,
        person: Some("person_email"),
    },
    Table {
        name: "exchange_rates",
        columns: &[("from_currency", Text), ("to_currency", Text), ("on", Text), ("rate", Text)],
        account: None,
        person: None,
    },
    Table {
        name: "accounts",
        columns: &[
            ("account_id", Text),
            ("name", Text),
            ("industry", Text),
            ("country", Text),
            ("referral_source", Text),
            ("signed_up_on", Text),
            ("domain", Text),
            ("parent_account_id", Text),
            ("segment", Text),
            ("plan", Text),
            ("seats", Whole),
            ("strategic", Flag),
            ("trial", Flag),
            ("churned", Flag),
        ],
        account: Some("parent_account_id"),
        person: None,
    },
    Table {
        name: "contacts",
        columns: &[
            ("contact_id", Text),
            ("account_id", Text),
            ("name", Text),
            ("email", Text),
            ("title", Text),
            ("role", Text),
            ("since_on", Text),
            ("left_on", Text),
        ],
        account: Some("account_id"),
        person: None,
    },
    Table {
        name: "contracts",
        columns: &[
            ("contract_id", Text),
            ("account_id", Text),
            ("starts_on", Text),
            ("ends_on", Text),
            ("arr_amount", Whole),
            ("currency", Text),
            ("plan", Text),
            ("seats", Whole),
            ("trial", Flag),
            ("billing_frequency", Text),
            ("auto_renew", Flag),
            ("renewal_on", Text),
            ("notice_on", Text),
            ("escalator", Flag),
        ],
        account: Some("account_id"),
        person: None,
    },
    Table {
        name: "ownership",
        columns: &[
            ("account_id", Text),
            ("owner_email", Text),
            ("from", Text),
            ("to", Text),
            ("role", Text),
            ("share", Text),
        ],
        account: Some("account_id"),
        person: Some("owner_email"),
    },
    Table {
        name: "opportunities",
        columns: &[
            ("opportunity_id", Text),
            ("account_id", Text),
            ("owner_email", Text),
            ("kind", Text),
            ("arr_amount", Whole),
            ("currency", Text),
            ("opened_on", Text),
            ("closed_on", Text),
            ("outcome", Text),
        ],
        account: Some("account_id"),
        person: Some("owner_email"),
    },
    Table {
        name: "touchpoints",
        columns: &[
            ("touchpoint_id", Text),
            ("account_id", Text),
            ("person_email", Text),
            ("contact_id", Text),
            ("kind", Text),
            ("happened_at", Text),
            ("direction", Text),
            ("duration_minutes", Text),
            ("first_response_minutes", Text),
            ("answered_at", Text),
            ("outcome", Text),
        ],
        account: Some("account_id"),
        person: Some("person_email"),
    },
    Table {
        name: "business_reviews",
        columns: &[
            ("review_id", Text),
            ("account_id", Text),
            ("person_email", Text),
            ("due_on", Text),
            ("held_on", Text),
            ("missed_reason", Text),
        ],
        account: Some("account_id"),
        person: Some("person_email"),
    },
    Table {
        name: "tickets",
        columns: &[
            ("ticket_id", Text),
            ("account_id", Text),
            ("opened_at", Text),
            ("closed_at", Text),
            ("priority", Text),
            ("first_response_minutes", Text),
            ("satisfaction", Text),
            ("escalated", Flag),
            ("subject", Text),
        ],
        account: Some("account_id"),
        person: None,
    },
    Table {
        name: "surveys",
        columns: &[
            ("response_id", Text),
            ("account_id", Text),
            ("contact_id", Text),
            ("kind", Text),
            ("score", Text),
            ("responded_on", Text),
            ("comment", Text),
        ],
        account: Some("account_id"),
        person: None,
    },
    Table {
        name: "escalations",
        columns: &[
            ("escalation_id", Text),
            ("account_id", Text),
            ("raised_by_email", Text),
            ("raised_on", Text),
            ("resolved_on", Text),
            ("severity", Text),
            ("issue_type", Text),
            ("raised_first_by", Text),
        ],
        account: Some("account_id"),
        person: Some("raised_by_email"),
    },
    Table {
        name: "save_plays",
        columns: &[
            ("play_id", Text),
            ("account_id", Text),
            ("owner_email", Text),
            ("opened_on", Text),
            ("closed_on", Text),
            ("outcome", Text),
        ],
        account: Some("account_id"),
        person: Some("owner_email"),
    },
    Table {
        name: "milestones",
        columns: &[("account_id", Text), ("milestone", Text), ("due_on", Text), ("reached_on", Text)],
        account: Some("account_id"),
        person: None,
    },
    Table {
        name: "churn_events",
        columns: &[
            ("event_id", Text),
            ("account_id", Text),
            ("churned_on", Text),
            ("reason", Text),
            ("refund_amount", Whole),
            ("currency", Text),
            ("reactivation", Flag),
            ("comment", Text),
        ],
        account: Some("account_id"),
        person: None,
    },
    Table {
        name: "usage_monthly",
        columns: &[
            ("account_id", Text),
            ("month", Text),
            ("feature", Text),
            ("active_users", Whole),
            ("licensed_users", Whole),
            ("active_days", Whole),
            ("events", Whole),
        ],
        account: Some("account_id"),
        person: None,
    },
    Table {
        name: "usage_daily",
        columns: &[
            ("usage_id", Text),
            ("account_id", Text),
            ("contract_id", Text),
            ("day", Text),
            ("feature", Text),
            ("events", Whole),
            ("duration_seconds", Whole),
            ("error_count", Whole),
            ("active_users", Whole),
            ("beta", Flag),
        ],
        account: Some("account_id"),
        person: None,
    },
];

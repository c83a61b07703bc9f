use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, boolean, boolean_null, text, text_null};

use Kept::{Flag, Text, Whole};

/// The first tables. Written out rather than taken from the shapes, so that this step stays what it was when shapes
/// change later.
#[derive(Debug)]
pub(crate) struct FirstTables;

impl MigrationName for FirstTables {
    fn name(&self) -> &'static str {
        "first_tables"
    }
}

/// How a column is kept.
#[derive(Debug, Clone, Copy)]
enum Kept {
    Text,
    Whole,
    Flag,
}

/// The table of one object.
#[derive(Debug)]
struct FactTable {
    name: &'static str,
    columns: &'static [(&'static str, Kept)],
    account: Option<&'static str>,
    person: Option<&'static str>,
}

const FACTS: &[FactTable] = &[
    FactTable {
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
    FactTable {
        name: "teams",
        columns: &[("team_id", Text), ("lead_email", Text), ("parent_team", Text)],
        account: None,
        person: Some("lead_email"),
    },
    FactTable {
        name: "reporting_lines",
        columns: &[("person_email", Text), ("manager_email", Text), ("from", Text), ("to", Text)],
        account: None,
        person: Some("person_email"),
    },
    FactTable {
        name: "leave",
        columns: &[("person_email", Text), ("from", Text), ("to", Text), ("kind", Text)],
        account: None,
        person: Some("person_email"),
    },
    FactTable {
        name: "holidays",
        columns: &[("country", Text), ("day", Text), ("name", Text)],
        account: None,
        person: None,
    },
    FactTable {
        name: "targets",
        columns: &[("person_email", Text), ("tier", Text), ("period", Text), ("metric", Text), ("target", Text)],
        account: None,
        person: Some("person_email"),
    },
    FactTable {
        name: "time_entries",
        columns: &[("person_email", Text), ("week_starting", Text), ("category", Text), ("hours", Text)],
        account: None,
        person: Some("person_email"),
    },
    FactTable {
        name: "review_notes",
        columns: &[("note_id", Text), ("person_email", Text), ("period", Text), ("written_on", Text), ("words", Text)],
        account: None,
        person: Some("person_email"),
    },
    FactTable {
        name: "exchange_rates",
        columns: &[("from_currency", Text), ("to_currency", Text), ("on", Text), ("rate", Text)],
        account: None,
        person: None,
    },
    FactTable {
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
    FactTable {
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
    FactTable {
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
    FactTable {
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
    FactTable {
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
    FactTable {
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
    FactTable {
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
    FactTable {
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
    FactTable {
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
    FactTable {
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
    FactTable {
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
    FactTable {
        name: "milestones",
        columns: &[("account_id", Text), ("milestone", Text), ("due_on", Text), ("reached_on", Text)],
        account: Some("account_id"),
        person: None,
    },
    FactTable {
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
    FactTable {
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
    FactTable {
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

#[async_trait::async_trait]
impl MigrationTrait for FirstTables {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for fact in FACTS {
            manager.create_table(fact_table(fact)).await?;
            for index in fact_indexes(fact) {
                manager.create_index(index).await?;
            }
        }
        for table in house_tables() {
            manager.create_table(table).await?;
        }
        let kept = Index::create().name("kept_figures_name").table("kept_figures").col("name").to_owned();
        manager.create_index(kept).await
    }
}

/// What every fact has, then the columns of its object.
fn fact_table(fact: &FactTable) -> TableCreateStatement {
    let mut table = Table::create();
    table.table(fact.name).col(row_number("row_id")).col(text("key")).col(text_null("happened_on"));
    for clock in ["visible_from", "known_at", "recorded_at"] {
        table.col(big_integer(clock));
    }
    for clock in ["closing_known_at", "undated_known_at", "superseded_at", "superseded_by", "retracted_at"] {
        table.col(big_integer_null(clock));
    }
    table.col(boolean("assumed")).col(big_integer("delivery")).col(big_integer("file")).col(big_integer("line"));
    table.col(ColumnDef::new("content").blob().not_null());
    for (name, kept) in fact.columns {
        table.col(match kept {
            Text => text_null(*name),
            Whole => big_integer_null(*name),
            Flag => boolean_null(*name),
        });
    }
    table.to_owned()
}

fn row_number(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().auto_increment().primary_key().to_owned()
}

fn fact_indexes(fact: &FactTable) -> Vec<IndexCreateStatement> {
    let index = |what: &str| Index::create().name(format!("{}_{what}", fact.name)).table(fact.name).to_owned();
    let mut indexes = vec![index("key").col("key").to_owned()];
    for (what, column) in [("account", fact.account), ("person", fact.person)] {
        indexes.extend(column.map(|column| index(what).col(column).col("happened_on").to_owned()));
    }
    indexes
}

fn house_tables() -> Vec<TableCreateStatement> {
    let table = |name: &'static str| Table::create().table(name).to_owned();
    vec![
        table("files").col(row_number("number")).col(text("name")).to_owned(),
        table("deliveries")
            .col(row_number("number"))
            .col(big_integer("recorded_at"))
            .col(text("actor"))
            .col(text("label"))
            .col(big_integer_null("undone_at"))
            .to_owned(),
        table("delivery_counts")
            .col(big_integer("delivery"))
            .col(text("object"))
            .col(big_integer("new"))
            .col(big_integer("changed"))
            .col(big_integer("unchanged"))
            .to_owned(),
        table("events")
            .col(row_number("number"))
            .col(big_integer("at"))
            .col(text("actor"))
            .col(text("kind"))
            .col(text("subject"))
            .col(text("summary"))
            .to_owned(),
        table("kept_figures")
            .col(text("name"))
            .col(big_integer("data_version"))
            .col(text("person"))
            .col(text("metric"))
            .col(text_null("value"))
            .col(big_integer("n"))
            .to_owned(),
        table("settings").col(ColumnDef::new("name").text().not_null().primary_key()).col(text("value")).to_owned(),
    ]
}

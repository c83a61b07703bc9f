use kernel::PersonId;
use ports::Outside;
use ports::store::KeptFigure;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Value};

use crate::session::Session;

const FIGURES: &str = "reading kept figures";
const KEEPING: &str = "keeping figures";
/// Names the lock held while figures are kept on a PostgreSQL database.
const KEEPER_LOCK: i64 = 0x6b65_6570_6572;
const SETTING: &str = "reading a setting of the store";
/// Six values a row, well below the limits of both engines.
const ROWS_AT_ONCE: usize = 1_000;

/// Figures kept under a name at a data version.
pub(crate) async fn find<C: ConnectionTrait>(
    session: &Session<'_, C>,
    name: &str,
    data_version: i64,
) -> Outside<Vec<KeptFigure>> {
    let sql = session.sql("SELECT person, metric, value, n FROM kept_figures WHERE name = ").bind(name);
    let sql = sql.text(" AND data_version = ").bind(data_version);
    let rows = session.list(sql, FIGURES).await?;
    let figure = |row: &QueryResult| {
        let value: Option<String> = session.cell(row, 2, FIGURES)?;
        let n: i64 = session.cell(row, 3, FIGURES)?;
        Ok(KeptFigure {
            person: PersonId::new(&session.cell::<String>(row, 0, FIGURES)?),
            metric: session.cell(row, 1, FIGURES)?,
            value: value.and_then(|value| value.parse().ok()),
            n: u64::try_from(n).unwrap_or_default(),
        })
    };
    let mut found: Vec<KeptFigure> = rows.iter().map(figure).collect::<Outside<_>>()?;
    found.sort_by(|a, b| (&a.person, &a.metric).cmp(&(&b.person, &b.metric)));
    Ok(found)
}

/// Keeps figures, and forgets what the same name kept before.
pub(crate) async fn keep<C: ConnectionTrait>(
    session: &Session<'_, C>,
    name: &str,
    data_version: i64,
    figures: &[KeptFigure],
) -> Outside<()> {
    if session.backend() == DbBackend::Postgres {
        // Two programs that keep the same figures at once would keep them twice; SQLite lets one write at a time.
        session.run(session.sql("SELECT pg_advisory_xact_lock(").bind(KEEPER_LOCK).text(")"), KEEPING).await?;
    }
    session.run(session.sql("DELETE FROM kept_figures WHERE name = ").bind(name), KEEPING).await?;
    for rows in figures.chunks(ROWS_AT_ONCE) {
        let mut sql = session.sql("INSERT INTO kept_figures (name, data_version, person, metric, value, n) VALUES ");
        for (place, figure) in rows.iter().enumerate() {
            let value = figure.value.map(|value| value.to_string());
            let cells: [Value; 6] = [
                name.into(),
                data_version.into(),
                figure.person.as_str().into(),
                figure.metric.as_str().into(),
                value.into(),
                i64::try_from(figure.n).unwrap_or(i64::MAX).into(),
            ];
            sql = sql.text(if place == 0 { "" } else { ", " }).bind_list(cells);
        }
        session.run(sql, KEEPING).await?;
    }
    Ok(())
}

/// A value of the store itself.
pub(crate) async fn setting<C: ConnectionTrait>(session: &Session<'_, C>, name: &str) -> Outside<Option<String>> {
    session.single(session.sql("SELECT value FROM settings WHERE name = ").bind(name), SETTING).await
}

/// Sets a value of the store itself.
pub(crate) async fn set<C: ConnectionTrait>(session: &Session<'_, C>, name: &str, value: &str) -> Outside<()> {
    session.run(session.sql("DELETE FROM settings WHERE name = ").bind(name), KEEPING).await?;
    let sql = session.sql("INSERT INTO settings (name, value) VALUES ").bind_list([name.to_owned(), value.to_owned()]);
    session.run(sql, KEEPING).await.map(|_| ())
}

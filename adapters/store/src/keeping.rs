use kernel::PersonId;
use ports::Outside;
use ports::store::KeptFigure;
use sea_orm::{ConnectionTrait, DbBackend, Value};

use crate::answers::{self, Answers, Question, Row, told};
use crate::session::Session;

const FIGURES: &str = "reading kept figures";
const KEEPING: &str = "keeping figures";
/// Names the lock held while figures are kept on a PostgreSQL database.
const KEEPER_LOCK: i64 = 0x6b65_6570_6572;
const SETTING: &str = "reading a setting of the store";
/// Six values a row, well below the limits of both engines.
const ROWS_AT_ONCE: usize = 1_000;

/// Figures kept under a name at a data version.
pub(crate) fn find(answers: &dyn Answers, name: &str, data_version: i64) -> Outside<Vec<KeptFigure>> {
    let sql = answers::sql(answers, "SELECT person, metric, value, n FROM kept_figures WHERE name = ").bind(name);
    let sql = sql.text(" AND data_version = ").bind(data_version);
    let figure = |row: &dyn Row| {
        Ok(KeptFigure {
            person: PersonId::new(told(row.text(0)?)?),
            metric: told(row.text(1)?)?.to_owned(),
            value: row.text(2)?.and_then(|value| value.parse().ok()),
            n: row.whole(3)?.and_then(|n| u64::try_from(n).ok()).unwrap_or_default(),
        })
    };
    let question = Question::few(&["person", "metric", "value", "n"], sql);
    let mut found = answers::list(answers, question, FIGURES, figure)?;
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
pub(crate) fn setting(answers: &dyn Answers, name: &str) -> Outside<Option<String>> {
    let sql = answers::sql(answers, "SELECT value FROM settings WHERE name = ").bind(name);
    answers::text(answers, "value", sql, SETTING)
}

/// Sets a value of the store itself.
pub(crate) async fn set<C: ConnectionTrait>(session: &Session<'_, C>, name: &str, value: &str) -> Outside<()> {
    session.run(session.sql("DELETE FROM settings WHERE name = ").bind(name), KEEPING).await?;
    let sql = session.sql("INSERT INTO settings (name, value) VALUES ").bind_list([name.to_owned(), value.to_owned()]);
    session.run(sql, KEEPING).await.map(|_| ())
}

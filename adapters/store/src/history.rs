use std::collections::HashMap;

use jiff::civil::DateTime;
use kernel::{Actor, FactShape};
use ports::store::{Appended, Delivery, Recorded};
use ports::{Fault, Outside};
use sea_orm::{ConnectionTrait, QueryResult};

use crate::answers::{self, Answers};
use crate::clocks::moment;
use crate::session::Session;

const IMPORTS: &str = "reading the history of imports";
const EVENTS: &str = "reading the events";

/// The imports so far, first to last.
pub(crate) async fn deliveries<C: ConnectionTrait>(session: &Session<'_, C>) -> Outside<Vec<Delivery>> {
    let mut counts = counts(session).await?;
    let sql = session.sql("SELECT number, recorded_at, actor, label, undone_at FROM deliveries ORDER BY number");
    let rows = session.list(sql, IMPORTS).await?;
    let delivery = |row: &QueryResult| {
        let number = session.cell(row, 0, IMPORTS)?;
        Ok(Delivery {
            number,
            recorded_at: clock(session, row, 1, IMPORTS)?,
            actor: Actor::new(session.cell::<String>(row, 2, IMPORTS)?),
            label: session.cell(row, 3, IMPORTS)?,
            undone_at: session.cell::<Option<i64>>(row, 4, IMPORTS)?.and_then(moment),
            counts: counts.remove(&number).unwrap_or_default(),
        })
    };
    rows.iter().map(delivery).collect()
}

/// Rows per object of every delivery, objects in order.
async fn counts<C: ConnectionTrait>(session: &Session<'_, C>) -> Outside<HashMap<i64, Vec<(String, Appended)>>> {
    let sql =
        session.sql("SELECT delivery, object, new, changed, unchanged FROM delivery_counts WHERE new + changed + unchanged > 0 ORDER BY delivery, object");
    let mut counts: HashMap<i64, Vec<(String, Appended)>> = HashMap::new();
    for row in session.list(sql, IMPORTS).await? {
        let number = |place| session.cell::<i64>(&row, place, IMPORTS).map(|rows| u64::try_from(rows).unwrap_or(0));
        let appended = Appended { new: number(2)?, changed: number(3)?, unchanged: number(4)? };
        let object = session.cell(&row, 1, IMPORTS)?;
        counts.entry(session.cell(&row, 0, IMPORTS)?).or_default().push((object, appended));
    }
    Ok(counts)
}

/// Names the state of the data.
pub(crate) const DATA_VERSION: &str = "SELECT COUNT(*) + COUNT(undone_at) AS version FROM deliveries";

/// Facts change only when a delivery is opened or taken back, so counting both names the state of the data.
pub(crate) fn data_version(answers: &dyn Answers) -> Outside<i64> {
    Ok(answers::whole(answers, "version", answers::sql(answers, DATA_VERSION), IMPORTS)?.unwrap_or_default())
}

/// The same of some objects: of deliveries, only those are counted that brought or ended facts of one of them.
/// What is taken back counts whatever it brought: what older programs withdrew was not counted.
pub(crate) fn version_of(answers: &dyn Answers, shapes: &[&'static FactShape]) -> Outside<i64> {
    let sql = answers::sql(answers, DATA_VERSION).text(
        " WHERE EXISTS (SELECT 1 FROM delivery_counts WHERE delivery = deliveries.number \
         AND (new + changed + withdrawn > 0 OR deliveries.undone_at IS NOT NULL) AND object IN ",
    );
    let sql = sql.bind_list(shapes.iter().map(|shape| shape.object)).text(")");
    Ok(answers::whole(answers, "version", sql, IMPORTS)?.unwrap_or_default())
}

/// The latest events, newest first.
pub(crate) async fn events<C: ConnectionTrait>(session: &Session<'_, C>, limit: u64) -> Outside<Vec<Recorded>> {
    let sql = session.sql("SELECT at, actor, kind, subject, summary FROM events ORDER BY number DESC LIMIT ");
    let rows = session.list(sql.bind(i64::try_from(limit).unwrap_or(i64::MAX)), EVENTS).await?;
    let event = |row: &QueryResult| {
        Ok(Recorded {
            at: clock(session, row, 0, EVENTS)?,
            actor: Actor::new(session.cell::<String>(row, 1, EVENTS)?),
            kind: session.cell(row, 2, EVENTS)?,
            subject: session.cell(row, 3, EVENTS)?,
            summary: session.cell(row, 4, EVENTS)?,
        })
    };
    rows.iter().map(event).collect()
}

fn clock<C: ConnectionTrait>(
    session: &Session<'_, C>,
    row: &QueryResult,
    place: usize,
    doing: &str,
) -> Outside<DateTime> {
    let stored: i64 = session.cell(row, place, doing)?;
    moment(stored)
        .ok_or_else(|| Fault::broken(doing, format!("a stored clock reads {stored}, which no calendar holds")))
}

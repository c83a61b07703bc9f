use jiff::civil::DateTime;
use kernel::Actor;
use ports::Outside;
use ports::store::{Appended, Delivery, Recorded};
use sea_orm::{ConnectionTrait, QueryResult};

use crate::clocks::moment;
use crate::session::Session;

const DELIVERIES: &str = "reading the history of imports";
const EVENTS: &str = "reading the events";

/// The imports so far, first to last.
pub(crate) async fn deliveries<C: ConnectionTrait>(session: &Session<'_, C>) -> Outside<Vec<Delivery>> {
    let sql = session.sql("SELECT number, recorded_at, actor, label, undone_at FROM deliveries ORDER BY number");
    let rows = session.list(sql, DELIVERIES).await?;
    let mut found: Vec<Delivery> = rows.iter().map(|row| delivery(session, row)).collect::<Outside<_>>()?;
    let sql =
        session.sql("SELECT delivery, object, new, changed, unchanged FROM delivery_counts ORDER BY delivery, object");
    for row in session.list(sql, DELIVERIES).await? {
        let number: i64 = session.cell(&row, 0, DELIVERIES)?;
        let counts = Appended {
            new: count(session, &row, 2)?,
            changed: count(session, &row, 3)?,
            unchanged: count(session, &row, 4)?,
        };
        if let Some(delivery) = found.iter_mut().find(|delivery| delivery.number == number) {
            delivery.counts.push((session.cell(&row, 1, DELIVERIES)?, counts));
        }
    }
    Ok(found)
}

fn delivery<C: ConnectionTrait>(session: &Session<'_, C>, row: &QueryResult) -> Outside<Delivery> {
    let undone: Option<i64> = session.cell(row, 4, DELIVERIES)?;
    Ok(Delivery {
        number: session.cell(row, 0, DELIVERIES)?,
        recorded_at: at(session, row, 1)?,
        actor: Actor::new(session.cell::<String>(row, 2, DELIVERIES)?),
        label: session.cell(row, 3, DELIVERIES)?,
        undone_at: undone.and_then(moment),
        counts: Vec::new(),
    })
}

fn count<C: ConnectionTrait>(session: &Session<'_, C>, row: &QueryResult, place: usize) -> Outside<u64> {
    let count: i64 = session.cell(row, place, DELIVERIES)?;
    Ok(u64::try_from(count).unwrap_or_default())
}

fn at<C: ConnectionTrait>(session: &Session<'_, C>, row: &QueryResult, place: usize) -> Outside<DateTime> {
    let micros: i64 = session.cell(row, place, DELIVERIES)?;
    Ok(moment(micros).unwrap_or_default())
}

/// The latest events, newest first.
pub(crate) async fn events<C: ConnectionTrait>(session: &Session<'_, C>, limit: u64) -> Outside<Vec<Recorded>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let sql =
        session.sql("SELECT at, actor, kind, subject, summary FROM events ORDER BY number DESC LIMIT ").bind(limit);
    let rows = session.list(sql, EVENTS).await?;
    let event = |row: &QueryResult| {
        Ok(Recorded {
            at: at(session, row, 0)?,
            actor: Actor::new(session.cell::<String>(row, 1, EVENTS)?),
            kind: session.cell(row, 2, EVENTS)?,
            subject: session.cell(row, 3, EVENTS)?,
            summary: session.cell(row, 4, EVENTS)?,
        })
    };
    rows.iter().map(event).collect()
}

/// Every delivery and every taking back counts one.
pub(crate) async fn data_version<C: ConnectionTrait>(session: &Session<'_, C>) -> Outside<i64> {
    let sql = session.sql("SELECT COUNT(*) + COUNT(undone_at) FROM deliveries");
    Ok(session.single(sql, DELIVERIES).await?.unwrap_or_default())
}

use kernel::Refusal;
use ports::deliveries::{ToldColumn, ToldObject};

use crate::shapes;

/// `contacts`, or `list.csv=contacts; book.xlsx, sheet Q1=accounts` taken apart.
pub(super) fn objects(text: &str) -> Result<Vec<ToldObject>, Refusal> {
    let one = |part: &str| {
        let (file, object) = match part.rsplit_once('=') {
            Some((file, object)) => (Some(file.trim().to_owned()), object.trim()),
            None => (None, part),
        };
        if shapes::find(object).is_none() {
            let known: Vec<&str> = shapes::ALL.iter().map(|shape| shape.object).collect();
            return Err(Refusal::invalid("as", format!("`{object}` is none of {}", known.join(", "))));
        }
        Ok(ToldObject { file, object: object.to_owned() })
    };
    parts(text).map(one).collect()
}

/// `happened_at=Datum; list.csv:account_id=Kunde` taken apart.
pub(super) fn columns(text: &str) -> Result<Vec<ToldColumn>, Refusal> {
    let one = |part: &str| {
        let Some((left, heading)) = part.split_once('=') else {
            let words = format!("`{part}` names no heading; write --columns \"happened_at=Datum; account_id=Kunde\"");
            return Err(Refusal::invalid("columns", words));
        };
        let (file, column) = match left.rsplit_once(':') {
            Some((file, column)) => (Some(file.trim().to_owned()), column),
            None => (None, left),
        };
        Ok(ToldColumn { file, column: column.trim().to_owned(), heading: heading.trim().to_owned() })
    };
    parts(text).map(one).collect()
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty())
}

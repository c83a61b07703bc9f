use std::collections::BTreeMap;

use health::Book;
use jiff::civil::Date;
use kernel::{PersonId, Refusal};
use ports::store::KeptFigure;
use rust_decimal::Decimal;

use crate::desk::{Desk, refused};

/// What was worked ahead lies under one name, so that it is written at once. Another version may learn more.
const AHEAD: &str = concat!("health books ahead by ", env!("CARGO_PKG_VERSION"));

/// The book of a day.
pub(super) fn of_day(desk: &Desk<'_>, version: i64, day: Date) -> Result<Option<Book>, Refusal> {
    let kept = desk.store.kept_figures(&name(desk, day), version).map_err(refused)?;
    let told = |wanted: &str| kept.iter().find(|figure| figure.metric == wanted).and_then(|figure| figure.value);
    Ok((!kept.is_empty()).then(|| Book::from_told(day, &told)))
}

pub(super) fn keep_day(desk: &Desk<'_>, version: i64, (day, book): (Date, &Book)) -> Result<(), Refusal> {
    let figures: Vec<KeptFigure> =
        book.told().into_iter().map(|(metric, value)| figure(metric.to_owned(), value)).collect();
    desk.keep(&name(desk, day), version, &figures)
}

/// The books that were worked ahead, by what was known and by their day.
pub(super) type Ahead = BTreeMap<(String, Date), Book>;

pub(super) fn ahead(desk: &Desk<'_>, version: i64) -> Result<Ahead, Refusal> {
    let mut books: BTreeMap<(String, Date), BTreeMap<String, Option<Decimal>>> = BTreeMap::new();
    for kept in desk.store.kept_figures(AHEAD, version).map_err(refused)? {
        let mut words = kept.metric.splitn(3, ' ');
        let (Some(known), Some(day), Some(metric)) = (words.next(), words.next(), words.next()) else { continue };
        let Ok(day) = day.parse() else { continue };
        books.entry((known.to_owned(), day)).or_default().insert(metric.to_owned(), kept.value);
    }
    let book = |((known, day), told): (_, BTreeMap<String, Option<Decimal>>)| {
        ((known, day), Book::from_told(day, &|wanted| told.get(wanted).copied().flatten()))
    };
    Ok(books.into_iter().map(book).collect())
}

pub(super) fn keep_ahead(desk: &Desk<'_>, version: i64, books: &Ahead) -> Result<(), Refusal> {
    let of_book = |((known, day), book): (&(String, Date), &Book)| {
        let told = book.told().into_iter();
        told.map(|(metric, value)| figure(format!("{known} {day} {metric}"), value)).collect::<Vec<_>>()
    };
    let figures: Vec<KeptFigure> = books.iter().flat_map(of_book).collect();
    desk.keep(AHEAD, version, &figures)
}

fn figure(metric: String, value: Option<Decimal>) -> KeptFigure {
    KeptFigure { person: PersonId::new("company"), metric, value, n: 0 }
}

/// What was known, in a word: everything known now, or what was known by the end of a day.
pub(super) fn known(desk: &Desk<'_>) -> String {
    desk.known_by().map_or_else(|| "now".to_owned(), |moment| moment.date().to_string())
}

/// The name of what was worked ahead for a day.
pub(super) fn name_of(desk: &Desk<'_>, day: Date) -> (String, Date) {
    (known(desk), day)
}

fn name(desk: &Desk<'_>, day: Date) -> String {
    format!("health book 2 {day} known {} by {}", known(desk), env!("CARGO_PKG_VERSION"))
}

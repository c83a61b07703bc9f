use health::{Book, Peers, Profile};
use jiff::civil::Date;
use kernel::{Period, PersonId, Refusal};
use ports::store::KeptFigure;
use rust_decimal::Decimal;

use crate::desk::{Desk, refused};

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

/// Where the numbers of all accounts lie on a day, as a profile sees them.
pub(super) fn peers(desk: &Desk<'_>, version: i64, (profile, day): (&Profile, Date)) -> Result<Option<Peers>, Refusal> {
    let kept = desk.store.kept_figures(&peers_name(desk, profile, day), version).map_err(refused)?;
    Ok((!kept.is_empty()).then(|| peers_of(&kept)))
}

/// Returns them as they are kept, so that asking again says the same to the last digit.
pub(super) fn keep_peers(
    desk: &Desk<'_>,
    version: i64,
    (profile, day): (&Profile, Date),
    peers: &Peers,
) -> Result<Peers, Refusal> {
    let told = peers.told().into_iter();
    let figures: Vec<KeptFigure> =
        told.map(|(metric, value, n)| KeptFigure { n: n as u64, ..figure(metric, Some(value)) }).collect();
    desk.keep(&peers_name(desk, profile, day), version, &figures)?;
    Ok(peers_of(&figures))
}

fn peers_of(kept: &[KeptFigure]) -> Peers {
    let count = |kept: &KeptFigure| usize::try_from(kept.n).unwrap_or(usize::MAX);
    Peers::from_told(kept.iter().filter_map(|kept| Some((kept.metric.as_str(), kept.value?, count(kept)))))
}

/// It depends on the day, on what is known and on the settings.
fn peers_name(desk: &Desk<'_>, profile: &Profile, day: Date) -> String {
    let of_day = Period::days(day, day.tomorrow().unwrap_or(day));
    let settled = of_day.map_or_else(String::new, |day| crate::csm_performance::kept_name(desk, day));
    format!("health peers of {} {settled}", profile.key())
}

pub(super) fn figure(metric: String, value: Option<Decimal>) -> KeptFigure {
    KeptFigure { person: PersonId::new("company"), metric, value, n: 0 }
}

/// What was known, in a word: everything known now, or what was known by the end of a day.
fn known(desk: &Desk<'_>) -> String {
    desk.known_by().map_or_else(|| "now".to_owned(), |moment| moment.date().to_string())
}

fn name(desk: &Desk<'_>, day: Date) -> String {
    format!("health book 2 {day} known {} by {}", known(desk), env!("CARGO_PKG_VERSION"))
}

/// Health of all accounts or of a book.
mod list;
/// From stored rows to the rows health reads.
mod rows;
/// Health of one account.
mod show;

pub use list::list;
pub(crate) use show::on;
pub use show::show;

use std::collections::BTreeMap;

use customers::Contract;
use health::{Book, Gathering, Health, Profile, assess};
use jiff::civil::Date;
use kernel::{AccountId, PersonId, Refusal};
use ports::store::KeptFigure;

use crate::desk::{Desk, refused};
use crate::health::rows::Reading;

/// What all accounts together tell as of one day; kept, since every account is read for it.
#[derive(Debug, Clone)]
pub(crate) struct Books {
    pub(crate) day: Date,
    book: Book,
}

impl Books {
    pub(crate) fn of(desk: &Desk<'_>, day: Date) -> Result<Self, Refusal> {
        let version = desk.store.data_version().map_err(refused)?;
        let known = desk.known_by().map_or_else(|| "now".to_owned(), |moment| moment.date().to_string());
        let name = format!("health book {day} known {known}");
        let kept = desk.store.kept_figures(&name, version).map_err(refused)?;
        if !kept.is_empty() {
            let told =
                |wanted: &str| kept.iter().find(|figure| figure.metric == wanted).and_then(|figure| figure.value);
            return Ok(Self { day, book: Book::from_told(day, &told) });
        }
        let book = rows::book(desk, day)?;
        let company = PersonId::new("company");
        let figures: Vec<KeptFigure> = book
            .told()
            .into_iter()
            .map(|(metric, value)| KeptFigure { person: company.clone(), metric: metric.to_owned(), value, n: 0 })
            .collect();
        desk.keep(&name, version, &figures)?;
        Ok(Self { day, book })
    }
}

/// The health of these accounts, whose contracts these are, on the day of each of the books.
pub(crate) fn scores(
    desk: &Desk<'_>,
    books: &[&Books],
    accounts: &[AccountId],
    contracts: &[Contract],
) -> Result<Vec<BTreeMap<AccountId, Health>>, Refusal> {
    let profile = Profile::four_component();
    let days: Vec<Date> = books.iter().map(|books| books.day).collect();
    let gathered = rows::gather(desk, &days, Reading::Accounts(accounts), contracts)?;
    Ok(gathered.into_iter().zip(books).map(|(gatherings, books)| assessed(gatherings, books, &profile)).collect())
}

fn assessed(
    gatherings: BTreeMap<AccountId, Gathering>,
    books: &Books,
    profile: &Profile,
) -> BTreeMap<AccountId, Health> {
    gatherings
        .into_iter()
        .map(|(account, gathering)| (account, assess(profile, &gathering.finish(&books.book))))
        .collect()
}

use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const FROM: Date = date(2026, 2, 1);
const TO: Date = date(2026, 7, 1);

/// A row of use of an account: when, of which feature, whether of a day or its month, and how much.
#[derive(Debug, Clone)]
struct Told {
    day: Date,
    feature: Option<Arc<str>>,
    monthly: bool,
    events: Option<i64>,
    active_days: Option<i64>,
}

impl Told {
    fn row(&self) -> Row<'_> {
        let feature = self.feature.as_ref();
        if self.monthly {
            return Row::UsageMonth(UsageMonth {
                key: &KEY,
                month: self.day,
                feature,
                active_users: None,
                licensed_users: None,
                active_days: self.active_days,
                events: self.events,
            });
        }
        Row::UsageDay(UsageDay { key: &KEY, day: self.day, feature, events: self.events, active_users: None })
    }
}

static KEY: std::sync::LazyLock<Arc<str>> = std::sync::LazyLock::new(|| Arc::from("row"));

fn told() -> impl Strategy<Value = Told> {
    let feature = prop_oneof![Just(None), "[abc]".prop_map(|name| Some(Arc::from(name)))];
    (0..320_i64, feature, any::<bool>(), prop::option::of(0..50_i64), prop::option::of(0..40_i64)).prop_map(
        |(days, feature, monthly, events, active_days)| {
            let day = date(2025, 9, 15).checked_add(days.days()).unwrap();
            Told { day, feature, monthly, events, active_days }
        },
    )
}

/// The book of a day, with every row looked at for this day.
fn book_of(day: Date, accounts: &[Vec<Told>]) -> Book {
    let gathered = |rows: &Vec<Told>| {
        let mut gathering = Gathering::new(day).only_for_book();
        rows.iter().for_each(|told| gathering.add(told.row()));
        gathering
    };
    Book::of(day, &accounts.iter().map(gathered).collect::<Vec<_>>())
}

fn by_day(accounts: &[Vec<Told>]) -> UseByDay {
    let mut all = UseByDay::new(FROM, TO);
    accounts.iter().for_each(|rows| all.include(&rows.iter().map(Told::row).collect::<Vec<_>>()));
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_day_reads_as_its_own_book(accounts in prop::collection::vec(prop::collection::vec(told(), 0..40), 0..6)) {
        let books = by_day(&accounts).close();
        prop_assert_eq!(books.len(), 150);
        for book in books {
            prop_assert_eq!(&book, &book_of(book.as_of(), &accounts));
        }
    }

    #[test]
    fn parts_joined_read_as_the_whole(
        accounts in prop::collection::vec(prop::collection::vec(told(), 0..20), 0..6),
        at in 0..6_usize,
    ) {
        let (left, right) = accounts.split_at(at.min(accounts.len()));
        let mut joined = by_day(left);
        joined.join(by_day(right));
        prop_assert_eq!(joined.close(), by_day(&accounts).close());
    }
}

#[test]
fn a_span_without_days_has_no_books() {
    assert_eq!(UseByDay::new(TO, FROM).close(), []);
}

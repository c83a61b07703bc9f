use jiff::civil::date;

use super::*;

const TODAY: Date = date(2025, 1, 15);

fn row(unit: Unit, on: &str, feature: Option<&str>) -> Use {
    let on: Date = on.parse().unwrap();
    let key = Arc::from(format!("{}/{on}/{}", unit.object(), feature.unwrap_or("")));
    Use { unit, key, on, feature: feature.map(Arc::from), events: None, active: None, licensed: None, days: None }
}

fn month(on: &str, active: i64, licensed: i64, events: i64) -> Use {
    let licensed = (licensed > 0).then_some(licensed);
    Use { events: Some(events), active: Some(active), licensed, days: Some(20), ..row(Unit::Month, on, None) }
}

fn day(on: &str, feature: &str, events: i64) -> Use {
    Use { events: Some(events), ..row(Unit::Day, on, Some(feature)) }
}

fn gathered(rows: &[Use]) -> Gathering {
    let mut gathering = Gathering::new(TODAY);
    rows.iter().for_each(|row| gathering.add(row.clone()));
    gathering
}

fn alone(rows: &[Use], owned: &Owned) -> Standing {
    let gathering = gathered(rows);
    Standing::of(&gathering, owned, &Book::of(std::iter::once(&gathering)))
}

fn value(read: &Result<Read, Gap>) -> String {
    read.as_ref().unwrap().value().unwrap().round_dp(4).normalize().to_string()
}

#[test]
fn a_month_counts_once_it_is_over_and_is_held_beside_those_before() {
    let rows = [
        month("2024-10-01", 10, 100, 100),
        month("2024-11-01", 30, 100, 500),
        month("2024-12-01", 40, 100, 800),
        month("2025-01-01", 90, 100, 9000),
    ];
    let found = alone(&rows, &Owned::default());
    assert_eq!((value(&found.utilisation), value(&found.stickiness)), ("0.4".to_owned(), "0.6452".to_owned()));
    let interval = found.utilisation.as_ref().unwrap().interval.clone().unwrap();
    assert!(interval.low > Decimal::new(30, 2) && interval.high < Decimal::new(50, 2));
    let depth = found.depth.unwrap();
    assert_eq!(depth.now.value(), Some(Decimal::from(20)));
    assert_eq!(depth.usual.unwrap().value(), Some(Decimal::from(15)));
}

#[test]
fn breadth_is_of_what_may_be_used_or_of_what_anybody_uses() {
    let ours = gathered(&[day("2025-01-10", "maps", 3), day("2025-01-11", "maps", 1), day("2024-11-01", "old", 9)]);
    let theirs = gathered(&[day("2025-01-10", "maps", 3), day("2025-01-12", "tides", 5), day("2025-01-12", "off", 0)]);
    let book = Book::of([&ours, &theirs].into_iter());
    let found = Standing::of(&ours, &Owned::default(), &book);
    assert_eq!(value(&found.breadth), "0.5");
    assert_eq!(book.features["maps"].accounts, 2);
    let entitled = ["maps", "off", "charts", "alerts"];
    let entitled = entitled.map(|feature| (Arc::from(feature), (Arc::from(format!("E/{feature}")), TODAY)));
    let owned = Owned { entitled: entitled.into_iter().collect(), seats: Vec::new() };
    assert_eq!(value(&Standing::of(&ours, &owned, &book).breadth), "0.25");
    // Two days with use of 28.
    assert_eq!(value(&found.stickiness), "0.0714");
}

#[test]
fn nobody_told_is_not_nobody_used() {
    let silent = alone(&[], &Owned::default());
    assert_eq!((silent.level(), silent.breadth), (None, Err(Gap::Silent)));
    let theirs = gathered(&[day("2025-01-10", "maps", 3)]);
    let ours = gathered(&[]);
    let found = Standing::of(&ours, &Owned::default(), &Book::of([&ours, &theirs].into_iter()));
    assert_eq!(value(&found.breadth), "0");
    assert_eq!((found.depth, found.utilisation), (Err(Gap::NoUse), Err(Gap::NotTold)));
}

#[test]
fn seats_stand_in_and_none_or_too_few_are_said() {
    let rows = [month("2024-12-01", 40, 0, 800)];
    assert_eq!(alone(&rows, &Owned::default()).utilisation, Err(Gap::NoSeats));
    let seats = |seats| Owned { entitled: BTreeMap::new(), seats: vec![(Arc::from("C-1"), seats)] };
    assert_eq!(alone(&rows, &seats(0)).utilisation, Err(Gap::NoSeats));
    assert_eq!(value(&alone(&rows, &seats(50)).utilisation), "0.8");
    let over = alone(&rows, &seats(20)).utilisation;
    assert_eq!((value(&over), over.unwrap().interval), ("2".to_owned(), None));
    assert_eq!(alone(&rows, &seats(20)).level(), Some(Decimal::ONE));
}

#[test]
fn daily_users_are_held_beside_those_of_the_month() {
    let mut rows = vec![month("2024-12-01", 40, 50, 800)];
    for number in 1..=14 {
        rows.push(Use { active: Some(20), ..day(&format!("2025-01-{number:02}"), "maps", 60) });
    }
    let found = alone(&rows, &Owned::default());
    // 14 days of 20 people, of 40 on each of 28.
    assert_eq!(value(&found.stickiness), "0.25");
    assert_eq!(found.depth.unwrap().now.value(), Some(Decimal::from(3)));
    rows.reverse();
    assert_eq!(value(&alone(&rows, &Owned::default()).stickiness), "0.25");
}

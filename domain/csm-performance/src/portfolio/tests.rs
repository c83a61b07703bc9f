use super::*;

#[test]
fn the_three_books_of_the_source_sit_where_it_says() {
    let check = |accounts, expected| assert_eq!(Workload::of(accounts, Some(Decimal::from(30))), Some(expected));
    check(32, Workload::SlightlyOver);
    check(35, Workload::Over);
    check(18, Workload::Under);
    check(30, Workload::Within);
    check(24, Workload::Within);
    assert_eq!(Workload::of(30, None), None);
    assert_eq!(Workload::of(30, Some(Decimal::ZERO)), None);
}

#[test]
fn an_empty_book_has_no_complexity() {
    assert_eq!(complexity_parts(&[], true), []);
}

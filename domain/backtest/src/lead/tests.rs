use jiff::civil::date;

use super::*;

#[test]
fn the_lead_runs_from_the_first_cut_off_of_the_last_stretch() {
    let stood =
        |key: &str, month: i8, stood: bool| Watched { key: Arc::from(key), cut_off: date(2024, month, 1), stood };
    let watched = [
        stood("a", 1, true),
        stood("a", 2, false),
        stood("a", 3, true),
        stood("a", 4, true),
        stood("b", 3, true),
        stood("b", 4, false),
        stood("c", 6, true),
    ];
    let lost = [("a", date(2024, 5, 1)), ("b", date(2024, 5, 1)), ("c", date(2024, 5, 1)), ("a", date(2024, 5, 1))];
    let lost = lost.map(|(key, on)| (Arc::from(key), on));
    let found: Vec<(String, Option<i32>)> =
        leads(&watched, &lost).into_iter().map(|lead| (lead.key.to_string(), lead.days)).collect();
    assert_eq!(found, [("a".to_owned(), Some(61)), ("b".to_owned(), None)]);
}

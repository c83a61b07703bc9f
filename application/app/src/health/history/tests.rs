use jiff::civil::date;

use super::*;

#[test]
fn months_end_on_their_last_day_and_the_last_day_is_the_one_asked_about() {
    let days = month_ends(date(2024, 3, 31), 3);
    assert_eq!(days, [date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)]);
    assert_eq!(month_ends(date(2025, 1, 15), 1), [date(2024, 12, 31), date(2025, 1, 15)]);
}

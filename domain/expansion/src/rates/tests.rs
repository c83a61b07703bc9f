use jiff::civil::date;

use super::*;

fn decided(won: usize, lost: usize) -> Vec<Decided> {
    let one = |number: usize| Decided {
        key: Arc::from(format!("O-{number:02}")),
        label: Arc::from("an account"),
        on: date(2024, 5, 1),
        won: number < won,
    };
    (0..won + lost).map(one).collect()
}

#[test]
fn the_default_holds_until_there_is_a_history() {
    let none = CloseRate::of(Kind::Seats, &[]);
    assert_eq!((none.value(), none.decided), (Decimal::new(65, 2), 0));
    assert!(none.words().contains("default"));
    // Two of ten won: (2 + 6.5) / 20.
    assert_eq!(CloseRate::of(Kind::Seats, &decided(2, 8)).value(), Decimal::new(425, 3));
    let many = CloseRate::of(Kind::Seats, &decided(40, 160));
    assert!(many.value() < Decimal::new(23, 2));
    let (few, long) = (none.interval.unwrap(), many.interval.unwrap());
    assert!(few.high - few.low > long.high - long.low);
}

#[test]
fn kinds_are_told_from_words_of_the_source() {
    let told = ["Seat add-on", "cross-sell", "Upsell", "upgrade", "expansion"].map(|word| Kind::of(Some(word)));
    assert_eq!(told, [Kind::Seats, Kind::CrossSell, Kind::Plan, Kind::Plan, Kind::Untold]);
    assert_eq!(Kind::of(None), Kind::Untold);
}

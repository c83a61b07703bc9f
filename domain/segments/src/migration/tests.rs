use rust_decimal::Decimal;

use super::{Membership, Migration};

fn row(account: &str, from: Option<usize>, to: Option<usize>, opening: i64, closing: i64) -> Membership {
    Membership {
        account: account.into(),
        name: account.into(),
        from,
        to,
        opening: Decimal::from(opening),
        closing: Decimal::from(closing),
    }
}

fn moves() -> Migration {
    Migration::of(vec![
        row("a", Some(0), Some(0), 100, 120),
        row("b", Some(0), Some(1), 100, 40),
        row("c", Some(1), None, 30, 0),
        row("d", None, Some(1), 0, 20),
        row("e", Some(1), Some(0), 30, 90),
        row("f", None, None, 0, 0),
    ])
}

#[test]
fn rows_and_columns_add_up() {
    let all = moves();
    let places = [Some(0), Some(1), None];
    let cells = places.iter().flat_map(|from| places.iter().map(move |to| (*from, *to)));
    let count: usize = cells.map(|(from, to)| all.moved(from, to).rows.len()).sum();
    assert_eq!((count, all.rows().len()), (5, 5));
    assert_eq!(all.members(0).value(), Some(Decimal::TWO));
}

#[test]
fn money_follows_the_accounts() {
    let all = moves();
    assert_eq!(all.arr(1).value(), Some(Decimal::from(60)));
    assert_eq!(all.moved_arr(Some(1), None).value(), Some(Decimal::from(30)), "what the ones who left paid");
    assert_eq!(all.moved_arr(Some(0), Some(1)).value(), Some(Decimal::from(40)));
    assert_eq!(all.share(1).value(), Decimal::from(60).checked_div(Decimal::from(270)));
}

#[test]
fn growth_does_not_hide_what_was_lost() {
    let all = moves();
    assert_eq!(all.kept(0).value(), Some(Decimal::new(7, 1)));
    assert_eq!(all.kept(1).value(), Some(Decimal::new(5, 1)));
    assert_eq!(all.kept(7).value(), None, "nobody was there, so there is no share");
}

#[test]
fn changes_go_both_ways() {
    let all = moves();
    assert_eq!((all.changed(true).rows.len(), all.changed(false).rows.len()), (1, 1));
}

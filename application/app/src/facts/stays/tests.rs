use jiff::civil::date;

use super::*;

fn row(owner: &str, from: Date, to: Option<Date>, share: Option<Decimal>) -> Ownership {
    Ownership {
        key: Arc::from(format!("own/{owner} {from}")),
        account: AccountId::new("own/A-1"),
        owner: PersonId::new(owner),
        from,
        to,
        role: Role::Owner,
        share,
    }
}

fn days(rows: Vec<Ownership>) -> Vec<(String, Date, Option<Date>)> {
    let stays = owner_stays(rows, &People::new());
    stays.into_iter().map(|stay| (stay.owner.as_str().to_owned(), stay.from, stay.to)).collect()
}

const SPRING: Date = date(2024, 3, 1);
const SUMMER: Date = date(2024, 6, 1);
const AUTUMN: Date = date(2024, 9, 1);

#[test]
fn rows_that_adjoin_are_one_stay() {
    let split = vec![row("maya", SUMMER, Some(AUTUMN), None), row("maya", SPRING, Some(SUMMER), None)];
    assert_eq!(days(split), [("maya".to_owned(), SPRING, Some(AUTUMN))]);
    let open = vec![row("maya", SPRING, Some(SUMMER), None), row("maya", SUMMER, None, None)];
    assert_eq!(days(open), [("maya".to_owned(), SPRING, None)]);
}

#[test]
fn stays_with_other_shares_other_owners_or_days_between_stay_apart() {
    let half = Some(Decimal::new(5, 1));
    let shared = |owner: &str| vec![row(owner, SPRING, Some(SUMMER), half), row(owner, SUMMER, Some(AUTUMN), half)];
    let both = [shared("maya"), shared("dan")].concat();
    let wanted = [("dan".to_owned(), SPRING, Some(AUTUMN)), ("maya".to_owned(), SPRING, Some(AUTUMN))];
    assert_eq!(days(both), wanted, "also where rows of several lie between each other");
    let changed = vec![row("maya", SPRING, Some(SUMMER), half), row("maya", SUMMER, None, None)];
    assert_eq!(days(changed).len(), 2);
    let handed_on = vec![row("maya", SPRING, Some(SUMMER), None), row("dan", SUMMER, None, None)];
    assert_eq!(days(handed_on).len(), 2);
    let gap = vec![row("maya", SPRING, Some(SUMMER), None), row("maya", AUTUMN, None, None)];
    assert_eq!(days(gap).len(), 2);
}

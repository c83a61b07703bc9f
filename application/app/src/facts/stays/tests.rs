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

/// A row of an account of another system that counts for A-1.
fn linked(owner: &str, from: Date, to: Option<Date>) -> Ownership {
    Ownership { key: Arc::from(format!("desk/desk/77|{owner}|{from}")), ..row(owner, from, to, None) }
}

/// The same of the account that is kept.
fn kept(owner: &str, from: Date, to: Option<Date>) -> Ownership {
    Ownership { key: Arc::from(format!("own/own/A-1|{owner}|{from}")), ..row(owner, from, to, None) }
}

#[test]
fn of_linked_accounts_no_day_counts_twice() {
    let same = vec![kept("maya", SPRING, None), linked("maya", SPRING, None)];
    assert_eq!(days(same), [("maya".to_owned(), SPRING, None)]);
    let other = vec![linked("dan", SPRING, None), kept("maya", SUMMER, Some(AUTUMN))];
    let wanted = [
        ("dan".to_owned(), SPRING, Some(SUMMER)),
        ("maya".to_owned(), SUMMER, Some(AUTUMN)),
        ("dan".to_owned(), AUTUMN, None),
    ];
    assert_eq!(days(other), wanted);
    let covered = vec![linked("dan", SUMMER, Some(AUTUMN)), kept("maya", SPRING, None)];
    assert_eq!(days(covered), [("maya".to_owned(), SPRING, None)]);
    let alone = vec![linked("dan", SPRING, Some(AUTUMN))];
    assert_eq!(days(alone), [("dan".to_owned(), SPRING, Some(AUTUMN))]);
}

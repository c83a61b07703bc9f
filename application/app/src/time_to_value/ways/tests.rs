use super::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn way(reached_on: Option<&str>, ended_on: Option<&str>) -> Option<Way> {
    let milestone = Milestone {
        key: Arc::from("own/A-1/first value"),
        account: AccountId::new("own/A-1"),
        milestone: Arc::from(FIRST_VALUE),
        due_on: None,
        reached_on: reached_on.map(day),
    };
    Way::of(&milestone, Arc::from("One"), day("2024-01-01"), (ended_on.map(day), day("2024-06-30")))
}

fn stay(owner: &str, from: &str, to: Option<&str>) -> OwnerStay {
    OwnerStay {
        account: AccountId::new("own/A-1"),
        owner: PersonId::new(owner),
        from: day(from),
        to: to.map(day),
        share: Decimal::ONE,
        cut_short: false,
    }
}

#[test]
fn who_left_on_the_way_was_watched_to_the_end_of_its_contracts() {
    assert_eq!(way(None, None).unwrap().until, day("2024-06-30"));
    assert_eq!(way(None, Some("2024-03-01")).unwrap().until, day("2024-03-01"));
    assert_eq!(way(Some("2024-02-01"), None).unwrap().until, day("2024-02-01"));
    assert!(way(Some("2023-12-01"), None).is_none());
    assert_eq!(ended_on([Some(day("2024-01-01")), None]), None);
    assert_eq!(ended_on([Some(day("2024-01-01")), Some(day("2024-02-01"))]), Some(day("2024-02-01")));
    assert_eq!(ended_on([]), None);
}

#[test]
fn each_day_of_a_way_is_that_of_whoever_held_the_account() {
    let way = way(Some("2024-03-01"), None).unwrap();
    let stays = [stay("own/ann", "2023-01-01", Some("2024-02-01")), stay("own/bea", "2024-02-01", None)];
    let found = parts(&way, &stays, None);
    let told: Vec<_> = found.iter().map(|part| (part.ages, part.reached)).collect();
    assert_eq!(told, [((0, 30), false), ((31, 60), true)]);
    let quarter = Some((day("2024-01-15"), day("2024-02-20")));
    let told: Vec<_> = parts(&way, &stays, quarter).iter().map(|part| (part.ages, part.reached)).collect();
    assert_eq!(told, [((14, 30), false), ((31, 50), false)]);
    assert!(parts(&way, &stays, Some((day("2024-03-02"), day("2024-05-01")))).is_empty());
}

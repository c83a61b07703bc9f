use super::*;

fn id(name: &str) -> AccountId {
    AccountId::new(&format!("own/{name}"))
}

fn members_of(pairs: &[(&str, &str)], head: &str) -> Vec<String> {
    let parents: Parents = pairs.iter().map(|(child, parent)| (id(child), id(parent))).collect();
    members(&parents, &id(head)).iter().map(|account| account.external().to_owned()).collect()
}

#[test]
fn children_of_children_belong_to_the_group() {
    let pairs = [("b", "a"), ("c", "b"), ("d", "a"), ("x", "y")];
    assert_eq!(members_of(&pairs, "a"), ["a", "b", "c", "d"]);
    assert_eq!(members_of(&pairs, "b"), ["b", "c"]);
    assert_eq!(members_of(&pairs, "d"), ["d"]);
}

#[test]
fn a_loop_of_parents_ends() {
    assert_eq!(members_of(&[("a", "b"), ("b", "c"), ("c", "a")], "a"), ["a", "b", "c"]);
    assert_eq!(members_of(&[("a", "a")], "a"), ["a"]);
}

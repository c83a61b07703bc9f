use super::*;

fn identity(pairs: &[(&str, &str)]) -> Identity {
    let pairs: Vec<(Arc<str>, Arc<str>)> =
        pairs.iter().map(|(one, other)| (Arc::from(*one), Arc::from(*other))).collect();
    Identity::of(&pairs)
}

fn kept(identity: &Identity, key: &str) -> Option<String> {
    identity.kept(key).map(ToString::to_string)
}

#[test]
fn whoever_counts_for_no_other_is_kept_however_long_the_chain() {
    for pairs in [
        [("c", "b"), ("b", "a"), ("d", "b")],
        [("d", "b"), ("c", "b"), ("b", "a")],
        [("b", "a"), ("d", "b"), ("c", "b")],
    ] {
        let identity = identity(&pairs);
        for member in ["a", "b", "c", "d"] {
            assert_eq!(kept(&identity, member).as_deref(), Some("a"), "{member} of {pairs:?}");
        }
    }
    assert_eq!(kept(&identity(&[("b", "a")]), "z"), None);
}

#[test]
fn what_pairs_leave_open_is_settled_by_key() {
    assert_eq!(kept(&identity(&[("b", "a"), ("a", "b")]), "b").as_deref(), Some("a"));
    assert_eq!(kept(&identity(&[("b", "z"), ("b", "c")]), "z").as_deref(), Some("c"));
    assert!(identity(&[("a", "a")]).aliases().is_empty());
}

#[test]
fn many_links_are_taken_in_quickly() {
    let names: Vec<(String, String)> = (0..20_000).map(|at| (format!("desk/{at}"), format!("crm/{at}"))).collect();
    let pairs: Vec<(Arc<str>, Arc<str>)> =
        names.iter().map(|(one, other)| (Arc::from(one.as_str()), Arc::from(other.as_str()))).collect();
    let identity = Identity::of(&pairs);
    assert_eq!(identity.aliases().len(), 20_000);
    assert_eq!(kept(&identity, "desk/77").as_deref(), Some("crm/77"));
}

use super::*;

fn people() -> Vec<Named> {
    ["Maya Okafor", "Daniel Reyes", "Dana Reyes", "Jun Takeda"]
        .iter()
        .enumerate()
        .map(|(place, name)| Named {
            key: Arc::from(format!("own/P-{place}")),
            name: Arc::from(*name),
            also: Some(Arc::from(format!("{}@tidewater.example", name.to_lowercase().replace(' ', ".")))),
            counts_for: None,
        })
        .collect()
}

fn found(typed: &str) -> Result<String, String> {
    find("person", "csm", typed, &people()).map(|named| named.name.to_string()).map_err(|refused| refused.to_string())
}

#[test]
fn names_are_found_as_people_type_them() {
    for typed in ["maya", "Maya Okafor", "OKAFOR", "P-0", "own/p-0", "maya.okafor@tidewater.example", "  maya "] {
        assert_eq!(found(typed).as_deref(), Ok("Maya Okafor"), "{typed}");
    }
}

#[test]
fn an_ambiguous_name_lists_the_candidates() {
    let refused = found("dan").unwrap_err();
    assert!(refused.contains("Daniel Reyes (daniel.reyes@tidewater.example), Dana Reyes"), "{refused}");
}

#[test]
fn a_near_miss_is_suggested_and_a_stranger_is_not() {
    assert!(found("mayya").unwrap_err().contains("did you mean Maya Okafor"));
    assert_eq!(
        found("zoltan").unwrap_err(),
        "no person `zoltan` is known here; `evenkeel people` lists those that are"
    );
    assert!(found("  ").unwrap_err().contains("say which person"));
}

#[test]
fn names_that_mean_one_thing_are_not_ambiguous() {
    let named = |key: &str, counts_for: Option<&str>| Named {
        key: Arc::from(key),
        name: Arc::from("Acme"),
        also: Some(Arc::from("acme.example")),
        counts_for: counts_for.map(Arc::from),
    };
    let linked = [named("desk/1", Some("crm/A")), named("crm/A", None)];
    let meant =
        |typed: &str, all: &[Named]| find("account", "account", typed, all).map(|named| named.meant().to_string());
    for typed in ["acme", "acme.example", "desk/1", "1", "crm/A"] {
        assert_eq!(meant(typed, &linked).unwrap(), "crm/A", "{typed}");
    }
    assert!(meant("acme", &[named("desk/1", None), named("crm/A", None)]).is_err());
}

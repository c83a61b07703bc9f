use super::*;

fn typed(line: &str) -> ArgMatches {
    let words = std::iter::once("evenkeel").chain(line.split_whitespace());
    root().try_get_matches_from(words).unwrap()
}

#[test]
fn the_command_line_holds_together() {
    root().debug_assert();
}

#[test]
fn every_action_is_reached_by_its_example() {
    for action in CATALOGUE.iter() {
        let mut words = Vec::new();
        let mut quoted = String::new();
        for part in action.example.split(' ') {
            // Quotes as a shell would take them.
            quoted.push_str(part);
            if quoted.matches(['\'', '"']).count().is_multiple_of(2) {
                words.push(std::mem::take(&mut quoted).replace(['\'', '"'], ""));
            } else {
                quoted.push(' ');
            }
        }
        let matches = root().try_get_matches_from(&words).unwrap();
        let (found, _) = action_of(&matches).unwrap();
        assert_eq!(found.name, action.name);
    }
}

#[test]
fn what_is_typed_reaches_the_action() {
    let matches =
        typed("import a.csv folder --dry-run --source crm --home here --as-of 2024-12-31 --set lapse_days=10");
    let (action, found) = action_of(&matches).unwrap();
    let inputs = inputs(action, found);
    assert_eq!(inputs.paths("paths").len(), 2);
    assert!(inputs.is_given("dry_run") && !inputs.is_given("complete"));
    assert_eq!(inputs.text("source"), Some("crm"));
    let entry = entry(&matches).unwrap();
    assert_eq!(entry.as_of.map(|day| day.to_string()).as_deref(), Some("2024-12-31"));
    assert_eq!(entry.settings, [("lapse_days".into(), "10".into(), "--set lapse_days".into())]);
}

#[test]
fn a_day_that_is_none_is_refused() {
    assert!(entry(&typed("people --as-of yesterday")).unwrap_err().to_string().contains("2024-12-31"));
    assert!(entry(&typed("people --set currency")).unwrap_err().to_string().contains("name=value"));
}

#[test]
fn names_from_other_tools_lead_to_our_commands() {
    let told =
        |name: &str| elsewhere(&root().try_get_matches_from(["evenkeel", name]).unwrap_err()).unwrap_or_default();
    for (theirs, ours) in [
        ("health-score", "`evenkeel health show`"),
        ("churn-risk-list", "`evenkeel churn`"),
        ("nps-analysis", "`evenkeel nps`"),
        ("customer-segments", "`evenkeel segments`"),
        ("engagement-report", "`evenkeel engagement`"),
        ("account-review-prep", "`evenkeel account-review`"),
        ("escalation-analysis", "`evenkeel escalations`"),
    ] {
        assert!(told(theirs).contains(ours), "{theirs}: {}", told(theirs));
    }
    assert!(told("no-such-thing").is_empty());
}

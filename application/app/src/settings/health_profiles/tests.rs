use super::*;

const MINE: [(&str, &str); 8] = [
    ("health.profiles.mine.name", "Mine"),
    ("health.profiles.mine.weights.usage", "70"),
    ("health.profiles.mine.weights.sentiment", "30"),
    ("health.profiles.mine.usage.active_share", "60"),
    ("health.profiles.mine.usage.usage_trend.weight", "40"),
    ("health.profiles.mine.usage.usage_trend.transform", "tiers 0:0 0.5:50 1:100"),
    ("health.profiles.mine.sentiment.nps.weight", "100"),
    ("health.profiles.mine.sentiment.nps.window_days", "180"),
];

fn read(told: &[(&str, &str)]) -> Result<HealthProfiles, String> {
    let told = told
        .iter()
        .map(|(name, value)| ((*name).to_owned(), Told { value: (*value).to_owned(), origin: "a test".to_owned() }));
    HealthProfiles::read(&told.collect(), "four-component").map_err(|refused| refused.to_string())
}

fn changed(name: &str, value: &str) -> String {
    let rest = MINE.into_iter().filter(|(known, _)| *known != name);
    read(&rest.chain([(name, value)]).collect::<Vec<_>>()).unwrap_err()
}

#[test]
fn without_a_word_the_four_components_judge_everybody() {
    let profiles = read(&[]).unwrap();
    assert_eq!(profiles.of_segment("strategic"), &Profile::four_component());
    assert!(!profiles.differ_by_segment());
    assert_eq!(profiles.all().len(), 5);
}

#[test]
fn a_profile_of_ones_own_has_its_weights_transforms_and_windows() {
    let profiles = read(&MINE).unwrap();
    let mine = profiles.find("mine").unwrap();
    assert_eq!((mine.name(), mine.components().len()), ("Mine", 2));
    assert_eq!(mine.windows().days(MeasureKind::Nps), 180);
    assert!(matches!(mine.components()[0].measures[1].transform, Transform::Points(_)));
}

#[test]
fn a_segment_may_be_judged_by_its_own_profile() {
    let told = [&MINE[..], &[("health.segments.Strategic", "mine"), ("health.segments.core", "four-component-smb")]];
    let profiles = read(&told.concat()).unwrap();
    assert_eq!(profiles.of_segment("strategic").key(), "mine");
    assert_eq!(profiles.of_segment("CORE").key(), "four-component-smb");
    assert_eq!(profiles.of_segment("nurture").key(), "four-component");
    assert_eq!(profiles.in_use().count(), 3);
}

#[test]
fn what_does_not_hold_together_is_refused_by_name() {
    assert!(
        changed("health.profiles.mine.weights.usage", "60").contains("`mine`: the weights of components sum to 90")
    );
    assert!(changed("health.profiles.mine.usage.active_share", "10").contains("the weights of usage sum to 50"));
    assert!(changed("health.profiles.mine.weights.usgae", "1").contains("no component `usgae`; there are usage, "));
    assert!(changed("health.profiles.mine.usage.nsp", "1").contains("no measure `nsp`; there are active_share, "));
    assert!(changed("health.profiles.mine.usage.active_share", "much").contains("(a test) does not work"));
    let steep = changed("health.profiles.mine.usage.usage_trend.transform", "steep");
    assert!(steep.contains("`steep` is no transform"), "{steep}");
    assert!(changed("health.profiles.mine.sentiment.nps.window_days", "900").contains("cannot look over 900 days"));
    assert!(changed("health.profiles.four-component.name", "x").contains("unlike those of the product"));
    assert!(changed("health.segments.core", "six").contains("no health profile `six`; there are four-component, "));
    assert!(changed("health.wieghts", "six").contains("under `health` stand"));
    assert!(read(&[]).unwrap().find("six").unwrap_err().to_string().contains("five-component"));
}

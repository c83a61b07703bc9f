use super::*;

fn weights(profile: &Profile) -> Vec<ComponentWeights> {
    profile.components().to_vec()
}

#[test]
fn the_profiles_that_come_with_the_product_pass_their_own_check() {
    for profile in Profile::all() {
        let made = Profile::new(profile.key(), profile.name(), weights(&profile));
        assert_eq!(made.as_ref(), Ok(&profile));
        assert_eq!(Profile::find(profile.key()), Some(profile));
    }
    assert_eq!(Profile::find("five-component"), None);
}

#[test]
fn weights_must_sum_to_a_hundred_at_both_levels() {
    let mut heavy = weights(&Profile::four_component());
    heavy[0].weight += Decimal::ONE;
    let refused = Profile::new("own", "Own", heavy).unwrap_err();
    assert_eq!(refused.to_string(), "the weights of components sum to 101; make them sum to 100");
    let mut light = weights(&Profile::four_component());
    light[1].measures.pop();
    assert_eq!(
        Profile::new("own", "Own", light),
        Err(ProfileRefused::Sum { of: "engagement", sum: Decimal::from(80) })
    );
    assert!(Profile::new("own", "Own", Vec::new()).is_err());
}

#[test]
fn nothing_weighs_less_than_nothing_and_nothing_counts_twice() {
    let mut negative = weights(&Profile::four_component());
    negative[0].weight = Decimal::from(-5);
    assert!(matches!(Profile::new("own", "Own", negative), Err(ProfileRefused::Weight { of: "usage", .. })));
    let mut twice = weights(&Profile::four_component());
    twice[0].measures[0].0 = MeasureKind::Nps;
    assert_eq!(Profile::new("own", "Own", twice), Err(ProfileRefused::Twice("nps")));
}

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
    assert_eq!(Profile::find("six-component"), None);
}

#[test]
fn eight_factors_weigh_alike() {
    let profile = Profile::eight_factor();
    let each = |component: &ComponentWeights| {
        let weight = component.weight;
        component.measures.iter().map(move |measure| weight * measure.weight / Decimal::ONE_HUNDRED).collect::<Vec<_>>()
    };
    let weights: Vec<Decimal> = profile.components().iter().flat_map(each).collect();
    assert_eq!(weights, vec![Decimal::new(125, 1); 8]);
    assert!(Profile::five_component().needs_peers() && !profile.needs_peers());
}

#[test]
fn a_window_is_only_given_to_what_has_one() {
    let with = |place: usize, days: i32| {
        let mut changed = weights(&Profile::four_component());
        changed[2].measures[place].window_days = Some(days);
        Profile::new("own", "Own", changed).map(|profile| profile.windows().days(MeasureKind::Nps))
    };
    assert_eq!(with(0, 90), Ok(90));
    assert_eq!(Profile::four_component().windows().days(MeasureKind::Nps), 365);
    let refused = with(0, 900).unwrap_err().to_string();
    assert_eq!(refused, "nps cannot look over 900 days; give 7 to 366, and only to measures that have a window");
    let mut depth = weights(&Profile::four_component());
    depth[0].measures[3].window_days = Some(30);
    assert!(Profile::new("own", "Own", depth).is_err());
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
    twice[0].measures[0].kind = MeasureKind::Nps;
    assert_eq!(Profile::new("own", "Own", twice), Err(ProfileRefused::Twice("nps")));
}

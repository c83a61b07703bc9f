use proptest::prelude::*;

use super::*;

/// What people write as the type of an issue, with the group a reader puts it in.
const READ_BY_A_PERSON: &[(&str, Option<Cause>)] = &[
    ("product defect", Some(Cause::Product)),
    ("Product Bug", Some(Cause::Product)),
    ("data quality", Some(Cause::Product)),
    ("reliability", Some(Cause::Product)),
    ("Import stopped halfway", Some(Cause::Product)),
    ("Single sign-on fails", Some(Cause::Product)),
    ("performance / outage", Some(Cause::Product)),
    ("feature gap", Some(Cause::FeatureGap)),
    ("missing feature: SSO groups", Some(Cause::FeatureGap)),
    ("Integration with SAP not supported", Some(Cause::FeatureGap)),
    ("service failure", Some(Cause::Service)),
    ("Support does not answer", Some(Cause::Service)),
    ("relationship at risk", Some(Cause::Service)),
    ("onboarding", Some(Cause::Onboarding)),
    ("Implementation delayed, go-live slipped", Some(Cause::Onboarding)),
    ("commercial dispute", Some(Cause::Commercial)),
    ("Pricing", Some(Cause::Commercial)),
    ("invoice wrong again", Some(Cause::Commercial)),
    ("expectation misalignment", Some(Cause::Expectation)),
    ("we were promised something else", Some(Cause::Expectation)),
    ("other", None),
    ("", None),
    ("n/a", None),
    ("顧客対応", None),
];

#[test]
fn the_groups_are_those_a_reader_would_take() {
    for (text, group) in READ_BY_A_PERSON {
        assert_eq!(Cause::of(text), *group, "{text}");
    }
}

#[test]
fn every_group_is_found_by_its_own_name() {
    for cause in Cause::ALL {
        assert_eq!(Cause::of(&cause.key().replace('_', " ")), Some(cause));
    }
    let names = ["product", "feature gap", "service", "onboarding", "pricing/commercial", "expectation misalignment"];
    for (name, cause) in names.into_iter().zip(Cause::ALL) {
        assert_eq!(Cause::of(name), Some(cause), "{name}");
    }
}

#[test]
fn no_phrase_speaks_for_two_groups() {
    let mut all: Vec<&str> = Cause::ALL.iter().flat_map(|cause| cause.phrases()).copied().collect();
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), count);
}

proptest! {
    #[test]
    fn any_text_has_at_most_one_group(text in ".{0,200}") {
        let found = Cause::of(&text);
        prop_assert_eq!(found, Cause::of(&format!("  {text}\n")));
    }
}

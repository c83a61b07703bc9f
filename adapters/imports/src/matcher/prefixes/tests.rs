use super::*;

#[test]
fn a_prefix_is_told_from_a_shortened_word_and_a_question() {
    let cut = |heading: &str| Prefixed::of(heading).map(|found| (found.prefix.concat(), found.rest_words.concat()));
    let both = |prefix: &str, rest: &str| Some((prefix.to_owned(), rest.to_owned()));
    assert_eq!(cut("Rate Plan Charge: MRR"), both("rateplancharge", "mrr"));
    assert_eq!(cut("Opportunity.Amount"), both("opportunity", "amount"));
    for whole in ["Est. Revenue", "Amount", "Q1: How likely is it?", "Kd.-Nr.", "3.5", ": x", "x: "] {
        assert_eq!(cut(whole), None, "{whole}");
    }
}

#[test]
fn a_prefix_names_an_object_in_one_or_in_many() {
    let called = |words: &str| Dictionary::own().object_called(&words_of(words)).map(str::to_owned);
    assert_eq!(called("Opportunity").as_deref(), Some("opportunities"));
    assert_eq!(called("Account").as_deref(), Some("accounts"));
    assert_eq!(called("Subscription").as_deref(), Some("contracts"));
    assert_eq!(called("Rate Plan Charge"), None);
}

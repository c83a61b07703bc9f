use super::*;

#[test]
fn words_lose_their_case_their_accents_and_what_stands_between() {
    assert_eq!(words("Já não dá: L\u{2019}outil, e\u{301}te\u{301}!"), ["ja", "nao", "da", "loutil", "ete"]);
    assert_eq!(words("東京 で"), ["東京", "で"]);
    assert!(words(" --- ").is_empty());
}

#[test]
fn a_phrase_is_said_where_its_words_follow_one_another() {
    let said = words("Tickets stay open for weeks");
    assert!(is_said(&said, "stay open") && is_said(&said, "week*"));
    assert!(
        !is_said(&said, "open stay") && !is_said(&said, "week") && !is_said(&said, "tickets stay open for weeks now")
    );
}

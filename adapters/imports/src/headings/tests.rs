use super::*;

#[test]
fn headings_are_compared_without_case_accents_spaces_and_punctuation() {
    for heading in ["account_id", "Account ID", " ACCOUNT-ID ", "Account.Id:", "accountId"] {
        assert_eq!(normal_form(heading), "accountid");
    }
    assert_eq!(normal_form("Último contacto"), "ultimocontacto");
    assert_eq!(normal_form("Straße №1"), "straßeno1");
}

#[test]
fn a_currency_at_the_end_of_a_heading_is_seen() {
    assert_eq!(currency_ending("refund_amount_usd"), Some(("refundamount".into(), Currency::USD)));
    assert_eq!(currency_ending("Amount (EUR)").map(|(name, _)| name), Some("amount".into()));
    assert_eq!(currency_ending("usd"), None);
    assert_eq!(currency_ending("amount"), None);
}

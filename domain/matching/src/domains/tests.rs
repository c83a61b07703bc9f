use super::*;

#[test]
fn what_anybody_may_write_from_tells_nothing() {
    for domain in ["gmail.com", "GMX.de", "gmx.net", "yahoo.co.uk", "hotmail.fr", "live.com", "t-online.de", "qq.com"] {
        assert_eq!(telling(domain), None, "{domain}");
    }
    for none in ["", "localhost", ".", "com.", ".com"] {
        assert_eq!(telling(none), None, "{none}");
    }
}

#[test]
fn a_company_is_told_by_its_domain() {
    assert_eq!(telling("WWW.Acme.example").as_deref(), Some("acme.example"));
    assert_eq!(telling("live.events-agency.com").as_deref(), Some("live.events-agency.com"));
    assert_eq!(of_address("Ana.Lima@Acme.example").as_deref(), Some("acme.example"));
    assert_eq!(of_address("ana at acme.example"), None);
}

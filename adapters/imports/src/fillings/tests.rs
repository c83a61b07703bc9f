use super::*;

#[test]
fn an_id_of_fifteen_letters_becomes_the_one_of_eighteen() {
    assert_eq!(TextForm::SalesforceId.of("001x0000002xLCV"), "001x0000002xLCVAA2");
    assert_eq!(TextForm::SalesforceId.of("0011G00000eLwuW"), "0011G00000eLwuWQAS");
    assert_eq!(TextForm::SalesforceId.of("001x0000002xLCVAA2"), "001x0000002xLCVAA2");
}

#[test]
fn a_domain_is_cut_out_of_addresses() {
    for text in ["https://www.acme.example/about?x=1", "ACME.example", "ana@acme.example", "acme.example:8080/"] {
        assert_eq!(TextForm::Domain.of(text), "acme.example", "{text}");
    }
    assert_eq!(TextForm::Domain.of("ana@gmail.com") + &TextForm::Domain.of("n/a"), "");
}

#[test]
fn identifiers_are_taken_out_of_free_fields() {
    let of = |text| TextForm::IdsOfJson.of(text);
    assert_eq!(of(r#"{"external_id":"80755622-45b3","plan":"pro","crmId":4711,"orderId":" "}"#), "4711; 80755622-45b3");
    assert_eq!((of("{}"), of("no json"), of("[1]")), (String::new(), String::new(), String::new()));
}

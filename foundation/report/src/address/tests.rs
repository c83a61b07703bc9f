use super::*;

#[test]
fn an_address_is_read_as_it_is_written() {
    for text in ["retention:company:2024-Q4:2025-01-15", "health:crm/A:1:2024-12-31:2025-01-15"] {
        let address = Address::parse(text).unwrap();
        assert_eq!(address.to_string(), text);
        assert_eq!(address.figure("score").to_string(), format!("{text}#score"));
    }
    assert_eq!(Address::parse("health:crm/A:1:2024-12-31:2025-01-15").unwrap().subject, "crm/A:1");
}

#[test]
fn what_is_no_address_is_none() {
    for text in ["", "retention", "retention:company:2024-Q4", "retention:company:2024-Q4:soon"] {
        assert_eq!(Address::parse(text), None, "{text}");
    }
}

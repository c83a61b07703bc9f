use super::*;

fn refusal(text: &str) -> String {
    match read(text) {
        Err(Refusal::Rejected(says)) => says,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_query_of_the_source_is_read() {
    let text = r#"{"requesting_agent": "customer-success-manager", "request_type": "get_customer_context",
        "payload": {"query": "Customer context needed: account segments."}, "trace_id": 7}"#;
    let asked = read(text).unwrap();
    assert_eq!(asked.requesting_agent.as_deref(), Some("customer-success-manager"));
    assert_eq!(asked.request_type, "get_customer_context");
    assert!(asked.payload.query.contains("segments"));
    assert!(read(&format!("\u{feff}{text}")).is_ok());
}

#[test]
fn who_asks_may_be_left_open_and_what_is_asked_may_not() {
    let asked = read(r#"{"request_type": "get_customer_context", "payload": {"query": "segments"}}"#).unwrap();
    assert!(asked.requesting_agent.is_none());
    for (text, lacks) in [
        (r#"{"request_type": "get_customer_context"}"#, "payload is missing"),
        (r#"{"request_type": "get_customer_context", "payload": {}}"#, "payload.query is missing"),
        (r#"{"request_type": "get_customer_context", "payload": ["segments"]}"#, "payload is no object"),
        (r#"["me", "get_customer_context", {"query": "segments"}]"#, "it is no object"),
    ] {
        let says = refusal(text);
        assert!(says.contains(lacks) && !says.contains("struct"), "{says}");
    }
}

#[test]
fn broken_and_hostile_texts_are_refused_in_one_sentence_that_shows_a_query() {
    let deep = "[".repeat(100_000);
    for text in ["", "  \n", "{", "nonsense", "{\"request_type\": \"a\"} trailing", "\u{0}", deep.as_str()] {
        let says = refusal(text);
        assert!(says.contains("get_customer_context") && says.lines().count() == 1, "{says}");
    }
    for text in [
        "[]",
        "null",
        "7",
        r#"{"request_type": 7}"#,
        r#"{"request_type": null}"#,
        r#"{"payload": {"query": "x"}}"#,
        r#"{"request_type": "a", "request_type": "b"}"#,
        r#"{"request_type": "a", "payload": "b"}"#,
        r#"{"request_type": "a", "payload": {"query": ["b"]}}"#,
    ] {
        let says = refusal(text);
        assert!(says.contains("is not a query") && says.contains("get_customer_context"), "{says}");
    }
}

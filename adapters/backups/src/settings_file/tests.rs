use super::*;

const KEPT: &str = "# ours since May\ncurrency = \"USD\" # as in the contracts\ndatabase = \"postgres://a:b@c/d\"\n\n[weights]\nretention = 30\n";

#[test]
fn only_the_place_of_the_facts_changes() {
    let moved = with_database(Some(KEPT), Some("postgres://x@y/\"z")).unwrap().unwrap();
    let read: DocumentMut = moved.parse().unwrap();
    assert_eq!(read["database"].as_str(), Some("postgres://x@y/\"z"));
    assert!(moved.starts_with("# ours since May\ncurrency = \"USD\" # as in the contracts\n"), "{moved}");
    assert!(moved.ends_with("[weights]\nretention = 30\n"), "{moved}");
    let filed = with_database(Some(KEPT), None).unwrap().unwrap();
    assert!(!filed.contains("database") && filed.contains("[weights]"), "{filed}");
}

#[test]
fn without_settings_only_a_database_is_written_down() {
    assert_eq!(with_database(None, None).unwrap(), None);
    assert_eq!(with_database(None, Some("postgres://y/z")).unwrap().unwrap(), "database = \"postgres://y/z\"\n");
}

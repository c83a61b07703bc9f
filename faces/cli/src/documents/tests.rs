use super::*;

#[test]
fn a_text_is_read_as_it_is() {
    assert_eq!(bounded(&b"{}\n"[..], "q.json").unwrap(), "{}\n");
}

#[test]
fn what_is_no_text_or_too_long_is_refused_in_one_sentence() {
    assert!(matches!(bounded(&b"\xff\xfe"[..], "q.json"), Err(Refusal::Rejected(says)) if says.contains("UTF-8")));
    let long = vec![b' '; (BYTES_MAX + 1) as usize];
    assert!(matches!(bounded(&long[..], "q.json"), Err(Refusal::Rejected(says)) if says.contains("1024 KiB")));
    assert!(bounded(&long[1..], "q.json").is_ok());
}

#[test]
fn a_file_that_is_not_there_is_named() {
    assert!(matches!(text("no/such.json"), Err(Refusal::NotFound(says)) if says.contains("no/such.json")));
}

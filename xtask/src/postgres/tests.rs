use super::*;

#[test]
fn the_address_stands_between_user_and_database() {
    assert_eq!(address_of(DEFAULT_URL), "127.0.0.1:5432".parse().ok());
    assert_eq!(address_of("postgres://a:b@127.0.0.1:6000/x"), "127.0.0.1:6000".parse().ok());
}

#[test]
fn a_host_with_a_name_has_no_address() {
    assert_eq!(address_of("postgres://somewhere:5432/x"), None);
    assert_eq!(address_of("nonsense"), None);
}

#[test]
fn a_server_of_our_own_answers_and_goes_away() {
    if programs().is_none() {
        say("SKIPPED: PostgreSQL is not installed");
        return;
    }
    let server = start().expect("the server starts");
    let folder = server.started.as_ref().map(|started| started.folder.clone()).unwrap();
    assert!(answers(&server.url));
    drop(server);
    assert!(!folder.exists());
}

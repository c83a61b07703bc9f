use super::*;

#[test]
fn tests_with_a_body_in_place_are_found() {
    let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn works() {}\n}\n";
    let found = check(&Repository::of(&[("faces/cli/src/lib.rs", text)]));
    assert_eq!((found.len(), found[0].line), (1, 3));
}

#[test]
fn tests_in_their_own_file_are_fine() {
    let text = "#[cfg(test)]\nmod tests;\nmod shapes { }\n";
    assert_eq!(check(&Repository::of(&[("faces/cli/src/lib.rs", text)])), []);
}
